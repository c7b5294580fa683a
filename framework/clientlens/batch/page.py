"""The page of a summary: everything it shows, as plain values in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clientlens.batch.charts import Picture, pictures_of
from clientlens.batch.league import LeagueRow, in_order
from clientlens.batch.remark import Remark
from clientlens.batch.rollup import LEVEL, RegionRow
from clientlens.batch.summary import ProblemRow, StudyRow, Summary
from clientlens.batch.words import Words, words_of
from clientlens.plugins import Registry
from clientlens.report.grid import Cell, Grid, Row
from clientlens.report.numbers import interval, number, percent
from clientlens.report.sheets import Sheet
from clientlens.report.title import Title
from clientlens.stats.posterior_ranks import LEAST_RELIABILITY

MOST_COLUMNS = 12
"""Regions that stand side by side; more are read in the tables."""
MOST_OPEN_ROWS = 40
"""A longer table is folded."""
MOST_OPEN_REMARKS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the head."""

    label: str
    value: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Tables of one model, or of one wave, with a sentence on them."""

    title: str
    sheets: tuple[Sheet, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """The page before it is set."""

    words: Words
    title: Title
    figures: tuple[Figure, ...]
    problems: tuple[ProblemRow, ...]
    pictures: tuple[Picture, ...]
    regions: tuple[Chapter, ...]
    league: tuple[Chapter, ...]
    studies: Sheet
    remarks: tuple[str, ...]
    skipped: tuple[str, ...]
    method: tuple[str, ...]

    @property
    def folds_remarks(self) -> bool:
        """Whether they are too many to be read one after the other."""
        return len(self.remarks) > MOST_OPEN_REMARKS


def page_of(summary: Summary, registry: Registry) -> SummaryPage:
    """Gather what the page of a summary shows."""
    words = words_of(summary, registry)
    return SummaryPage(
        words=words,
        title=_title(summary, words),
        figures=tuple(_figures(summary, words)),
        problems=summary.problems,
        pictures=tuple(pictures_of(summary, words)),
        regions=tuple(_region_chapters(summary.regions, words)),
        league=tuple(_league_chapters(summary.league, words)),
        studies=_studies(summary.studies, words),
        remarks=tuple(_remark(remark, words) for remark in summary.remarks),
        skipped=tuple(f"{each.path}: {each.reason}" for each in summary.skipped),
        method=tuple(_method(summary, words)),
    )


def _title(summary: Summary, words: Words) -> Title:
    count = len({row.file for row in summary.studies})
    waves = list(dict.fromkeys(row.wave for row in summary.studies if row.wave))
    key = "batch-one-wave" if len(waves) == 1 else "batch-line"
    line = words(key, waves=words("name-separator").join(waves)) if waves else ""
    return Title(words("batch-title", count=str(count)), line, "", summary.is_synthetic)


def _figures(summary: Summary, words: Words) -> Iterator[Figure]:
    by_file = {row.file: row for row in summary.studies}
    done = [row for row in by_file.values() if row.status == "evaluated"]
    failed = len(by_file) - len(done)
    yield Figure(
        words("batch-evaluated"), str(len(done)), words("batch-evaluated-of", count=len(by_file))
    )
    yield Figure(words("batch-failed"), str(failed) if failed else words("batch-nothing-failed"))
    yield Figure(words("batch-answers"), f"{sum(row.n or 0 for row in done):,}")
    yield Figure(words("batch-regions"), str(len({row.region for row in summary.regions})))


def _region_chapters(rows: Sequence[RegionRow], words: Words) -> Iterator[Chapter]:
    for model in dict.fromkeys(row.model for row in rows):
        of_model = [row for row in rows if row.model == model]
        index = [row for row in of_model if row.quantity == "index"]
        sheets = [_index_sheet(index, words)] if index else []
        sheets += [
            sheet
            for wave in reversed(dict.fromkeys(row.wave for row in of_model))
            for quantity in ("dimension_score", "performance")
            if (sheet := _matrix_sheet(of_model, wave, quantity, words))
        ]
        yield Chapter(words.model(model), tuple(sheets))


def _index_sheet(rows: Sequence[RegionRow], words: Words) -> Sheet:
    """Regions down, waves across; how many studies and what they are weighted by at the end."""
    waves = list(dict.fromkeys(row.wave for row in rows))
    lines = []
    for region in dict.fromkeys(row.region for row in rows):
        found = {row.wave: row for row in rows if row.region == region}
        last = list(found.values())[-1]
        cells = [_estimate(found.get(wave), "index") for wave in waves]
        weighted = words(f"batch-weighted-{last.weighted_by}")
        tail = (Cell(str(last.studies), is_number=True), Cell(weighted))
        lines.append(Row(words.region(region), (*cells, *tail)))
    headings = [
        *map(words.wave, waves), words("batch-column-studies"), words("batch-column-weighted"),
    ]  # fmt: skip
    grid = Grid(words("batch-column-region"), tuple(headings), tuple(lines))
    return Sheet(words("batch-quantity-index"), grid, is_folded=False)


def _matrix_sheet(
    rows: Sequence[RegionRow], wave: str, quantity: str, words: Words
) -> Sheet | None:
    """Indicators or dimensions down, regions across; none where there are too many regions."""
    found = {
        (row.code, row.region): row for row in rows if (row.wave, row.quantity) == (wave, quantity)
    }
    regions = list(dict.fromkeys(region for _, region in found))
    if not 0 < len(regions) <= MOST_COLUMNS:
        return None
    lines = tuple(
        Row(words.code(code), tuple(_estimate(found.get((code, r)), quantity) for r in regions))
        for code in dict.fromkeys(code for code, _ in found)
    )
    grid = Grid(words("batch-column-code"), tuple(map(words.region, regions)), lines)
    title = f"{words(f'batch-quantity-{quantity}')} · {words.wave(wave)}"
    return Sheet(title, grid, is_folded=True)


def _estimate(row: RegionRow | LeagueRow | StudyRow | None, quantity: str) -> Cell:
    if row is None or row.estimate is None:
        return Cell(is_number=True)
    below = ""
    if row.ci_low is not None and row.ci_high is not None:
        below = interval(quantity, row.ci_low, row.ci_high)
    return Cell(number(quantity, row.estimate), below, is_number=True)


def _league_chapters(rows: Sequence[LeagueRow], words: Words) -> Iterator[Chapter]:
    """The last wave first, and only that open."""
    tables: dict[tuple[str, str, int], list[LeagueRow]] = {}
    for row in rows:
        tables.setdefault((row.model, row.wave, row.depth), []).append(row)
    last = {(row.model, row.depth): row.wave for row in rows}
    waves = list(dict.fromkeys(row.wave for row in rows))
    latest_first = sorted(tables.items(), key=lambda entry: -waves.index(entry[0][1]))
    for (model, wave, depth), table in latest_first:
        title = " · ".join([words.model(model), words.wave(wave), words.depth(depth)])
        ranked = table[0].rank is not None
        said = words(
            "batch-ranked" if ranked else "batch-unranked",
            reliability=f"{table[0].reliability:.2f}",
        )
        sheet = Sheet(title, _league_grid(table, words), is_folded=wave != last[model, depth])
        yield Chapter("", (sheet,), said)


def _league_grid(table: Sequence[LeagueRow], words: Words) -> Grid:
    headings = tuple(
        words(f"batch-column-{name}")
        for name in ("region", "rank", "index", "rank-set", "expected-rank", "tier")
    )
    return Grid(
        words("batch-column-study"),
        headings,
        tuple(_league_row(row, words) for row in in_order(table)),
    )


def _league_row(row: LeagueRow, words: Words) -> Row:
    ends = {"low": str(row.rank_low), "high": str(row.rank_high)}
    cells = (
        Cell(words.region(row.region) if row.region else ""),
        Cell("" if row.rank is None else str(row.rank), is_number=True),
        _estimate(row, "index"),
        Cell(words("batch-rank-range", **ends), is_number=True),
        Cell(f"{row.expected_rank:.1f}", is_number=True),
        Cell(words(f"batch-tier-{row.tier}")),
    )
    return Row(words.study(row.study), cells)


def _studies(rows: Sequence[StudyRow], words: Words) -> Sheet:
    """One line a study, the index of every model in a column of its own."""
    by_file: dict[str, list[StudyRow]] = {}
    for row in rows:
        by_file.setdefault(row.file, []).append(row)
    models = [m for m in dict.fromkeys(r.model for r in rows) if _has_index(rows, m)]
    heads = ["region", "wave", "clients", "n"]
    headings = [words(f"batch-column-{name}") for name in heads]
    headings += [*map(words.model, models), words("batch-column-status")]
    lines = tuple(_study_row(found, models, words) for found in by_file.values())
    grid = Grid(words("batch-column-study"), tuple(headings), lines)
    is_long = len(lines) > MOST_OPEN_ROWS
    return Sheet(words("batch-section-studies"), grid, is_folded=is_long)


def _has_index(rows: Sequence[StudyRow], model: str) -> bool:
    return bool(model) and any(r.model == model and r.estimate is not None for r in rows)


def _study_row(found: Sequence[StudyRow], models: Sequence[str], words: Words) -> Row:
    first, by_model = found[0], {row.model: row for row in found}
    cells = (
        Cell(words.region(first.region) if first.region else ""),
        Cell(first.wave),
        Cell("" if first.clients is None else f"{first.clients:,}", is_number=True),
        Cell("" if first.n is None else f"{first.n:,}", is_number=True),
        *(_estimate(by_model.get(model), "index") for model in models),
        Cell(words(f"batch-status-{first.status}")),
    )
    return Row(words.study(first.study) or first.file, cells)


def _remark(remark: Remark, words: Words) -> str:
    parts = (words.model(remark.model), words.code(remark.quantity), words.code(remark.code))
    if remark.quantity:
        quantity = words(f"batch-quantity-{remark.quantity}")
        parts = (parts[0], quantity, parts[2])
    return words(
        f"batch-remark-{remark.kind}",
        wave=words.wave(remark.wave),
        region=words.region(remark.region),
        what=" · ".join(filter(None, parts)),
        studies=words.studies(remark.studies),
    )


def _method(summary: Summary, words: Words) -> Iterator[str]:
    levels = {row.level for row in summary.regions} or {LEVEL}
    if summary.regions:
        yield words("batch-method-regions", level=" / ".join(map(percent, sorted(levels))))
        yield words("batch-method-answers")
    if summary.league:
        yield words("batch-method-league", least=f"{LEAST_RELIABILITY:g}")
    yield words("batch-csv")
