"""The chart of strengths and weaknesses: what lifts each unit above the mean, what pulls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.drawing import theme
from clientlens.drawing.fonts import text_width
from clientlens_units.rows import DIGITS, NARROW_NAMES, WIDE_NAMES, name_axis

_WIDE, _NARROW = 300, 165
_STEP = 24
_GAP = 12
_LONGEST = 190
"""So wide at most is a column of words, in pixels."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One unit: the sum of what lifts it and of what pulls it, with the foremost of each."""

    name: str
    lifts: float
    pulls: float
    strength: str
    weakness: str


def strength_specs(
    balances: Sequence[Balance], title: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, with the foremost in words, and for a telephone, without."""
    return _spec(balances, title, is_wide=True), _spec(balances, title, is_wide=False)


def _spec(balances: Sequence[Balance], title: str, *, is_wide: bool) -> dict[str, Any]:
    rows = [_row(number, balance) for number, balance in enumerate(balances)]
    furthest = max(max(b.lifts, -b.pulls) for b in balances) * 1.05 or 1.0
    layers = [_bar("lifts", "keep_up"), _bar("pulls", "concentrate"), _nothing(), _net()]
    size = theme.FONT_SIZE if is_wide else theme.FONT_SIZE_SMALL - 1
    width = _WIDE if is_wide else _NARROW
    if is_wide:
        beside = width + _GAP
        column = max(_width_of(balance.strength) for balance in balances)
        layers += [_words("strength", beside), _words("weakness", beside + column + _GAP)]
    return {
        "params": [{"name": "names", "value": [row["name"] for row in rows]}],
        "data": {"values": rows},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": name_axis(len(rows), size, WIDE_NAMES if is_wide else NARROW_NAMES)},
        "layer": [_with_x(layer, title, furthest, is_wide=is_wide) for layer in layers],
        "config": theme.config(),
    }


def _row(number: int, balance: Balance) -> dict[str, Any]:
    return {
        "number": number,
        "name": balance.name,
        "lifts": round(balance.lifts, DIGITS),
        "pulls": round(balance.pulls, DIGITS),
        "net": round(balance.lifts + balance.pulls, DIGITS),
        "strength": balance.strength,
        "weakness": balance.weakness,
    }


def _with_x(layer: dict[str, Any], title: str, furthest: float, *, is_wide: bool) -> dict[str, Any]:
    field = layer.pop("field", None)
    if field is None:
        return layer
    x = {
        **field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [round(-furthest, DIGITS), round(furthest, DIGITS)], "nice": False},
        "axis": {"tickCount": 6 if is_wide else 4, "grid": False},
    }
    return {**layer, "encoding": {"x": x, **layer.get("encoding", {})}}


def _bar(name: str, style: str) -> dict[str, Any]:
    return {
        "field": {"field": name},
        "mark": {"type": "bar", "height": 11, "color": theme.CLASS_STYLES[style].colour},
        "encoding": {"x2": {"datum": 0}, "tooltip": _tooltip()},
    }


def _nothing() -> dict[str, Any]:
    return {
        "field": {"datum": 0},
        "mark": {"type": "rule", "color": theme.LINE_STRONG},
        "encoding": {"y": None},
    }


def _net() -> dict[str, Any]:
    return {
        "field": {"field": "net"},
        "mark": {
            "type": "point", "shape": "diamond", "size": theme.MARKER_AREA, "filled": True,
            "fill": theme.WHITE, "stroke": theme.TEXT, "strokeWidth": 1.2, "opacity": 1,
        },
        "encoding": {"tooltip": _tooltip()},
    }  # fmt: skip


def _width_of(text: str) -> float:
    """Pixels that a text takes in a column of words."""
    return min(text_width(text, theme.FONT_SIZE_SMALL) + 1, _LONGEST)


def _words(name: str, at: float) -> dict[str, Any]:
    """The foremost strengths in a column right of the picture, and the weaknesses in the next."""
    style = theme.CLASS_STYLES["keep_up" if name == "strength" else "concentrate"]
    return {
        "mark": {
            "type": "text", "align": "left", "fontSize": theme.FONT_SIZE_SMALL,
            "color": style.text, "limit": _LONGEST, "clip": False,
        },
        "encoding": {"x": {"value": round(at)}, "text": {"field": name}},
    }  # fmt: skip


def _tooltip() -> list[dict[str, Any]]:
    return [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "strength", "type": "nominal", "title": "+"},
        {"field": "weakness", "type": "nominal", "title": "\N{MINUS SIGN}"},
        {"field": "net", "type": "quantitative", "title": "=", "format": "+.1f"},
    ]
