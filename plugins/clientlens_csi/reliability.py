"""Reliability: how well the items of a construct agree on it.

A construct of one item has no reliability: NaN. One whose replicate has no estimate: NaN too.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from clientlens_csi.layout import FloatArray, IntArray, replicates_first, replicates_last
from clientlens_csi.structure import PathStructure


def alpha(matrices: FloatArray, structure: PathStructure) -> FloatArray:
    """Cronbach's alpha of every construct.

    Parameters
    ----------
    matrices : (R, p, p) array
        Covariances for the raw alpha, correlations for the standardised one, which is what most
        programs for PLS print.
    structure : PathStructure
        The blocks.

    Returns
    -------
    (R, C) array
        k/(k - 1) · (1 - Σ s_i² / s²), with s² the variance of the sum of the k items.

    References
    ----------
    .. [1] Cronbach (1951), Psychometrika 16(3), 297-334.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1", "a2"], "b": ["b1"]}, {"b": ["a"]})
    >>> alpha(np.array([[[1.0, 0.5, 0.6], [0.5, 1.0, 0.3], [0.6, 0.3, 1.0]]]), model).round(4)
    array([[0.6667,    nan]])
    """
    S = replicates_last(matrices)

    def of_block(block: IntArray) -> FloatArray:
        own = S[block[:, None], block]
        k, total = len(block), own.sum(axis=(0, 1))
        share = np.einsum("iir->r", own) / np.where(total > 0, total, np.nan)
        return np.asarray(k / (k - 1) * (1 - share))

    return _by_block(of_block, structure, S.shape[-1])


def rho_a(R: FloatArray, weights: FloatArray, structure: PathStructure) -> FloatArray:
    """Dijkstra and Henseler's reliability of scores made with correlation weights.

    Parameters
    ----------
    R : (R, p, p) array
        Correlations of the items.
    weights : (R, p) array
        Standardised weights.
    structure : PathStructure
        The blocks.

    Returns
    -------
    (R, C) array
        (w'w)² · w'(S - diag S)w / w'(ww' - diag ww')w. It may leave 0 to 1. NaN where a block
        has another mode than A, for which it isn't meant.

    References
    ----------
    .. [1] Dijkstra & Henseler (2015), Consistent partial least squares path modeling, MIS
           Quarterly 39(2), 297-316.
    """
    S, w = replicates_last(R), replicates_last(weights)

    def of_block(block: IntArray) -> FloatArray:
        v, own = w[block], S[block[:, None], block]
        squares = np.einsum("ir,ir->r", v, v)
        between = np.einsum("ir,ir->r", v, np.einsum("ijr,jr->ir", own, v))
        between = between - np.einsum("iir,ir->r", own, v**2)
        spread = squares**2 - (v**4).sum(axis=0)
        return np.asarray(squares**2 * between / np.where(spread > 0, spread, np.nan))

    rho = _by_block(of_block, structure, w.shape[-1])
    rho[:, [mode != "A" for mode in structure.modes]] = np.nan
    return rho


def rho_c(loadings: FloatArray, structure: PathStructure) -> FloatArray:
    """Composite reliability (Jöreskog's rho, Dillon and Goldstein's rho).

    Parameters
    ----------
    loadings : (R, p) array
        Of each item on its own construct; consistent ones for a common factor.
    structure : PathStructure
        The blocks.

    Returns
    -------
    (R, C) array
        (Σλ)² / ((Σλ)² + Σ(1 - λ²)).

    References
    ----------
    .. [1] Jöreskog (1971), Statistical analysis of sets of congeneric tests, Psychometrika 36(2).
    """
    L = replicates_last(loadings)

    def of_block(block: IntArray) -> FloatArray:
        common = L[block].sum(axis=0) ** 2
        return np.asarray(common / (common + (1 - L[block] ** 2).sum(axis=0)))

    return _by_block(of_block, structure, L.shape[-1])


def average_variance_extracted(loadings: FloatArray, structure: PathStructure) -> FloatArray:
    """(R, C) mean squared loading of every construct's items (AVE).

    Parameters
    ----------
    loadings : (R, p) array
        Of each item on its own construct.
    structure : PathStructure
        The blocks.

    References
    ----------
    .. [1] Fornell & Larcker (1981), J. Marketing Research 18(1), 39-50.
    """
    L = replicates_last(loadings)
    return _by_block(lambda block: (L[block] ** 2).mean(axis=0), structure, L.shape[-1])


def _by_block(
    of_block: Callable[[IntArray], FloatArray], structure: PathStructure, replicates: int
) -> FloatArray:
    out = np.full((len(structure.blocks), replicates), np.nan)
    for c, block in enumerate(structure.blocks):
        if len(block) > 1:
            out[c] = of_block(block)
    return replicates_first(out)
