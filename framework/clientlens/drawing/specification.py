"""The specification curve: estimates in order, and below each the options that lead to it [1]_.

References
----------
.. [1] Simonsohn, Simmons & Nelson (2020), Specification curve analysis, Nature Human Behaviour
       4, 1208-1214.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

DIGITS = 4
"""Numbers in a chart are rounded, so that the same answers give the same bytes."""

_WIDE, _NARROW = 760, 190
_CURVE_HEIGHT = 210
_STEP = 17
_MOST_GAPS = 60
"""More columns than that leave no room between them."""


@dataclass(frozen=True, slots=True)
class Specification:
    """One estimate; ``low`` and ``high`` are None without an interval.

    ``options`` are the positions of its options among the rows below the curve; ``name`` and
    ``text`` are what a pointer reads.
    """

    name: str
    text: str
    estimate: float
    low: float | None
    high: float | None
    options: tuple[int, ...]
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One row below the curve: an option, and the choice that it belongs to."""

    choice: str
    name: str


@dataclass(frozen=True, slots=True)
class CurveTitles:
    """What is measured, and what the columns are."""

    estimate: str
    universes: str


def curve_specs(
    specifications: Sequence[Specification], options: Sequence[Option], titles: CurveTitles
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone."""
    ordered = sorted(specifications, key=lambda one: one.estimate)
    return (
        _spec(ordered, options, titles, _WIDE, theme.FONT_SIZE_SMALL),
        _spec(ordered, options, titles, _NARROW, theme.FONT_SIZE_SMALL - 1.5),
    )


def _spec(
    ordered: Sequence[Specification],
    options: Sequence[Option],
    titles: CurveTitles,
    width: int,
    size: float,
) -> dict[str, Any]:
    labels = [_label(options, i, is_narrow=width == _NARROW) for i in range(len(options))]
    scale = {"domain": [-0.5, len(ordered) - 0.5], "nice": False, "zero": False}
    x = {"field": "rank", "type": "quantitative", "scale": scale, "axis": None}
    return {
        "params": [{"name": "labels", "value": labels}],
        "vconcat": [
            _curve(ordered, titles, x, width),
            _dots(ordered, options, titles, x, width, size),
        ],
        "spacing": 10,
        "config": theme.config(),
    }


def _label(options: Sequence[Option], number: int, *, is_narrow: bool) -> str:
    """An option; the first of a choice names it."""
    own = options[number]
    if is_narrow:
        return own.name
    is_first = number == 0 or options[number - 1].choice != own.choice
    return f"{own.choice} · {own.name}" if is_first else own.name


def _curve(
    ordered: Sequence[Specification], titles: CurveTitles, x: dict[str, Any], width: int
) -> dict[str, Any]:
    rows = [_row(rank, one) for rank, one in enumerate(ordered)]
    ends = [end for one in ordered for end in (one.low, one.high, one.estimate) if end is not None]
    margin = (max(ends) - min(ends)) * 0.06 or 0.5
    domain = [round(min(ends) - margin, DIGITS), round(max(ends) + margin, DIGITS)]
    y = {
        "type": "quantitative",
        "title": titles.estimate,
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": {"tickCount": 5},
    }
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    base = [row for row in rows if row["is_base"]]
    thick = 1.6 if len(ordered) <= _MOST_GAPS else 0.8
    return {
        "width": width,
        "height": _CURVE_HEIGHT,
        "data": {"values": rows},
        "layer": [
            {
                "data": {"values": base},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": theme.LINE_STRONG},
                "encoding": {"y": {**y, "field": "estimate"}},
            },
            {
                "mark": {"type": "rule", "strokeWidth": thick},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "low"},
                    "y2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "estimate"},
                    "color": colour,
                    "size": {"field": "size", "type": "quantitative", "scale": None},
                    "tooltip": [
                        {"field": "name", "type": "nominal", "title": " "},
                        {"field": "text", "type": "nominal", "title": "  "},
                    ],
                },
            },
        ],
    }


def _row(rank: int, one: Specification) -> dict[str, Any]:
    row: dict[str, Any] = {
        "rank": rank,
        "name": one.name,
        "text": one.text,
        "estimate": round(one.estimate, DIGITS),
        "is_base": one.is_base,
        "colour": _colour(one),
        "size": theme.MARKER_AREA if one.is_base else theme.MARKER_AREA * 0.5,
    }
    if one.low is None or one.high is None:
        return row
    return row | {"low": round(one.low, DIGITS), "high": round(one.high, DIGITS)}


def _colour(one: Specification) -> str:
    return theme.CLASS_STYLES["concentrate" if one.is_base else "keep_up"].colour


def _dots(
    ordered: Sequence[Specification],
    options: Sequence[Option],
    titles: CurveTitles,
    x: dict[str, Any],
    width: int,
    size: float,
) -> dict[str, Any]:
    """Which options lead to each estimate; a line parts the choices."""
    rows = [
        {"rank": rank, "option": option, "colour": _colour(one), "name": one.name}
        for rank, one in enumerate(ordered)
        for option in one.options
    ]
    parts = [
        number - 0.5
        for number in range(1, len(options))
        if options[number].choice != options[number - 1].choice
    ]
    y = {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [len(options) - 0.5, -0.5], "nice": False, "zero": False},
        "axis": {
            "values": list(range(len(options))),
            "labelExpr": "labels[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": 300 if width == _WIDE else 110,
            "ticks": False,
            "domain": False,
            "grid": False,
        },
    }
    is_dense = len(ordered) > _MOST_GAPS
    step = width / len(ordered)
    return {
        "width": width,
        "height": _STEP * len(options),
        "layer": [
            {
                "data": {"values": [{"part": part} for part in parts]},
                "mark": {"type": "rule", "color": theme.LINE},
                "encoding": {"y": {**y, "field": "part"}},
            },
            {
                "data": {"values": rows},
                "mark": {
                    "type": "rect" if is_dense else "point",
                    "filled": True,
                    "opacity": 1,
                    "size": 36,
                    "width": max(step, 0.8),
                    "height": _STEP * 0.6,
                },
                "encoding": {
                    "x": {
                        **x,
                        "axis": {
                            "title": titles.universes,
                            "labels": False,
                            "ticks": False,
                            "grid": False,
                        },
                    },
                    "y": {**y, "field": "option"},
                    "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
                    "tooltip": [{"field": "name", "type": "nominal", "title": " "}],
                },
            },
        ],
    }
