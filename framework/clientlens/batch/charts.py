"""The pictures of a summary: the index of the widest region by wave, and of every study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from clientlens.batch.league import LeagueRow, in_order
from clientlens.batch.rollup import RegionRow
from clientlens.batch.summary import Summary
from clientlens.batch.words import Words
from clientlens.drawing import theme
from clientlens.drawing.dots import DIGITS, Dot, DotAxis, dot_specs
from clientlens.drawing.vega import to_svg
from clientlens.report.figure import own_ids

MOST_DOTS = 60
"""Studies that one picture can name."""
_FEWEST = 2
_WIDE, _NARROW = 720, 260
_ROOM = 0.08
"""Beyond the outermost ends, as a part of the range."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A still picture with its words; ``narrow`` is the one for a telephone."""

    anchor: str
    title: str
    description: str
    svg: str
    narrow: str


def pictures_of(summary: Summary, words: Words) -> Iterator[Picture]:
    """A trend of every model where there are waves, then the studies of the last wave."""
    for model in dict.fromkeys(row.model for row in summary.regions):
        yield from _trend([row for row in summary.regions if row.model == model], model, words)
    tables: dict[tuple[str, int], dict[str, list[LeagueRow]]] = {}
    for row in summary.league:
        tables.setdefault((row.model, row.depth), {}).setdefault(row.wave, []).append(row)
    for (model, depth), by_wave in tables.items():
        wave, table = list(by_wave.items())[-1]
        if len(table) <= MOST_DOTS:
            yield _league(table, model, f"{words.wave(wave)} · {words.depth(depth)}", words)


def _trend(rows: Sequence[RegionRow], model: str, words: Words) -> Iterator[Picture]:
    index = [row for row in rows if row.quantity == "index"]
    widest = min((row.region for row in index), key=lambda r: (r.count("/"), len(r)), default="")
    points = [row for row in index if row.region == widest]
    if len(points) >= _FEWEST:
        region = words.region(widest)
        yield _picture(
            f"trend-{model}",
            words("batch-chart-trend", model=words.model(model), region=region),
            words("batch-chart-trend-description", region=region),
            *(_trend_spec(points, words, width) for width in (_WIDE, _NARROW)),
        )


def _trend_spec(points: Sequence[RegionRow], words: Words, width: int) -> dict[str, Any]:
    low, high = _ends(points)
    values = [
        {
            "wave": row.wave,
            "estimate": round(row.estimate, DIGITS),
            **({} if row.ci_low is None else {"low": round(row.ci_low, DIGITS)}),
            **({} if row.ci_high is None else {"high": round(row.ci_high, DIGITS)}),
        }
        for row in points
    ]
    x = {
        "field": "wave", "type": "ordinal", "title": None, "sort": None,
        "axis": {"labelAngle": 0, "labelOverlap": True},
    }  # fmt: skip
    scale = {"domain": [low, high], "nice": False, "zero": False}
    y = {"type": "quantitative", "title": words("batch-column-index"), "scale": scale}
    return {
        "data": {"values": values},
        "width": width,
        "height": 260,
        "encoding": {"x": x},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 1.5},
                "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "point": {"size": theme.MARKER_AREA, "filled": True}},
                "encoding": {"y": {**y, "field": "estimate"}},
            },
        ],
        "config": theme.config(),
    }


def _league(table: Sequence[LeagueRow], model: str, where: str, words: Words) -> Picture:
    dots = [
        Dot(words.study(row.study), row.estimate, row.ci_low, row.ci_high)
        for row in in_order(table)
    ]
    axis = DotAxis(words("batch-column-index"), *_ends(table), digits=1)
    return _picture(
        f"league-{model}-{table[0].depth}",
        words("batch-chart-league", model=words.model(model), wave=where),
        words("batch-chart-league-description"),
        *dot_specs(dots, axis),
    )


def _ends(rows: Sequence[RegionRow] | Sequence[LeagueRow]) -> tuple[float, float]:
    """Where an axis begins and ends so that every interval is on it."""
    lows = [row.estimate if row.ci_low is None else row.ci_low for row in rows]
    highs = [row.estimate if row.ci_high is None else row.ci_high for row in rows]
    room = _ROOM * ((max(highs) - min(lows)) or 1.0)
    return round(min(lows) - room, DIGITS), round(max(highs) + room, DIGITS)


def _picture(
    anchor: str, title: str, description: str, wide: dict[str, Any], narrow: dict[str, Any]
) -> Picture:
    svg, small = own_ids(to_svg(wide), anchor), own_ids(to_svg(narrow), f"{anchor}-narrow")
    return Picture(anchor, title, description, svg, small)
