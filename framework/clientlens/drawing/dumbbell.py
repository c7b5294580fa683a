"""The dumbbell chart: two values of the same things, and beside them how far they lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS

_WIDE, _NARROW = (330, 230), (150, 0)
_STEP = 23
_SIDES = (theme.CLASS_STYLES["keep_up"].colour, theme.CLASS_STYLES["overkill"].colour)
_SURE = theme.CLASS_STYLES["concentrate"].colour


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """One thing: both values, and their difference with its interval, None where there is none.

    ``is_sure`` draws the difference strong.
    """

    name: str
    first: float
    second: float
    low: float | None
    high: float | None
    is_sure: bool = False

    @property
    def difference(self) -> float:
        """The second less the first."""
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class DumbbellTitles:
    """What the two values and the axes are called."""

    first: str
    second: str
    values: str
    difference: str


def dumbbell_specs(
    bells: Sequence[Dumbbell], titles: DumbbellTitles
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone, which has the differences alone."""
    rows = [_row(number, bell) for number, bell in enumerate(bells)]
    wide = _frame(rows, [bell.name for bell in bells]) | {
        "hconcat": [
            _values(rows, titles, theme.FONT_SIZE),
            _differences(rows, titles, _WIDE[1], theme.FONT_SIZE, has_names=False),
        ],
        "spacing": 28,
    }
    size = theme.FONT_SIZE_SMALL - 1
    narrow = _frame(rows, [bell.name for bell in bells])
    return wide, narrow | _differences(rows, titles, _NARROW[0], size, has_names=True)


def _frame(rows: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    return {
        "params": [{"name": "names", "value": names}],
        "data": {"values": rows},
        "config": theme.config(),
    }


def _row(number: int, bell: Dumbbell) -> dict[str, Any]:
    row: dict[str, Any] = {
        "number": number,
        "name": bell.name,
        "first": round(bell.first, DIGITS),
        "second": round(bell.second, DIGITS),
        "difference": round(bell.difference, DIGITS),
        "colour": _SURE if bell.is_sure else theme.LINE_STRONG,
        "text": f"{bell.difference:+.1f}",
    }
    if bell.low is None or bell.high is None:
        return row
    ends = {"low": round(bell.low, DIGITS), "high": round(bell.high, DIGITS)}
    return row | ends | {"text": f"{row['text']}  [{bell.low:+.1f}, {bell.high:+.1f}]"}


def _values(rows: list[dict[str, Any]], titles: DumbbellTitles, size: float) -> dict[str, Any]:
    ends = [row[side] for row in rows for side in ("first", "second")]
    x = _x("first", titles.values, min(ends), max(ends))
    names = (titles.first, titles.second)
    colour = {"domain": list(names), "range": list(_SIDES)}
    return {
        "width": _WIDE[0],
        "height": {"step": _STEP},
        "encoding": {"y": _y(len(rows), size, has_names=True)},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2.5, "color": theme.LINE},
                "encoding": {"x": x, "x2": {"field": "second"}},
            },
            *(
                _side(x, f, title, colour)
                for f, title in zip(("first", "second"), names, strict=True)
            ),
        ],
    }


def _side(
    x: dict[str, Any], field: str, title: str, colour: dict[str, list[str]]
) -> dict[str, Any]:
    """The dots of one value, with its name in the legend."""
    return {
        "mark": {"type": "point", "filled": True, "size": theme.MARKER_AREA + 10, "opacity": 1},
        "encoding": {
            "x": {**x, "field": field},
            "color": {
                "datum": title,
                "type": "nominal",
                "scale": colour,
                "legend": {"orient": "top", "title": None, "labelLimit": 320},
            },
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": field, "type": "quantitative", "format": ".1f", "title": title},
            ],
        },
    }


def _differences(
    rows: list[dict[str, Any]], titles: DumbbellTitles, width: int, size: float, *, has_names: bool
) -> dict[str, Any]:
    ends = [
        row.get(end, row["difference"]) for row in rows for end in ("low", "high", "difference")
    ]
    x = _x("difference", titles.difference, min(0.0, *ends), max(0.0, *ends))
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    tooltip = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "text", "type": "nominal", "title": "  "},
    ]
    return {
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": _y(len(rows), size, has_names=has_names)},
        "layer": [
            {
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG},
                "encoding": {"x": {**_datum(x), "datum": 0}, "y": None},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 1.5},
                "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": colour},
            },
            {
                "mark": {"type": "point", "filled": True, "size": theme.MARKER_AREA, "opacity": 1},
                "encoding": {"x": x, "color": colour, "tooltip": tooltip},
            },
        ],
    }


def _datum(x: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in x.items() if key != "field"}


def _x(field: str, title: str, low: float, high: float) -> dict[str, Any]:
    room = max(0.06 * (high - low), 0.5)
    ends = [float(np.round(low - room, DIGITS)), float(np.round(high + room, DIGITS))]
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": ends, "nice": False, "zero": False},
        "axis": {"tickCount": 5, "grid": False},
    }


def _y(count: int, size: float, *, has_names: bool) -> dict[str, Any]:
    axis = {
        "labelExpr": "names[datum.value]",
        "labelFontSize": size,
        "labelColor": theme.TEXT,
        "labelLimit": 260,
        "labels": has_names,
        "ticks": False,
        "domain": False,
        "grid": True,
    }
    sort = list(range(count))
    return {"field": "number", "type": "nominal", "title": None, "sort": sort, "axis": axis}
