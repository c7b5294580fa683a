"""The dot chart: estimates one below the other, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.rows import NARROW, Rows

DIGITS = 4
"""Numbers in a chart are rounded, so that the same answers give the same bytes."""

_WIDE = 560
_STEP = 22


@dataclass(frozen=True, slots=True)
class Dot:
    """One line of the chart; ``low`` and ``high`` are None without an interval.

    ``heading`` gathers lines under one name; ``is_marked`` draws the dot in the strong colour.
    """

    name: str
    estimate: float
    low: float | None
    high: float | None
    heading: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class DotAxis:
    """What is measured: its title, its ends, and a threshold that is drawn where there is one."""

    title: str
    low: float
    high: float
    digits: int
    threshold: float | None = None


def axis_around(
    dots: Sequence[Dot], title: str, digits: int = 2, threshold: float | None = None
) -> DotAxis:
    """An axis with every dot, its interval and the threshold on it."""
    shown = [e for dot in dots for e in (dot.estimate, dot.low, dot.high) if e is not None]
    return DotAxis(
        title, *ends(shown if threshold is None else [threshold, *shown]), digits, threshold
    )


def ends(values: Sequence[float], *, room: float = 0.12, least: float = 0.1) -> tuple[float, float]:
    """Ends of an axis that shows all values, with some room around them.

    Examples
    --------
    >>> ends([1.0, 2.0], room=0.1)
    (0.9, 2.1)
    """
    low, high = min(values), max(values)
    extent = max(high - low, least)
    half = extent * (0.5 + room)
    middle = (low + high) / 2
    return round(middle - half, DIGITS), round(middle + half, DIGITS)


def dot_specs(dots: Sequence[Dot], axis: DotAxis) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone."""
    return _spec(dots, axis, _WIDE), _spec(dots, axis, NARROW)


def _spec(dots: Sequence[Dot], axis: DotAxis, width: int) -> dict[str, Any]:
    values = [_row(number, dot, axis) for number, dot in enumerate(dots)]
    layers = [_interval(), _points()]
    if axis.threshold is not None:
        layers.insert(0, _threshold(axis.threshold))
    rows = Rows([value["name"] for value in values], _STEP, is_narrow=width == NARROW)
    return rows.spec(values, width, [_with_x(layer, axis) for layer in layers])


def _row(number: int, dot: Dot, axis: DotAxis) -> dict[str, Any]:
    name = f"{dot.heading} · {dot.name}" if dot.heading else dot.name
    row: dict[str, Any] = {
        "number": number,
        "name": name,
        "estimate": round(dot.estimate, DIGITS),
        "colour": theme.CLASS_STYLES["concentrate" if dot.is_marked else "keep_up"].colour,
        "text": f"{dot.estimate:.{axis.digits}f}",
    }
    if dot.low is None or dot.high is None:
        return row
    ends = {"low": round(dot.low, DIGITS), "high": round(dot.high, DIGITS)}
    text = f"{row['text']}  [{dot.low:.{axis.digits}f}, {dot.high:.{axis.digits}f}]"
    return {**row, **ends, "text": text}


def _with_x(layer: dict[str, Any], axis: DotAxis) -> dict[str, Any]:
    """Every layer on the same scale."""
    field = layer.pop("field")
    x = {
        **field,
        "type": "quantitative",
        "title": axis.title,
        "scale": {"domain": [axis.low, axis.high], "nice": False, "zero": False, "clamp": True},
        "axis": {"tickCount": 6, "grid": False},
    }
    return {**layer, "encoding": {"x": x, **layer.get("encoding", {})}}


def _interval() -> dict[str, Any]:
    return {
        "field": {"field": "low"},
        "mark": {"type": "rule", "strokeWidth": 1.5},
        "encoding": {"x2": {"field": "high"}, "color": _colour()},
    }


def _points() -> dict[str, Any]:
    return {
        "field": {"field": "estimate"},
        "mark": {"type": "point", "size": theme.MARKER_AREA, "filled": True, "opacity": 1},
        "encoding": {
            "color": _colour(),
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": "text", "type": "nominal", "title": "  "},
            ],
        },
    }


def _threshold(value: float) -> dict[str, Any]:
    return {
        "field": {"datum": value},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG},
        "encoding": {"y": None},
    }


def _colour() -> dict[str, Any]:
    return {"field": "colour", "type": "nominal", "scale": None, "legend": None}
