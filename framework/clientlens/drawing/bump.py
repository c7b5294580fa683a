"""The bump chart: what rank the same things have from one column to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.fonts import text_width

_WIDE, _NARROW = 420, 150
_STEP = 24
_ROOM = 0.35
"""Of a rank, above the first and below the last."""
_QUIET = "#b3bcc7"


@dataclass(frozen=True, slots=True)
class BumpLine:
    """One thing: its name and its rank in every column; ``is_marked`` draws it strong."""

    name: str
    ranks: tuple[float, ...]
    is_marked: bool = False


def bump_specs(
    lines: Sequence[BumpLine], columns: Sequence[str], rank_title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone.

    Parameters
    ----------
    lines : sequence of BumpLine
        In any order; rank 1 is drawn on top.
    columns : sequence of str
        What is ranked in each column, at least two.
    rank_title : str
        What the number in a tooltip is called.
    """
    wide = _spec(lines, columns, rank_title, _WIDE, theme.FONT_SIZE)
    narrow = _spec(lines, columns, rank_title, _NARROW, theme.FONT_SIZE_SMALL - 1)
    return wide, narrow


def _spec(
    lines: Sequence[BumpLine], columns: Sequence[str], rank_title: str, width: int, size: float
) -> dict[str, Any]:
    # What is drawn later lies above.
    in_turn = sorted(lines, key=lambda line: line.is_marked)
    rows = [row for line in in_turn for row in _rows(line, columns)]
    last = len(columns) - 1
    is_narrow = width == _NARROW
    layers = [_ways(), _points(rank_title), _names(0, "right", -10, size)]
    if not is_narrow:
        layers.append(_names(last, "left", 10, size))
    return {
        "params": [{"name": "columns", "value": list(columns)}],
        "data": {"values": rows},
        "width": width,
        "height": _STEP * len(lines),
        "encoding": {"x": _x(columns, width, size), "y": _y(len(lines))},
        "layer": layers,
        "config": theme.config() | {"view": {"stroke": None}},
    }


def _rows(line: BumpLine, columns: Sequence[str]) -> list[dict[str, Any]]:
    strong = theme.CLASS_STYLES["concentrate"].colour
    return [
        {
            "name": line.name,
            "column": place,
            "source": source,
            "rank": round(rank, 1),
            "label": f"{rank:.3g}  {line.name}" if place else f"{line.name}  {rank:.3g}",
            "colour": strong if line.is_marked else _QUIET,
            "ink": theme.TEXT if line.is_marked else theme.TEXT_QUIET,
        }
        for place, (source, rank) in enumerate(zip(columns, line.ranks, strict=True))
    ]


def _x(columns: Sequence[str], width: int, size: float) -> dict[str, Any]:
    last = len(columns) - 1
    room = width / max(last, 1)
    fits = all(text_width(name, size) < room for name in columns)
    return {
        "field": "column",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, last], "nice": False, "zero": False},
        "axis": {
            "orient": "top",
            "values": list(range(last + 1)),
            "labelExpr": "columns[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelFontWeight": "bold",
            "labelAngle": 0 if fits else -30,
            "labelAlign": "center" if fits else "left",
            "labelFlush": False,
            "labelOverlap": False,
            "labelLimit": 220,
            "grid": True,
            "domain": False,
            "ticks": False,
        },
    }


def _y(count: int) -> dict[str, Any]:
    return {
        "field": "rank",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [count + _ROOM, 1 - _ROOM], "nice": False, "zero": False},
        "axis": None,
    }


def _colour(field: str = "colour") -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _ways() -> dict[str, Any]:
    return {
        "mark": {"type": "line", "strokeWidth": 2, "interpolate": "monotone"},
        "encoding": {"detail": {"field": "name", "type": "nominal"}, "color": _colour()},
    }


def _points(rank_title: str) -> dict[str, Any]:
    return {
        "mark": {"type": "point", "filled": True, "size": theme.MARKER_AREA, "opacity": 1},
        "encoding": {
            "color": _colour(),
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": "source", "type": "nominal", "title": "  "},
                {"field": "rank", "type": "quantitative", "title": rank_title},
            ],
        },
    }


def _names(column: int, align: str, dx: int, size: float) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.column === {column}"}],
        "mark": {
            "type": "text",
            "align": align,
            "baseline": "middle",
            "dx": dx,
            "fontSize": size,
            "limit": 260,
        },
        "encoding": {"text": {"field": "label", "type": "nominal"}, "color": _colour("ink")},
    }
