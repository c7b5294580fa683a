"""The charts of the comparison: differences with their intervals, and what they are set against."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Literal

from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.drawing.scatter import Area, Plane, Spot, ends, scatter_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_ipca.classes import AXES, LOOKS
from clientlens_ipca.model import CompetitorOptions
from clientlens_ipca.present import classes_of, height_of


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Both charts, of everybody."""
    if "difference" in result.estimates and ("all", "difference") not in result.estimates.absent:
        yield from _matrix(result, words)
        yield from _differences(result, words)


def _name(result: Result, code: str, words: Messages) -> str:
    language: Literal["zh", "en"] = "en" if words.language == "en" else "zh"
    return result.hierarchy.name(code, language)


def _matrix(result: Result, words: Messages) -> Iterator[Chart]:
    options: CompetitorOptions = result.options  # type: ignore[assignment]
    names = AXES[options.axis]
    difference = result.estimates.answered("difference").sel(group="all")
    height = result.estimates.answered(height_of(result)).sel(group="all")
    spots = []
    for row in classes_of(result).query("group == 'all'").to_dict("records"):
        code, own = str(row["indicator"]), str(row["class"])
        share = f" {row['certainty']:.0%}" if "certainty" in row else ""
        x, y = (float(values.sel(indicator=code)) for values in (difference, height))
        text = words(f"class-{own}") + share
        name = _name(result, code, words)
        spots.append(Spot(name, x, y, LOOKS[own], text, bool(row["near_line"])))
    if not spots:
        return
    below, above = {"top": 0.0}, {"bottom": 0.0}
    behind, ahead = {"right": 0.0}, {"left": 0.0}
    corners = ({**below, **behind}, {**below, **ahead}, {**above, **behind}, {**above, **ahead})
    areas = [
        Area(words(f"class-{name}"), LOOKS[name], **corner)
        for name, corner in zip(names, corners, strict=False)
    ]
    across, up = (ends([0.0, *found]) for found in ([s.x for s in spots], [s.y for s in spots]))
    plane = Plane(words("ipca-difference"), words(f"ipca-axis-{options.axis}"), across, up)
    wide, narrow = scatter_specs(spots, areas, plane)
    yield _chart("matrix", wide, narrow, len(spots), words)


def _differences(result: Result, words: Messages) -> Iterator[Chart]:
    """Differences with their intervals, the worst on top."""
    summary = result.estimates.summary("difference", "all")
    order = summary["estimate"].to_series().dropna().sort_values(kind="stable")
    dots = []
    for code, value in order.items():
        low, high = (float(summary[part].sel(indicator=code)) for part in ("ci_low", "ci_high"))
        name = _name(result, str(code), words)
        dots.append(
            Dot(name, value, None, None)
            if isnan(low)
            else Dot(name, value, low, high, is_marked=high < 0)
        )
    if not dots:
        return
    reached = [e for dot in dots for e in (dot.estimate, dot.low, dot.high) if e is not None]
    axis = DotAxis(words("ipca-difference"), *ends([0.0, *reached]), 2, threshold=0.0)
    wide, narrow = dot_specs(dots, axis)
    yield _chart("differences", wide, narrow, len(dots), words)


def _chart(
    name: str, wide: dict[str, object], narrow: dict[str, object], count: int, words: Messages
) -> Chart:
    title, note = words(f"ipca-chart-{name}"), words(f"ipca-chart-{name}-note")
    describes = words(f"ipca-chart-{name}-describes", count=count)
    return Chart(name, title, describes, wide, narrow, note=note)
