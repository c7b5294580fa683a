"""The differences between groups as people read them: in words, as a picture, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clientlens.differences.findings import clearest, lead_rows
from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.drawing.forest import Branch, forest_specs
from clientlens.report.figure import Figure, figure_of
from clientlens.report.grid import Cell, Grid, Record, Row, estimate_cell, records_of, value_cell
from clientlens.report.group_sentences import (
    difference_sentence,
    rest_sentences,
    subject_of,
    summary_sentences,
)
from clientlens.report.numbers import digits
from clientlens.report.words import Words, words_of
from clientlens.results.chart import Chart
from clientlens.results.differences import GroupDifferences
from clientlens.results.evaluation import Evaluation
from clientlens.results.finding import Finding

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN = 15
MOST_LISTED = 200
"""So many differences are drawn, and listed on the page; all are in the workbook and in tables."""

_COLUMNS = ("p_adjusted", "p_permutation", "p_parametric", "detectable", "n_1", "n_2", "reason")
_OVERALL = ("groups", "labels", "p_permutation", "reason")
_COUNTS = frozenset({"n_1", "n_2", "groups", "labels"})


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


@dataclass(frozen=True, slots=True, eq=False)
class _Vocabulary:
    """The words of an evaluation, those of each of its models, and what the models are called."""

    words: Words
    of_models: Mapping[str, Words]
    names: Mapping[str, str]
    alpha: float

    def of(self, record: Record) -> Words:
        """The words of the model that a row is of."""
        return self.of_models[str(record["model"])]

    def with_model(self, parts: list[str], record: Record) -> str:
        """A label, with the model that it is of where there are several."""
        named = [*parts, self.names[str(record["model"])]] if len(self.names) > 1 else parts
        return " · ".join(named)


def differences_of(
    evaluation: Evaluation, draw: Draw = draw_later
) -> tuple[AttributeDifferences, ...]:
    """What is told of the groups, attribute by attribute; `draw` begins the pictures."""
    found = evaluation.differences
    if found is None:
        return ()
    of_models = {r.name: words_of(evaluation, r) for r in evaluation.results.values()}
    vocabulary = _Vocabulary(
        words_of(evaluation),
        of_models,
        {r.name: of_models[r.name].model(r) for r in evaluation.results.values()},
        1 - evaluation.study.uncertainty.level,
    )
    return tuple(_told(found, attribute, vocabulary, draw) for attribute in found.attributes)


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
    found: GroupDifferences, attribute: str, vocabulary: _Vocabulary, draw: Draw
) -> AttributeDifferences:
    own = [f for f in found.findings if f.evidence["attribute"] == attribute]
    single = [
        (difference_sentence(f, vocabulary.of(f.evidence)), f.headline)
        for f in own
        if f.kind == "difference"
    ]
    rows, whole = (
        table.frame[table.frame["attribute"] == attribute]
        for table in (found.differences, found.overall)
    )
    shown = clearest(rows).head(MOST_LISTED).sort_index()
    chart = _chart(lead_rows(rows), attribute, vocabulary)
    return AttributeDifferences(
        name=vocabulary.words.attribute(attribute),
        summary=_summary(found, own, vocabulary),
        headlines=tuple(text for text, is_headline in single if is_headline),
        statements=tuple(text for text, _ in single),
        remarks=_remarks(found, attribute, vocabulary),
        figure=figure_of(chart, "groups", draw) if chart else None,
        overall=_overall_grid(whole, vocabulary),
        grid=_grid(shown, vocabulary),
        is_cut=len(rows) > len(shown),
    )


def _summary(
    found: GroupDifferences, own: list[Finding], vocabulary: _Vocabulary
) -> tuple[str, ...]:
    """Whether the groups differ, and that this goes in a circle where they were found."""
    told = summary_sentences(own, vocabulary.words, vocabulary.of_models)
    is_circular = bool(own) and own[0].evidence["attribute"] in found.found
    return (*told, vocabulary.words("differences-circular")) if is_circular else told


def _remarks(found: GroupDifferences, attribute: str, vocabulary: _Vocabulary) -> tuple[str, ...]:
    remarks = [
        sentence
        for f in found.findings
        if f.kind == "differences_in_all" and f.evidence["attribute"] == attribute
        for sentence in rest_sentences(f, vocabulary.of(f.evidence))
    ]
    if attribute in found.found:
        remarks += _listed(attribute, vocabulary.words)
    return tuple(remarks)


def _listed(attribute: str, words: Words) -> list[str]:
    """What the codes of found segments stand for."""
    named = [
        words("segment-listed", code=group.value or "", name=name)
        for group in words.groups.values()
        if group.attribute == attribute and not group.is_suppressed
        if (name := words.group_value(group.code)) != group.value
    ]
    return [words("segment-separator").join(named)] if named else []


def _chart(rows: pd.DataFrame, attribute: str, vocabulary: _Vocabulary) -> Chart | None:
    """The clearest differences of the first quantity that is told label by label."""
    labelled = rows[rows["key"] != ""] if (rows["key"] != "").any() else rows
    if labelled.empty:
        return None
    quantity = str(labelled["quantity"].iloc[0])
    drawn = records_of(clearest(labelled[labelled["quantity"] == quantity]).head(MOST_DRAWN))
    words = vocabulary.of(drawn[0])
    name = words.column(quantity)
    branches = [_branch(record, words, vocabulary.alpha) for record in drawn]
    axis = words("chart-differences-axis", quantity=name)
    wide, narrow = forest_specs(branches, axis, digits(quantity))
    title = words("chart-differences", attribute=words.attribute(attribute), quantity=name)
    return Chart(
        name=f"differences-{attribute}",
        title=title,
        description=words("chart-differences-describes", title=title, count=len(branches)),
        wide=wide,
        narrow=narrow,
        note=words("chart-differences-note", alpha=f"{vocabulary.alpha:.2g}"),
    )


def _branch(record: Record, words: Words, alpha: float) -> Branch:
    low, high = float(record["ci_low"]), float(record["ci_high"])
    has_interval = low == low and high == high  # noqa: PLR0124  NaN alone differs from itself
    key, d = str(record["key"]), float(record["estimate"])
    is_sure = float(record["p_adjusted"]) < alpha
    return Branch(
        _sides(record, words),
        words.code("key", key) if key else words.column(str(record["quantity"])),
        d,
        low if has_interval else None,
        high if has_interval else None,
        ("lower" if d < 0 else "higher") if is_sure else "unclear",
    )


def _sides(record: Record, words: Words) -> str:
    first, second = (words.group_beside(str(record[name])) for name in ("group_1", "group_2"))
    return words("groups-sides", first=first, second=second)


def _grid(rows: pd.DataFrame, vocabulary: _Vocabulary) -> Grid:
    words, lines = vocabulary.words, []
    for record in records_of(rows):
        own = vocabulary.of(record)
        subject = subject_of(str(record["key"]), str(record["quantity"]), own)
        label = vocabulary.with_model([_sides(record, own), subject], record)
        lines.append(Row(label, (estimate_cell(record), *_cells(record, _COLUMNS, own))))
    headings = (words.column("difference"), *(words.column(name) for name in _COLUMNS))
    return Grid(words("differences-corner"), headings, tuple(lines))


def _overall_grid(whole: pd.DataFrame, vocabulary: _Vocabulary) -> Grid:
    words, lines = vocabulary.words, []
    for record in records_of(whole):
        own = vocabulary.of(record)
        label = vocabulary.with_model([own.column(str(record["quantity"]))], record)
        lines.append(Row(label, _cells(record, _OVERALL, own)))
    return Grid(words.column("quantity"), tuple(map(words.column, _OVERALL)), tuple(lines))


def _cells(record: Record, columns: tuple[str, ...], words: Words) -> tuple[Cell, ...]:
    return tuple(_cell(name, record[name], record, words) for name in columns)


def _cell(name: str, value: Any, record: Record, words: Words) -> Cell:
    if name == "reason":
        return Cell(words.code("reason", value) if value else "")
    if name in _COUNTS:
        return value_cell("n", value)
    return value_cell(str(record["quantity"]) if name == "detectable" else name, value)
