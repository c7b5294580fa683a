"""The heat map: shares in rows and columns, written in cells that darken with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

_WIDE, _NARROW = 124, 52
_STEP = 24
_DARK_FROM = 0.62
"""Cells of so large a share have white text."""
_NONE, _FULL = (248, 249, 250), (20, 98, 127)


@dataclass(frozen=True, slots=True)
class Cell:
    """A share from 0 to 1 at a row and column; None where there is none to be told."""

    row: int
    column: int
    share: float | None
    told: str = ""


def heat_specs(
    cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The map for a screen, and for a telephone."""
    return (
        _spec(cells, rows, columns, _WIDE, theme.FONT_SIZE),
        _spec(cells, rows, columns, _NARROW, theme.FONT_SIZE_SMALL - 1),
    )


def shade_of(share: float) -> str:
    """From nearly white at 0 to blue at 1.

    Examples
    --------
    >>> shade_of(0.0), shade_of(1.0)
    ('#f8f9fa', '#14627f')
    """
    bounded = min(max(share, 0.0), 1.0)
    mixed = (round(a + bounded * (b - a)) for a, b in zip(_NONE, _FULL, strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _spec(
    cells: Sequence[Cell], rows: Sequence[str], columns: Sequence[str], step: int, size: float
) -> dict[str, Any]:
    values = [_value(cell, rows, columns) for cell in cells]
    return {
        "params": [
            {"name": "rows", "value": list(rows)},
            {"name": "columns", "value": list(columns)},
        ],
        "data": {"values": values},
        "width": {"step": step},
        "height": {"step": _STEP},
        "encoding": {
            "x": _axis("column", "columns", len(columns), size, step),
            "y": _axis("row", "rows", len(rows), size, 300),
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": theme.WHITE, "strokeWidth": 2},
                "encoding": {
                    "color": _as_given("shade"),
                    "tooltip": [
                        {"field": "where", "type": "nominal", "title": " "},
                        {"field": "told", "type": "nominal", "title": "  "},
                    ],
                },
            },
            {
                "mark": {"type": "text", "fontSize": size},
                "encoding": {
                    "text": {"field": "text", "type": "nominal"},
                    "color": _as_given("ink"),
                },
            },
        ],
        "config": theme.config(),
    }


def _value(cell: Cell, rows: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    share = cell.share
    return {
        "row": cell.row,
        "column": cell.column,
        "where": f"{rows[cell.row]} · {columns[cell.column]}",
        "told": cell.told,
        "text": "–" if share is None else _percent(share),
        "shade": theme.WHITE if share is None else shade_of(share),
        "ink": theme.WHITE if share is not None and share >= _DARK_FROM else theme.TEXT,
    }


def _percent(share: float) -> str:
    """Percent, and nothing where there is nothing."""
    return "" if share == 0 else f"{share:.0%}"


def _as_given(field: str) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _axis(field: str, names: str, count: int, size: float, limit: int) -> dict[str, Any]:
    return {
        "field": field,
        "type": "nominal",
        "title": None,
        "sort": list(range(count)),
        "scale": {"domain": list(range(count))},
        "axis": {
            "labelExpr": f"{names}[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": limit,
            "orient": "top" if field == "column" else "left",
            "labelAngle": 0,
            "ticks": False,
            "domain": False,
        },
    }
