"""The differences between groups as people read them: in words, as a picture, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clientlens.differences.findings import clearest, lead_rows
from clientlens.drawing.dots import Dot, DotAxis, dot_specs
from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.report.figure import Figure, figure_of
from clientlens.report.grid import Cell, Grid, Record, Row, estimate_cell, records_of, value_cell
from clientlens.report.group_sentences import (
    difference_sentence,
    rest_sentences,
    subject_of,
    summary_sentences,
)
from clientlens.report.numbers import digits
from clientlens.report.words import Words, words_of, words_of_all
from clientlens.results.chart import Chart
from clientlens.results.differences import GroupDifferences
from clientlens.results.evaluation import Evaluation

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN = 15
MOST_LISTED = 200
"""So many differences are drawn, and listed on the page; all are in the workbook and in tables."""

_COLUMNS = ("p_adjusted", "p_permutation", "p_parametric", "detectable", "n_1", "n_2", "reason")
_OF_QUANTITY = frozenset({"detectable", "statistic"})


@dataclass(frozen=True, slots=True)
class AttributeDifferences:
    """What is told of the groups of one attribute.

    Attributes
    ----------
    name : str
        What the attribute is called.
    summary : tuple of str
        Whether the groups differ at all.
    headlines, statements : tuple of str
        Single differences that are sure, the clearest first; those of the first page, and all.
    remarks : tuple of str
        What the sample can't tell, and what to read the rest with.
    figure : Figure or None
        The clearest differences with their intervals.
    overall, grid : Grid
        Tests of all groups at once, and every difference, or the clearest of very many.
    is_cut : bool
        Whether there are more differences than the grid shows.
    """

    name: str
    summary: tuple[str, ...]
    headlines: tuple[str, ...]
    statements: tuple[str, ...]
    remarks: tuple[str, ...]
    figure: Figure | None
    overall: Grid
    grid: Grid
    is_cut: bool


def differences_of(
    evaluation: Evaluation, draw: Draw = draw_later
) -> tuple[AttributeDifferences, ...]:
    """What is told of the groups, attribute by attribute; `draw` begins the pictures."""
    found = evaluation.differences
    if found is None:
        return ()
    words = words_of_all(evaluation)
    models = {r.name: words_of(evaluation, r).model(r) for r in evaluation.results.values()}
    level = evaluation.study.uncertainty.level
    return tuple(
        _told(found, attribute, words, models, level, draw) for attribute in found.attributes
    )


def method_of_differences(evaluation: Evaluation, words: Words) -> str:
    """How differences were tested, in a sentence or two."""
    if evaluation.differences is None:
        return ""
    settings = evaluation.differences.settings
    adjusted = words.code("adjust", settings.adjust)
    if not settings.permutations:
        return words("differences-method-replicates", adjusted=adjusted)
    count = f"{settings.permutations:,}"
    return words("differences-method", permutations=count, adjusted=adjusted)


def _told(
    found: GroupDifferences,
    attribute: str,
    words: Words,
    models: dict[str, str],
    level: float,
    draw: Draw,
) -> AttributeDifferences:
    own = [f for f in found.findings if f.evidence["attribute"] == attribute]
    single = [finding for finding in own if finding.kind == "difference"]
    rows, whole = (
        table.frame[table.frame["attribute"] == attribute]
        for table in (found.differences, found.overall)
    )
    shown = clearest(rows).head(MOST_LISTED).sort_index()
    remarks = [s for f in own if f.kind == "differences_in_all" for s in rest_sentences(f, words)]
    if attribute in found.found:
        remarks.append(words("differences-circular"))
    chart = _chart(lead_rows(rows), attribute, words, 1 - level)
    return AttributeDifferences(
        words.attribute(attribute),
        summary_sentences(own, words),
        tuple(difference_sentence(finding, words) for finding in single if finding.headline),
        tuple(difference_sentence(finding, words) for finding in single),
        tuple(remarks),
        figure_of(chart, "groups", draw) if chart else None,
        _overall_grid(whole, words, models),
        _grid(shown, words, models),
        len(rows) > len(shown),
    )


def _chart(rows: pd.DataFrame, attribute: str, words: Words, alpha: float) -> Chart | None:
    """The clearest differences of the first quantity that is told label by label."""
    labelled = rows[rows["key"] != ""] if (rows["key"] != "").any() else rows
    if labelled.empty:
        return None
    quantity = str(labelled["quantity"].iloc[0])
    drawn = records_of(clearest(labelled[labelled["quantity"] == quantity]).head(MOST_DRAWN))
    dots = [_dot(record, words, alpha) for record in drawn]
    ends = [end for dot in dots for end in (dot.estimate, dot.low, dot.high) if end is not None]
    margin = 0.04 * (max([*ends, 0.0]) - min([*ends, 0.0])) or 1.0
    name = words.column(quantity)
    axis = DotAxis(
        words("chart-differences-axis", quantity=name),
        round(min([*ends, 0.0]) - margin, 3),
        round(max([*ends, 0.0]) + margin, 3),
        digits(quantity),
        threshold=0.0,
    )
    wide, narrow = dot_specs(dots, axis)
    title = words("chart-differences", attribute=words.attribute(attribute), quantity=name)
    return Chart(
        name=f"differences-{attribute}",
        title=title,
        description=words("chart-differences-describes", title=title, count=len(dots)),
        wide=wide,
        narrow=narrow,
        note=words("chart-differences-note", alpha=f"{alpha:.2g}"),
    )


def _dot(record: Record, words: Words, alpha: float) -> Dot:
    low, high = float(record["ci_low"]), float(record["ci_high"])
    has_interval = low == low and high == high  # noqa: PLR0124  NaN alone differs from itself
    key, quantity = str(record["key"]), str(record["quantity"])
    return Dot(
        words.code("key", key) if key else words.column(quantity),
        float(record["estimate"]),
        low if has_interval else None,
        high if has_interval else None,
        heading=_sides(record, words),
        is_marked=float(record["p_adjusted"]) < alpha,
    )


def _sides(record: Record, words: Words) -> str:
    first, second = (words.group_value(str(record[name])) for name in ("group_1", "group_2"))
    return words("groups-sides", first=first, second=second)


def _grid(rows: pd.DataFrame, words: Words, models: dict[str, str]) -> Grid:
    lines = [
        Row(
            _label(record, words, models), (estimate_cell(record), *_cells(record, _COLUMNS, words))
        )
        for record in records_of(rows)
    ]
    headings = (words.column("difference"), *(words.column(name) for name in _COLUMNS))
    return Grid(words("differences-corner"), headings, tuple(lines))


def _label(record: Record, words: Words, models: dict[str, str]) -> str:
    subject = subject_of(str(record["key"]), str(record["quantity"]), words)
    parts = [_sides(record, words), subject]
    return " · ".join([*parts, models[str(record["model"])]] if len(models) > 1 else parts)


def _overall_grid(whole: pd.DataFrame, words: Words, models: dict[str, str]) -> Grid:
    columns = ("groups", "labels", "p_permutation", "reason")
    lines = []
    for record in records_of(whole):
        name = words.column(str(record["quantity"]))
        label = f"{name} · {models[str(record['model'])]}" if len(models) > 1 else name
        lines.append(Row(label, tuple(_cells(record, columns, words))))
    return Grid(words.column("quantity"), tuple(map(words.column, columns)), tuple(lines))


def _cells(record: Record, columns: tuple[str, ...], words: Words) -> list[Cell]:
    return [_cell(name, record[name], record, words) for name in columns]


def _cell(name: str, value: Any, record: Record, words: Words) -> Cell:
    if name == "reason":
        return Cell(words.code("reason", value) if value else "")
    if name in ("n_1", "n_2", "groups", "labels"):
        return value_cell("n", value)
    return value_cell(str(record["quantity"]) if name in _OF_QUANTITY else name, value)
