"""The penalty-reward contrast: regressions on low and on high ratings, all replicates at once.

Shapes: R replicates, n respondents, J indicators. ``levels`` (n, J) are -1 for a low rating, 0 for
one in between, 1 for a high one, NaN without a rating.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.stats.least_squares import least_squares
from clientlens.stats.moments import divide, weighted_mean


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """What a low and a high rating do to the outcome, against one in between; both (R, J).

    ``explained`` (R,) is R² of a joint regression, NaN of single ones.
    """

    penalty: FloatArray
    reward: FloatArray
    explained: FloatArray

    @property
    def fall(self) -> FloatArray:
        """(R, J) how far a low rating pulls the outcome down; 0 where it doesn't."""
        return np.maximum(-self.penalty, 0.0)

    @property
    def rise(self) -> FloatArray:
        """(R, J) how far a high rating lifts it; 0 where it doesn't."""
        return np.maximum(self.reward, 0.0)

    @property
    def asymmetry(self) -> FloatArray:
        """(R, J) from -1, all penalty, to 1, all reward; NaN where there is neither."""
        return divide(self.rise - self.fall, self.rise + self.fall)

    def where(self, is_known: BoolArray) -> Effects:
        """The effects of some indicators (J,), NaN of the others."""
        penalty, reward = (np.where(is_known, own, np.nan) for own in (self.penalty, self.reward))
        return Effects(penalty, reward, self.explained)


def levels_of(ratings: FloatArray, low: float, high: float) -> FloatArray:
    """(n, J) levels: ratings up to `low` are low, those from `high` on are high."""
    levels = (ratings >= high).astype(np.float64) - (ratings <= low)
    return np.where(np.isnan(ratings), np.nan, levels)


def alone(W: FloatArray, levels: FloatArray, outcome: FloatArray) -> Effects:
    """Every indicator in a regression of its own [1]_.

    With two dummies for three levels the coefficients are differences of the levels' means.

    Parameters
    ----------
    W : (R, n) array
        Weights.
    levels : (n, J) array
        Levels of the ratings.
    outcome : (n, J) or (n, 1) array
        Overall satisfaction beside each indicator, NaN where unknown.

    References
    ----------
    .. [1] Brandt (1987), A procedure for identifying value-enhancing service components using
           customer satisfaction survey data, in: Surprenant (ed.), Add Value to Your Service, AMA,
           61-65.
    .. [2] Matzler & Sauerwein (2002), The factor structure of customer satisfaction, Int. J.
           Service Industry Management 13(4), 314-332.
    .. [3] Mikulić & Prebežac (2008), Prioritizing improvement of service attributes using impact
           range-performance analysis and impact-asymmetry analysis, Managing Service Quality 18(6),
           559-576.
    """
    low, middle, high = (
        weighted_mean(W, np.where(levels == k, outcome, np.nan)) for k in (-1, 0, 1)
    )
    return Effects(low - middle, high - middle, np.full(len(W), np.nan))


def jointly(W: FloatArray, levels: FloatArray, outcome: FloatArray) -> Effects:
    """All indicators in one regression, over respondents who answered everything.

    Parameters
    ----------
    W : (R, n) array
        Weights.
    levels : (n, J) array
        Levels of the ratings.
    outcome : (n, 1) array
        Overall satisfaction.

    Returns
    -------
    Effects
        NaN for a level that a replicate lacks, and for a replicate whose dummies can't be told
        apart.
    """
    is_complete = ~np.isnan(np.hstack([levels, outcome])).any(axis=1)
    L = levels[is_complete]
    dummies = np.hstack([L == -1, L == 1]).astype(np.float64)  # (n, 2J)
    fit = least_squares(W[:, is_complete], dummies, outcome[is_complete, 0])
    penalty, reward = np.hsplit(fit.coefficients, 2)
    return Effects(penalty, reward, fit.explained)
