"""The page: everything an HTML report shows, as plain values in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clientlens.report.figure import Figure, figures_of
from clientlens.report.funnel import Funnel, funnel_of
from clientlens.report.grid import Grid, grid_of
from clientlens.report.key_figures import Index, class_counts, index_of
from clientlens.report.matrix import Matrix, find_matrices, matrix_grid
from clientlens.report.notes import Note, notes_of
from clientlens.report.numbers import interval, number, percent
from clientlens.report.sentences import sentence
from clientlens.report.settings import SettingBlock, settings_of
from clientlens.report.title import Title, title_of
from clientlens.report.words import Words, words_of
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.finding import Finding
from clientlens.results.table import Table
from clientlens.survey.groups import EVERYBODY


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
class Statement:
    """A finding in words with its evidence."""

    text: str
    strength: float
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def is_certain(self) -> bool:
        """A fact of the sample, or what every draw agrees on: its strength needs no showing."""
        return self.strength >= 1

    @property
    def strength_text(self) -> str:
        """The strength as percent."""
        return percent(self.strength)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Statements of one kind; where that is a class, it lends its colour."""

    code: str
    name: str
    statements: tuple[Statement, ...]
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Headlines:
    """What a director should hear of one model; ``title`` is empty where there is only one."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with its heading, and whether it waits behind a click."""

    title: str
    grid: Grid
    is_folded: bool = True


@dataclass(frozen=True, slots=True)
class TableBlock:
    """One table in full, a sheet for each group."""

    title: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class GroupFindings:
    """What was found about one group."""

    name: str
    chapters: tuple[Chapter, ...]


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
    funnel: Funnel
    notes: tuple[Note, ...]
    method: str
    settings: tuple[SettingBlock, ...]


def page_of(evaluation: Evaluation) -> Page:
    """Gather what a report shows."""
    words = words_of(evaluation)
    funnel = funnel_of(evaluation, words)
    return Page(
        words=words,
        title=title_of(evaluation),
        figures=tuple(_key_figures(evaluation, funnel, words)),
        headlines=tuple(_headlines(evaluation)),
        models=tuple(_model_section(evaluation, r) for r in evaluation.results.values()),
        funnel=funnel,
        notes=notes_of(evaluation),
        method=method_sentence(evaluation, words),
        settings=settings_of(evaluation),
    )


def model_title(result: Result, words: Words) -> str:
    """The name of a model's section, with its entry where the study renames the model."""
    title = words.model(result.use)
    return (
        title if result.name == result.use else words("model-entry", model=title, name=result.name)
    )


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
        interval=words.code("interval", settings.interval),
        seed=str(settings.seed),
    )


def _key_figures(evaluation: Evaluation, funnel: Funnel, words: Words) -> Iterator[KeyFigure]:
    several = len(evaluation.results) > 1
    level = percent(evaluation.study.uncertainty.level)
    for result in evaluation.results.values():
        own = words_of(evaluation, result)
        suffix = f" · {result.name}" if several else ""
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
            label = own.column("class") + (f" · {result.name}" if several else "")
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


def _headlines(evaluation: Evaluation) -> Iterator[Headlines]:
    for result in evaluation.results.values():
        words = words_of(evaluation, result)
        findings = [f for f in result.findings if f.headline and f.group == EVERYBODY]
        if findings:
            title = model_title(result, words) if len(evaluation.results) > 1 else ""
            yield Headlines(title, tuple(_chapters(findings, result, words)))


def _chapters(findings: list[Finding], result: Result, words: Words) -> Iterator[Chapter]:
    """Findings by their kind, kinds in the order in which the model brings them."""
    for kind in dict.fromkeys(finding.kind for finding in findings):
        statements = tuple(
            Statement(
                sentence(finding, result, words.messages),
                finding.strength,
                tuple(_evidence(finding, words)),
            )
            for finding in findings
            if finding.kind == kind
        )
        yield Chapter(kind, words.kind(kind), statements, words.is_class(kind))


def _evidence(finding: Finding, words: Words) -> Iterator[tuple[str, str]]:
    for key, value in finding.evidence.items():
        text = words.code(key, value) if isinstance(value, str) else number(key, value)
        yield words.column(key), text


def _model_section(evaluation: Evaluation, result: Result) -> ModelSection:
    words = words_of(evaluation, result)
    return ModelSection(
        name=result.name,
        title=model_title(result, words),
        figures=figures_of(result, words),
        sheets=tuple(_matrix_sheets(evaluation, result, words)),
        tables=tuple(_table_blocks(evaluation, result, words)),
        findings=tuple(_group_findings(evaluation, result, words)),
    )


def _matrix_sheets(evaluation: Evaluation, result: Result, words: Words) -> Iterator[Sheet]:
    """Every matrix of everybody, then folded those of the groups."""
    for matrix in find_matrices(result.tables):
        name = words.table(matrix.leaves.name)
        for group in evaluation.groups:
            grid = matrix_grid(matrix, words, group.code)
            is_all = group.code == EVERYBODY
            title = name if is_all else f"{name} · {group_heading(words, group.code)}"
            if grid:
                yield Sheet(title, grid, is_folded=not is_all)


def _table_blocks(evaluation: Evaluation, result: Result, words: Words) -> Iterator[TableBlock]:
    """Every table in full; what a matrix shows isn't shown again, but for the columns it lacks."""
    matrices = {matrix.leaves.name: matrix for matrix in find_matrices(result.tables)}
    folded_in = {matrix.parents.name for matrix in matrices.values() if matrix.parents}
    for table in result.tables:
        matrix = matrices.get(table.name)
        if table.name in folded_in or (matrix and not matrix.is_wide):
            continue
        sheets = tuple(_table_sheets(evaluation, table, matrix, words))
        yield TableBlock(words.table(table.name), sheets)


def _table_sheets(
    evaluation: Evaluation, table: Table, matrix: Matrix | None, words: Words
) -> Iterator[Sheet]:
    """One table group by group; as a matrix with every column where it makes one."""
    if "group" not in table.keys:
        yield Sheet("", grid_of(table, words))
        return
    for group in evaluation.groups:
        if matrix:
            grid = matrix_grid(matrix, words, group.code, most=None)
        else:
            grid = grid_of(table, words, group.code)
        if grid:
            yield Sheet(group_heading(words, group.code), grid)


def _group_findings(
    evaluation: Evaluation, result: Result, words: Words
) -> Iterator[GroupFindings]:
    for group in evaluation.groups:
        findings = [finding for finding in result.findings if finding.group == group.code]
        if findings:
            name = group_heading(words, group.code)
            yield GroupFindings(name, tuple(_chapters(findings, result, words)))


def group_heading(words: Words, code: str) -> str:
    """A group with the number of its members."""
    group = words.groups[code]
    return words("group-heading", name=words.group(code), n=group.n)
