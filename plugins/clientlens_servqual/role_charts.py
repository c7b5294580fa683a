"""The charts of the gaps between roles, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.plugin_api import Chart, Messages, Result
from clientlens_servqual.chain import NUMBERS, SERVICE
from clientlens_servqual.chain_chart import LEVELS, Box, Gap, State, chain_spec
from clientlens_servqual.everybody import summary_of
from clientlens_servqual.role_findings import direction_of
from clientlens_servqual.role_gaps import quantity
from clientlens_servqual.role_tables import links_of
from clientlens_servqual.verdicts import sign_of

if TYPE_CHECKING:
    import xarray as xr

_SHORTEST = 0.1


def role_charts(result: Result, words: Messages, kind: str) -> Iterator[Chart]:
    """The chain of gaps 1 to 7; none where only clients were asked.

    ``kind`` is ``importance`` where that stands in for expectation.
    """
    found = {code: summary_of(result, quantity(code, "gap")) for code in links_of(result)}
    known = {code: gap for code, gap in found.items() if not isnan(float(gap["estimate"]))}
    if not set(known) - {SERVICE}:
        return
    gaps = [_gap(result, words, code, known.get(code)) for code in NUMBERS]
    boxes = [_box(result, words, code, kind) for code in LEVELS]
    narrow = _dots(result, words, known)
    yield Chart(
        name="chain",
        title=words("servqual-chart-chain"),
        description=words("servqual-chart-chain-describes", count=len(set(known) & set(NUMBERS))),
        wide=chain_spec(boxes, gaps),
        narrow=narrow,
        note=words(f"servqual-chart-chain-note-{_way(result, known)}"),
    )


def _way(result: Result, known: Mapping[str, xr.Dataset]) -> str:
    """Which note the picture needs: the side of a shortfall, or that nothing is sure."""
    if all(isnan(float(gap["ci_low"])) for gap in known.values()):
        return "plain"
    return "negative" if sign_of(result) > 0 else "positive"


def _gap(result: Result, words: Messages, code: str, gap: xr.Dataset | None) -> Gap:
    name = words("servqual-gap-number", number=NUMBERS[code])
    if gap is None:
        return Gap(code, name, "", words("servqual-not-measured"), "missing")
    value, low, high = (float(gap[part]) for part in ("estimate", "ci_low", "ci_high"))
    interval = "" if isnan(low) else f"[{_signed(low)}, {_signed(high)}]"
    return Gap(code, name, _signed(value), interval, _state(result, code, gap))


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def _state(result: Result, code: str, gap: xr.Dataset) -> State:
    """What the sample is sure of; without intervals nothing."""
    return "near" if isnan(float(gap["ci_low"])) else direction_of(result, code, gap)


def _box(result: Result, words: Messages, code: str, kind: str) -> Box:
    """A rating with its mean, if all of its gaps rest on the same indicators and agree on it."""
    known = links_of(result)
    levels = [
        float(summary_of(result, quantity(gap, end))["estimate"])
        for gap, end in LEVELS[code]
        if gap in known
    ]
    told = {f"{level:.2f}" for level in levels if not isnan(level)}
    level = told.pop() if len(told) == 1 else "" if not told else words("servqual-box-varies")
    return Box(code, words(f"servqual-box-{code}-{kind}"), level)


def _dots(result: Result, words: Messages, known: dict[str, xr.Dataset]) -> dict[str, object]:
    """The gaps one below the other, in the order of the model."""
    language: Literal["zh", "en"] = "en" if words.language == "en" else "zh"
    dots = []
    for code, gap in known.items():
        value, low, high = (float(gap[part]) for part in ("estimate", "ci_low", "ci_high"))
        has_ends = not isnan(low)
        dots.append(
            Dot(
                result.name_of(code, language),
                value,
                low if has_ends else None,
                high if has_ends else None,
                is_marked=_state(result, code, gap) == "below",
            )
        )
    ends = [0.0, *(end for d in dots for end in (d.low, d.high, d.estimate) if end is not None)]
    low, high = float(np.floor(10 * min(ends)) / 10), float(np.ceil(10 * max(ends)) / 10)
    axis = DotAxis(words("servqual-chain-axis"), low, max(high, low + _SHORTEST), 2, threshold=0.0)
    return dot_specs(dots, axis)[1]
