"""The charts of the contrast: penalties and rewards, and asymmetry against performance."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from clientlens.drawing.bars import Line, Side, bar_specs
from clientlens.plugin_api import Axis, Chart, Messages, Result, class_chart
from clientlens_kano.classes import CLASSES, classes_of
from clientlens_kano.model import KanoOptions


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Both charts, of everybody."""
    if result.estimates.ranked("asymmetry"):
        yield _effects(result, words)
        yield _asymmetry(result, words)


def _effects(result: Result, words: Messages) -> Chart:
    """Penalties to the left, rewards to the right, the widest range on top."""
    lines = [
        Line(result.name_of(code, words.language), tuple(_sides(result, code, words)))
        for code in result.estimates.ranked("impact_range", is_falling=True)
    ]
    specs = bar_specs(lines, words("kano-effect"))
    return Chart.said("kano-chart-effects", specs, words, count=len(lines))


def _sides(result: Result, code: str, words: Messages) -> Iterator[Side]:
    for name, style in (("penalty", "concentrate"), ("reward", "keep_up")):
        own = result.estimates.number(name, indicator=code)
        if own is not None:
            text = f"{words(f'quantity-{name}')} {own.text()}"
            yield Side(*own.parts, style, text)


def _asymmetry(result: Result, words: Messages) -> Chart:
    options: KanoOptions = result.options  # type: ignore[assignment]
    near, far = options.hybrid_within, options.extreme_beyond
    cuts = pairwise([-inf, -far, -near, near, far, inf])
    bands = ({"bottom": low, "top": high} for low, high in cuts)
    across, up = (
        Axis(words(f"kano-axis-{name}"), result.estimates.ranked(name))
        for name in ("performance", "asymmetry")
    )
    return class_chart(
        "kano-chart-asymmetry",
        classes_of(result).query("group == 'all'"),
        (across, up),
        dict(zip(CLASSES, bands, strict=True)),
        result,
        words,
    )
