"""The bars of shares: one bar a line, parted into classes, with a word at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme

_WIDE, _NARROW = 560, 130
_STEP = 22
_LABELLED = 0.12
"""A part so large at least has its percentage written in it."""
_BEHIND = 10
_OTHER = ("#14627f", "#c9a227", "#7b5aa6", "#4f8f5b", "#b2536b", "#5f6b7a")
"""Classes of a plugin's own, in its order."""
_LIGHT_TEXT_ON = frozenset({"concentrate", "keep_up", "boundary"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: its name, class → share, the class that it should have, and what follows it."""

    name: str
    shares: Mapping[str, float]
    base: str
    note: str = ""


def bar_specs(
    bars: Sequence[Bar], classes: Mapping[str, str], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The bars for a screen, and for a telephone; `classes` maps codes to names, in order."""
    return (
        _spec(bars, classes, title, _WIDE, theme.FONT_SIZE),
        _spec(bars, classes, title, _NARROW, theme.FONT_SIZE_SMALL - 1),
    )


def colour_of(code: str, classes: Sequence[str]) -> str:
    """The colour of a class: its own, or one by its place among others."""
    if code in theme.CLASS_STYLES:
        return theme.CLASS_STYLES[code].colour
    return _OTHER[list(classes).index(code) % len(_OTHER)]


def _spec(
    bars: Sequence[Bar], classes: Mapping[str, str], title: str, width: int, size: float
) -> dict[str, Any]:
    rows = [row for number, bar in enumerate(bars) for row in _parts(number, bar, classes)]
    names = [bar.name for bar in bars]
    notes = [{"number": i, "note": b.note} for i, b in enumerate(bars) if b.note]
    shown = [code for code in classes if any(bar.shares.get(code) for bar in bars)]
    layers = [_bars(shown, classes, columns=5 if width == _WIDE else 2), _percent(size)]
    if width == _WIDE:
        layers.append(_notes(notes, width, size))
    return {
        "params": [{"name": "names", "value": names}],
        "data": {"values": rows},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": _y(len(bars), size)},
        "layer": [{**layer, "encoding": {"x": _x(title), **layer["encoding"]}} for layer in layers],
        "config": theme.config(),
    }


def _parts(number: int, bar: Bar, classes: Mapping[str, str]) -> list[dict[str, Any]]:
    """The parts of a bar from left to right, the class that it should have first."""
    order = sorted(classes, key=lambda code: code != bar.base)
    rows, start = [], 0.0
    for code in order:
        share = bar.shares.get(code, 0.0)
        if share <= 0:
            continue
        rows.append(
            {
                "number": number,
                "name": bar.name,
                "class": classes[code],
                "start": round(start, 4),
                "end": round(start + share, 4),
                "middle": round(start + share / 2, 4),
                "text": f"{share:.0%}" if share >= _LABELLED else "",
                "told": f"{classes[code]}  {share:.0%}",
                "ink": theme.WHITE if code in _LIGHT_TEXT_ON else theme.TEXT,
            }
        )
        start += share
    return rows


def _x(title: str) -> dict[str, Any]:
    return {
        "field": "start",
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"format": "%", "tickCount": 5, "grid": False},
    }


def _y(count: int, size: float) -> dict[str, Any]:
    return {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": list(range(count)),
        "axis": {
            "labelExpr": "names[datum.value]",
            "labelFontSize": size,
            "labelColor": theme.TEXT,
            "labelLimit": 300,
            "ticks": False,
            "domain": False,
        },
    }


def _bars(shown: Sequence[str], classes: Mapping[str, str], *, columns: int) -> dict[str, Any]:
    return {
        "mark": {"type": "bar", "height": _STEP * 0.72},
        "encoding": {
            "x2": {"field": "end"},
            "color": {
                "field": "class",
                "type": "nominal",
                "title": None,
                "scale": {
                    "domain": [classes[code] for code in shown],
                    "range": [colour_of(code, list(classes)) for code in shown],
                },
                "legend": {"orient": "top", "direction": "horizontal", "columns": columns},
            },
            "tooltip": [
                {"field": "name", "type": "nominal", "title": " "},
                {"field": "told", "type": "nominal", "title": "  "},
            ],
        },
    }


def _percent(size: float) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "fontSize": size - 1.5},
        "encoding": {
            "x": {"field": "middle", "type": "quantitative"},
            "text": {"field": "text", "type": "nominal"},
            "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
        },
    }


def _notes(notes: list[dict[str, Any]], width: int, size: float) -> dict[str, Any]:
    return {
        "data": {"values": notes},
        "mark": {
            "type": "text",
            "align": "left",
            "color": theme.TEXT_QUIET,
            "fontSize": size - 1,
        },
        "encoding": {
            "x": {"value": width + _BEHIND},
            "text": {"field": "note", "type": "nominal"},
        },
    }
