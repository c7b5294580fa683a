"""Lin's concordance: how near two measurements of the same units are to being equal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.errors import RequestError
from clientlens.stats.moments import divide


def concordance(first: npt.ArrayLike, second: npt.ArrayLike) -> FloatArray:
    """Lin's concordance correlation coefficient.

    Parameters
    ----------
    first, second : (R, U) array-like
        R pairs of measurements of U units, in one unit of measurement. A unit with NaN in either is
        left out of that pair.

    Returns
    -------
    (R,) array
        1 where both are equal unit by unit, 0 where they have nothing in common; never beyond the
        correlation, which forgives a shift and a stretch. NaN below two units, or where neither
        varies and both are the same number.

    Raises
    ------
    RequestError
        Shapes that don't fit.

    Notes
    -----
    2 s₁₂ / (s₁² + s₂² + (x̄₁ − x̄₂)²), with moments divided by U as in [1]_.

    References
    ----------
    .. [1] Lin (1989), A concordance correlation coefficient to evaluate reproducibility, Biometrics
           45(1), 255-268.

    Examples
    --------
    >>> concordance([[1, 2, 3]], [[2, 3, 4]]).round(4)
    array([0.5714])
    """
    one, other = (np.asarray(each, dtype=np.float64) for each in (first, second))
    if one.ndim != 2 or one.shape != other.shape:  # noqa: PLR2004  (R, U)
        raise RequestError(
            "`first` and `second` must hold one row of the same units per pair (R, U), got "
            f"{one.shape} and {other.shape}"
        )
    known = ~np.isnan(one) & ~np.isnan(other)
    n = known.sum(axis=1).astype(np.float64)
    means = [divide(np.where(known, each, 0.0).sum(axis=1), n) for each in (one, other)]
    away = [
        np.where(known, each - mean[:, None], 0.0)
        for each, mean in zip((one, other), means, strict=True)
    ]
    squares = [(part**2).sum(axis=1) for part in away]
    shared = (away[0] * away[1]).sum(axis=1)
    found = divide(2 * shared, squares[0] + squares[1] + n * (means[0] - means[1]) ** 2)
    return np.where(n > 1, found, np.nan)
