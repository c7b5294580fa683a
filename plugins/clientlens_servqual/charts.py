"""The charts of the gap model, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_servqual.everybody import EVERYBODY, summary_of
from clientlens_servqual.layout import layout_of
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.radar import Spoke, radar_specs
from clientlens_servqual.role_charts import role_charts
from clientlens_servqual.tables import is_importance_gap
from clientlens_servqual.values import has_zone
from clientlens_servqual.verdicts import sign_of, verdicts_of
from clientlens_servqual.zone import ZoneBar, zone_specs

if TYPE_CHECKING:
    import xarray as xr

_SHORTEST = 0.1
"""Length of an axis, in scale points, where all gaps are nearly alike."""


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Gaps by dimension and by indicator, expectation against perception, the zone, the chain."""
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
    yield from role_charts(result, words, kind)


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"


def _bounds(summary: xr.Dataset) -> tuple[float, float, float]:
    return float(summary["estimate"]), float(summary["ci_low"]), float(summary["ci_high"])


def _gaps(result: Result, words: Messages, kind: str, of: str) -> Iterator[Chart]:
    """The gaps with their intervals, the widest shortfall on top; 0 is what was expected."""
    name, dim = (
        ("dimension_gap", "quality_dimension") if of == "dimensions" else ("gap", "indicator")
    )
    summary = summary_of(result, name)
    known = summary["estimate"].to_series().dropna()
    order = (sign_of(result) * known).sort_values(kind="stable").index
    short = _short_dimensions(result, summary) if of == "dimensions" else _short_items(result)
    dots = [_dot(result, words, summary.sel({dim: code}), str(code), short) for code in order]
    if not dots:
        return
    wide, narrow = dot_specs(dots, _axis(dots, words(f"servqual-axis-{_way(result)}-{kind}")))
    yield Chart(
        name=f"gaps-{of}",
        title=words(f"servqual-chart-gaps-{of}-{kind}"),
        description=words(f"servqual-chart-gaps-{of}-describes", count=len(dots)),
        wide=wide,
        narrow=narrow,
        note=words(f"servqual-chart-gaps-{of}-note-{_way(result)}-{kind}"),
    )


def _way(result: Result) -> str:
    """Which side of 0 is a shortfall."""
    return "negative" if sign_of(result) > 0 else "positive"


def _short_items(result: Result) -> frozenset[str]:
    """Indicators that clearly fall short."""
    verdicts = verdicts_of(result, EVERYBODY)
    return frozenset(v.indicator for v in verdicts if v.is_clear and v.gap < 0)


def _short_dimensions(result: Result, summary: xr.Dataset) -> frozenset[str]:
    """Dimensions whose whole interval falls short."""
    nearest = summary["ci_high"] if sign_of(result) > 0 else -summary["ci_low"]
    ends = nearest.to_series()
    return frozenset(map(str, ends[ends < 0].index))


def _axis(dots: Sequence[Dot], title: str) -> DotAxis:
    """From the lowest to the highest end and 0, to the next tenth."""
    ends = [0.0, *(end for d in dots for end in (d.low, d.high, d.estimate) if end is not None)]
    low, high = float(np.floor(10 * min(ends)) / 10), float(np.ceil(10 * max(ends)) / 10)
    return DotAxis(title, low, max(high, low + _SHORTEST), 2, threshold=0.0)


def _dot(
    result: Result, words: Messages, summary: xr.Dataset, code: str, short: frozenset[str]
) -> Dot:
    estimate, low, high = _bounds(summary)
    is_known = not isnan(low)
    return Dot(
        result.name_of(code, _language(words)),
        estimate,
        low if is_known else None,
        high if is_known else None,
        is_marked=code in short,
    )


def _radar(result: Result, words: Messages, kind: str) -> Iterator[Chart]:
    """Expectation and perception of the dimensions around a wheel; three at least."""
    options: ServqualOptions = result.options  # type: ignore[assignment]
    perceived, expected = (
        summary_of(result, f"dimension_{n}") for n in ("perception", "expectation")
    )
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
    titles = (words(f"servqual-level-{kind}"), words("servqual-level-perception"))
    wide, narrow = radar_specs(spokes, scale.points, titles)
    yield Chart(
        name="radar",
        title=words(f"servqual-chart-radar-{kind}"),
        description=words("servqual-chart-radar-describes", count=len(spokes)),
        wide=wide,
        narrow=narrow,
        note=words(f"servqual-chart-radar-note-{kind}"),
    )


def _zone(result: Result, words: Messages) -> Iterator[Chart]:
    """Where perception lies between the acceptable and the desired level, by indicator."""
    adequacy, superiority = (summary_of(result, name) for name in ("adequacy", "superiority"))
    bars = []
    for code in result.hierarchy.indicators:
        low, high = (float(s.sel(indicator=code)["estimate"]) for s in (adequacy, superiority))
        if not isnan(low + high):
            bars.append(ZoneBar(result.name_of(code, _language(words)), -low, -high))
    if not bars:
        return
    wide, narrow = zone_specs(bars, words("servqual-zone-axis"))
    yield Chart(
        name="zone",
        title=words("servqual-chart-zone"),
        description=words("servqual-chart-zone-describes", count=len(bars)),
        wide=wide,
        narrow=narrow,
        note=words("servqual-chart-zone-note"),
    )
