"""The chart of rows: one line a unit or factor, with an interval and maybe a wider, paler one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from clientlens.drawing import theme

DIGITS = 4
"""Numbers in a chart are rounded, so that the same answers give the same bytes."""

Mark = Literal["top", "bottom", "plain", "small"]
_WIDE, _NARROW = 520, 165
_STEP = 22
WIDE_NAMES, NARROW_NAMES = 300, 160
"""Pixels for the names of lines."""

_LOOKS = {
    "top": (theme.CLASS_STYLES["keep_up"].colour, "triangle-up"),
    "bottom": (theme.CLASS_STYLES["concentrate"].colour, "triangle-down"),
    "plain": (theme.LINE_STRONG, "circle"),
    "small": (theme.LINE_STRONG, "circle"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chart: (low, high) of an interval and of a band, where there are any."""

    name: str
    estimate: float
    interval: tuple[float, float] | None = None
    band: tuple[float, float] | None = None
    mark: Mark = "plain"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its title, its ends, how many digits, and a line that is drawn across."""

    title: str
    low: float
    high: float
    digits: int = 1
    across: float | None = None


def row_specs(lines: Sequence[Line], measure: Measure) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone."""
    return (
        _spec(lines, measure, _WIDE, theme.FONT_SIZE),
        _spec(lines, measure, _NARROW, theme.FONT_SIZE_SMALL - 1),
    )


def _spec(lines: Sequence[Line], measure: Measure, width: int, size: float) -> dict[str, Any]:
    rows = [_row(number, line, measure) for number, line in enumerate(lines)]
    layers = [_band(), _interval(), _points(is_filled=True), _points(is_filled=False)]
    longest = WIDE_NAMES if width == _WIDE else NARROW_NAMES
    if measure.across is not None:
        layers.insert(0, _across(measure.across))
    return {
        "params": [{"name": "names", "value": [row["name"] for row in rows]}],
        "data": {"values": rows},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": name_axis(len(rows), size, longest)},
        "layer": [_with_x(layer, measure, width) for layer in layers],
        "config": theme.config(),
    }


def _row(number: int, line: Line, measure: Measure) -> dict[str, Any]:
    colour, shape = _LOOKS[line.mark]
    row: dict[str, Any] = {
        "number": number,
        "name": line.name,
        "estimate": round(line.estimate, DIGITS),
        "colour": colour,
        "shape": shape,
        "is_filled": line.mark != "small",
        "text": f"{line.estimate:.{measure.digits}f}",
    }
    if line.interval:
        low, high = line.interval
        row |= {"low": round(low, DIGITS), "high": round(high, DIGITS)}
        row["text"] += f"  [{low:.{measure.digits}f}, {high:.{measure.digits}f}]"
    if line.band:
        row |= {"band_low": round(line.band[0], DIGITS), "band_high": round(line.band[1], DIGITS)}
    return row


def name_axis(count: int, size: float, longest: int) -> dict[str, Any]:
    """The names of the lines down the left side, from the parameter ``names``; so long at most."""
    return {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": list(range(count)),
        "axis": {
            "labelExpr": "names[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": longest,
            "ticks": False,
            "domain": False,
            "grid": True,
        },
    }


def _with_x(layer: dict[str, Any], measure: Measure, width: int) -> dict[str, Any]:
    """Every layer on the same scale."""
    field = layer.pop("field")
    x = {
        **field,
        "type": "quantitative",
        "title": measure.title,
        "scale": {"domain": [measure.low, measure.high], "nice": False, "zero": False},
        "axis": {
            "tickCount": 6 if width == _WIDE else 4,
            "tickMinStep": 10.0**-measure.digits,
            "grid": False,
        },
    }
    return {**layer, "encoding": {"x": x, **layer.get("encoding", {})}}


def _band() -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.band_low)"}],
        "field": {"field": "band_low"},
        "mark": {"type": "rule", "strokeWidth": 11, "color": theme.LINE, "opacity": 0.75},
        "encoding": {"x2": {"field": "band_high"}},
    }


def _interval() -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.low)"}],
        "field": {"field": "low"},
        "mark": {"type": "rule", "strokeWidth": 1.5},
        "encoding": {"x2": {"field": "high"}, "color": _colour()},
    }


def _points(*, is_filled: bool) -> dict[str, Any]:
    own = {"filled": True} if is_filled else {"filled": False, "fill": theme.WHITE}
    return {
        "transform": [{"filter": f"datum.is_filled === {str(is_filled).lower()}"}],
        "field": {"field": "estimate"},
        "mark": {"type": "point", "size": theme.MARKER_AREA, "opacity": 1, **own},
        "encoding": {
            "color": _colour(),
            "shape": {"field": "shape", "type": "nominal", "scale": None, "legend": None},
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": "text", "type": "nominal", "title": "  "},
            ],
        },
    }


def _across(value: float) -> dict[str, Any]:
    return {
        "field": {"datum": round(value, DIGITS)},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG},
        "encoding": {"y": None},
    }


def _colour() -> dict[str, Any]:
    return {"field": "colour", "type": "nominal", "scale": None, "legend": None}
