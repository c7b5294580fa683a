"""The heatmap: questions down, segments across, standardised differences in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

_CELL, _NARROW_CELL = 118, 62
_STEP = 21
_DARK = 1.2
"""Differences beyond it are written in white on their colour."""

_FULL = 2.0
"""Differences from here on have the full colour."""

HIGH, MIDDLE, LOW = "#1a7a9e", "#ffffff", "#a3182c"


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell: the question and the segment by number, the difference, whether it is sure."""

    row: int
    column: int
    effect: float
    is_sure: bool


def heatmap_specs(
    tiles: Sequence[Tile], rows: Sequence[str], columns: Sequence[str], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone."""
    return (
        _spec(tiles, rows, columns, title, is_wide=True),
        _spec(tiles, rows, columns, title, is_wide=False),
    )


def _spec(
    tiles: Sequence[Tile],
    rows: Sequence[str],
    columns: Sequence[str],
    title: str,
    *,
    is_wide: bool,
) -> dict[str, Any]:
    size = theme.FONT_SIZE_SMALL if is_wide else theme.FONT_SIZE_SMALL - 1
    values = [
        {
            "row": tile.row,
            "column": tile.column,
            "effect": round(tile.effect, 4),
            "text": _text(tile),
            "ink": theme.WHITE if abs(tile.effect) > _DARK else theme.TEXT,
            "name": rows[tile.row],
            "segment": columns[tile.column],
        }
        for tile in tiles
    ]
    x = _axis("column", "segments", len(columns), size, _CELL - 6 if is_wide else _NARROW_CELL)
    x["axis"] |= {"orient": "top", "labelAngle": 0 if is_wide else -40}
    y = _axis("row", "names", len(rows), size, 300 if is_wide else 150)
    scale: dict[str, Any] = {"domain": [-_FULL, 0, _FULL], "range": [LOW, MIDDLE, HIGH]}
    scale |= {"clamp": True, "interpolate": "rgb"}
    fill = {"field": "effect", "type": "quantitative", "scale": scale, "legend": None}
    tooltip = [
        {"field": key, "type": "nominal", "title": label}
        for key, label in (("name", " "), ("segment", "  "), ("text", title))
    ]
    return {
        "params": [
            {"name": "names", "value": list(rows)},
            {"name": "segments", "value": list(columns)},
        ],
        "data": {"values": values},
        "width": {"step": _CELL if is_wide else _NARROW_CELL},
        "height": {"step": _STEP},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": theme.LINE, "strokeWidth": 0.5},
                "encoding": {"color": fill, "tooltip": tooltip},
            },
            {
                "mark": {"type": "text", "fontSize": size},
                "encoding": {
                    "text": {"field": "text", "type": "nominal"},
                    "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
                },
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
        "config": theme.config(),
    }


def _text(tile: Tile) -> str:
    said = f"{tile.effect:+.2f}".replace("-", "\N{MINUS SIGN}")
    return said if tile.is_sure else f"({said})"


def _axis(field: str, names: str, count: int, size: float, longest: int) -> dict[str, Any]:
    return {
        "field": field,
        "type": "ordinal",
        "title": None,
        "sort": list(range(count)),
        "axis": {
            "labelExpr": f"{names}[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": longest,
            "ticks": False,
            "domain": False,
            "grid": False,
        },
    }
