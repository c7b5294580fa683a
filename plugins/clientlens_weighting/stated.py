"""Stated importance: weights from what respondents say matters to them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import FloatArray, RequestError
from clientlens.stats.moments import weighted_mean
from clientlens_weighting.weights import Weights, weights_of


def by_mean(means: npt.ArrayLike, minimum: float = 0.0) -> Weights:
    """Weights in proportion to mean importance.

    Parameters
    ----------
    means : (R, J) array
        Mean importance in scale points.
    minimum : float
        Subtracted first: 0 takes the points as they are, the lowest point of the scale counts from
        "not important at all" and so spreads the weights.

    Returns
    -------
    Weights
        Without weights where nobody rated an indicator.

    Raises
    ------
    RequestError
        If a mean lies below the minimum.

    Notes
    -----
    Ratings bunch at the top of a scale, and then these weights are nearly equal.
    A matrix of the ratios of such means has the same weights and is consistent by construction, so
    that AHP on it adds nothing.

    Examples
    --------
    >>> by_mean([[4.0, 2.0, 2.0]]).weights
    array([[0.5 , 0.25, 0.25]])
    >>> by_mean([[4.0, 2.0, 2.0]], minimum=1).weights
    array([[0.6, 0.2, 0.2]])
    """
    above = np.asarray(means, dtype=np.float64) - minimum
    if (above < 0).any():
        raise RequestError(
            f"a mean importance of {np.nanmin(above) + minimum:g} lies below the minimum "
            f"{minimum:g} of its scale. Give the lowest point of the scale as `minimum`"
        )
    return weights_of(above)


def top_two_box(shares: npt.ArrayLike) -> Weights:
    """Weights in proportion to the share of answers in the two highest categories.

    Parameters
    ----------
    shares : (R, J, K) array
        Share of each category, in rising order of scale points.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        If there are fewer than three categories: two of two take in everybody.

    Examples
    --------
    >>> top_two_box([[[0.2, 0.2, 0.6], [0.8, 0.1, 0.1]]]).weights
    array([[0.8, 0.2]])
    """
    array = np.asarray(shares, dtype=np.float64)
    if array.ndim != 3 or array.shape[2] < 3:  # noqa: PLR2004  (R, J, K) and K > 2
        raise RequestError(f"shares come as (R, J, K) with K of 3 or more, got {array.shape}")
    return weights_of(array[:, :, -2:].sum(axis=2))


def centred_means(W: FloatArray, ratings: FloatArray) -> FloatArray:
    """Mean importance beside what the same respondents gave on average.

    Parameters
    ----------
    W : (R, n) array
        Weights of respondents.
    ratings : (n, J) array
        Importance in scale points, NaN where not answered.

    Returns
    -------
    (R, J) array
        Scale points above the respondent's own mean over what they answered.

    Examples
    --------
    >>> centred_means(np.ones((1, 2)), np.array([[5.0, 5.0], [3.0, 1.0]]))
    array([[ 0.5, -0.5]])
    """
    answered = ~np.isnan(ratings)
    number = np.maximum(answered.sum(axis=1, keepdims=True), 1)
    own = np.where(answered, ratings, 0.0).sum(axis=1, keepdims=True) / number  # (n, 1)
    return weighted_mean(W, ratings - own)


def by_centred_mean(centred: npt.ArrayLike, width: float) -> Weights:
    """Weights that leave out of account how high a respondent rates everything.

    Parameters
    ----------
    centred : (R, J) array
        As from `centred_means`.
    width : float
        Scale points between the ends of the scale.

    Returns
    -------
    Weights

    Raises
    ------
    RequestError
        If a mean is farther from zero than the scale is wide.

    Notes
    -----
    Centred means add up to zero and are no weights. A convention of ours makes them such: each is
    set beside the width of the scale, the farthest it can be from zero, so a weight is
    (1 + centred / width) / J where all questions are answered. It can't be negative, and where
    everybody rates everything alike the weights are equal.

    Examples
    --------
    >>> by_centred_mean([[0.5, -0.5]], width=4).weights
    array([[0.5625, 0.4375]])
    """
    array = np.asarray(centred, dtype=np.float64)
    farthest = np.abs(np.nan_to_num(array)).max(initial=0.0)
    if not width > 0 or farthest > width:
        raise RequestError(
            f"`width` is how many points lie between the ends of the scale, got {width:g} with "
            f"centred means up to {farthest:g}"
        )
    return weights_of(1 + array / width)


def rank_order_centroid(J: int) -> FloatArray:
    """Weights of the first to the last of J ranked indicators, the centre of all that agree.

    Steep: with seven indicators .37 for the first and .02 for the last.

    References
    ----------
    .. [1] Barron & Barrett (1996), Decision quality using ranked attribute weights, Management
           Science 42(11), 1515-1523.

    Examples
    --------
    >>> rank_order_centroid(2)
    array([0.75, 0.25])
    """
    return np.asarray((1 / _places(J))[::-1].cumsum()[::-1] / J)


def rank_sum(J: int) -> FloatArray:
    """Weights of the first to the last of J ranked indicators, falling in equal steps.

    References
    ----------
    .. [1] Stillwell, Seaver & Edwards (1981), A comparison of weight approximation techniques in
           multiattribute utility decision making, Organizational Behavior and Human Performance
           28(1), 62-77.

    Examples
    --------
    >>> rank_sum(3).round(4)
    array([0.5   , 0.3333, 0.1667])
    """
    return np.asarray(2 * (J + 1 - _places(J)) / (J * (J + 1)))


def rank_reciprocal(J: int) -> FloatArray:
    """Weights of the first to the last of J ranked indicators, in proportion to 1 / rank.

    References
    ----------
    .. [1] Stillwell, Seaver & Edwards (1981), as in `rank_sum`.

    Examples
    --------
    >>> rank_reciprocal(2).round(4)
    array([0.6667, 0.3333])
    """
    return np.asarray(1 / _places(J) / (1 / _places(J)).sum())


def by_rank(importance: npt.ArrayLike, of_places: FloatArray) -> Weights:
    """Give out the weights of places by the order of importance.

    Parameters
    ----------
    importance : (R, J) array
        Larger is more important.
    of_places : (J,) array
        Weights of the first to the last, as from `rank_order_centroid`.

    Returns
    -------
    Weights
        Indicators of equal importance share the weights of their places alike.

    Raises
    ------
    RequestError
        If there aren't as many places as indicators.

    Examples
    --------
    >>> by_rank([[3.0, 9.0, 3.0]], rank_sum(3)).weights
    array([[0.25, 0.5 , 0.25]])
    """
    array = np.asarray(importance, dtype=np.float64)
    if array.shape[-1] != len(of_places):
        raise RequestError(f"{len(of_places)} places for {array.shape[-1]} indicators")
    before = (array[:, None, :] > array[:, :, None]).sum(axis=2)  # (R, J)
    equal = np.maximum((array[:, None, :] == array[:, :, None]).sum(axis=2), 1)
    up_to = np.concatenate([[0.0], np.cumsum(of_places)])
    share = (up_to[np.minimum(before + equal, len(of_places))] - up_to[before]) / equal
    return weights_of(np.where(np.isnan(array), np.nan, share))


def _places(J: int) -> FloatArray:
    if J < 1:
        raise RequestError(f"ranks need an indicator or more, got {J}")
    return np.arange(1.0, J + 1)
