"""The penalty-reward contrast: regressions on low and on high ratings, all replicates at once.

Shapes: R replicates, n respondents, J indicators. ``levels`` (n, J) are -1 for a low rating, 0 for
one in between, 1 for a high one, NaN without a rating.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray
from clientlens.stats.moments import cross_products, divide
from clientlens.stats.regression import SINGULAR

CLASSES = ("frustrator", "dissatisfier", "hybrid", "satisfier", "delighter")
"""By rising asymmetry [3]."""

LOOKS = dict(
    zip(CLASSES, ("concentrate", "overkill", "low_priority", "keep_up", "keep_up"), strict=True)
)
"""Class → the class of the theme that it looks like."""


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
    outcome = np.broadcast_to(outcome, levels.shape)
    is_known = ~np.isnan(outcome)
    y = np.where(is_known, outcome, 0.0)
    low, middle, high = (
        divide(W @ (y * own), W @ own)
        for own in ((is_known & (levels == k)).astype(np.float64) for k in (-1, 0, 1))
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
    is_complete = ~np.isnan(levels).any(axis=1) & ~np.isnan(outcome[:, 0])
    W, L, y = W[:, is_complete], levels[is_complete], outcome[is_complete]
    X = np.hstack([np.ones_like(y), L == -1, L == 1])  # (n, 1 + 2J)
    centre = y.mean() if len(y) else 0.0
    products = cross_products(W, X, X)  # (R, p, p)
    with_y = cross_products(W, X, y - centre)  # (R, p, 1)
    beta = _solved(products, with_y)  # (R, p)
    total = (W @ (y - centre) ** 2)[:, 0] - divide(with_y[:, 0, 0] ** 2, products[:, 0, 0])
    fitted = np.nansum(beta * with_y[:, :, 0], axis=1)
    fitted = fitted - divide(with_y[:, 0, 0] ** 2, products[:, 0, 0])
    explained = np.where(np.isnan(beta[:, 0]), np.nan, divide(fitted, total))
    J = L.shape[1]
    return Effects(beta[:, 1 : J + 1], beta[:, J + 1 :], explained)


def _solved(products: FloatArray, with_y: FloatArray) -> FloatArray:
    """(R, p) coefficients from normal equations; a dummy that nobody has is left out."""
    size = np.sqrt(products.diagonal(axis1=1, axis2=2))  # (R, p)
    is_there = size > 0
    unit = np.where(is_there, size, 1.0)
    matrix = products / (unit[:, :, None] * unit[:, None, :])
    matrix = matrix + (~is_there)[:, :, None] * np.eye(size.shape[1])
    values, vectors = np.linalg.eigh(matrix)
    is_estimable = values[:, :1] > SINGULAR
    along = vectors.swapaxes(1, 2) @ (with_y / unit[:, :, None])  # (R, p, 1)
    scaled = vectors @ (along / np.where(is_estimable, values, 1.0)[:, :, None])
    return np.where(is_estimable & is_there, scaled[:, :, 0] / unit, np.nan)


def classify(asymmetry: FloatArray, near: float, far: float) -> FloatArray:
    """Position in `CLASSES`, NaN where there is none; on a cut point it is the class inside."""
    beyond = (np.abs(asymmetry) > near).astype(np.float64) + (np.abs(asymmetry) > far)
    return np.asarray(2 + np.sign(asymmetry) * beyond)
