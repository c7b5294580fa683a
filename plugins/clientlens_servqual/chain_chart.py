"""The picture of the chain of gaps: who believes, sets, does and says what, and what lies between.

Boxes stand in three columns, clients, staff and managers; on a telephone the gaps stand one below
the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from clientlens.drawing import theme
from clientlens.drawing.paragraph import wrap

State = Literal["below", "above", "near", "missing"]

_WIDTH, _HEIGHT = 760, 356
_COLUMNS, _ROWS = (96, 380, 664), (84, 202, 320)
_BOX_WIDTH, _BOX_HEIGHT = 170, 64
_TOP = 26
"""How high the line of gap 1 goes over the boxes."""
_LINE = 15
"""Pixels between two lines of writing."""
_BESIDE = 8

_PLACES: Mapping[str, tuple[int, int]] = {
    "expected": (0, 0),
    "staff": (1, 0),
    "managers": (2, 0),
    "perceived": (0, 1),
    "delivered": (1, 1),
    "standards": (2, 1),
    "promised": (1, 2),
}
"""Box → its column and row."""

_ENDS: Mapping[str, tuple[str, str]] = {
    "knowledge": ("expected", "managers"),
    "standards": ("managers", "standards"),
    "delivery": ("standards", "delivered"),
    "communication": ("delivered", "promised"),
    "service": ("expected", "perceived"),
    "staff_knowledge": ("expected", "staff"),
    "internal": ("staff", "managers"),
}
"""Gap → the boxes that it lies between."""

LEVELS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "expected": (("service", "against"),),
    "perceived": (("service", "of"),),
    "managers": (("knowledge", "of"), ("standards", "against"), ("internal", "against")),
    "staff": (("staff_knowledge", "of"), ("internal", "of")),
    "standards": (("standards", "of"), ("delivery", "against")),
    "delivered": (("delivery", "of"), ("communication", "of")),
    "promised": (("communication", "against"),),
}
"""Box → the gaps, and the end of each, that tell how high it stands."""

_COLOURS: Mapping[State, str] = {
    "below": theme.CLASS_STYLES["concentrate"].colour,
    "above": theme.CLASS_STYLES["keep_up"].colour,
    "near": theme.LINE_STRONG,
    "missing": theme.LINE,
}
_WIDTHS: Mapping[State, float] = {"below": 3.5, "above": 2.5, "near": 1.5, "missing": 1.2}


@dataclass(frozen=True, slots=True)
class Box:
    """A rating: what it is called, and its mean as text; empty where nobody was asked."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap: what it is called, its value and interval as text, and what is sure of it."""

    code: str
    name: str
    value: str
    interval: str
    state: State


def chain_spec(boxes: Sequence[Box], gaps: Sequence[Gap]) -> dict[str, Any]:
    """The chain on a screen.

    Parameters
    ----------
    boxes : sequence of Box
        All seven.
    gaps : sequence of Gap
        All seven.
    """
    lines = [line for gap in gaps for line in _lines(gap)]
    words = [word for gap in gaps for word in _words_of(gap)]
    words += [word for box in boxes for word in _words_in(box)]
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "layer": [_rules(lines), _boxes(boxes), _texts(words)],
        "config": {**theme.config(), "view": {"stroke": None}},
    }


def _centre(box: str) -> tuple[float, float]:
    column, row = _PLACES[box]
    return _COLUMNS[column], _ROWS[row]


def _lines(gap: Gap) -> Iterator[dict[str, Any]]:
    """The stretches of a gap's line, from box to box; gap 1 goes over the one between."""
    (x, y), (x2, y2) = (_centre(end) for end in _ENDS[gap.code])
    if gap.code == "knowledge":
        corners = [(x, y), (x, _TOP), (x2, _TOP), (x2, y2)]
    else:
        corners = [(x, y), (x2, y2)]
    for (a, b), (c, d) in pairwise(corners):
        yield {
            "x": a, "y": b, "x2": c, "y2": d, "colour": _COLOURS[gap.state],
            "thick": _WIDTHS[gap.state], "dash": gap.state == "missing",
        }  # fmt: skip


