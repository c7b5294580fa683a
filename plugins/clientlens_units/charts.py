"""The charts of the comparison of units, in one language; every number is from a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.plugin_api import Chart, Messages, Result
from clientlens.stats.funnel_plot import ACTION_LEVEL, WARNING_LEVEL, Funnel
from clientlens.stats.tiers import Tier
from clientlens_units.findings import SURE
from clientlens_units.frames import frame_of
from clientlens_units.funnel_chart import Funnel as Picture
from clientlens_units.funnel_chart import FunnelLimit, FunnelPoint, funnel_specs
from clientlens_units.options import UnitsOptions
from clientlens_units.rows import Line, Mark, Measure, row_specs
from clientlens_units.standing import tier_name
from clientlens_units.strengths_chart import Balance, strength_specs
from clientlens_units.variance_chart import variance_specs

if TYPE_CHECKING:
    import pandas as pd

_CURVE = 40
"""So many points draw a limit."""

_HALF = 0.5


def charts_of(result: Result, words: Messages) -> Iterator[Chart]:
    """Scores, ranks, the funnel, strengths and weaknesses, and what drives the ranks."""
    league = frame_of(result, "league")
    if league is None:
        return
    yield _scores(result, words, league)
    yield from _ranks(result, words, league)
    yield from _funnel(result, words)
    yield from _strengths(result, words, league)
    yield from _variance(result, words)
    yield from _drivers(result, words)


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"


def _unit(result: Result, words: Messages, unit: object) -> str:
    options: UnitsOptions = result.options  # type: ignore[assignment]
    return result.name_of(f"{options.by}={unit}", _language(words))


def _mark(row: pd.Series) -> Mark:
    """Surely among the best or the worst; else small or plain."""
    if "p_top" in row:
        is_top, is_bottom = row["p_top"] >= SURE, row["p_bottom"] >= SURE
    else:
        tier = row.get("tier")
        is_top, is_bottom = tier == tier_name(Tier.TOP), tier == tier_name(Tier.BOTTOM)
    if is_top:
        return "top"
    return "bottom" if is_bottom else "small" if row["is_small"] else "plain"


def _ends(low: float, high: float) -> tuple[float, float] | None:
    return None if isnan(low) or isnan(high) else (low, high)


def _scores(result: Result, words: Messages, league: pd.DataFrame) -> Chart:
    """Scores with their intervals; in the order of ranks only where ranks may be shown."""
    lines = [
        Line(
            words("units-with-n", name=_unit(result, words, row["unit"]), n=str(row["n"])),
            float(row["score"]),
            _ends(float(row["score_low"]), float(row["score_high"])),
            mark=_mark(row),
        )
        for _, row in league.iterrows()
    ]
    ends = [e for line in lines for e in (line.estimate, *(line.interval or ()))]
    margin = 0.03 * (max(ends) - min(ends)) or 1.0
    centre = float(np.mean([line.estimate for line in lines]))
    measure = Measure(
        words("units-axis-score"), round(min(ends) - margin, 2), round(max(ends) + margin, 2),
        across=centre,
    )  # fmt: skip
    wide, narrow = row_specs(lines, measure)
    return Chart(
        name="scores",
        title=words("units-chart-scores"),
        description=words("units-chart-scores-describes", count=len(lines)),
        wide=wide,
        narrow=narrow,
        note=_note(result, words, "units-chart-scores-note", league),
    )


def _note(result: Result, words: Messages, key: str, league: pd.DataFrame) -> str:
    options: UnitsOptions = result.options  # type: ignore[assignment]
    level = f"{100 * result.study.uncertainty.level:g}%"
    note = words(key, level=level)
    if "tier" in league:
        note += words("units-note-marks")
    if league["is_small"].any():
        note += words("units-note-small", least=str(options.minimum_n))
    return note


def _ranks(result: Result, words: Messages, league: pd.DataFrame) -> Iterator[Chart]:
    """Rank intervals: a line of sampling, a band of sampling and method."""
    if "rank_low" not in league:
        return
    methods = frame_of(result, "methods")
    has_bands = methods is not None and "rank_both_low" in methods
    bands = {}
    if methods is not None and has_bands:
        ends = zip(methods["rank_both_low"], methods["rank_both_high"], strict=True)
        bands = dict(zip(methods["unit"], ends, strict=True))
    lines = [
        Line(
            _unit(result, words, row["unit"]),
            float(row["rank"]),
            _widened(float(row["rank_low"]), float(row["rank_high"])),
            _widened(*bands[row["unit"]]) if row["unit"] in bands else None,
            mark=_mark(row),
        )
        for _, row in league.iterrows()
    ]
    measure = Measure(words("units-axis-rank"), _HALF, len(lines) + _HALF, digits=0)
    wide, narrow = row_specs(lines, measure)
    key = "units-chart-ranks-note" if has_bands else "units-chart-ranks-note-sampling"
    yield Chart(
        name="ranks",
        title=words("units-chart-ranks"),
        description=words("units-chart-ranks-describes", count=len(lines)),
        wide=wide,
        narrow=narrow,
        note=_note(result, words, key, league),
    )


def _widened(low: float, high: float) -> tuple[float, float] | None:
    """An interval of whole ranks."""
    return _ends(float(low), float(high))


def _funnel(result: Result, words: Messages) -> Iterator[Chart]:
    frame = frame_of(result, "funnel")
    if frame is None:
        return
    points = [
        FunnelPoint(_unit(result, words, unit), float(n), float(score), str(side))
        for unit, n, score, side in zip(
            frame["unit"], frame["n"], frame["score"], frame["side"], strict=True
        )
    ]
    curve = _curve(frame)
    centre = float((frame["limit_low"] + frame["limit_high"]).iloc[0] / 2)
    titles = (words("units-axis-n"), words("units-axis-score"))
    wide, narrow = funnel_specs(Picture(points, curve, centre, titles))
    yield Chart(
        name="funnel",
        title=words("units-chart-funnel"),
        description=words("units-chart-funnel-describes", count=len(points)),
        wide=wide,
        narrow=narrow,
        note=words("units-chart-funnel-note"),
    )


def _curve(frame: pd.DataFrame) -> Sequence[FunnelLimit]:
    """Limits between the fewest and the most respondents, from those of the first unit."""
    from scipy.special import ndtri

    first = frame.iloc[0]
    centre = (first["limit_low"] + first["limit_high"]) / 2
    half = first["limit_high"] - centre
    error = half / float(ndtri(0.5 + WARNING_LEVEL / 2)) * np.sqrt(float(first["n"]))
    n = np.linspace(float(frame["n"].min()), float(frame["n"].max()), _CURVE)
    funnel = Funnel(float(centre), float(error))
    inner, outer = funnel.limits(n, WARNING_LEVEL), funnel.limits(n, ACTION_LEVEL)
    ends = (n, inner.low, inner.high, outer.low, outer.high)
    return [FunnelLimit(*map(float, row)) for row in zip(*ends, strict=True)]


def _strengths(result: Result, words: Messages, league: pd.DataFrame) -> Iterator[Chart]:
    """What lifts and pulls each unit, with the foremost indicator of each."""
    frame = frame_of(result, "contributions")
    if frame is None:
        return
    balances = []
    for unit in league["unit"]:
        own = frame[frame["unit"] == unit].sort_values("estimate", kind="stable")
        values = own["estimate"].to_numpy()
        balances.append(
            Balance(
                _unit(result, words, unit),
                float(values[values > 0].sum()),
                float(values[values < 0].sum()),
                _foremost(result, words, own[own["estimate"] > 0].iloc[::-1]),
                _foremost(result, words, own[own["estimate"] < 0]),
            )
        )
    wide, narrow = strength_specs(balances, words("units-axis-contribution"))
    yield Chart(
        name="strengths",
        title=words("units-chart-strengths"),
        description=words("units-chart-strengths-describes", count=len(balances)),
        wide=wide,
        narrow=narrow,
        note=words("units-chart-strengths-note"),
    )


def _foremost(result: Result, words: Messages, own: pd.DataFrame) -> str:
    """The first indicator, if it is clear of chance or there are no intervals."""
    if own.empty:
        return ""
    first = own.iloc[0]
    low, high = float(first["ci_low"]), float(first["ci_high"])
    if low <= 0 <= high:
        return ""
    name = result.hierarchy.name(str(first["indicator"]), _language(words))
    points = f"{first['estimate']:+.1f}".replace("-", "\N{MINUS SIGN}")
    told = f"{name} {points}"
    return told  # noqa: RET504  a reason stands behind `return`


def _variance(result: Result, words: Messages) -> Iterator[Chart]:
    frame = frame_of(result, "variance")
    if frame is None or frame["share"].isna().any():
        return
    parts = [
        (str(code), words(f"component-{code}"), float(share))
        for code, share in zip(frame["component"], frame["share"], strict=True)
    ]
    wide, narrow = variance_specs(parts, words("units-axis-variance"))
    yield Chart(
        name="variance",
        title=words("units-chart-variance"),
        description=words("units-chart-variance-describes"),
        wide=wide,
        narrow=narrow,
        note=words("units-chart-variance-note"),
    )


def _drivers(result: Result, words: Messages) -> Iterator[Chart]:
    """Total indices of the factors with their intervals."""
    frame = frame_of(result, "sensitivity")
    if frame is None or frame["total_order"].isna().any():
        return
    frame = frame.sort_values("total_order", ascending=False, kind="stable")
    lines = [
        Line(
            words(f"factor-{row['factor']}"),
            float(row["total_order"]),
            _ends(float(row["total_order_low"]), float(row["total_order_high"])),
        )
        for _, row in frame.iterrows()
    ]
    furthest = max(1.0, *(line.interval[1] for line in lines if line.interval))
    measure = Measure(words("units-axis-total"), 0.0, round(furthest + 0.01, 2), digits=2)
    wide, narrow = row_specs(lines, measure)
    yield Chart(
        name="drivers",
        title=words("units-chart-drivers"),
        description=words("units-chart-drivers-describes", count=len(lines)),
        wide=wide,
        narrow=narrow,
        note=words("units-chart-drivers-note"),
    )
