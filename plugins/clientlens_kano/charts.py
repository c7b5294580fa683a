"""The charts of the contrast: penalties and rewards, and asymmetry against performance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS
from clientlens.drawing.scatter import Area, Plane, Spot, ends, scatter_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_kano.contrast import CLASSES
from clientlens_kano.model import KanoOptions
from clientlens_kano.present import Row, rows_of

if TYPE_CHECKING:
    import xarray as xr

_STYLES = dict(
    zip(CLASSES, ("concentrate", "overkill", "low_priority", "keep_up", "keep_up"), strict=True)
)
_WIDE, _NARROW = 520, 150
_STEP = 26
_ROOM = 0.15


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Both charts, of everybody."""
    if "asymmetry" not in result.estimates:
        return
    rows = [row for row in rows_of(result) if row["group"] == "all"]
    if rows:
        yield _bars(result, rows, words)
        yield _grid(result, rows, words)


def _name(result: Result, row: Row, words: Messages) -> str:
    language: Literal["zh", "en"] = "en" if words.language == "en" else "zh"
    return result.hierarchy.name(str(row["indicator"]), language)


def _of(result: Result, name: str, row: Row) -> xr.Dataset:
    summary = result.estimates.summary(name)
    return summary.sel(group=str(row["group"]), indicator=str(row["indicator"]))


def _grid(result: Result, rows: Sequence[Row], words: Messages) -> Chart:
    options: KanoOptions = result.options  # type: ignore[assignment]
    spots = []
    for row in rows:
        at = {
            name: float(_of(result, name, row)["estimate"]) for name in ("performance", "asymmetry")
        }
        own = str(row["class"])
        share = f" {row[f'p_{own}']:.0%}" if f"p_{own}" in row else ""
        text = words(f"class-{own}") + share
        spots.append(
            Spot(
                _name(result, row, words),
                at["performance"],
                at["asymmetry"],
                _STYLES[own],
                text,
                bool(row["near_line"]),
            )
        )
    near, far = options.hybrid_within, options.extreme_beyond
    cuts = [-np.inf, -far, -near, near, far, np.inf]
    areas = [
        Area(words(f"class-{name}"), _STYLES[name], bottom=low, top=high)
        for name, low, high in zip(CLASSES, cuts[:-1], cuts[1:], strict=True)
    ]
    left, right = ends([spot.x for spot in spots])
    x = left, right + _ROOM * (right - left)  # the titles of the areas stand there
    widest = max(abs(spot.y) for spot in spots)
    y = min(max(widest, options.extreme_beyond) + _ROOM, 1 + _ROOM / 2)
    plane = Plane(words("kano-performance-axis"), words("kano-asymmetry"), x, (-y, y))
    wide, narrow = scatter_specs(spots, areas, plane)
    return Chart(
        name="asymmetry",
        title=words("kano-chart-asymmetry"),
        description=words("kano-chart-asymmetry-describes", count=len(spots)),
        wide=wide,
        narrow=narrow,
        note=words("kano-chart-asymmetry-note"),
    )


def _bars(result: Result, rows: Sequence[Row], words: Messages) -> Chart:
    """Penalties to the left, rewards to the right, the widest range on top."""
    ordered = sorted(rows, key=lambda row: -float(_of(result, "impact_range", row)["estimate"]))
    values = [
        {"number": number, "name": _name(result, row, words), **_bar(result, name, row, words)}
        for number, row in enumerate(ordered)
        for name in ("penalty", "reward")
    ]
    sizes = ((_WIDE, theme.FONT_SIZE), (_NARROW, theme.FONT_SIZE_SMALL - 1))
    wide, narrow = (_bar_spec(values, width, size, words) for width, size in sizes)
    return Chart(
        name="effects",
        title=words("kano-chart-effects"),
        description=words("kano-chart-effects-describes", count=len(rows)),
        wide=wide,
        narrow=narrow,
        note=words("kano-chart-effects-note"),
    )


def _bar(result: Result, name: str, row: Row, words: Messages) -> dict[str, Any]:
    found = {part: float(v) for part, v in _of(result, name, row).data_vars.items()}
    style = "concentrate" if name == "penalty" else "keep_up"
    text = f"{words(f'quantity-{name}')} {found['estimate']:.2f}"
    bar = {
        "value": round(found["estimate"], DIGITS),
        "colour": theme.CLASS_STYLES[style].colour,
    }
    if np.isnan(found["ci_low"]):
        return {**bar, "text": text}
    interval = {part: round(found[f"ci_{part}"], DIGITS) for part in ("low", "high")}
    text += f" [{found['ci_low']:.2f}, {found['ci_high']:.2f}]"
    return {**bar, **interval, "text": text}


def _bar_spec(
    values: list[dict[str, Any]], width: int, size: float, words: Messages
) -> dict[str, Any]:
    names = list(dict.fromkeys(value["name"] for value in values))
    axis = {"labelExpr": "names[datum.value]", "labelFontSize": size, "labelColor": theme.TEXT}
    y = {
        "field": "number",
        "type": "nominal",
        "title": None,
        "sort": list(range(len(values))),
        "axis": {**axis, "labelLimit": 300, "ticks": False, "domain": False},
    }
    x = {"type": "quantitative", "title": words("kano-effect"), "axis": {"tickCount": 5}}
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    tooltip = [{"field": field, "type": "nominal", "title": " "} for field in ("name", "text")]
    bars = {
        "mark": {"type": "bar", "height": _STEP - 10, "opacity": 0.65},
        "encoding": {"x": {**x, "field": "value"}, "color": colour, "tooltip": tooltip},
    }
    intervals = {
        "transform": [{"filter": "isValid(datum.low)"}],
        "mark": {"type": "rule", "strokeWidth": 1.5, "color": theme.TEXT},
        "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
    }
    return {
        "params": [{"name": "names", "value": names}],
        "data": {"values": values},
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": y},
        "layer": [bars, intervals],
        "config": theme.config(),
    }
