"""Consistent PLS: loadings and correlations of common factors freed from measurement error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens_csi.composites import Composites
from clientlens_csi.layout import FloatArray, IntArray, replicates_first, replicates_last
from clientlens_csi.structure import PathStructure
from clientlens_csi.symmetric import is_positive_definite
from clientlens_csi.troubles import Trouble


@dataclass(frozen=True, slots=True, eq=False)
class Consistent:
    """What composites say of the constructs behind them.

    Attributes
    ----------
    loadings : (R, p) array
        Of each item on its own construct.
    correlations : (R, C, C) array
        Of the constructs, 1 on the diagonal.
    troubles : (R,) integer array
        Sums of `Trouble`: why the replicate is inadmissible, 0 where it isn't.
    """

    loadings: FloatArray
    correlations: FloatArray
    troubles: IntArray


def disattenuate(
    found: Composites, weights: FloatArray, rho_a: FloatArray, structure: PathStructure
) -> Consistent:
    """Correct the reflective constructs for their unreliability; composites stay as they are.

    Parameters
    ----------
    found : Composites
        Correlations of the scores.
    weights : (R, p) array
        Standardised weights, of mode A where a construct is reflective.
    rho_a : (R, C) array
        Reliabilities, as `clientlens_csi.reliability.rho_a` gives them.
    structure : PathStructure
        Which constructs are reflective. One item measures its construct without error.

    Returns
    -------
    Consistent
        Where rho_A isn't positive there is nothing to divide by: NaN, and the trouble says so.

    References
    ----------
    .. [1] Dijkstra & Henseler (2015), Consistent partial least squares path modeling, MIS
           Quarterly 39(2), 297-316.
    """
    rho = _corrections(replicates_last(rho_a), structure)  # (C, R)
    root = np.sqrt(np.where(rho > 0, rho, np.nan))
    r = replicates_last(found.correlations) / (root * root[:, None])
    constructs = np.arange(len(rho))
    r[constructs, constructs] = np.where(np.isnan(r[constructs, constructs]), np.nan, 1.0)
    loadings = np.array(replicates_last(found.loadings(structure)))
    w = replicates_last(weights)
    for c in np.flatnonzero(structure.is_reflective):
        block = structure.blocks[c]
        if len(block) > 1:
            loadings[block] = w[block] * root[c] / (w[block] ** 2).sum(axis=0)
    troubles = _inadmissible(rho, loadings, r)
    troubles[np.isnan(w).any(axis=0)] = 0  # no estimate to judge
    return Consistent(replicates_first(loadings), replicates_first(r), troubles)


def _corrections(rho: FloatArray, structure: PathStructure) -> FloatArray:
    has_error = structure.is_reflective & np.array([len(b) > 1 for b in structure.blocks])
    return np.where(has_error[:, None], rho, 1.0)


def _inadmissible(rho: FloatArray, loadings: FloatArray, r: FloatArray) -> IntArray:
    """(R,) sums of `Trouble`; the last bits of a perfect loading or correlation aren't above 1."""
    one = 1 + 1e-9
    tests = {
        Trouble.NEGATIVE_RELIABILITY: ~(rho > 0).all(axis=0),
        Trouble.LOADING_ABOVE_ONE: (np.abs(loadings) > one).any(axis=0),
        Trouble.CORRELATION_ABOVE_ONE: (np.abs(r) > one).any(axis=(0, 1)),
        Trouble.NOT_POSITIVE_DEFINITE: ~is_positive_definite(r),
    }
    total = np.zeros(r.shape[-1], dtype=np.int64)
    for trouble, applies in tests.items():
        total += int(trouble) * applies
    return total
