"""Derived importance: weights from how an overall rating moves with its drivers.

Correlations come as (R, p, p): R replicates, and among the p columns one target, the overall
rating, and J = p - 1 drivers. Nothing is clipped: where a driver's part is negative there are no
weights, and the reason says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, RequestError
from clientlens.stats import relative_importance
from clientlens.stats.regression import Drivers, correlation, drivers_of, standardised_betas
from clientlens_weighting.weights import Reason, Weights, nan_where_absent, weights_of

_ROUNDING = 1e-12
"""So small a share of the target's variance is none."""

Measure = Callable[[FloatArray, int], FloatArray]
"""Stacks (R, p, p) and the target → importance (R, J)."""


def squared_correlation(matrices: npt.ArrayLike, target: int = -1) -> Weights:
    """Weights in proportion to squared correlations; what drivers share counts twice.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Weights
        A driver that goes against the target counts as much as one that goes with it.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.

    Examples
    --------
    >>> matrix = [[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]]
    >>> squared_correlation([matrix]).weights
    array([[0.8, 0.2]])
    """
    return _weights(correlation(matrices, target) ** 2)


def beta(matrices: npt.ArrayLike, target: int = -1) -> Weights:
    """Weights in proportion to standardised regression coefficients.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Weights
        None where a coefficient is negative, as collinearity easily makes it.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.
    """
    return _weights(standardised_betas(matrices, target))


def pratt(matrices: npt.ArrayLike, target: int = -1) -> Weights:
    """Weights in proportion to coefficient times correlation, β r.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Weights
        None where a product is negative: a suppressor has no share of anything.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.

    References
    ----------
    .. [1] Pratt (1987), Dividing the indivisible, Proc. 2nd Tampere Conference in Statistics,
           245-260.
    """
    product = standardised_betas(matrices, target) * correlation(matrices, target)
    return _weights(product)


def last(matrices: npt.ArrayLike, target: int = -1) -> Weights:
    """Weights in proportion to what R² loses without the driver.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Weights
        What drivers share counts for none of them.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.
    """
    drivers = drivers_of(matrices, target)
    inverse = drivers.power(-1).diagonal(axis1=1, axis2=2)
    return _weights(standardised_betas(matrices, target) ** 2 / inverse)


def car(matrices: npt.ArrayLike, target: int = -1) -> Weights:
    """Weights in proportion to squared correlations with the drivers made orthogonal (CAR scores).

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.

    References
    ----------
    .. [1] Zuber & Strimmer (2011), High-dimensional regression and variable selection using CAR
           scores, Statistical Applications in Genetics and Molecular Biology 10(1), 34.
    """
    drivers = drivers_of(matrices, target)
    orthogonal = drivers.power(-0.5) @ drivers.with_target[:, :, None]
    return _weights(drivers.or_nan(orthogonal[:, :, 0] ** 2))


def johnson(matrices: npt.ArrayLike, target: int = -1) -> Weights:
    """Johnson's relative weights; see `clientlens.stats.relative_importance.johnson`.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`.
    """
    return _weights(relative_importance.johnson(matrices, target))


def lmg(matrices: npt.ArrayLike, target: int = -1) -> Weights:
    """LMG, exact for at most 15 drivers; see `clientlens.stats.relative_importance.lmg`.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`, or for more than 15 drivers; there are
        `hierarchical` and `sampled_lmg`.
    """
    return _weights(relative_importance.lmg(matrices, target))


@dataclass(frozen=True, slots=True, eq=False)
class SampledWeights(Weights):
    """LMG weights from some of the orders of entry.

    Attributes
    ----------
    sampling_error : (R, J) array
        Standard error of a weight that comes from having sampled orders, R² taken as known.
    """

    sampling_error: FloatArray


def sampled_lmg(
    matrices: npt.ArrayLike, target: int = -1, *, orders: int, rng: np.random.Generator
) -> SampledWeights:
    """LMG from a sample of the orders in which drivers enter, for more drivers than `lmg` takes.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    target : int
        Column of the overall rating.
    orders : int
        Pairs of orders, one the other backwards, which cancels much of the error; 2 or more.
    rng : Generator
        Draws the orders, the same for all replicates, so that differences between them are paired.

    Returns
    -------
    SampledWeights

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`, or for fewer than two pairs of orders.

    References
    ----------
    .. [1] Castro, Gómez & Tejada (2009), Polynomial calculation of the Shapley value based on
           sampling, Computers & Operations Research 36(5), 1726-1730.

    Examples
    --------
    >>> matrix = [[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]]
    >>> rng = np.random.default_rng(1)
    >>> sampled_lmg([matrix], orders=2, rng=rng).weights.round(12)
    array([[0.8, 0.2]])
    """
    if orders < 2:  # noqa: PLR2004  an error needs two
        raise RequestError(f"`orders` must be 2 or more, got {orders}")
    drivers = drivers_of(matrices, target)
    total, squares = np.zeros((2, *drivers.with_target.shape))
    for _ in range(orders):
        order = rng.permutation(total.shape[1])
        gain = (_gains(drivers, order) + _gains(drivers, order[::-1])) / 2
        total, squares = total + gain, squares + gain**2
    mean = total / orders
    spread = np.sqrt(np.maximum(squares / orders - mean**2, 0.0) / (orders - 1))
    base = _weights(drivers.or_nan(mean))
    explained = np.where(base.is_known[:, None], mean.sum(axis=1, keepdims=True), 1.0)
    return SampledWeights(base.weights, base.reasons, nan_where_absent(spread / explained, base))


