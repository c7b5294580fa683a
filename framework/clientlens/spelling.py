"""The spelling of a text: when two are one, and what numbers and durations they hold."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Zero-width characters that survey platforms leave behind."""

_OUTER = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, _INVISIBLE))
)
"""What is no part of a text at its ends: white space and zero-width characters."""

_PLAIN = str.maketrans("０１２３４５６７８９＋－．：", "0123456789+-.:")
"""How a Chinese input method writes numbers. NFKC would read 3² as 32, and ④ as 4."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"([+-]?)([0-9]*)(?:\.0*)?")
_CLOCK = re.compile(r"([0-9]+):([0-5]?[0-9]):([0-5]?[0-9])")
_SPOKEN = re.compile(
    r"(?:([0-9]+)\s*小时)?\s*(?:([0-9]+)\s*分钟?)?\s*(?:([0-9]+(?:\.[0-9]+)?)\s*[秒sS])?"
)


def tidy(text: str) -> str:
    r"""A text as it is shown: without outer, doubled and invisible spaces.

    Invisible ones stay where the text without them would be a number that it isn't.

    Examples
    --------
    >>> tidy("  新余　 分行 "), tidy("新\u200b余"), tidy("4\u200b5")
    ('新余 分行', '新余', '4\u200b5')
    """
    shown = _close_up(text)
    is_false_number = number_of(shown) is not None and number_of(text) is None
    return text.strip(_OUTER) if is_false_number else shown


def _close_up(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())


def fold(text: str) -> str:
    """A text as it is compared: full-width forms, case and spacing make no difference.

    Examples
    --------
    >>> fold(" Ｑ1（满意度） "), fold("q1(满意度)")
    ('q1(满意度)', 'q1(满意度)')
    """
    return _close_up(unicodedata.normalize("NFKC", text)).casefold()


def canonical(text: object) -> str:
    """`fold`, and one spelling for a whole number: ``4.0``, ``４`` and ``04`` are ``4``.

    What a study declares, and the cells it declares it for, are compared so: ``007`` is ``7``
    there. The digits are never rounded, however many they are; a number with an exponent, whose
    digits are lost already, stays as it is written. A text that is no number becomes none: ``4①``
    stays what it is.

    Examples
    --------
    >>> canonical("４.0"), canonical(99), canonical("007"), canonical("4.5"), canonical("不了解")
    ('4', '99', '7', '4.5', '不了解')
    >>> canonical("4①")
    '4①'
    >>> canonical("12345678901234567890") == canonical("12345678901234567891")
    False
    """
    shown = tidy(str(text))
    folded = fold(shown)
    if number_of(shown) is None:
        return folded if number_of(folded) is None else shown.casefold()
    whole = _WHOLE.fullmatch(folded)
    if whole is None:
        return folded
    digits = whole[2].lstrip("0") or "0"
    return f"-{digits}" if whole[1] == "-" and digits != "0" else digits


def number_of(text: str) -> float | None:
    """The decimal number that a text is; None where it is none.

    Digits, sign and point may be full-width. Raised and circled digits are no digits.

    Examples
    --------
    >>> number_of(" １.5 "), number_of("1,5"), number_of("nan"), number_of("3²")
    (1.5, None, None, None)
    """
    plain = text.strip(_OUTER).translate(_PLAIN)
    return float(plain) if _NUMBER.fullmatch(plain) else None


def seconds_of(text: str) -> float | None:
    """The duration that a text is: ``123``, ``123秒``, ``2分3秒``, ``0:02:03``; else None.

    Two numbers with a colon could be hours or minutes, and are refused.

    Examples
    --------
    >>> seconds_of("123"), seconds_of("2分3秒"), seconds_of("0:02:03"), seconds_of("2:03")
    (123.0, 123.0, 123.0, None)
    """
    number = number_of(text)
    if number is not None:
        return number if number >= 0 else None
    plain = text.strip(_OUTER).translate(_PLAIN)
    match = _CLOCK.fullmatch(plain) or _SPOKEN.fullmatch(plain)
    if not match or not plain:
        return None
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return 3600 * hours + 60 * minutes + seconds
