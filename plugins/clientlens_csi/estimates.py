"""A path model estimated: weights, loadings, correlations and paths of every replicate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens_csi import reliability
from clientlens_csi.composites import composites
from clientlens_csi.consistent import disattenuate
from clientlens_csi.effects import path_coefficients
from clientlens_csi.layout import BoolArray, FloatArray, IntArray
from clientlens_csi.moments import correlations
from clientlens_csi.pls import MAX_ITERATIONS, TOLERANCE, estimate_weights, stack_of
from clientlens_csi.schemes import Scheme
from clientlens_csi.structure import PathStructure
from clientlens_csi.troubles import NO_ESTIMATE


@dataclass(frozen=True, slots=True, eq=False)
class PathEstimates:
    """What the items' moments say of a path model; NaN in a replicate without an estimate.

    Attributes
    ----------
    item_correlations : (R, p, p) array
        Of the items.
    weights : (R, p) array
        Standardised outer weights.
    cross_loadings : (R, p, C) array
        Correlation of each item with the scores of each construct.
    loadings : (R, p) array
        Of each item on its own construct, consistent ones where it's reflective.
    score_correlations : (R, C, C) array
        Of the scores.
    correlations : (R, C, C) array
        Of the constructs: as the scores', corrected where a construct is reflective.
    paths : (R, C, C) array
        ``B[:, target, source]``, standardised.
    rho_a : (R, C) array
        Reliability of the scores; NaN for a single item.
    iterations : (R,) integer array
        How often the weights were renewed.
    last_change : (R,) array
        Largest change of a weight in the last iteration.
    troubles : (R,) integer array
        Sums of `Trouble`.
    """

    item_correlations: FloatArray
    weights: FloatArray
    cross_loadings: FloatArray
    loadings: FloatArray
    score_correlations: FloatArray
    correlations: FloatArray
    paths: FloatArray
    rho_a: FloatArray
    iterations: IntArray
    last_change: FloatArray
    troubles: IntArray

    @property
    def has_converged(self) -> BoolArray:
        """(R,) true where there's an estimate."""
        return np.asarray((self.troubles & NO_ESTIMATE) == 0)

    @property
    def is_admissible(self) -> BoolArray:
        """(R,) true where there's an estimate that a population could have."""
        return np.asarray(self.troubles == 0)


def estimate(
    matrices: npt.ArrayLike,
    structure: PathStructure,
    *,
    scheme: Scheme = "path",
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> PathEstimates:
    """Estimate a path model in every replicate.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations or covariances of the items.
    structure : PathStructure
        The model. Its reflective constructs are corrected (consistent PLS).
    scheme, tolerance, max_iterations
        As in `clientlens_csi.pls.estimate_weights`.

    Returns
    -------
    PathEstimates

    Raises
    ------
    RequestError
        As `clientlens_csi.pls.estimate_weights`.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1", "a2"], "b": ["b1"]}, {"b": ["a"]})
    >>> matrix = [[1.0, 0.5, 0.6], [0.5, 1.0, 0.3], [0.6, 0.3, 1.0]]
    >>> estimate([matrix], model).paths[0, 1].round(4)
    array([0.5669, 0.    ])
    """
    item_correlations = correlations(stack_of(matrices, structure))
    outer = estimate_weights(
        item_correlations,
        structure,
        scheme=scheme,
        tolerance=tolerance,
        max_iterations=max_iterations,
    )
    found = composites(item_correlations, outer.weights, structure)
    rho_a = reliability.rho_a(item_correlations, outer.weights, structure)
    corrected = disattenuate(found, outer.weights, rho_a, structure)
    return PathEstimates(
        item_correlations=item_correlations,
        weights=outer.weights,
        cross_loadings=found.cross_loadings,
        loadings=corrected.loadings,
        score_correlations=found.correlations,
        correlations=corrected.correlations,
        paths=path_coefficients(corrected.correlations, structure),
        rho_a=rho_a,
        iterations=outer.iterations,
        last_change=outer.last_change,
        troubles=outer.troubles | corrected.troubles,
    )
