"""Fit of the whole model: how far the correlations it implies are from those found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from clientlens_csi.estimates import PathEstimates
from clientlens_csi.layout import BoolArray, FloatArray, replicates_first, replicates_last
from clientlens_csi.moments import correlations
from clientlens_csi.structure import PathStructure
from clientlens_csi.symmetric import is_positive_definite

Constructs = Literal["estimated", "saturated"]
"""Constructs correlate as the paths say, or as they do."""

_SINGULAR = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Distances between the correlations found and implied; 0 is a perfect fit.

    Attributes
    ----------
    srmr : (R,) array
        Root mean square of the residual correlations; diagonal and one triangle counted.
    d_uls : (R,) array
        Squared Euclidean distance: half the sum of squares over all cells.
    d_g : (R,) array
        Geodesic distance: half the sum of squared natural logarithms of the eigenvalues of
        S⁻¹Σ; NaN where either matrix is singular.
    """

    srmr: FloatArray
    d_uls: FloatArray
    d_g: FloatArray


def fit(
    estimates: PathEstimates, structure: PathStructure, constructs: Constructs = "estimated"
) -> Fit:
    """How well the model reproduces the correlations of the items.

    Parameters
    ----------
    estimates : PathEstimates
        R replicates.
    structure : PathStructure
        The model. Within a reflective block it implies products of loadings, within a composite
        the correlations found.
    constructs : {"estimated", "saturated"}
        ``saturated`` judges the measurement alone.

    Returns
    -------
    Fit

    References
    ----------
    .. [1] Dijkstra & Henseler (2015), Comput. Stat. Data An. 81, 10-23.
    .. [2] Hu & Bentler (1999), Structural Equation Modeling 6(1), 1-55: SRMR below 0.08.
    """
    S = estimates.item_correlations
    implied = implied_correlations(estimates, structure, constructs)
    squares = ((S - implied) ** 2).sum(axis=(1, 2))  # (R,) each pair twice, the diagonal is 0
    p = S.shape[1]
    return Fit(np.sqrt(squares / (p * (p + 1))), squares / 2, geodesic_distance(S, implied))


def implied_correlations(
    estimates: PathEstimates, structure: PathStructure, constructs: Constructs = "estimated"
) -> FloatArray:
    """(R, p, p) correlations of the items that a model implies.

    Parameters
    ----------
    estimates, structure, constructs
        As in `fit`.
    """
    r = estimates.correlations
    if constructs == "estimated":
        r = implied_by_paths(r, estimates.paths, structure)
    L = replicates_last(estimates.loadings)
    of = structure.construct_of
    implied = replicates_last(r)[of[:, None], of] * (L * L[:, None])  # (p, p, R)
    S = replicates_last(estimates.item_correlations)
    for c, block in enumerate(structure.blocks):
        if not structure.is_reflective[c]:
            implied[block[:, None], block] = S[block[:, None], block]
    items = np.arange(len(of))
    implied[items, items] = S[items, items]
    return replicates_first(implied)


def implied_by_paths(
    correlations: FloatArray, paths: FloatArray, structure: PathStructure
) -> FloatArray:
    """Correlations of the constructs as the paths alone make them.

    Parameters
    ----------
    correlations : (R, C, C) array
        Of the constructs; those among exogenous ones are kept.
    paths : (R, C, C) array
        ``B[:, target, source]``.
    structure : PathStructure
        The paths; disturbances don't correlate, and leave every construct a variance of 1.

    Returns
    -------
    (R, C, C) array
    """
    r, B = replicates_last(correlations), replicates_last(paths)
    implied = np.array(r)
    known = [int(c) for c in structure.order if not structure.paths[c].any()]
    for target in structure.endogenous:
        sources = structure.sources(target)
        between = implied[sources[:, None], np.array(known)]
        along = np.einsum("sr,skr->kr", B[target, sources], between)
        implied[target, known] = implied[known, target] = along
        known.append(int(target))
    return replicates_first(implied)


def geodesic_distance(S: FloatArray, implied: FloatArray) -> FloatArray:
    """Half the sum of squared natural logarithms of the eigenvalues of S⁻¹Σ.

    Parameters
    ----------
    S, implied : (R, p, p) array
        Correlations found and implied.

    Returns
    -------
    (R,) array
        NaN where either isn't positive definite. cSEM takes logarithms to the base 10.

    Examples
    --------
    >>> geodesic_distance(np.eye(2)[None], np.eye(2)[None] * np.e)
    array([1.])
    """
    is_definite = is_positive_definite(replicates_last(S))
    L = np.linalg.cholesky(_or_identity(S, is_definite))  # (R, p, p), S = L L'
    half = np.linalg.solve(L, _or_identity(implied, is_definite))
    values = np.linalg.eigvalsh(np.linalg.solve(L, half.swapaxes(1, 2)))  # of L⁻¹ Σ L⁻ᵀ
    is_definite &= ~np.isnan(implied).any(axis=(1, 2)) & (values[:, 0] > _SINGULAR)
    logarithms = np.log(np.where(is_definite[:, None], values, 1.0))
    return np.where(is_definite, (logarithms**2).sum(axis=1) / 2, np.nan)


def as_if_it_fitted(
    covariances: FloatArray, answered: FloatArray, implied: FloatArray
) -> FloatArray:
    """Covariances of answers turned so that the model holds exactly in the sample as answered.

    Parameters
    ----------
    covariances : (R, p, p) array
        Of the items in every draw.
    answered : (p, p) array
        Covariances in the sample as answered.
    implied : (p, p) array
        Correlations that the model implies there.

    Returns
    -------
    (R, p, p) array
        Of Z S^(-1/2) Σ^(1/2), with Z the answers standardised and S their correlations. Distances
        of the model estimated on these are what a true model would give: the one observed is too
        large where it exceeds, say, 95 % of them. NaN where S or Σ isn't positive definite.

    References
    ----------
    .. [1] Beran & Srivastava (1985), Ann. Statist. 13(1), 95-115.
    .. [2] Dijkstra & Henseler (2015), MIS Quarterly 39(2), 297-316.
    """
    S = correlations(answered[None])
    inverse_root, _, is_definite = _roots(S)
    _, root, is_possible = _roots(implied[None])
    if not (is_definite & is_possible).all():
        return np.full_like(covariances, np.nan)
    turn = (inverse_root @ root)[0] / np.sqrt(answered.diagonal())[:, None]  # (p, p)
    return np.asarray(turn.T @ covariances @ turn)


def _roots(S: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """(R, p, p) symmetric S^(-1/2) and S^(1/2), and (R,) whether S has them."""
    is_known = np.asarray(~np.isnan(S).any(axis=(1, 2)))
    values, vectors = np.linalg.eigh(_or_identity(S, is_known))
    is_definite = is_known & (values[:, 0] > _SINGULAR)
    scale = np.sqrt(np.where(is_definite[:, None], values, 1.0))[:, None, :]
    turned = vectors.swapaxes(1, 2)
    return (vectors / scale) @ turned, (vectors * scale) @ turned, is_definite


def _or_identity(S: FloatArray, keep: BoolArray) -> FloatArray:
    usable = keep & ~np.isnan(S).any(axis=(1, 2))
    return np.where(usable[:, None, None], S, np.eye(S.shape[1]))
