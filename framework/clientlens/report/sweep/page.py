"""The page of a sweep: everything its report shows, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.multiverse.outcomes import CLASS, TOP
from clientlens.multiverse.sweep import Sweep
from clientlens.report.figure import Figure, figure_of
from clientlens.report.grid import Cell, Grid, Row, value_cell
from clientlens.report.html import body_of, compose
from clientlens.report.numbers import interval
from clientlens.report.settings import SettingBlock, settings_of
from clientlens.report.sweep.charts import charts_of
from clientlens.report.sweep.statements import Part, models_of, notes_of, parts_of
from clientlens.report.sweep.vocabulary import INDEX, Vocabulary, vocabulary_of
from clientlens.report.title import Title, title_of
from clientlens.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

_INFLUENCE = ("switches", "changed_share", "largest_change", "main_share", "total_share")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number of the first half page."""

    label: str
    value: str
    below: str


@dataclass(frozen=True, slots=True)
class Section:
    """What is said of one model; ``title`` is blank where there is only one."""

    name: str
    title: str
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...]
    conclusions: Grid


@dataclass(frozen=True, slots=True)
class SweepPage:
    """A report of a sweep before it is set."""

    words: Words
    title: Title
    figures: tuple[KeyFigure, ...]
    choices: Grid
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    universes: Grid
    influence: Grid
    method: tuple[str, ...]
    settings: tuple[SettingBlock, ...]


def page_of(sweep: Sweep, draw: Draw = draw_later) -> SweepPage:
    """Gather what the report shows; `draw` begins its pictures."""
    say = vocabulary_of(sweep)
    title = title_of(sweep.base)
    models = models_of(say)
    return SweepPage(
        words=say.words,
        title=replace(title, text=say("sweep-title", title=title.text)),
        figures=tuple(_key_figures(say)),
        choices=_choices(say),
        sections=tuple(
            Section(
                name=model,
                title=say.model(model),
                parts=parts_of(model, say),
                figures=tuple(figure_of(chart, model, draw) for chart in charts_of(model, say)),
                conclusions=_conclusions(model, say),
            )
            for model in models
        ),
        notes=tuple(notes_of(say)),
        universes=_universes(say),
        influence=_influence(say),
        method=tuple(_method(say)),
        settings=settings_of(sweep.base),
    )


def render_sweep(page: SweepPage) -> str:
    """The page as self-contained HTML; waits for its pictures."""
    has_pictures = any(section.figures for section in page.sections)
    return compose(page, body_of("sweep.html.j2", page), has_pictures=has_pictures)


def _key_figures(say: Vocabulary) -> Iterator[KeyFigure]:
    sweep = say.sweep
    kind = "sweep-universes-below" if sweep.grid.is_full else "sweep-one-at-a-time"
    samples = _samples(sweep)
    below = say(kind, choices=len(sweep.grid.options), samples=samples)
    yield KeyFigure(say("sweep-universes"), str(len(sweep.universes)), below)
    several = len(models_of(say)) > 1
    for row in _rows(sweep.conclusions[sweep.conclusions["conclusion"] == INDEX]):
        model = str(row["model"])
        suffix = f" · {say.model(model)}" if several else ""
        ends = "–".join(dict.fromkeys(say.value(INDEX, row[end]) for end in ("low", "high")))
        label = say("sweep-range", index=say.quantity(model, INDEX)) + suffix
        value = say.value(INDEX, row["estimate"])
        yield KeyFigure(label, ends, say("sweep-in-the-study", value=value))
    classes = sweep.conclusions[sweep.conclusions["conclusion"] == CLASS]
    for name, rows in classes.groupby("model", sort=False):
        suffix = f" · {say.model(str(name))}" if several else ""
        kept = str(int(rows["is_robust"].sum()))
        yield KeyFigure(say("sweep-kept-classes") + suffix, kept, say("sweep-of", count=len(rows)))


def _samples(sweep: Sweep) -> int:
    found = set(sweep.universes["sample"]) - {0}
    return len(found)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:  # Any: cells of a frame
    return [{str(key): cell for key, cell in row.items()} for row in frame.to_dict("records")]


def _choices(say: Vocabulary) -> Grid:
    """Every choice with its options, that of the study first."""
    rows = []
    for choice, options in say.sweep.grid.options.items():
        names = [say.option(choice, option) for option in options]
        names[0] = say("sweep-base-mark", name=names[0])
        rows.append(Row(say.choice(choice), (Cell(say("name-separator").join(names)),)))
    return Grid(say.words.column("choice"), (say.words.column("options"),), tuple(rows))


