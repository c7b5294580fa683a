"""The points of the charts: what they show of each indicator, worded in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from clientlens.plugin_api import FloatArray, Messages, Result
from clientlens_quadrant.lines import same_scale, scale_of
from clientlens_quadrant.looks import look_of
from clientlens_quadrant.options import QuadrantOptions
from clientlens_quadrant.quadrants import CLASSES
from clientlens_quadrant.verdicts import Verdict, verdicts_of

if TYPE_CHECKING:
    import xarray as xr

EVERYBODY = "all"
DIGITS = 4
"""Numbers in a chart are rounded, so that the same answers give the same bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The indicators of everybody, ready to be drawn.

    Attributes
    ----------
    verdicts : tuple of Verdict
        One for each indicator that has a class, in leaf order.
    rows : list of dict
        Plain values for a chart, one for each verdict.
    crossing : (2,) array
        Where the lines cross: performance, importance.
    importance, performance : str
        What the axes are called.
    level : str or None
        Level of the intervals, ``95%``; None without intervals.
    is_on_one_scale : bool
        Whether importance and performance compare.
    words : Messages
        The language.
    """

    verdicts: tuple[Verdict, ...]
    rows: list[dict[str, Any]]
    crossing: FloatArray
    importance: str
    performance: str
    level: str | None
    is_on_one_scale: bool
    words: Messages

    @property
    def places(self) -> FloatArray:
        """(m, 2) performance and importance of each indicator."""
        return np.array([[v.performance, v.importance] for v in self.verdicts])

    @property
    def has_draws(self) -> bool:
        """Whether there are probabilities."""
        return self.verdicts[0].certainty is not None

    def tooltip(self) -> list[dict[str, Any]]:
        """Names, class, and both means with their intervals."""
        words = self.words
        titles = {
            "name": words("quadrant-indicator"),
            "dimension": words("quadrant-dimension"),
            "class_name": words("quadrant-class"),
            "importance_text": self._with_interval(self.importance),
            "performance_text": self._with_interval(self.performance),
        }
        return [
            {"field": field, "type": "nominal", "title": title} for field, title in titles.items()
        ]

    def _with_interval(self, axis: str) -> str:
        if self.level is None:
            return axis
        return self.words("quadrant-with-interval", axis=axis, level=self.level)

    def counts(self) -> dict[str, int]:
        """Class → number of indicators."""
        return {name: sum(v.quadrant == name for v in self.verdicts) for name in CLASSES}


def points_of(result: Result, words: Messages) -> Points | None:
    """What there is to draw; None without importance."""
    options: QuadrantOptions = result.options  # type: ignore[assignment]
    verdicts = tuple(v for v in verdicts_of(result) if v.group == EVERYBODY)
    if not verdicts:
        return None
    estimates = result.estimates
    crossing = [
        float(estimates.answered(f"crosshair_{axis}").sel(group=EVERYBODY))
        for axis in ("performance", "importance")
    ]
    rows = _rows(result, verdicts, words)
    level = f"{100 * estimates.uncertainty.level:g}%" if "importance_low" in rows[0] else None
    return Points(
        verdicts=verdicts,
        rows=rows,
        crossing=np.array(crossing),
        importance=axis_name("importance", result, words),
        performance=axis_name("performance", result, words),
        level=level,
        is_on_one_scale=same_scale(result.study, options),
        words=words,
    )


def names_by_number(points: Points) -> dict[str, Any]:
    """Parameter ``names`` of a chart: number → name.

    Vega keeps the entries of a sorted axis by their text in plain JavaScript objects, where a
    code such as ``constructor`` finds what every object has; numbers find nothing.
    """
    return {"name": "names", "value": {str(row["number"]): row["name"] for row in points.rows}}


def axis_name(axis: str, result: Result, words: Messages) -> str:
    """What an axis is called: the facet's name in the study, or the usual word."""
    options: QuadrantOptions = result.options  # type: ignore[assignment]
    if axis == "importance" and options.importance == "derived":
        return words("quadrant-derived-importance")
    facet = options.importance_facet if axis == "importance" else options.performance_facet
    name = result.study.facets[facet].name
    own = name.in_language(_language(words)) if name else None
    return own or words(f"quadrant-{axis}")


def axis_title(axis: str, result: Result, words: Messages) -> str:
    """The name of an axis with the scale it is measured on."""
    options: QuadrantOptions = result.options  # type: ignore[assignment]
    name = axis_name(axis, result, words)
    if axis == "importance" and options.importance == "derived":
        return name
    scale = scale_of("importance" if axis == "importance" else "performance", result.study, options)
    return words("quadrant-axis", facet=name, low=str(scale.low), high=str(scale.high))


def _rows(result: Result, verdicts: tuple[Verdict, ...], words: Messages) -> list[dict[str, Any]]:
    summaries = {
        name: result.estimates.summary(name).sel(group=EVERYBODY)
        for name in ("importance", "performance", "gap")
        if name in result.estimates
    }
    numbers = {code: i for i, code in enumerate(result.hierarchy.indicators, start=1)}
    return [
        {"number": numbers[verdict.indicator], **_row(verdict, result, summaries, words)}
        for verdict in verdicts
    ]


def _row(
    verdict: Verdict, result: Result, summaries: dict[str, xr.Dataset], words: Messages
) -> dict[str, Any]:
    hierarchy = result.hierarchy
    language = _language(words)
    row: dict[str, Any] = {
        "indicator": verdict.indicator,
        "name": hierarchy.name(verdict.indicator, language),
        "dimension": hierarchy.name(verdict.dimension, language),
        "class": verdict.quadrant,
        "class_name": words(f"class-{verdict.quadrant}"),
        "near": verdict.is_near_line,
        "certainty": round(verdict.strength, DIGITS),
        **look_of(verdict.quadrant),
    }
    for name, share in verdict.probabilities.items():
        row[f"p_{name}"] = round(share, DIGITS)
    for quantity, summary in summaries.items():
        row |= _numbers(quantity, summary.sel(indicator=verdict.indicator))
    return row


def _language(words: Messages) -> Literal["zh", "en"]:
    return "en" if words.language == "en" else "zh"


def _numbers(quantity: str, summary: xr.Dataset) -> dict[str, Any]:
    """``gap, gap_low, gap_high`` as numbers, and ``gap_text`` as a reader sees them."""
    estimate, low, high = (float(summary[key]) for key in ("estimate", "ci_low", "ci_high"))
    if np.isnan(estimate):
        return {}
    numbers = {quantity: round(estimate, DIGITS)}
    if np.isnan(low):
        return {**numbers, f"{quantity}_text": f"{estimate:.2f}"}
    ends = {f"{quantity}_low": round(low, DIGITS), f"{quantity}_high": round(high, DIGITS)}
    return {**numbers, **ends, f"{quantity}_text": f"{estimate:.2f}  [{low:.2f}, {high:.2f}]"}
