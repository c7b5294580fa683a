"""The response surface: what a difference score assumes, and how the answers say it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray

TERMS = ("expectation", "perception", "expectation_squared", "product", "perception_squared")


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Regressions of the overall rating.

    Attributes
    ----------
    coefficients : (5,) array
        Of `TERMS`, expectation and perception centred at the middle of both; NaN where too few
        answered or the terms determine each other.
    r_squared_gap, r_squared_perception, r_squared_surface : float
        Share of the rating's variance explained by the difference, by perception alone, and by the
        surface.
    n_surface : float
        Respondents with all three.
    """

    coefficients: FloatArray
    r_squared_gap: float
    r_squared_perception: float
    r_squared_surface: float
    n_surface: float


def response_surface(
    w: FloatArray, expected: FloatArray, perceived: FloatArray, rating: FloatArray
) -> Surface:
    """Fit S = b0 + b1 E + b2 P + b3 E² + b4 EP + b5 P² by least squares.

    Parameters
    ----------
    w, expected, perceived, rating : (n,) array
        Weights, respondents' mean expectation and perception, overall rating; NaN where missing.

    Returns
    -------
    Surface
        A difference score assumes b1 = -b2 and nothing squared.

    References
    ----------
    .. [1] Edwards (1994), The study of congruence in organizational behavior research, Org.
           Behavior and Human Decision Processes 58(1), 51-100.
    """
    known = ~np.isnan(expected + perceived + rating)
    n = int(known.sum())
    w, E, P, S = (values[known] for values in (w, expected, perceived, rating))
    middle = (w @ (E + P)) / (2 * w.sum()) if n else 0.0
    E, P = E - middle, P - middle
    gap, _ = _least_squares(w, np.column_stack([P - E]), S)
    alone, _ = _least_squares(w, np.column_stack([P]), S)
    whole, coefficients = _least_squares(w, np.column_stack([E, P, E**2, E * P, P**2]), S)
    return Surface(coefficients, gap, alone, whole, float(n))


def _least_squares(w: FloatArray, X: FloatArray, y: FloatArray) -> tuple[float, FloatArray]:
    """R² and coefficients without the constant; NaN where they can't be had."""
    n, k = X.shape
    nothing = float("nan"), np.full(k, np.nan)
    if n <= k + 1 or np.ptp(y) == 0:
        return nothing
    root = np.sqrt(w)[:, None]
    A = np.hstack([np.ones((n, 1)), X]) * root
    found, _, rank, _ = np.linalg.lstsq(A, y * root[:, 0], rcond=None)
    mean = (w @ y) / w.sum()
    total = float(w @ (y - mean) ** 2)
    if rank < k + 1:
        return nothing
    rest = float(((y * root[:, 0] - A @ found) ** 2).sum())
    return 1 - rest / total, found[1:]
