"""The paragraph: a text broken into lines of even width, in Latin letters or Chinese."""

from __future__ import annotations

import math
from collections.abc import Iterable

from clientlens.drawing.fonts import Weight, text_width

BREAK_AFTER = frozenset("-/*×·_–—|\\")
"""Signs within a word after which a line may end."""

NEVER_FIRST = frozenset("，。、；：！？）》」』】”’…,.;:!?)]}%")
NEVER_LAST = frozenset("（《「『【“‘([{")

OVERHANG = 1.5
"""A word that is so many lines wide is broken; a shorter one makes its line wider."""

TRIALS = 8
"""Widths that are tried to make the lines even."""

_FIRST_CJK = "\u2e80"
"""From here on scripts are written without spaces."""


def wrap(text: str, width: float, size: float, weight: Weight = "regular") -> tuple[str, ...]:
    """Break a text into as few lines as the width asks for, and those even.

    Parameters
    ----------
    text : str
        Any; runs of white space count as one space.
    width : float
        Of a line, in the unit of `size`.
    size : float
        Font size.
    weight : {"regular", "bold"}
        Of the font.

    Returns
    -------
    tuple of str
        The lines; none for a text without a character.

    Examples
    --------
    >>> wrap("Perceived quality of the service", 110, 12)
    ('Perceived quality', 'of the service')
    >>> wrap("客户经理专业能力", 60, 12)
    ('客户经理', '专业能力')
    """
    pieces = [part for piece in _pieces(text) for part in _whole(piece, width, size, weight)]
    best = _filled(pieces, width, size, weight)
    if len(best) <= 1:
        return best
    narrow, wide = 0.0, width
    for _ in range(TRIALS):
        trial = (narrow + wide) / 2
        lines = _filled(pieces, trial, size, weight)
        if len(lines) > len(best) or _widest(lines, size, weight) > _widest(best, size, weight):
            narrow = trial
        else:
            best, wide = lines, trial
    return best


def _pieces(text: str) -> list[str]:
    """What stays together; a space at the end goes where a line ends."""
    pieces: list[str] = []
    for character in " ".join(text.split()):
        if pieces and not _may_break(pieces[-1][-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _may_break(before: str, behind: str) -> bool:
    if behind == " " or behind in NEVER_FIRST or before in NEVER_LAST:
        return False
    is_cjk = before >= _FIRST_CJK or behind >= _FIRST_CJK
    return before == " " or is_cjk or before in BREAK_AFTER


def _whole(piece: str, width: float, size: float, weight: Weight) -> Iterable[str]:
    """A word, or the parts of one that is far too wide."""
    whole = text_width(piece.rstrip(), size, weight)
    if whole <= OVERHANG * width:
        return [piece]
    return _filled(list(piece), whole / math.ceil(whole / width) + size, size, weight)


def _filled(pieces: Iterable[str], width: float, size: float, weight: Weight) -> tuple[str, ...]:
    """Lines that take in piece after piece as long as there is room."""
    lines: list[str] = []
    for piece in pieces:
        if lines and text_width((lines[-1] + piece).rstrip(), size, weight) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return tuple(line.rstrip() for line in lines)


def _widest(lines: tuple[str, ...], size: float, weight: Weight) -> float:
    return max((text_width(line, size, weight) for line in lines), default=0.0)