def _words_of(gap: Gap) -> Iterator[dict[str, Any]]:
    """What stands beside a gap's line: its name and value, below them the interval."""
    (x, y), (x2, y2) = (_centre(end) for end in _ENDS[gap.code])
    head = " ".join(filter(None, [gap.name, gap.value]))
    colour = theme.TEXT_QUIET if gap.state == "missing" else theme.TEXT
    if gap.code == "knowledge":
        yield _word(((x + x2) / 2, _TOP - _LINE / 2), f"{head} {gap.interval}", colour)
    elif y == y2:
        yield _word(((x + x2) / 2, y - _LINE / 2), head, colour, is_bold=gap.state == "below")
        yield _word(((x + x2) / 2, y + _LINE / 2 + 2), gap.interval, theme.TEXT_QUIET, size=10)
    else:
        middle, left = (y + y2) / 2, x + _BESIDE
        bold = gap.state == "below"
        yield _word((left, middle - _LINE / 2), head, colour, align="left", is_bold=bold)
        yield _word(
            (left, middle + _LINE / 2), gap.interval, theme.TEXT_QUIET, align="left", size=10
        )


def _words_in(box: Box) -> Iterator[dict[str, Any]]:
    """A box's name in one line or two, and its mean."""
    x, y = _centre(box.code)
    rows = list(wrap(box.name, _BOX_WIDTH - 12, theme.FONT_SIZE))
    lines = [*rows, *([box.level] if box.level else [])]
    top = y - _LINE * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        is_level = bool(box.level) and number == len(lines) - 1
        colour = theme.TEXT if box.level else theme.TEXT_QUIET
        yield _word((x, top + _LINE * number), line, colour, is_bold=is_level)


def _word(
    at: tuple[float, float],
    text: str,
    colour: str,
    *,
    align: str = "center",
    size: float = theme.FONT_SIZE_SMALL,
    is_bold: bool = False,
) -> dict[str, Any]:
    weight = "bold" if is_bold else "normal"
    x, y = at
    return {
        "x": x, "y": y, "text": text, "colour": colour, "align": align, "size": size,
        "weight": weight,
    }  # fmt: skip


def _axis(field: str) -> dict[str, Any]:
    """One of both axes, in pixels from the top left."""
    domain = [0, _WIDTH] if field.startswith("x") else [_HEIGHT, 0]
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _plain(field: str) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _rules(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    dash = {"condition": {"test": "datum.dash", "value": [4, 4]}, "value": [1, 0]}
    return {
        "data": {"values": list(lines)},
        "mark": {"type": "rule", "strokeCap": "round"},
        "encoding": {
            "x": _axis("x"), "y": _axis("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "color": _plain("colour"), "strokeDash": dash,
            "strokeWidth": {"field": "thick", "type": "quantitative", "scale": None},
        },
    }  # fmt: skip


def _boxes(boxes: Sequence[Box]) -> dict[str, Any]:
    rows = []
    for box in boxes:
        x, y = _centre(box.code)
        rows.append({
            "x": x - _BOX_WIDTH / 2, "x2": x + _BOX_WIDTH / 2,
            "y": y - _BOX_HEIGHT / 2, "y2": y + _BOX_HEIGHT / 2,
            "asked": bool(box.level),
        })  # fmt: skip
    dash = {"condition": {"test": "datum.asked", "value": [1, 0]}, "value": [4, 4]}
    return {
        "data": {"values": rows},
        "mark": {
            "type": "rect", "cornerRadius": 4, "fill": theme.WHITE, "stroke": theme.LINE_STRONG,
            "strokeWidth": 1,
        },
        "encoding": {
            "x": _axis("x"), "y": _axis("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "strokeDash": dash,
        },
    }  # fmt: skip


def _texts(words: Sequence[dict[str, Any]]) -> dict[str, Any]:
    def of(align: str, weight: str) -> dict[str, Any]:
        own = [w for w in words if w["text"] and (w["align"], w["weight"]) == (align, weight)]
        return {
            "data": {"values": own},
            "mark": {"type": "text", "align": align, "baseline": "middle", "fontWeight": weight},
            "encoding": {
                "x": _axis("x"), "y": _axis("y"), "color": _plain("colour"), "text": _plain("text"),
                "size": {"field": "size", "type": "quantitative", "scale": None},
            },
        }  # fmt: skip

    kinds = dict.fromkeys((word["align"], word["weight"]) for word in words if word["text"])
    return {"layer": [of(*kind) for kind in kinds]}
