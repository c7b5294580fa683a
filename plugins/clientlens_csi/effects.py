"""The structural model: regressions of constructs on their sources, and what acts through them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from clientlens_csi.layout import FloatArray, replicates_first, replicates_last
from clientlens_csi.schemes import regression
from clientlens_csi.structure import PathStructure
from clientlens_csi.symmetric import inverse

_NOTHING_LEFT = 1e-9
"""A smaller share of unexplained variance is rounding."""

Chain = tuple[int, ...]
"""Constructs along a row of paths, from the first source to the last target."""


def path_coefficients(correlations: FloatArray, structure: PathStructure) -> FloatArray:
    """Standardised regression coefficients of every construct on its sources.

    Parameters
    ----------
    correlations : (R, C, C) array
        Of the constructs.
    structure : PathStructure
        The paths.

    Returns
    -------
    (R, C, C) array
        ``B[:, target, source]``, 0 where there's no path; NaN where the sources of a target
        determine each other.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1"], "b": ["b1"]}, {"b": ["a"]})
    >>> path_coefficients(np.array([[[1.0, 0.5], [0.5, 1.0]]]), model)
    array([[[0. , 0. ],
            [0.5, 0. ]]])
    """
    r = replicates_last(correlations)
    B = np.zeros_like(r)
    for target in structure.endogenous:
        sources = structure.sources(target)
        B[target, sources] = regression(r, sources, target)
    return replicates_first(B)


def r_squared(correlations: FloatArray, paths: FloatArray, structure: PathStructure) -> FloatArray:
    """(R, C) share of a construct's variance that its sources explain; NaN where it has none.

    Parameters
    ----------
    correlations, paths : (R, C, C) array
        As `path_coefficients` takes and gives them.
    structure : PathStructure
        The paths.
    """
    r, B = replicates_last(correlations), replicates_last(paths)
    explained = np.full(r.shape[1:], np.nan)
    for target in structure.endogenous:
        sources = structure.sources(target)
        explained[target] = np.einsum("sr,sr->r", B[target, sources], r[target, sources])
    return replicates_first(explained)


def adjusted_r_squared(
    r_squared: FloatArray, respondents: FloatArray, structure: PathStructure
) -> FloatArray:
    """R² reduced by what its sources would explain by chance.

    Parameters
    ----------
    r_squared : (R, C) array
        Unadjusted.
    respondents : (R,) array
        Number, or effective number, of respondents.
    structure : PathStructure
        How many sources each construct has.

    Returns
    -------
    (R, C) array
        1 - (1 - R²)(n - 1)/(n - k - 1) with k sources; NaN where n ≤ k + 1.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1"], "b": ["b1"]}, {"b": ["a"]})
    >>> adjusted_r_squared(np.array([[np.nan, 0.5]]), np.array([12.0]), model)
    array([[ nan, 0.45]])
    """
    sources = structure.paths.sum(axis=1)  # (C,)
    n = np.asarray(respondents, dtype=np.float64)[:, None]
    free = n - sources - 1
    return 1 - (1 - r_squared) * (n - 1) / np.where(free > 0, free, np.nan)


def inner_vif(correlations: FloatArray, structure: PathStructure) -> FloatArray:
    """Variance inflation of a source by the other sources of the same target.

    Parameters
    ----------
    correlations : (R, C, C) array
        Of the constructs.
    structure : PathStructure
        The paths.

    Returns
    -------
    (R, C, C) array
        ``[:, target, source]``: 1 / (1 - R²) of the source on the target's other sources, 1 for
        an only source; NaN where there's no path, or the sources determine each other.
    """
    r = replicates_last(correlations)
    vif = np.full_like(r, np.nan)
    for target in structure.endogenous:
        sources = structure.sources(target)
        vif[target, sources] = _diagonal_of_inverse(r[np.ix_(sources, sources)])
    return replicates_first(vif)


def outer_vif(R: FloatArray, structure: PathStructure) -> FloatArray:
    """(R, p) variance inflation of each item by the other items of its block.

    Parameters
    ----------
    R : (R, p, p) array
        Correlations of the items.
    structure : PathStructure
        The blocks.

    Returns
    -------
    (R, p) array
        1 for a single item; NaN in a block whose items determine each other.
    """
    S = replicates_last(R)
    vif = np.empty(S.shape[1:])
    for block in structure.blocks:
        vif[block] = _diagonal_of_inverse(S[block[:, None], block])
    return replicates_first(vif)


def f_squared(correlations: FloatArray, paths: FloatArray, structure: PathStructure) -> FloatArray:
    """Effect size of every path: what R² loses without it, per unexplained variance.

    Parameters
    ----------
    correlations, paths : (R, C, C) array
        As `path_coefficients` takes and gives them.
    structure : PathStructure
        The paths.

    Returns
    -------
    (R, C, C) array
        ``[:, target, source]``, (R² - R²_without) / (1 - R²); NaN where there's no path, or the
        sources leave nothing unexplained.

    Notes
    -----
    The scores stay as they are when a source is left out [1]_, as in SmartPLS and cSEM. seminr
    estimates the whole model anew without the path, so the weights move and it differs slightly.
    What R² loses is β² over the source's VIF, so no regression has to be run again.

    References
    ----------
    .. [1] Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 9.
    """
    unexplained = 1 - r_squared(correlations, paths, structure)  # (R, C)
    spread = np.where(unexplained > _NOTHING_LEFT, unexplained, np.nan)
    return paths**2 / inner_vif(correlations, structure) / spread[:, :, None]


def total_effects(paths: FloatArray, structure: PathStructure) -> FloatArray:
    """Sums of the effects along every chain of paths.

    Parameters
    ----------
    paths : (R, C, C) array
        ``B[:, target, source]``.
    structure : PathStructure
        The paths; they are free of cycles.

    Returns
    -------
    (R, C, C) array
        (I - B)⁻¹ - I; less B these are the indirect effects.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["x"], "b": ["y"], "c": ["z"]}, {"b": ["a"], "c": ["a", "b"]})
    >>> B = np.array([[[0, 0, 0], [0.5, 0, 0], [0.2, 0.6, 0]]])
    >>> total_effects(B, model)[0, 2]
    array([0.5, 0.6, 0. ])
    """
    B = replicates_last(paths)
    T = np.zeros_like(B)
    for target in structure.endogenous:
        sources = structure.sources(target)
        T[target] = B[target] + np.einsum("sr,scr->cr", B[target, sources], T[sources])
    return replicates_first(T)


def indirect_chains(structure: PathStructure) -> tuple[Chain, ...]:
    """Every row of two paths or more, sorted by length, then by construct.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["x"], "b": ["y"], "c": ["z"]}, {"b": ["a"], "c": ["a", "b"]})
    >>> indirect_chains(model)
    ((0, 1, 2),)
    """
    ends: dict[int, list[Chain]] = {int(c): [(int(c),)] for c in structure.order}
    for target in structure.order:
        for source in structure.sources(target):
            ends[int(target)] += [(*chain, int(target)) for chain in ends[int(source)]]
    chains = [chain for found in ends.values() for chain in found if len(chain) > 2]  # noqa: PLR2004  two paths
    return tuple(sorted(chains, key=lambda chain: (len(chain), chain)))


def count_chains(structure: PathStructure) -> int:
    """How many chains `indirect_chains` would list; they can be very many.

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["x"], "b": ["y"], "c": ["z"]}, {"b": ["a"], "c": ["a", "b"]})
    >>> count_chains(model)
    1
    """
    ending = dict.fromkeys(range(len(structure.constructs)), 0)  # chains of a path or more
    for target in structure.order:
        ending[int(target)] = sum(1 + ending[int(s)] for s in structure.sources(target))
    return sum(ending.values()) - int(structure.paths.sum())


def chain_effects(paths: FloatArray, chains: tuple[Chain, ...]) -> FloatArray:
    """(R, number of chains) product of the path coefficients along each chain.

    Parameters
    ----------
    paths : (R, C, C) array
        ``B[:, target, source]``.
    chains : tuple of tuples
        As `indirect_chains` gives them.

    Examples
    --------
    >>> B = np.array([[[0, 0, 0], [0.5, 0, 0], [0.2, 0.6, 0]]])
    >>> chain_effects(B, ((0, 1, 2),))
    array([[0.3]])
    """
    effects = np.ones((len(paths), len(chains)))
    for i, chain in enumerate(chains):
        for source, target in pairwise(chain):
            effects[:, i] *= paths[:, target, source]
    return effects


def _diagonal_of_inverse(A: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("iir->ir", inverse(A)))
