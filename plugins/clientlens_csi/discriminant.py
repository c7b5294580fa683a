"""Discriminant validity: whether two constructs are two."""

from __future__ import annotations

import numpy as np

from clientlens_csi.layout import FloatArray, replicates_first, replicates_last
from clientlens_csi.structure import PathStructure

_NO_AGREEMENT = 1e-12
"""A smaller mean of correlations within a block comes from one that is 0."""


def htmt(R: FloatArray, structure: PathStructure) -> FloatArray:
    """Heterotrait-monotrait ratio of every pair of constructs.

    Parameters
    ----------
    R : (R, p, p) array
        Correlations of the items.
    structure : PathStructure
        The blocks.

    Returns
    -------
    (R, C, C) array
        Mean |r| between two blocks over the geometric mean of the mean |r| within each; 1 on the
        diagonal. A single item counts as agreeing with itself perfectly.

    Notes
    -----
    Absolute correlations, as in SmartPLS and seminr (HTMT+). cSEM takes the mean of the signed
    ones, which is smaller where an item is reversed.

    References
    ----------
    .. [1] Henseler, Ringle & Sarstedt (2015), J. Acad. Marketing Science 43(1), 115-135.
    .. [2] Ringle et al. (2023), A perspective on using partial least squares structural equation
           modelling in data articles, Data in Brief 48, 109074.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1", "a2"], "b": ["b1"]}, {"b": ["a"]})
    >>> R = np.array([[[1.0, 0.49, 0.5], [0.49, 1.0, 0.34], [0.5, 0.34, 1.0]]])
    >>> htmt(R, model)[0, 0].round(4)
    array([1. , 0.6])
    """
    return _ratio(_block_means(np.abs(replicates_last(R)), structure))


def htmt2(R: FloatArray, structure: PathStructure) -> FloatArray:
    """HTMT with geometric instead of arithmetic means, for items that load unequally.

    Parameters
    ----------
    R : (R, p, p) array
        Correlations of the items.
    structure : PathStructure
        The blocks.

    Returns
    -------
    (R, C, C) array
        As `htmt`; 0 where an item of one block has no correlation at all with one of the other,
        NaN where that is so within a block.

    References
    ----------
    .. [1] Roemer, Schuberth & Henseler (2021), HTMT2, Industrial Management & Data Systems
           121(12), 2637-2650.
    """
    S = np.abs(replicates_last(R))
    # An underflow to e^-708 stands for 0; its mean with others is as good as 0 too.
    logarithms = np.log(np.maximum(S, np.finfo(float).tiny))
    means = np.exp(_block_means(logarithms, structure))
    constructs = np.arange(len(means))
    own = means[constructs, constructs]
    means[constructs, constructs] = np.where(own > _NO_AGREEMENT, own, np.nan)
    return _ratio(means)


def fornell_larcker(ave: FloatArray, correlations: FloatArray) -> FloatArray:
    """Square roots of AVE beside the correlations they should exceed.

    Parameters
    ----------
    ave : (R, C) array
        Average variance extracted; NaN for a construct of one item.
    correlations : (R, C, C) array
        Of the constructs.

    Returns
    -------
    (R, C, C) array
        √AVE on the diagonal, |r| beside it.

    References
    ----------
    .. [1] Fornell & Larcker (1981), J. Marketing Research 18(1), 39-50.

    Examples
    --------
    >>> fornell_larcker(np.array([[0.64, 0.49]]), np.array([[[1, -0.5], [-0.5, 1]]]))
    array([[[0.8, 0.5],
            [0.5, 0.7]]])
    """
    table = np.abs(correlations)
    constructs = np.arange(ave.shape[1])
    table[:, constructs, constructs] = np.sqrt(ave)
    return table


def _block_means(A: FloatArray, structure: PathStructure) -> FloatArray:
    """(C, C, R) means between blocks; on the diagonal means of pairs of different items."""
    C = len(structure.blocks)
    means = np.empty((C, C, A.shape[-1]))
    spans = structure.spans
    for g, block in enumerate(spans):
        rows = A[block].sum(axis=0)  # (p, R)
        for h in range(g + 1):
            other = spans[h]
            pairs = len(structure.blocks[g]) * len(structure.blocks[h])
            means[g, h] = means[h, g] = rows[other].sum(axis=0) / pairs
    for c, block in enumerate(structure.blocks):
        k = len(block)
        self_pairs = A[block, block].sum(axis=0)  # (R,)
        if k > 1:
            means[c, c] = (means[c, c] * k * k - self_pairs) / (k * (k - 1))
    return means


def _ratio(means: FloatArray) -> FloatArray:
    within = np.einsum("ccr->cr", means)
    spread = np.sqrt(within * within[:, None])  # (C, C, R)
    return replicates_first(means / np.where(spread > 0, spread, np.nan))
