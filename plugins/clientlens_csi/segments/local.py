"""Local models: one path model, estimated in every class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.stats.moments import divide
from clientlens_csi.effects import r_squared
from clientlens_csi.estimates import estimate
from clientlens_csi.layout import BoolArray, FloatArray, IntArray
from clientlens_csi.moments import item_moments
from clientlens_csi.solution import Settings
from clientlens_csi.structure import PathStructure

_NOTHING = 1e-12
"""What explains less explains nothing; residuals are divided by it."""


@dataclass(frozen=True, slots=True, eq=False)
class Clients:
    """Those who are put into classes: complete answers X (n, p), and weights w (n,)."""

    X: FloatArray
    w: FloatArray

    @property
    def n(self) -> int:
        """Their number."""
        return len(self.w)


@dataclass(frozen=True, slots=True, eq=False)
class LocalModels:
    """The model in each of K classes, or in K classes each of M partitions one after another.

    Attributes
    ----------
    share : (K,) array
        Share of the class in the weights of its partition.
    mean, deviation, weights, loadings : (K, p) array
        Of the items: their moments, standardised outer weights, correlations with the score.
    paths : (K, C, C) array
        ``B[:, target, source]``.
    r_squared : (K, E) array
        Of the endogenous constructs, sources first.
    has_estimate : (K,) boolean array
        False where a class has no estimate.
    """

    structure: PathStructure
    share: FloatArray
    mean: FloatArray
    deviation: FloatArray
    weights: FloatArray
    loadings: FloatArray
    paths: FloatArray
    r_squared: FloatArray
    has_estimate: BoolArray

    @property
    def communality(self) -> FloatArray:
        """(K, p) share of an item's variance that its score explains."""
        return self.loadings**2

    @property
    def score_weights(self) -> FloatArray:
        """(K, p, C) weights, 0 outside the blocks."""
        return np.where(self.structure.is_member, self.weights[:, :, None], 0.0)

    def group_quality(self, k: int) -> FloatArray:
        """(M,) group quality index of partitions of k classes each.

        The root of the average over the classes, by their shares, of mean communality × mean R²;
        of one class it is the goodness of fit of Tenenhaus et al., but for single items counted
        alike. plspm computes it so; the thesis averages both factors apart, which differs in the
        sixth digit where classes are about as good as each other.

        References
        ----------
        .. [1] Trinchera (2007), Unobserved heterogeneity in structural equation models, thesis,
               University of Naples.
        """
        quality = self.communality.mean(axis=1) * self.r_squared.mean(axis=1)  # (K,)
        return np.asarray(np.sqrt((self.share * quality).reshape(-1, k).sum(axis=1)))


def local_models(
    clients: Clients, is_member: BoolArray, structure: PathStructure, settings: Settings
) -> LocalModels:
    """Estimate the model in every class.

    Parameters
    ----------
    clients : Clients
        Everybody who is put into classes.
    is_member : (K, n) boolean array
        Who belongs to each class; several partitions may stand below each other.
    structure, settings
        The model, and how it is estimated.
    """
    W = is_member * clients.w  # (K, n)
    moments = item_moments(W, clients.X)
    found = estimate(moments.covariance, structure, **settings)
    explained = r_squared(found.correlations, found.paths, structure)
    return LocalModels(
        structure,
        divide(W.sum(axis=1), clients.w.sum()),
        moments.mean,
        moments.deviation,
        found.weights,
        found.loadings,
        found.paths,
        explained[:, structure.endogenous],
        found.has_converged,
    )


def members(labels: IntArray, k: int) -> BoolArray:
    """(k, n) who belongs to each class; of (M, n) labels (M·k, n), partition after partition."""
    each = np.atleast_2d(labels)[:, None, :] == np.arange(k)[:, None]  # (M, k, n)
    return np.asarray(each.reshape(-1, each.shape[2]))


def residuals(X: FloatArray, models: LocalModels, k: int) -> tuple[FloatArray, FloatArray]:
    """(n, p) communality residuals and (n, E) structural residuals of everybody in model k.

    In standard deviations of the class; also of those who don't belong to it.
    """
    structure = models.structure
    Z = (X - models.mean[k]) / models.deviation[k]
    Y = Z @ models.score_weights[k]  # (n, C)
    outer = Z - Y[:, structure.construct_of] * models.loadings[k]
    ends = structure.endogenous
    inner = Y[:, ends] - Y @ models.paths[k][ends].T
    return outer, inner


def closeness(clients: Clients, models: LocalModels) -> FloatArray:
    """(n, K) how far everybody is from each local model: the closeness measure of REBUS.

    The root of the product of two sums of squared residuals, of items over their communalities
    and of constructs over their R², each divided by its sum over everybody over n - 2.

    References
    ----------
    .. [1] Esposito Vinzi, Trinchera, Squillacciotti & Tenenhaus (2008), REBUS-PLS, Appl. Stoch.
           Models Bus. Ind. 24, 439-458, equation 9.
    """
    columns = []
    for k in range(len(models.share)):
        outer, inner = residuals(clients.X, models, k)
        of_items = outer**2 @ (1 / np.maximum(models.communality[k], _NOTHING))
        of_constructs = inner**2 @ (1 / np.maximum(models.r_squared[k], _NOTHING))
        free = clients.w.sum() * (1 - 2 / clients.n)
        scaled = [part / (clients.w @ part / free) for part in (of_items, of_constructs)]
        columns.append(np.sqrt(scaled[0] * scaled[1]))
    return np.stack(columns, axis=1)
