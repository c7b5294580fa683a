"""Reliability: the share of the variance of a sum, or of a difference, that isn't error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.stats.moments import correlation_of, divide

TOLERANCE = 1e-10
MAX_ITERATIONS = 2000

_FEWEST_ITEMS = 3
"""Of fewer items one factor isn't identified."""

_ROUNDING = 1e-12
"""A variance of a sum below this share of the variances of its parts is zero."""

_ONE_ITEM = 1e-3
"""A component nearer to one item than that isn't stretched any further."""


def cronbach_alpha(S: npt.ArrayLike) -> FloatArray:
    """Cronbach's alpha of the sum of k items.

    Parameters
    ----------
    S : (…, k, k) array-like
        Covariances, for the raw alpha; correlations, for the standardised one.

    Returns
    -------
    (…) array
        At most 1 for covariances, negative where the items vary against each other. NaN for one
        item, for a sum without variance, and where a covariance is unknown.

    Raises
    ------
    RequestError
        If the matrices aren't square.

    References
    ----------
    .. [1] Cronbach (1951), Coefficient alpha and the internal structure of tests,
           Psychometrika 16(3), 297-334.

    Examples
    --------
    >>> cronbach_alpha([[[4.0, 2.0], [2.0, 4.0]], [[1.0, 0.5], [0.5, 1.0]]]).round(4)
    array([0.6667, 0.6667])
    """
    matrices = _square(S)
    k = matrices.shape[-1]
    own = matrices.diagonal(axis1=-2, axis2=-1).sum(axis=-1)
    share = _share(own, matrices.sum(axis=(-2, -1)), own)
    return np.asarray(k / (k - 1) * (1 - share)) if k > 1 else np.full_like(share, np.nan)


def mcdonald_omega(S: npt.ArrayLike, loadings: npt.ArrayLike | None = None) -> FloatArray:
    """McDonald's total omega of the sum of k standardised items that measure one factor.

    Parameters
    ----------
    S : (…, k, k) array-like
        Covariances or correlations; only the correlations matter.
    loadings : (…, k) array-like, optional
        Those that `one_factor_loadings` finds of `S`, where they are known already.

    Returns
    -------
    (…) array
        1 − Σ(1 − λ²) / V with the loadings λ of `one_factor_loadings` and the variance V of the
        sum that is observed (not the one the factor implies), as ``omega.tot`` of R's psych. It is
        the standardised alpha where all items load alike. NaN where there are no loadings, or the
        sum has no variance.

    Raises
    ------
    RequestError
        If the matrices aren't square.

    References
    ----------
    .. [1] McDonald (1999), Test Theory: A Unified Treatment, Erlbaum, ch. 6.
    .. [2] Revelle & Zinbarg (2009), Coefficients alpha, beta, omega, and the glb,
           Psychometrika 74(1), 145-154.

    Examples
    --------
    >>> mcdonald_omega([[[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]]]).round(4)
    array([0.7449])
    """
    matrices = correlation_of(_square(S))
    known = one_factor_loadings(matrices) if loadings is None else np.asarray(loadings)
    error = (1 - known**2).sum(axis=-1)
    own = matrices.diagonal(axis1=-2, axis2=-1).sum(axis=-1)
    return np.asarray(1 - _share(error, matrices.sum(axis=(-2, -1)), own))


def one_factor_loadings(
    S: npt.ArrayLike, *, tolerance: float = TOLERANCE, max_iterations: int = MAX_ITERATIONS
) -> FloatArray:
    """Standardised loadings on one common factor, by least squares of the correlations (minres).

    Parameters
    ----------
    S : (…, k, k) array-like
        Covariances or correlations; only the correlations matter.
    tolerance : float
        A matrix is done when no loading changes by as much.
    max_iterations : int
        A matrix that isn't done by then has no loadings.

    Returns
    -------
    (…, k) array
        Loadings within −1 and 1, of positive sum; a loading at an end is a Heywood case: the factor
        would have to explain more than all of the item. NaN for fewer than three items, which
        don't identify a factor; where a correlation is unknown; and where the steps didn't suffice.

    Raises
    ------
    RequestError
        If the matrices aren't square.

    Notes
    -----
    From the direction of the first principal component on, every loading in turn is moved to where
    the sum of squared residual correlations is least, the others given [1]_; beyond an end, to the
    end [2]_. An iterated principal axis that converges ends at the same place.

    References
    ----------
    .. [1] Harman & Jones (1966), Factor analysis by minimizing residuals (minres),
           Psychometrika 31(3), 351-368.
    .. [2] Harman & Fukuda (1966), Resolution of the Heywood case in the minres solution,
           Psychometrika 31(4), 563-571.

    Examples
    --------
    >>> one_factor_loadings([[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]]).round(6)
    array([0.8, 0.7, 0.6])
    """
    matrices = correlation_of(_square(S))
    k = matrices.shape[-1]
    found = _loadings(matrices.reshape(-1, k, k), k, tolerance, max_iterations)
    return found.reshape(matrices.shape[:-1])


