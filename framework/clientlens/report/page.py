"""The page: everything an HTML report shows, as plain values in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.drawing.theme import ClassStyle
from clientlens.report.chapters import (
    Chapter,
    GroupFindings,
    Headlines,
    Statement,
    findings_of,
    headlines_of,
)
from clientlens.report.differences import (
    AttributeDifferences,
    differences_of,
    method_of_differences,
)
from clientlens.report.figure import Figure, figures_of
from clientlens.report.funnel import Funnel, funnel_of, role_funnels_of
from clientlens.report.key_figures import Index, class_counts, index_of
from clientlens.report.marks import styles_of
from clientlens.report.note import Note
from clientlens.report.notes import notes_of
from clientlens.report.numbers import interval, number, percent
from clientlens.report.settings import SettingBlock, settings_of
from clientlens.report.sheets import Sheet, TableBlock, matrix_sheets, table_blocks
from clientlens.report.title import Title, title_of
from clientlens.report.words import Words, words_of
from clientlens.results.evaluation import Evaluation, Result


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number of the first half page; or, with ``classes``, how many fall in each class."""

    label: str
    value: str = ""
    below: str = ""
    classes: tuple[ClassCount, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class, its name and how many lines it has."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ModelSection:
    """What one model found: pictures, matrices, then every table; findings at the end."""

    name: str
    title: str
    figures: tuple[Figure, ...]
    sheets: tuple[Sheet, ...]
    tables: tuple[TableBlock, ...]
    findings: tuple[GroupFindings, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML report before it is set."""

    words: Words
    title: Title
    figures: tuple[KeyFigure, ...]
    headlines: tuple[Headlines, ...]
    models: tuple[ModelSection, ...]
    differences: tuple[AttributeDifferences, ...]
    method_of_differences: str
    funnels: tuple[Funnel, ...]
    notes: tuple[Note, ...]
    method: str
    settings: tuple[SettingBlock, ...]
    styles: Mapping[str, ClassStyle]

    @property
    def charts(self) -> tuple[tuple[str, Figure], ...]:
        """Every picture, with the name of the model or of what else it is of."""
        of_models = [(model.name, figure) for model in self.models for figure in model.figures]
        drawn = (told.figure for told in self.differences)
        return (*of_models, *(("groups", figure) for figure in drawn if figure))


def page_of(evaluation: Evaluation, draw: Draw = draw_later) -> Page:
    """Gather what a report shows; `draw` begins its pictures."""
    words = words_of(evaluation)
    funnel = funnel_of(evaluation, words)
    differences = differences_of(evaluation, draw)
    return Page(
        words=words,
        title=title_of(evaluation),
        figures=tuple(_key_figures(evaluation, funnel, words)),
        headlines=(*headlines_of(evaluation), *_group_headlines(differences, words)),
        models=tuple(_model_section(evaluation, r, draw) for r in evaluation.results.values()),
        differences=differences,
        method_of_differences=method_of_differences(evaluation, words),
        funnels=(funnel, *role_funnels_of(evaluation, words)),
        notes=notes_of(evaluation),
        method=method_sentence(evaluation, words),
        settings=settings_of(evaluation),
        styles=styles_of({c: s for r in evaluation.results.values() for c, s in r.looks.items()}),
    )


def _group_headlines(
    differences: tuple[AttributeDifferences, ...], words: Words
) -> Iterator[Headlines]:
    """Whether groups differ, and the clearest of their differences."""
    chapters = tuple(
        Chapter("groups", told.name, tuple(Statement(text, 1.0) for text in texts))
        for told in differences
        if (texts := (*told.summary, *told.headlines))
    )
    if chapters:
        yield Headlines(words("section-differences"), chapters)


def method_sentence(evaluation: Evaluation, words: Words) -> str:
    """How uncertainty was found, in a sentence."""
    settings = evaluation.study.uncertainty
    if settings.method == "none":
        return words("method-none")
    if settings.method == "jackknife":
        return words("method-jackknife", level=percent(settings.level))
    return words(
        "method-draws",
        method=words.code("method", settings.method),
        replicates=f"{settings.replicates:,}",
        level=percent(settings.level),
        interval=words.code("interval", settings.interval_used),
        seed=str(settings.seed),
    )


def _key_figures(evaluation: Evaluation, funnel: Funnel, words: Words) -> Iterator[KeyFigure]:
    several = len(evaluation.results) > 1
    level = percent(evaluation.study.uncertainty.level)
    for result in evaluation.results.values():
        own = words_of(evaluation, result)
        suffix = f" · {own.model(result)}" if several else ""
        if index := index_of(result):
            label = own.column("index") + suffix
            yield KeyFigure(
                label, number("index", index.estimate), _index_interval(index, words, level)
            )
    yield KeyFigure(words("valid-answers"), str(funnel.valid), funnel.summary)
    yield KeyFigure(words("valid-rate"), *funnel.valid_rate)
    for result in evaluation.results.values():
        own = words_of(evaluation, result)
        counts = class_counts(result)
        if counts:
            label = own.column("class") + (f" · {own.model(result)}" if several else "")
            yield KeyFigure(label, classes=_classes(counts, own))


def _index_interval(index: Index, words: Words, level: str) -> str:
    if index.low is None or index.high is None:
        return ""
    ends = interval("index", index.low, index.high)
    return words("interval-at", level=level, interval=ends)


def _classes(counts: Mapping[str, int], words: Words) -> tuple[ClassCount, ...]:
    return tuple(
        ClassCount(code, words.code("class", code), count) for code, count in counts.items()
    )


def _model_section(evaluation: Evaluation, result: Result, draw: Draw) -> ModelSection:
    words = words_of(evaluation, result)
    return ModelSection(
        name=result.name,
        title=words.model(result),
        figures=figures_of(result, words, draw),
        sheets=tuple(matrix_sheets(evaluation, result, words)),
        tables=tuple(table_blocks(evaluation, result, words)),
        findings=tuple(findings_of(evaluation, result, words)),
    )
