"""A path model for notebooks: fit it to answers, look at its numbers, score new respondents."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import RequestError, did_you_mean
from clientlens_csi.effects import r_squared, total_effects
from clientlens_csi.estimates import estimate
from clientlens_csi.layout import FloatArray
from clientlens_csi.moments import Missing, item_moments
from clientlens_csi.pls import MAX_ITERATIONS, TOLERANCE
from clientlens_csi.schemes import Scheme
from clientlens_csi.structure import Mode, path_structure
from clientlens_csi.troubles import NO_ESTIMATE, Trouble


class PathModel:
    """Partial least squares path model in the manner of scikit-learn, which isn't needed.

    Parameters
    ----------
    blocks : mapping of str to names
        Construct → its items. Names are columns of a data frame; for an array they number its
        columns in the order in which they are written here.
    paths : mapping of str to names
        Target → the constructs that act on it.
    modes : {"A", "B", "unit"} or mapping
        One for all, or construct → mode.
    reflective : bool or names
        Constructs that are common factors (consistent PLS).
    markers : mapping, optional
        Construct → the item that gives it its sign.
    scheme : {"path", "factorial", "centroid"}
        Inner weighting scheme.
    missing : {"mean", "pairwise", "listwise", "em"}
        What a missing answer, NaN, means for the covariances, as in
        `clientlens_csi.moments.item_moments`. Scores take it as the item's mean in `mean_`
        whatever the policy, also that of maximum likelihood.
    tolerance, max_iterations
        When to stop.

    Attributes
    ----------
    structure_ : PathStructure
        The model, checked and numbered.
    weights_ : (p, C) array
        Standardised outer weights, 0 outside the blocks.
    loadings_ : (p, C) array
        On the own construct, 0 elsewhere; consistent ones where it's reflective.
    cross_loadings_ : (p, C) array
        Correlations of all items with all scores.
    path_coefficients_, total_effects_ : (C, C) array
        ``[target, source]``.
    construct_correlations_ : (C, C) array
        Corrected where a construct is reflective.
    r_squared_ : (C,) array
        NaN for a construct without sources.
    rho_a_ : (C,) array
        Reliability of the scores.
    mean_, scale_ : (p,) array
        Of the items, weighted; the standard deviation divides by the sum of the weights.
    n_iter_ : int
        How often the weights were renewed.
    is_admissible_ : bool
        Whether a population could have these numbers.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> quality = rng.normal(size=(100, 1))
    >>> X = np.hstack([quality + 0.5 * rng.normal(size=(100, 2)), quality])
    >>> model = PathModel({"quality": ["q1", "q2"], "index": ["s"]}, {"index": ["quality"]})
    >>> model.fit(X).transform(X).shape
    (100, 2)
    """

    def __init__(  # noqa: PLR0913  scikit-learn's parameters are plain arguments
        self,
        blocks: Mapping[str, Sequence[str]],
        paths: Mapping[str, Collection[str]],
        *,
        modes: Mode | Mapping[str, Mode] = "A",
        reflective: bool | Collection[str] = False,
        markers: Mapping[str, str] | None = None,
        scheme: Scheme = "path",
        missing: Missing = "mean",
        tolerance: float = TOLERANCE,
        max_iterations: int = MAX_ITERATIONS,
    ) -> None:
        self.blocks = blocks
        self.paths = paths
        self.modes = modes
        self.reflective = reflective
        self.markers = markers
        self.scheme = scheme
        self.missing = missing
        self.tolerance = tolerance
        self.max_iterations = max_iterations

    # y and the data frames of any library are what scikit-learn allows, hence Any.
    def fit(self, X: Any, y: object = None, sample_weight: npt.ArrayLike | None = None) -> Self:  # noqa: ARG002
        """Estimate the model.

        Parameters
        ----------
        X : (n, p) array or data frame
            Answers, NaN where missing.
        y : object
            Unused; scikit-learn's pipelines pass it.
        sample_weight : (n,) array, optional
            Weight of each respondent, not negative; a weight of 2 is a respondent twice.

        Returns
        -------
        PathModel
            Itself.

        Raises
        ------
        RequestError
            If the model is faulty, X hasn't its items, or there is no estimate.
        """
        self.structure_ = path_structure(
            self.blocks,
            self.paths,
            modes=self.modes,
            reflective=self.reflective,
            markers=self.markers,
        )
        answers = self._answers(X)
        moments = item_moments(_weights(sample_weight, len(answers)), answers, self.missing)
        found = estimate(
            moments.covariance,
            self.structure_,
            scheme=self.scheme,
            tolerance=self.tolerance,
            max_iterations=self.max_iterations,
        )
        _check_estimated(int(found.troubles[0]), self.structure_.items, moments.deviation[0])
        is_member = self.structure_.is_member
        self.weights_ = np.where(is_member, found.weights[0][:, None], 0.0)
        self.loadings_ = np.where(is_member, found.loadings[0][:, None], 0.0)
        self.cross_loadings_ = found.cross_loadings[0]
        self.path_coefficients_ = found.paths[0]
        self.total_effects_ = total_effects(found.paths, self.structure_)[0]
        self.construct_correlations_ = found.correlations[0]
        self.r_squared_ = r_squared(found.correlations, found.paths, self.structure_)[0]
        self.rho_a_ = found.rho_a[0]
        self.mean_, self.scale_ = moments.mean[0], moments.deviation[0]
        self.n_iter_ = int(found.iterations[0])
        self.is_admissible_ = bool(found.is_admissible[0])
        self.n_features_in_ = len(self.structure_.items)
        return self

    def transform(self, X: Any) -> FloatArray:
        """(n, C) scores of respondents, standardised as in the sample fitted.

        Parameters
        ----------
        X : (n, p) array or data frame
            Answers; a missing one counts as the item's mean.

        Raises
        ------
        RequestError
            If X hasn't the items of the model.
        """
        self._check_fitted()
        standardised = (self._answers(X) - self.mean_) / self.scale_
        return np.where(np.isnan(standardised), 0.0, standardised) @ self.weights_

    def fit_transform(
        self, X: Any, y: object = None, sample_weight: npt.ArrayLike | None = None
    ) -> FloatArray:
        """(n, C) scores of the respondents that the model is fitted to."""
        return self.fit(X, y, sample_weight).transform(X)

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002  scikit-learn's signature
        """The arguments it was made with."""
        return {name: getattr(self, name) for name in inspect.signature(PathModel).parameters}

    def set_params(self, **params: Any) -> Self:
        """Change arguments; `RequestError` for one that it doesn't have."""
        for name, value in params.items():
            if name not in self.get_params():
                hint = did_you_mean(name, self.get_params())
                raise RequestError(f"a path model has no parameter '{name}'. {hint}")
            setattr(self, name, value)
        return self

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """(C,) names of the constructs."""
        self._check_fitted()
        return np.array(self.structure_.constructs, dtype=object)

    def _check_fitted(self) -> None:
        if not hasattr(self, "weights_"):
            raise RequestError("this path model isn't fitted yet: call `fit` first")

    def _answers(self, X: Any) -> FloatArray:
        items = list(self.structure_.items)
        if hasattr(X, "columns"):
            absent = [item for item in items if item not in X.columns]
            if absent:
                raise RequestError(f"the data frame has no column '{absent[0]}'")
            X = X[items]
        answers = np.asarray(X, dtype=np.float64)
        if answers.ndim != 2 or answers.shape[1] != len(items):  # noqa: PLR2004  (n, p)
            raise RequestError(
                f"`X` must have a column for each of {len(items)} items, got {answers.shape}"
            )
        return answers


def _weights(sample_weight: npt.ArrayLike | None, n: int) -> FloatArray:
    """(1, n)."""
    weights = np.ones(n) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
    if weights.shape != (n,):
        raise RequestError(f"`sample_weight` must have {n} values, got {weights.shape}")
    if not (weights >= 0).all():
        raise RequestError("`sample_weight` must not be negative or NaN")
    return weights[None]


def _check_estimated(troubles: int, items: Sequence[str], deviation: FloatArray) -> None:
    reasons = {
        Trouble.UNKNOWN_CORRELATION: "two items have no respondent who answered both, or their "
        "covariances no maximum of the likelihood (em)",
        Trouble.SINGULAR: "items of a mode B block or sources of a target determine each other",
        Trouble.NOT_CONVERGED: "the weights didn't converge; allow more iterations",
    }
    if troubles & Trouble.NO_VARIANCE:
        item = items[int(np.flatnonzero(~(deviation > 0))[0])]
        raise RequestError(f"item '{item}' has no variance: leave it out")
    if troubles & NO_ESTIMATE:
        raise RequestError(next(text for flag, text in reasons.items() if troubles & flag))
