"""The spelling of a text: when two are one, and what numbers and durations they hold."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Zero-width characters that survey platforms leave behind."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?")
_WHOLE = re.compile(r"([+-]?)([0-9]*)(?:\.0*)?")
_CLOCK = re.compile(r"([0-9]+):([0-5]?[0-9]):([0-5]?[0-9])")
_SPOKEN = re.compile(r"(?:([0-9]+)小时)?(?:([0-9]+)分钟?)?(?:([0-9]+(?:\.[0-9]+)?)(?:秒|s))?")


def tidy(text: str) -> str:
    """A text as it is shown: without outer, doubled and invisible spaces.

    Examples
    --------
    >>> tidy("  新余　 分行 ")
    '新余 分行'
    """
    return " ".join(text.translate(_INVISIBLE).split())


def fold(text: str) -> str:
    """A text as it is compared: full-width forms, case and spacing make no difference.

    Examples
    --------
    >>> fold(" Ｑ1（满意度） "), fold("q1(满意度)")
    ('q1(满意度)', 'q1(满意度)')
    """
    return tidy(unicodedata.normalize("NFKC", text)).casefold()


def canonical(text: object) -> str:
    """`fold`, and one spelling for a whole number: ``4.0``, ``４`` and ``04`` are ``4``.

    What a study declares, and the cells it declares it for, are compared so: ``007`` is ``7``
    there. The digits are never rounded, however many they are; a number with an exponent, whose
    digits are lost already, stays as it is written.

    Examples
    --------
    >>> canonical("４.0"), canonical(99), canonical("007"), canonical("4.5"), canonical("不了解")
    ('4', '99', '7', '4.5', '不了解')
    >>> canonical("12345678901234567890") == canonical("12345678901234567891")
    False
    """
    folded = fold(str(text))
    whole = _WHOLE.fullmatch(folded)
    if whole is None or number_of(folded) is None:
        return folded
    digits = whole[2].lstrip("0") or "0"
    return f"-{digits}" if whole[1] == "-" and digits != "0" else digits


def number_of(text: str) -> float | None:
    """The decimal number that a text is; None where it is none.

    Examples
    --------
    >>> number_of(" １.5 "), number_of("1,5"), number_of("nan")
    (1.5, None, None)
    """
    folded = fold(text)
    return float(folded) if _NUMBER.fullmatch(folded) else None


def seconds_of(text: str) -> float | None:
    """The duration that a text is: ``123``, ``123秒``, ``2分3秒``, ``0:02:03``; else None.

    Two numbers with a colon could be hours or minutes, and are refused.

    Examples
    --------
    >>> seconds_of("123"), seconds_of("2分3秒"), seconds_of("0:02:03"), seconds_of("2:03")
    (123.0, 123.0, 123.0, None)
    """
    folded = fold(text).replace(" ", "")
    number = number_of(folded)
    if number is not None:
        return number if number >= 0 else None
    match = _CLOCK.fullmatch(folded) or _SPOKEN.fullmatch(folded)
    if not match or not folded:
        return None
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return 3600 * hours + 60 * minutes + seconds