@dataclass(frozen=True, slots=True, eq=False)
class HierarchicalWeights(Weights):
    """Weights of drivers through their dimensions.

    Attributes
    ----------
    of_dimensions : (R, D) array
        Weights of the dimensions, in the order in which they first occur.
    within : (R, J) array
        Weights of drivers within their dimension; `weights` is the product of both.
    """

    of_dimensions: FloatArray
    within: FloatArray


def hierarchical(
    matrices: npt.ArrayLike,
    dimensions: Sequence[str],
    target: int = -1,
    *,
    measure: Measure = relative_importance.lmg,
) -> HierarchicalWeights:
    """Importance of dimensions for the target, then of the drivers of each.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations.
    dimensions : (J,) sequence of str
        Dimension of each driver.
    target : int
        Column of the overall rating.
    measure : callable
        How importance is measured at both levels; LMG where left out.

    Returns
    -------
    HierarchicalWeights
        Dimensions are sums of standardised drivers; the drivers of each are measured by their
        importance for the target, those of the other dimensions left out.

    Raises
    ------
    RequestError
        As `clientlens.stats.regression.drivers_of`, if the dimensions aren't as many as drivers, or
        if LMG meets more than 15 dimensions, or 15 drivers in one.

    Examples
    --------
    >>> matrix = np.eye(4)
    >>> matrix[3, :3] = matrix[:3, 3] = [0.6, 0.3, 0.3]
    >>> found = hierarchical([matrix], ["speed", "price", "price"])
    >>> found.of_dimensions.round(4), found.weights.round(4)
    (array([[0.6667, 0.3333]]), array([[0.6667, 0.1667, 0.1667]]))
    """
    drivers = drivers_of(matrices, target)
    member = _members(dimensions, drivers.with_target.shape[1])
    top = _weights(measure(_composites(drivers, member), -1))
    lower = [_weights(measure(_of_one(drivers, row), -1)) for row in member]
    within = np.empty(drivers.with_target.shape)
    for row, found in zip(member, lower, strict=True):
        within[:, row] = found.weights
    own = top.weights @ member.astype(np.float64)  # (R, J)
    reasons = np.stack([top.reasons, *(found.reasons for found in lower)])
    estimable = np.where(drivers.is_estimable, reasons.max(axis=0), Reason.NOT_ESTIMABLE)
    base = weights_of(own * within, estimable)
    return HierarchicalWeights(base.weights, base.reasons, top.weights, within)


def _weights(scores: FloatArray) -> Weights:
    """Weights; a replicate with NaN isn't estimable."""
    is_missing = np.isnan(scores).any(axis=1)
    clear = np.where(np.abs(scores) < _ROUNDING, 0.0, scores)
    return weights_of(clear, np.where(is_missing, Reason.NOT_ESTIMABLE, Reason.NONE))


def _gains(drivers: Drivers, order: npt.NDArray[np.int64]) -> FloatArray:
    """(R, J) what R² gains when each driver enters, in one order."""
    root = np.linalg.cholesky(drivers.correlations[:, order[:, None], order])
    parts = np.linalg.solve(root, drivers.with_target[:, order, None])[:, :, 0]
    gains = np.empty(parts.shape)
    gains[:, order] = parts**2
    return gains


def _members(dimensions: Sequence[str], J: int) -> BoolArray:
    """(D, J) which driver belongs to which dimension."""
    if len(dimensions) != J:
        raise RequestError(f"{J} drivers need as many dimensions, got {len(dimensions)}")
    names = list(dict.fromkeys(dimensions))
    return np.array([[own == name for own in dimensions] for name in names])


def _composites(drivers: Drivers, member: BoolArray) -> FloatArray:
    """(R, D + 1, D + 1) correlations of sums of drivers and the target, which comes last."""
    sums = member.astype(np.float64)  # (D, J)
    among = sums @ drivers.correlations @ sums.T
    scale = 1 / np.sqrt(among.diagonal(axis1=1, axis2=2))  # (R, D)
    r = (drivers.with_target @ sums.T) * scale
    return _joined(among * scale[:, :, None] * scale[:, None, :], r)


def _of_one(drivers: Drivers, row: BoolArray) -> FloatArray:
    """(R, k + 1, k + 1) correlations of one dimension's drivers and the target."""
    own = np.flatnonzero(row)
    return _joined(drivers.correlations[:, own[:, None], own], drivers.with_target[:, own])


def _joined(among: FloatArray, r: FloatArray) -> FloatArray:
    corner = np.ones((len(r), 1, 1))
    joint = np.block([[among, r[:, :, None]], [r[:, None, :], corner]])
    diagonal = np.arange(joint.shape[1])
    joint[:, diagonal, diagonal] = 1.0
    return joint
