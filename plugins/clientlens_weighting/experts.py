"""Several experts: their judgements or priorities put together, and how far they lie apart.

``shares`` (R, E) says what each expert counts in each replicate: equal, declared, or how often a
resample drew them. It is brought to sum 1 here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import FloatArray, RequestError
from clientlens.stats.moments import divide
from clientlens_weighting.weights import Weights, weights_of


def joint_judgements(matrices: FloatArray, shares: npt.ArrayLike) -> FloatArray:
    """Judgements of experts as those of one: geometric means, cell by cell (AIJ).

    Parameters
    ----------
    matrices : (E, J, J) array
        Reciprocal, NaN where an expert didn't judge a pair.
    shares : (R, E) array

    Returns
    -------
    (R, J, J) array
        Of each pair the mean of those who judged it; NaN where nobody did.

    Raises
    ------
    RequestError
        If shares are negative, all zero in a replicate, or not as many as experts.

    Notes
    -----
    The joint matrix is nearly always more consistent than any of the experts: judge by their own
    ratios. To leave out the inconsistent, give them the share 0.

    References
    ----------
    .. [1] Forman & Peniwati (1998), Aggregating individual judgments and priorities with the
           analytic hierarchy process, European J. Operational Research 108(1), 165-169.

    Examples
    --------
    >>> two = np.array([[[1, 2], [1 / 2, 1]], [[1, 8], [1 / 8, 1]]])
    >>> joint_judgements(two, [[1, 1]])
    array([[[1.  , 4.  ],
            [0.25, 1.  ]]])
    """
    J = matrices.shape[1]
    share = _checked_shares(shares, len(matrices))
    mean = _mean_of_known(share, np.log(matrices).reshape(len(matrices), J * J))
    return np.exp(mean).reshape(-1, J, J)


def geometric_priorities(priorities: FloatArray, shares: npt.ArrayLike) -> Weights:
    """Geometric mean of the experts' priorities (AIP), brought to sum 1.

    Parameters
    ----------
    priorities : (E, J) array
        An expert whose priorities are NaN is left out.
    shares : (R, E) array

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        As `joint_judgements`.

    Notes
    -----
    With priorities that are geometric means of rows this is the same as those of the joint
    judgements, whatever the number of indicators; with eigenvectors only up to three.

    References
    ----------
    .. [1] Forman & Peniwati (1998), as in `joint_judgements`.

    Examples
    --------
    >>> geometric_priorities(np.array([[0.8, 0.2], [0.2, 0.8]]), [[1, 1]]).weights
    array([[0.5, 0.5]])
    """
    share = _checked_shares(shares, len(priorities))
    is_zero = priorities == 0
    logs = np.log(np.where(is_zero, 1.0, priorities))
    vetoed = share @ is_zero.astype(np.float64) > 0
    return weights_of(np.where(vetoed, 0.0, np.exp(_mean_of_known(share, logs))))


def arithmetic_priorities(priorities: FloatArray, shares: npt.ArrayLike) -> Weights:
    """Arithmetic mean of the experts' priorities (AIP).

    Parameters
    ----------
    priorities : (E, J) array
        An expert whose priorities are NaN is left out.
    shares : (R, E) array

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        As `joint_judgements`.

    Examples
    --------
    >>> arithmetic_priorities(np.array([[0.8, 0.2], [0.4, 0.6]]), [[1, 1], [3, 1]]).weights.round(6)
    array([[0.6, 0.4],
           [0.7, 0.3]])
    """
    return weights_of(_mean_of_known(_checked_shares(shares, len(priorities)), priorities))


def dispersion(priorities: FloatArray, shares: npt.ArrayLike) -> FloatArray:
    """Standard deviation of each priority between experts.

    Parameters
    ----------
    priorities : (E, J) array
        An expert whose priorities are NaN is left out.
    shares : (R, E) array

    Returns
    -------
    (R, J) array
        Divided by the sum of shares; 0 where the experts agree, NaN where there are none.

    Raises
    ------
    RequestError
        As `joint_judgements`.

    Examples
    --------
    >>> dispersion(np.array([[0.8, 0.2], [0.4, 0.6]]), [[1, 1]]).round(6)
    array([[0.2, 0.2]])
    """
    share = _checked_shares(shares, len(priorities))
    mean = _mean_of_known(share, priorities)
    deviations = priorities[None] - mean[:, None, :]  # (R, E, J)
    known = ~np.isnan(deviations)
    squares = np.where(known, deviations, 0.0) ** 2
    total = (share[:, :, None] * squares).sum(axis=1)
    return np.sqrt(divide(total, (share[:, :, None] * known).sum(axis=1)))


def _mean_of_known(share: FloatArray, values: FloatArray) -> FloatArray:
    """(R, k) means of values (E, k) over the experts who have one."""
    known = ~np.isnan(values)
    return divide(share @ np.where(known, values, 0.0), share @ known.astype(np.float64))


def _checked_shares(shares: npt.ArrayLike, experts: int) -> FloatArray:
    array = np.asarray(shares, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != experts:  # noqa: PLR2004  (R, E)
        raise RequestError(f"shares of {experts} experts come as (R, {experts}), got {array.shape}")
    if not (array >= 0).all() or not (array.sum(axis=1) > 0).all():
        raise RequestError("shares of experts must be 0 or more, and one of them above 0")
    return np.asarray(array / array.sum(axis=1, keepdims=True))
