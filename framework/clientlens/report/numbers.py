"""The number as people read it: how many digits, percent or not, with its interval."""

from __future__ import annotations

import math
from functools import cache

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_SHARE_STARTS = ("p_", "share_")
_SHARES = frozenset({"share", "top_box", "bottom_box"})
_SHARE_ENDS = ("_share", "_rate")
_HUNDRED_STARTS = ("index", "conformity", "net_")
_CORRELATIONS = ("path", "loading", "cross_loading", "weight", "correlation", "htmt", "htmt2")
_RELIABILITIES = ("alpha", "rho_a", "rho_c", "ave")
_TESTS = ("srmr", "distance", "critical", "smallest_path")
_CONFIRMATORY = (
    *("cfi", "tli", "rmsea", "rmsea_low", "rmsea_high"),
    *("confirmatory_loading", "dimension_correlation"),
)
_FINE = frozenset({"tested", "chance_low", "chance_high"})
"""Correlations near 1, of which the fourth digit decides."""
_WHOLE = frozenset({"df", "parameters"})
"""Counts that may stand among fractions."""
_PAIRED_P_VALUES = ("t_p", "t_p_holm", "wilcoxon_p", "wilcoxon_p_holm", "sign_p")
_GROUP_P_VALUES = ("p_permutation", "p_henseler", "p_parametric", "p_pooled", "p_adjusted")
_P_VALUES = (
    *("p", "exact_fit", "exact_p", "p_value", "loss_p"),
    *(*_PAIRED_P_VALUES, *_GROUP_P_VALUES),
)
_SMALLEST_P = 0.0005
_WEIGHTS = ("weight_low", "weight_high", "weight_other", "within", "largest_difference", "spearman")
_COEFFICIENTS = frozenset(
    (*_WEIGHTS, *_CORRELATIONS, *_RELIABILITIES, *_TESTS, *_CONFIRMATORY, *_P_VALUES)
)
"""Numbers between -1 and 1 that the field reads to the third digit."""


@cache
def is_share(name: str) -> bool:
    """Whether a quantity or column of this name holds shares, 0 to 1, to be read as percent.

    Examples
    --------
    >>> is_share("p_concentrate"), is_share("index_max_share"), is_share("gap")
    (True, False, False)
    """
    if name.startswith(_HUNDRED_STARTS):
        return False
    if name in _COEFFICIENTS:
        return False
    return name in _SHARES or name.startswith(_SHARE_STARTS) or name.endswith(_SHARE_ENDS)


@cache
def digits(name: str) -> int:
    """Digits behind the point: 0 for a count or percent, 1 on 0 to 100, 2 in scale points.

    Net scores, -100 to 100, have one. Coefficients have three, those held against chance four.
    """
    if is_share(name) or name in _WHOLE:
        return 0
    if name in _FINE:
        return 4
    if name in _COEFFICIENTS:
        return 3
    return 1 if name.startswith(_HUNDRED_STARTS) else 2


def number(name: str, value: float) -> str:
    """A value of the quantity or column `name`; an empty text for NaN.

    Examples
    --------
    >>> number("importance", 4.8214), number("index", 82.04), number("p_keep_up", 0.731)
    ('4.82', '82.0', '73%')
    >>> number("t_p", 0.0421), number("t_p", 1e-6), number("df", 24.0)
    ('0.042', '<0.001', '24')
    >>> number("gap", -0.05), number("n", 56), number("estimate", float("nan"))
    ('−0.05', '56', '')
    """
    if isinstance(value, float) and math.isnan(value):
        return ""
    if is_share(name):
        return percent(value)
    if name in _P_VALUES and 0 <= value < _SMALLEST_P:
        return "<0.001"
    if name == "n" or isinstance(value, int):
        return _signed(f"{round(value)}")
    return _signed(f"{value:.{digits(name)}f}")


def percent(share: float, places: int = 0) -> str:
    """A share as percent; one that rounds to 0 or 100 without being it is said to be near.

    Examples
    --------
    >>> percent(0.875, 1), percent(0.9996), percent(1.0), percent(0.001)
    ('87.5%', '>99%', '100%', '<1%')
    """
    step = 10.0 ** (-places - 2)
    if 0 < share < step / 2:
        return f"<{step:.{places}%}"
    if 1 - step / 2 <= share < 1:
        return f">{1 - step:.{places}%}"
    return f"{_signed(f'{100 * share:.{places}f}')}%"


def interval(name: str, low: float, high: float) -> str:
    """Both ends of an interval in brackets; an empty text where there is none.

    Examples
    --------
    >>> interval("gap", -0.31, 0.05).replace(NO_BREAK, " ")
    '[−0.31, 0.05]'
    >>> interval("gap", float("nan"), float("nan"))
    ''
    """
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"[{number(name, low)},{NO_BREAK}{number(name, high)}]"


def _signed(text: str) -> str:
    """A hyphen as a minus sign, and no minus before nought."""
    if not text.strip("-0."):
        return text.lstrip("-")
    return text.replace("-", MINUS)
