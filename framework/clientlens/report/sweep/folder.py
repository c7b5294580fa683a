"""The folder of a sweep: page, pictures, tables, and the recipe that makes it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.multiverse.sweep import Sweep
from clientlens.report.directory import Layout, write_whole
from clientlens.report.folder import PICTURES, REPORT_HTML, TABLES
from clientlens.report.sweep.page import SweepPage, page_of, render_sweep
from clientlens.results import disk

SWEEP = "sweep.json"
SWEEP_SCHEMA = "clientlens.sweep/1"
LAYOUT = Layout(
    what="sweep",
    record=SWEEP,
    schema=SWEEP_SCHEMA,
    names=frozenset({REPORT_HTML, TABLES, PICTURES, SWEEP}),
    within={TABLES: ".csv", PICTURES: ".svg"},
)
_IN_JSON = ("universes", "conclusions", "influence")


def write_sweep(sweep: Sweep, directory: Path, draw: Draw = draw_later) -> None:
    """Write the folder of a sweep, whole or not at all.

    Parameters
    ----------
    sweep : Sweep
        What was found.
    directory : Path
        The folder; another sweep that stands there is replaced.
    draw : callable
        Begins to draw a picture; see `clientlens.drawing.draughtsman`.

    Raises
    ------
    RequestError
        `directory` is a file, or holds something that isn't of a sweep, or can't be written.
    """
    write_whole(directory, LAYOUT, lambda folder: _write(sweep, folder, draw))


def _write(sweep: Sweep, folder: Path, draw: Draw) -> None:
    # The page is begun first and ended last: its pictures are drawn in the meantime.
    has_page = "html" in sweep.study.report.formats
    begun = page_of(sweep, draw) if has_page else None
    tables = folder / TABLES
    tables.mkdir()
    for name, frame in sweep.tables.items():
        disk.write_csv(frame, tables / f"{name}.csv")
    (folder / SWEEP).write_text(disk.json_text(sweep_values(sweep)) + "\n", encoding="utf-8")
    if begun:
        (folder / REPORT_HTML).write_text(render_sweep(begun), "utf-8", newline="\n")
        _write_pictures(begun, folder / PICTURES)


def _write_pictures(page: SweepPage, folder: Path) -> None:
    """Every picture as a file of its own, ``<model>.<chart>.svg``."""
    figures = [(section.name, figure) for section in page.sections for figure in section.figures]
    if figures:
        folder.mkdir()
    for model, figure in figures:
        name = figure.anchor.removeprefix(f"{model}-")
        (folder / f"{model}.{name}.svg").write_text(figure.svg, "utf-8", newline="\n")


def sweep_values(sweep: Sweep) -> dict[str, Any]:
    """The sweep as plain values, ready for JSON: a missing number is null.

    The recipe is that of the study with its choices; ``clientlens sweep`` reads it again.
    """
    return {
        "schema": SWEEP_SCHEMA,
        "study": sweep.study.about.id,
        "is_synthetic": sweep.study.about.is_synthetic,
        "options": disk.plain(sweep.grid.options),
        "one_at_a_time": not sweep.grid.is_full,
        "top": sweep.top,
        "idle": [{"choice": choice, "option": option} for choice, option in sweep.idle],
        **{name: _records(sweep, name) for name in _IN_JSON},
        "recipe": disk.plain({**sweep.base.recipe, "study": sweep.study.values}),
    }


def _records(sweep: Sweep, name: str) -> list[dict[str, Any]]:
    frame = sweep.tables[name].astype(object)
    known = frame.where(frame.notna(), None)
    return [disk.plain({str(k): v for k, v in r.items()}) for r in known.to_dict("records")]
