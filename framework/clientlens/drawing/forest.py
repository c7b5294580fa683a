"""The forest: differences below headings, each with its interval, left or right of nought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from clientlens.drawing import theme
from clientlens.drawing.rows import NARROW, Rows

DIGITS = 4
"""Numbers in a chart are rounded, so that the same answers give the same bytes."""

Side = Literal["higher", "lower", "unclear"]
_WIDE = 520
_STEP = 21

_LOOKS: dict[Side, tuple[str, str, bool]] = {
    "higher": (theme.CLASS_STYLES["keep_up"].colour, "circle", True),
    "lower": (theme.CLASS_STYLES["concentrate"].colour, "diamond", True),
    "unclear": (theme.LINE_STRONG, "circle", False),
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One difference below a heading; ``low`` and ``high`` are None without an interval."""

    heading: str
    name: str
    estimate: float
    low: float | None
    high: float | None
    side: Side


def forest_specs(
    branches: Sequence[Branch], title: str, digits: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone.

    Parameters
    ----------
    branches : sequence of Branch
        In the order of reading; those of one heading are put together.
    title : str
        What is measured.
    digits : int
        Behind the point.
    """
    return _spec(branches, title, digits, _WIDE), _spec(branches, title, digits, NARROW)


def _spec(branches: Sequence[Branch], title: str, digits: int, width: int) -> dict[str, Any]:
    names, values = _lines(branches, digits)
    headings = frozenset(range(len(names))) - {value["number"] for value in values}
    layers = [_nought(), _interval(), _points(is_filled=True), _points(is_filled=False)]
    x = {
        "type": "quantitative",
        "title": title,
        "scale": {"domain": list(_ends(branches)), "nice": False, "zero": False},
        "axis": {"tickCount": 6 if width == _WIDE else 4, "grid": False},
    }
    rows = Rows(names, _STEP, width == NARROW, headings)
    return rows.spec(values, width, [_with_x(layer, x) for layer in layers])


def _lines(branches: Sequence[Branch], digits: int) -> tuple[list[str], list[dict[str, Any]]]:
    """The names of all lines, headings among them, and what is drawn beside some."""
    names: list[str] = []
    rows: list[dict[str, Any]] = []
    for heading in dict.fromkeys(branch.heading for branch in branches):
        names.append(heading)
        for branch in branches:
            if branch.heading == heading:
                rows.append(_row(len(names), branch, digits))
                names.append(branch.name)
    return names, rows


def _row(number: int, branch: Branch, digits: int) -> dict[str, Any]:
    colour, shape, is_filled = _LOOKS[branch.side]
    row: dict[str, Any] = {
        "number": number,
        "name": f"{branch.heading} · {branch.name}",
        "estimate": round(branch.estimate, DIGITS),
        "colour": colour,
        "shape": shape,
        "is_filled": is_filled,
        "text": f"{branch.estimate:+.{digits}f}",
    }
    if branch.low is None or branch.high is None:
        return row
    text = f"{row['text']}  [{branch.low:.{digits}f}, {branch.high:.{digits}f}]"
    return row | {
        "low": round(branch.low, DIGITS),
        "high": round(branch.high, DIGITS),
        "text": text,
    }


def _ends(branches: Sequence[Branch]) -> tuple[float, float]:
    """The ends of the scale, with nought between them and a little room."""
    drawn = [0.0]
    for branch in branches:
        drawn += [e for e in (branch.estimate, branch.low, branch.high) if e is not None]
    room = 0.04 * (max(drawn) - min(drawn)) or 1.0
    return round(min(drawn) - room, DIGITS), round(max(drawn) + room, DIGITS)


def _with_x(layer: dict[str, Any], x: dict[str, Any]) -> dict[str, Any]:
    """Every layer on the same scale."""
    field = layer.pop("field")
    return {**layer, "encoding": {"x": field | x, **layer.get("encoding", {})}}


def _nought() -> dict[str, Any]:
    return {
        "field": {"datum": 0},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG},
        "encoding": {"y": None},
    }


def _interval() -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.low)"}],
        "field": {"field": "low"},
        "mark": {"type": "rule", "strokeWidth": 1.5},
        "encoding": {"x2": {"field": "high"}, "color": _own("colour")},
    }


def _points(*, is_filled: bool) -> dict[str, Any]:
    own = {"filled": True} if is_filled else {"filled": False, "fill": theme.WHITE}
    return {
        "transform": [{"filter": f"datum.is_filled === {str(is_filled).lower()}"}],
        "field": {"field": "estimate"},
        "mark": {"type": "point", "size": theme.MARKER_AREA, "opacity": 1, **own},
        "encoding": {
            "color": _own("colour"),
            "shape": _own("shape"),
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": "text", "type": "nominal", "title": "  "},
            ],
        },
    }


def _own(field: str) -> dict[str, Any]:
    """A colour or shape that a row brings itself."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}