def loadings_of_blocks(
    matrices: Sequence[npt.ArrayLike],
    *,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> tuple[FloatArray, ...]:
    """`one_factor_loadings` of several sets of items side by side, however many each has.

    Parameters
    ----------
    matrices : sequence of (k, k) array-likes
        Covariances or correlations of each set, of whatever k.
    tolerance, max_iterations : float, int
        As `one_factor_loadings` has them.

    Returns
    -------
    tuple of (k,) arrays
        The loadings of each set, as it would have them alone.

    Raises
    ------
    RequestError
        If the matrices aren't square.

    Examples
    --------
    >>> three = [[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]]
    >>> [found.round(6).tolist() for found in loadings_of_blocks([three, [[1.0, 0.5], [0.5, 1.0]]])]
    [[0.8, 0.7, 0.6], [nan, nan]]
    """
    known = [correlation_of(_square(S)) for S in matrices]
    sizes = np.array([len(R) for R in known], dtype=np.int64)
    widest = int(sizes.max(initial=0))
    stack = np.zeros((len(known), widest, widest))
    for place, R in zip(stack, known, strict=True):
        place[: len(R), : len(R)] = R
    found = _loadings(stack, sizes, tolerance, max_iterations)
    return tuple(own[:k] for own, k in zip(found, sizes, strict=True))


def _loadings(
    R: FloatArray, sizes: IntArray | int, tolerance: float, max_iterations: int
) -> FloatArray:
    """(m, k) of correlations (m, k, k), of which the first ``sizes`` of each are items."""
    found = np.full(R.shape[:-1], np.nan)
    is_known = np.isfinite(R).all(axis=(1, 2)) & (sizes >= _FEWEST_ITEMS)
    if is_known.any():
        found[is_known] = _minres(R[is_known], tolerance, max_iterations)
    return np.where(found.sum(axis=-1, keepdims=True) < 0, -found, found)


def difference_reliability(
    s_p: npt.ArrayLike,
    s_e: npt.ArrayLike,
    r_pp: npt.ArrayLike,
    r_ee: npt.ArrayLike,
    r_pe: npt.ArrayLike,
) -> FloatArray:
    """Reliability of the difference of two scores, such as perception − expectation.

    Parameters
    ----------
    s_p, s_e : (…) array-like
        Standard deviations of the scores, in one unit.
    r_pp, r_ee : (…) array-like
        Their reliabilities.
    r_pe : (…) array-like
        Their correlation, as observed.

    Returns
    -------
    (…) array
        Share of the variance of the difference that isn't error: less than both reliabilities
        where the scores correlate much, negative where they correlate more than their reliabilities
        allow. NaN where the difference doesn't vary.

    References
    ----------
    .. [1] Peter, Churchill & Brown (1993), Caution in the use of difference scores in consumer
           research, J. Consumer Research 19(4), 655-662.

    Examples
    --------
    >>> difference_reliability(1, 1, [0.8, 0.9], [0.8, 0.9], [0.6, 0.5]).round(10)
    array([0.5, 0.8])
    """
    p, e, pp, ee, r = (np.asarray(x, dtype=np.float64) for x in (s_p, s_e, r_pp, r_ee, r_pe))
    own, common = p**2 + e**2, 2 * r * p * e
    return _share(p**2 * pp + e**2 * ee - common, own - common, own)


def _share(part: FloatArray, variance: FloatArray, own: FloatArray) -> FloatArray:
    """Part by variance; NaN where that, of a sum of parts of the variances `own`, is rounding."""
    return divide(np.asarray(part), np.where(variance > _ROUNDING * own, variance, 0.0))


def _square(S: npt.ArrayLike) -> FloatArray:
    matrices = np.asarray(S, dtype=np.float64)
    if matrices.ndim < 2 or matrices.shape[-1] != matrices.shape[-2]:  # noqa: PLR2004
        raise RequestError(f"`S` must hold square matrices (…, k, k), got {matrices.shape}")
    return matrices


def _minres(R: FloatArray, tolerance: float, max_iterations: int) -> FloatArray:
    """(m, k) loadings of the correlations (m, k, k), NaN where the steps didn't suffice.

    An item that is correlated with nothing, not even itself, fills a place and loads 0.
    """
    between = np.where(np.eye(R.shape[-1], dtype=bool), 0.0, R)
    state = _start(R, between)  # (m, k)
    found = np.full_like(state, np.nan)
    place = np.arange(len(R))
    for _ in range(max_iterations):
        old, state = state, _sweep(state, between)
        is_open = np.abs(state - old).max(axis=1, initial=0.0) >= tolerance
        if not is_open.all():
            found[place[~is_open]] = state[~is_open]
            place, between, state = place[is_open], between[is_open], state[is_open]
        if not len(place):
            break
    return found


def _start(R: FloatArray, between: FloatArray) -> FloatArray:
    """(m, k) the first principal component, in the length that fits the correlations best."""
    axis = np.linalg.eigh(R)[1][:, :, -1]
    explained = ((between @ axis[:, :, None])[:, :, 0] * axis).sum(axis=1)
    squared = explained / np.maximum(1 - (axis**4).sum(axis=1), _ONE_ITEM)
    return np.asarray(axis * np.sqrt(np.maximum(squared, 0.0))[:, None])


def _sweep(loadings: FloatArray, between: FloatArray) -> FloatArray:
    """Every loading moved once; `between` are correlations with a diagonal of zeros."""
    moved = loadings.copy()
    squares = moved**2
    for i in range(moved.shape[1]):
        squares[:, i] = 0.0
        others = squares.sum(axis=1)
        common = (between[:, i] * moved).sum(axis=1)
        # Where no other item loads, this one has nothing in common with any.
        best = np.divide(common, others, out=np.zeros_like(common), where=others > 0)
        moved[:, i] = np.minimum(np.maximum(best, -1.0), 1.0)
        squares[:, i] = moved[:, i] ** 2
    return moved
