"""The charts of the gap model, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_servqual.layout import layout_of
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.radar import Spoke, radar_specs
from clientlens_servqual.tables import is_importance_gap
from clientlens_servqual.values import has_zone
from clientlens_servqual.zone import ZoneBar, zone_specs

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "all"
_ROOM = 0.1


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Gaps by dimension and by indicator, expectation against perception, the zone."""
    absent = result.estimates.absent
    if "gap" not in result.estimates or (EVERYBODY, "gap") in absent:
        return
    options: ServqualOptions = result.options  # type: ignore[assignment]
    kind = "importance" if is_importance_gap(options) else "expectation"
    yield from _gaps(result, words, kind, "dimensions")
    yield from _gaps(result, words, kind, "items")
    yield from _radar(result, words, kind)
    if has_zone(options):
        yield from _zone(result, words)


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"


def _summary(result: Result, name: str) -> xr.Dataset:
    values = result.estimates[name].sel(group=[EVERYBODY])
    return result.estimates.summary(values).isel(group=0)


def _bounds(summary: xr.Dataset) -> tuple[float, float, float]:
    return float(summary["estimate"]), float(summary["ci_low"]), float(summary["ci_high"])


def _gaps(result: Result, words: Messages, kind: str, of: str) -> Iterator[Chart]:
    """The gaps with their intervals, the widest shortfall on top; 0 is what was expected."""
    name, dim = (
        ("dimension_gap", "quality_dimension") if of == "dimensions" else ("gap", "indicator")
    )
    summary = _summary(result, name)
    known = summary["estimate"].to_series().dropna()
    options: ServqualOptions = result.options  # type: ignore[assignment]
    is_turned = options.sign == "expectation_minus_perception"
    order = known.sort_values(ascending=not is_turned, kind="stable").index
    dots = [_dot(result, words, summary.sel({dim: code}), str(code), is_turned) for code in order]
    if not dots:
        return
    ends = [end for d in dots for end in (d.low, d.high, d.estimate) if end is not None]
    axis = DotAxis(
        words(f"servqual-axis-{kind}"),
        float(np.floor(10 * min(0.0, *ends)) / 10),
        float(np.ceil(10 * max(0.0, *ends)) / 10),
        2,
        threshold=0.0,
    )
    wide, narrow = dot_specs(dots, axis)
    yield Chart(
        name=f"gaps-{of}",
        title=words(f"servqual-chart-gaps-{of}-{kind}"),
        description=words(f"servqual-chart-gaps-{of}-describes", count=str(len(dots))),
        wide=wide,
        narrow=narrow,
        note=words(f"servqual-chart-gaps-note-{options.sign.replace('_', '-')}-{kind}"),
    )


def _dot(
    result: Result, words: Messages, summary: xr.Dataset, code: str, is_turned: bool  # noqa: FBT001
) -> Dot:
    estimate, low, high = _bounds(summary)
    is_known = not isnan(low)
    falls_short = (low > 0 if is_turned else high < 0) if is_known else estimate < 0
    name = result.name_of(code, _language(words))
    return Dot(
        name,
        estimate,
        low if is_known else None,
        high if is_known else None,
        is_marked=bool(falls_short),
    )


def _radar(result: Result, words: Messages, kind: str) -> Iterator[Chart]:
    """Expectation and perception of the dimensions around a wheel; three at least."""
    options: ServqualOptions = result.options  # type: ignore[assignment]
    perceived, expected = (_summary(result, f"dimension_{n}") for n in ("perception", "expectation"))
    spokes = [
        Spoke(
            result.name_of(code, _language(words)),
            float(expected.sel(quality_dimension=code)["estimate"]),
            float(perceived.sel(quality_dimension=code)["estimate"]),
        )
        for code in layout_of(result.study, options).dimensions
    ]
    spokes = [spoke for spoke in spokes if not isnan(spoke.outer + spoke.inner)]
    if len(spokes) < 3:  # noqa: PLR2004  two make a line
        return
    scale = result.study.scales[result.study.facets[options.perception].scale]
    titles = (words(f"servqual-{kind}"), words("servqual-perception"))
    wide, narrow = radar_specs(spokes, scale.points, titles)
    yield Chart(
        name="radar",
        title=words(f"servqual-chart-radar-{kind}"),
        description=words("servqual-chart-radar-describes", count=str(len(spokes))),
        wide=wide,
        narrow=narrow,
        note=words(f"servqual-chart-radar-note-{kind}"),
    )


def _zone(result: Result, words: Messages) -> Iterator[Chart]:
    """Where perception lies between the acceptable and the desired level, by indicator."""
    adequacy, superiority = (_summary(result, name) for name in ("adequacy", "superiority"))
    bars = []
    for code in result.hierarchy.indicators:
        low, high = (
            float(s.sel(indicator=code)["estimate"]) for s in (adequacy, superiority)
        )
        if not isnan(low + high):
            bars.append(ZoneBar(result.name_of(code, _language(words)), -low, -high))
    if not bars:
        return
    titles = tuple(words(f"servqual-zone-{part}") for part in ("acceptable", "desired", "perceived"))
    wide, narrow = zone_specs(bars, words("servqual-zone-axis"), titles)
    yield Chart(
        name="zone",
        title=words("servqual-chart-zone"),
        description=words("servqual-chart-zone-describes", count=str(len(bars))),
        wide=wide,
        narrow=narrow,
        note=words("servqual-chart-zone-note"),
    )
