"""The heatmap: questions down, segments across, standardised differences in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.paragraph import wrap

_STEP = 21
_LEADING = 2
"""Pixels between the lines of a heading, beyond the size of its letters."""

_DARK = 1.2
"""Differences beyond it are written in white on their colour."""

_FULL = 2.0
"""Differences from here on have the full colour."""

HIGH, MIDDLE, LOW = "#1a7a9e", "#ffffff", "#a3182c"
_LINE, _BLANK = "\n", "\N{ZERO WIDTH SPACE}"
"""Between the lines of a heading, and on one that is left free: Vega draws no empty ones."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell: the row and the segment by number, the difference, whether it is sure."""

    row: int
    column: int
    effect: float
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A question, with what it is called by itself; or a heading above some, without a tile."""

    label: str
    name: str = ""
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A segment and its size."""

    name: str
    size: str


@dataclass(frozen=True, slots=True)
class _Form:
    """A screen or a telephone: width of a cell and of labels, letters, segments side by side."""

    cell: int
    label: int
    letters: float
    most: int


_WIDE = _Form(cell=112, label=300, letters=theme.FONT_SIZE_SMALL, most=8)
_NARROW = _Form(cell=62, label=165, letters=theme.FONT_SIZE_SMALL - 1, most=3)


def heatmap_specs(
    tiles: Sequence[Tile], rows: Sequence[Row], columns: Sequence[Column], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone; segments that don't fit go below."""
    return _spec(tiles, rows, columns, title, _WIDE), _spec(tiles, rows, columns, title, _NARROW)


def _spec(
    tiles: Sequence[Tile],
    rows: Sequence[Row],
    columns: Sequence[Column],
    title: str,
    form: _Form,
) -> dict[str, Any]:
    count = len(columns)
    blocks = -(-count // form.most)
    each = -(-count // blocks)  # as many in every block, so that none is left alone
    parts = [range(first, min(first + each, count)) for first in range(0, count, each)]
    views = [_view(tiles, rows, columns, title, form, part) for part in parts]
    params = [
        {"name": "names", "value": [row.label for row in rows]},
        {"name": "headings", "value": [i for i, row in enumerate(rows) if row.is_heading]},
        {"name": "segments", "value": [_LINE.join(lines) for lines in _headings(columns, form)]},
    ]
    whole = views[0] if len(views) == 1 else {"vconcat": views}
    return {"params": params, **whole, "config": theme.config()}


def _headings(columns: Sequence[Column], form: _Form) -> list[list[str]]:
    """Names of segments on as many lines as they need, above their sizes; empty lines go before."""
    named = [[*wrap(c.name, form.cell - 6, form.letters), c.size] for c in columns]
    most = max(map(len, named))
    return [[_BLANK] * (most - len(lines)) + lines for lines in named]


def _view(
    tiles: Sequence[Tile],
    rows: Sequence[Row],
    columns: Sequence[Column],
    title: str,
    form: _Form,
    part: range,
) -> dict[str, Any]:
    """Some of the segments side by side."""
    values = [
        {
            "row": tile.row,
            "column": tile.column,
            "effect": round(tile.effect, 4),
            "text": _text(tile),
            "ink": theme.WHITE if abs(tile.effect) > _DARK else theme.TEXT,
            "name": rows[tile.row].name,
            "segment": columns[tile.column].name,
        }
        for tile in tiles
        if tile.column in part
    ]
    x = _axis("column", list(part), form.letters, form.cell + 8)
    above = len(_headings(columns, form)[0]) - 1  # the first line stands where one alone would
    x["axis"] |= {
        "orient": "top",
        "labelAngle": 0,
        "labelExpr": "split(segments[datum.value], '\\n')",
        "labelLineHeight": form.letters + _LEADING,
        "labelPadding": 4 + above * (form.letters + _LEADING),
    }
    y = _axis("row", list(range(len(rows))), form.letters, form.label)
    bold = {"test": "indexof(headings, datum.value) >= 0", "value": "bold"}
    y["axis"] |= {
        "labelExpr": "names[datum.value]",
        "labelFontWeight": {"condition": bold, "value": 400},
    }
    scale: dict[str, Any] = {"domain": [-_FULL, 0, _FULL], "range": [LOW, MIDDLE, HIGH]}
    scale |= {"clamp": True, "interpolate": "rgb"}
    fill = {"field": "effect", "type": "quantitative", "scale": scale, "legend": None}
    tooltip = [
        {"field": key, "type": "nominal", "title": label}
        for key, label in (("name", " "), ("segment", "  "), ("text", title))
    ]
    return {
        "data": {"values": values},
        "width": {"step": form.cell},
        "height": {"step": _STEP},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": theme.LINE, "strokeWidth": 0.5},
                "encoding": {"color": fill, "tooltip": tooltip},
            },
            {
                "mark": {"type": "text", "fontSize": form.letters},
                "encoding": {
                    "text": {"field": "text", "type": "nominal"},
                    "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
                },
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    }


def _text(tile: Tile) -> str:
    said = f"{tile.effect:+.2f}".replace("-", "\N{MINUS SIGN}")
    return said if tile.is_sure else f"({said})"


def _axis(field: str, domain: list[int], letters: float, longest: int) -> dict[str, Any]:
    return {
        "field": field,
        "type": "ordinal",
        "title": None,
        "sort": domain,
        "scale": {"domain": domain},
        "axis": {
            "labelFontSize": letters,
            "labelColor": theme.TEXT,
            "labelLimit": longest,
            "ticks": False,
            "domain": False,
            "grid": False,
        },
    }
