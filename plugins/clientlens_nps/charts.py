"""The charts of the score: who recommends, group by group, and how every rating falls."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Literal

from clientlens.drawing.diverging import Bar, diverging_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_nps.model import PromoterOptions

_PARTS = ("detractor_share", "passive_share", "promoter_share")


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Both charts, as far as there is what they show."""
    if "net_promoter_score" in result.estimates:
        groups = [_group(result, code, words) for code in result.estimates.groups]
        parts = [words(f"nps-{name}") for name in _PARTS]
        yield from _chart("recommendation", [b for b in groups if b], parts, words)
    if "net_box" in result.estimates and ("all", "net_box") not in result.estimates.absent:
        yield from _chart("answers", _indicators(result, words), _points(result), words)


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"


def _chart(name: str, bars: list[Bar], parts: list[str], words: Messages) -> Iterator[Chart]:
    if not bars:
        return
    wide, narrow = diverging_specs(bars, parts, words("nps-share"))
    yield Chart(
        name=name,
        title=words(f"nps-chart-{name}"),
        description=words(f"nps-chart-{name}-describes", count=len(bars)),
        wide=wide,
        narrow=narrow,
        note=words(f"nps-chart-{name}-note"),
    )


def _group(result: Result, code: str, words: Messages) -> Bar | None:
    """Shares of a group and behind them its score; None where they are absent."""
    shares = tuple(float(result.estimates.answered(n).sel(group=code)) for n in _PARTS)
    if any(map(isnan, shares)):
        return None
    score = result.estimates.summary("net_promoter_score", code)
    value, low, high = (float(score[part]) for part in ("estimate", "ci_low", "ci_high"))
    interval = "" if isnan(low) else f"  [{low:.1f}, {high:.1f}]"
    name = words("group-all") if code == "all" else result.name_of(code, _language(words))
    return Bar(
        name, shares, *(_signed(text) for text in (f"{value:+.1f}{interval}", f"{value:+.0f}"))
    )


def _signed(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")


def _indicators(result: Result, words: Messages) -> list[Bar]:
    """How every indicator's ratings fall, the best on top."""
    net = result.estimates.answered("net_box").sel(group="all").to_series().dropna()
    shares = result.estimates.counts["distribution"].sel(group="all")
    return [
        Bar(
            result.hierarchy.name(str(code), _language(words)),
            tuple(map(float, shares.sel(indicator=code).to_numpy())),
            _signed(f"{value:+.1f}"),
            _signed(f"{value:+.0f}"),
        )
        for code, value in net.sort_values(ascending=False, kind="stable").items()
    ]


def _points(result: Result) -> list[str]:
    """Scale points of the facet, with their labels where the study has some."""
    options: PromoterOptions = result.options  # type: ignore[assignment]
    scale = result.study.scales[result.study.facets[str(options.facet)].scale]
    labels = {point: label for label, point in reversed(scale.labels.items())}
    return [
        f"{point} {labels[point]}" if point in labels else str(point) for point in scale.categories
    ]