def _conclusions(model: str, say: Vocabulary) -> Grid:
    """What the study concludes, and how it fares; indicators never among the first are left out."""
    frame = say.sweep.conclusions
    own = frame[frame["model"] == model]
    idle = (own["conclusion"] == TOP) & own["is_robust"] & (own["base"] == "not_in_top")
    rows = [
        Row(
            _heading(row, say),
            tuple(_conclusion_cells(model, row, say)),
        )
        for row in _rows(own[~idle])
    ]
    columns = ("base", "range", "universes", "held_share", "changed_by")
    return Grid(say.words.column("conclusion"), tuple(map(say.words.column, columns)), tuple(rows))


def _heading(row: Mapping[str, Any], say: Vocabulary) -> str:
    kind = say(f"conclusion-{row['conclusion']}")
    return f"{kind} · {say.subject(row['subject'])}" if row["subject"] else kind


def _conclusion_cells(model: str, row: Mapping[str, Any], say: Vocabulary) -> Iterator[Cell]:
    kind = str(row["conclusion"])
    if kind == CLASS:
        yield Cell(say.class_name(model, row["base"]), badge=str(row["base"]))
    elif kind == TOP:
        yield Cell(say(f"base-{row['base']}"))
    else:
        yield Cell(say.value(kind, row["estimate"]), is_number=True)
    yield Cell(interval(kind, float(row["low"]), float(row["high"])), is_number=True)
    yield value_cell("n", int(row["universes"]))
    yield value_cell("held_share", row["held_share"])
    yield Cell(say("name-separator").join(map(say.choice, str(row["changed_by"]).split())))


def _universes(say: Vocabulary) -> Grid:
    sweep = say.sweep
    choices = list(sweep.grid.options)
    indices = sweep.estimates[sweep.estimates["quantity"] == INDEX]
    models = list(dict.fromkeys(indices["model"]))
    values = {(r["universe"], r["model"]): r for r in _rows(indices)}
    rows = []
    for row in _rows(sweep.universes):
        cells = [Cell(say.option(choice, row[choice])) for choice in choices]
        cells.append(Cell("" if row["reason"] else str(row["n"]), is_number=True))
        cells.append(Cell(say(f"pairing-{row['pairing']}") if row["pairing"] else ""))
        cells += [_index_cell(values.get((row["universe"], model))) for model in models]
        rows.append(Row(str(row["universe"]), tuple(cells)))
    headings = [say.choice(choice) for choice in choices]
    headings += [say.words.column("n"), say.words.column("pairing")]
    headings += [f"{say.quantity(m, INDEX)} · {say.model(m)}" for m in models]
    return Grid(say.words.column("universe"), tuple(headings), tuple(rows))


def _index_cell(row: Mapping[str, Any] | None) -> Cell:
    if row is None:
        return Cell(is_number=True)
    below = interval(INDEX, row["ci_low"], row["ci_high"])
    return replace(value_cell(INDEX, row["estimate"]), below=below)


def _influence(say: Vocabulary) -> Grid:
    """The influence on what may change: rows in which nothing does are left out."""
    frame = say.sweep.influence
    moves = (frame["changed_share"] > 0) | (frame["main_share"] > 0)
    rows = [
        Row(
            " · ".join(
                (
                    say.model(row["model"]),
                    say.label(row["model"], row["conclusion"], row["subject"]),
                    say.choice(row["choice"]),
                )
            ),
            tuple(_influence_cell(name, row) for name in _INFLUENCE),
        )
        for row in _rows(frame[moves])
    ]
    corner = say.words.column("conclusion")
    return Grid(corner, tuple(map(say.words.column, _INFLUENCE)), tuple(rows))


def _influence_cell(name: str, row: Mapping[str, Any]) -> Cell:
    if name == "switches":
        return value_cell("n", int(row[name]))
    return value_cell(row["conclusion"] if name == "largest_change" else name, row[name])


def _method(say: Vocabulary) -> Iterator[str]:
    sweep = say.sweep
    kind = "full" if sweep.grid.is_full else "single"
    yield say(f"sweep-method-{kind}", count=len(sweep.universes), samples=_samples(sweep))
    yield say("sweep-method-pairing")
    yield say("sweep-method-not")
