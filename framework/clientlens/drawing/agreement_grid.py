"""The agreement grid: how well every two of several things agree, as a square of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.fonts import text_width

_WIDE, _NARROW = 78, 44
_NONE, _FULL, _AGAINST = (248, 249, 250), (20, 98, 127), (163, 24, 44)
_DARK_FROM = 0.55
"""Cells of so much agreement or disagreement have white text."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two things agree, -1 to 1; ``below`` is written under the number."""

    first: int
    second: int
    value: float
    below: str = ""


def grid_specs(
    cells: Sequence[Agreement], names: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The grid for a screen, and for a telephone; ``names`` are those of its rows and columns."""
    return (
        _spec(cells, names, _WIDE, theme.FONT_SIZE),
        _spec(cells, names, _NARROW, theme.FONT_SIZE_SMALL - 1),
    )


def colour_of(value: float) -> str:
    """From white at 0 to blue at 1 and red at -1.

    Examples
    --------
    >>> colour_of(0.0), colour_of(1.0), colour_of(-1.0)
    ('#f8f9fa', '#14627f', '#a3182c')
    """
    end = _FULL if value >= 0 else _AGAINST
    share = min(abs(value), 1.0)
    mixed = (round(a + share * (b - a)) for a, b in zip(_NONE, end, strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _spec(
    cells: Sequence[Agreement], names: Sequence[str], step: int, size: float
) -> dict[str, Any]:
    rows = [row for cell in cells for row in (_row(cell, names), _row(_turned(cell), names))]
    numbers = {
        "mark": {"type": "text", "fontSize": size + 1, "fontWeight": "bold", "dy": -5},
        "encoding": {"text": {"field": "text"}, "color": _ink()},
    }
    below = {
        "mark": {"type": "text", "fontSize": size - 2.5, "dy": 11},
        "encoding": {"text": {"field": "below"}, "color": _ink()},
    }
    return {
        "params": [{"name": "names", "value": list(names)}],
        "data": {"values": rows},
        "width": step * len(names),
        "height": max(step * 0.62, 38) * len(names),
        "encoding": {"x": _axis("column", names, step, size), "y": _axis("row", names, step, size)},
        "layer": [_squares(), numbers, *([below] if step == _WIDE else [])],
        "config": theme.config(),
    }


def _turned(cell: Agreement) -> Agreement:
    return Agreement(cell.second, cell.first, cell.value, cell.below)


def _row(cell: Agreement, names: Sequence[str]) -> dict[str, Any]:
    return {
        "row": cell.first,
        "column": cell.second,
        "pair": f"{names[cell.first]} – {names[cell.second]}",
        "text": f"{cell.value:z.2f}".replace("-", "\N{MINUS SIGN}"),
        "below": cell.below,
        "colour": colour_of(cell.value),
        "ink": theme.WHITE if abs(cell.value) >= _DARK_FROM else theme.TEXT,
    }


def _squares() -> dict[str, Any]:
    return {
        "mark": {"type": "rect", "stroke": theme.WHITE, "strokeWidth": 2},
        "encoding": {
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
            "tooltip": [
                {"field": "pair", "type": "nominal", "title": " "},
                {"field": "text", "type": "nominal", "title": "  "},
                {"field": "below", "type": "nominal", "title": "   "},
            ],
        },
    }


def _ink() -> dict[str, Any]:
    return {"field": "ink", "type": "nominal", "scale": None, "legend": None}


def _axis(field: str, names: Sequence[str], step: int, size: float) -> dict[str, Any]:
    is_across = field == "column"
    fits = all(text_width(name, size) < step for name in names)
    axis: dict[str, Any] = {
        "labelExpr": "names[datum.value]",
        "labelFontSize": size,
        "labelColor": theme.TEXT,
        "labelLimit": 320,
        "labelOverlap": False,
        "ticks": False,
        "domain": False,
        "grid": False,
    }
    if is_across:
        axis |= {"orient": "top", "labelAngle": 0 if fits else -40}
        axis |= {"labelAlign": "center" if fits else "left"}
    domain = list(range(len(names)))
    return {
        "field": field,
        "type": "ordinal",
        "title": None,
        "scale": {"domain": domain, "padding": 0},
        "axis": axis,
    }
