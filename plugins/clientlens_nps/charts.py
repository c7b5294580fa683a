"""The charts of the score: who recommends, group by group, and how every rating falls."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.drawing.diverging import Bar, diverging_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_nps.model import SHARES, PromoterOptions


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Both charts, as far as there is what they show."""
    parts = [words(f"nps-{name}") for name in SHARES]
    for name, bars, of in (
        ("recommendation", list(_groups(result, words)), parts),
        ("answers", list(_indicators(result, words)), _points(result)),
    ):
        if bars:
            specs = diverging_specs(bars, of, words("nps-share"))
            yield Chart.said(f"nps-chart-{name}", specs, words, count=len(bars))


def _groups(result: Result, words: Messages) -> Iterator[Bar]:
    """Shares of every group that has them, and behind them its score."""
    for code in result.estimates.groups:
        score = result.estimates.number("net_promoter_score", code)
        if score is not None:
            shares = tuple(float(result.estimates.answered(n).sel(group=code)) for n in SHARES)
            name = words("group-all") if code == "all" else result.name_of(code, words.language)
            yield Bar(name, shares, score.text("+.1f"), _signed(score.value, "+.0f"))


def _indicators(result: Result, words: Messages) -> Iterator[Bar]:
    """How every indicator's ratings fall, the best on top."""
    for code, net in result.estimates.ranked("net_box", is_falling=True).items():
        shares = result.estimates.counts["distribution"].sel(group="all", indicator=code)
        name = result.name_of(code, words.language)
        yield Bar(name, tuple(shares.values.tolist()), _signed(net, "+.1f"), _signed(net, "+.0f"))


def _signed(value: float, form: str) -> str:
    return f"{value:{form}}".replace("-", "\N{MINUS SIGN}")


def _points(result: Result) -> list[str]:
    """Scale points of the facet, with their labels where the study has some."""
    options: PromoterOptions = result.options  # type: ignore[assignment]
    if options.facet is None:
        return []
    scale = result.study.scales[result.study.facets[options.facet].scale]
    labels = {point: label for label, point in reversed(scale.labels.items())}
    return [f"{point} {labels.get(point, '')}".strip() for point in scale.categories]
