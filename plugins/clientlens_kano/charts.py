"""The charts of the contrast: penalties and rewards, and asymmetry against performance."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS
from clientlens.drawing.scatter import Area, Plane, Spot, ends, scatter_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_kano.contrast import CLASSES, LOOKS
from clientlens_kano.model import KanoOptions
from clientlens_kano.present import classes_of

Row = Mapping[Hashable, Any]
Spec = dict[str, Any]
_WIDE, _NARROW = 520, 150
_STEP = 26
_ROOM = 0.15


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Both charts, of everybody."""
    if "asymmetry" not in result.estimates:
        return
    rows = classes_of(result).query("group == 'all'").to_dict("records")
    if rows:
        yield _bars(result, rows, words)
        yield _grid(result, rows, words)


def _name(result: Result, code: str, words: Messages) -> str:
    language: Literal["zh", "en"] = "en" if words.language == "en" else "zh"
    return result.hierarchy.name(code, language)


def _of(result: Result, name: str, code: str) -> dict[str, float]:
    """The summary of one indicator."""
    found = result.estimates.summary(name, "all").sel(indicator=code)
    return {str(part): float(value) for part, value in found.data_vars.items()}


def _grid(result: Result, rows: Sequence[Row], words: Messages) -> Chart:
    options: KanoOptions = result.options  # type: ignore[assignment]
    spots = []
    for row in rows:
        code, own = str(row["indicator"]), str(row["class"])
        x, y = (_of(result, name, code)["estimate"] for name in ("performance", "asymmetry"))
        share = f" {row['certainty']:.0%}" if "certainty" in row else ""
        text = words(f"class-{own}") + share
        name = _name(result, code, words)
        spots.append(Spot(name, x, y, LOOKS[own], text, bool(row["near_line"])))
    near, far = options.hybrid_within, options.extreme_beyond
    cuts = [-np.inf, -far, -near, near, far, np.inf]
    areas = [
        Area(words(f"class-{name}"), LOOKS[name], bottom=low, top=high)
        for name, low, high in zip(CLASSES, cuts[:-1], cuts[1:], strict=True)
    ]
    left, right = ends([spot.x for spot in spots])
    x_ends = left, right + _ROOM * (right - left)  # the titles of the areas stand there
    widest = max(abs(spot.y) for spot in spots)
    top = min(max(widest, far) + _ROOM, 1 + _ROOM / 2)
    titles = words("kano-performance-axis"), words("kano-asymmetry")
    specs = scatter_specs(spots, areas, Plane(*titles, x_ends, (-top, top)))
    return _chart("asymmetry", *specs, len(spots), words)


def _chart(name: str, wide: Spec, narrow: Spec, count: int, words: Messages) -> Chart:
    title, note = words(f"kano-chart-{name}"), words(f"kano-chart-{name}-note")
    describes = words(f"kano-chart-{name}-describes", count=count)
    return Chart(name, title, describes, wide, narrow, note=note)


def _bars(result: Result, rows: Sequence[Row], words: Messages) -> Chart:
    """Penalties to the left, rewards to the right, the widest range on top."""
    codes = [str(row["indicator"]) for row in rows]
    codes.sort(key=lambda code: -_of(result, "impact_range", code)["estimate"])
    values = [
        {"number": number, "name": _name(result, code, words), **_bar(result, name, code, words)}
        for number, code in enumerate(codes)
        for name in ("penalty", "reward")
    ]
    sizes = ((_WIDE, theme.FONT_SIZE), (_NARROW, theme.FONT_SIZE_SMALL - 1))
    wide, narrow = (_bar_spec(values, width, size, words) for width, size in sizes)
    return _chart("effects", wide, narrow, len(codes), words)


def _bar(result: Result, name: str, code: str, words: Messages) -> Spec:
    found = _of(result, name, code)
    style = "concentrate" if name == "penalty" else "keep_up"
    text = f"{words(f'quantity-{name}')} {found['estimate']:.2f}"
    bar: Spec = {
        "value": round(found["estimate"], DIGITS),
        "colour": theme.CLASS_STYLES[style].colour,
    }
    if np.isnan(found["ci_low"]):
        return {**bar, "text": text}
    interval = {part: round(found[f"ci_{part}"], DIGITS) for part in ("low", "high")}
    text += f" [{found['ci_low']:.2f}, {found['ci_high']:.2f}]"
    return {**bar, **interval, "text": text}


def _bar_spec(values: list[Spec], width: int, size: float, words: Messages) -> Spec:
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
