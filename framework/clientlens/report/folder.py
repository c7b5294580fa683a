"""The run folder: everything an evaluation leaves behind, written whole or not at all."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path

from clientlens.config.roles import CLIENTS
from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.report.directory import Layout, write_whole
from clientlens.report.directory import check_replaceable as check_directory
from clientlens.report.html import render_page
from clientlens.report.page import Page, page_of
from clientlens.report.workbook import writing
from clientlens.report.xlsx import book_of
from clientlens.results import disk
from clientlens.results.evaluation import Evaluation

REPORT_HTML = "report.html"
REPORT_XLSX = "report.xlsx"
TABLES = "tables"
PICTURES = "pictures"
ESTIMATES = disk.ESTIMATES
EVALUATION = disk.EVALUATION
SET_ASIDE = "screening.set_aside.csv"
MEMBERS = "segments.members.csv"
LAYOUT = Layout(
    what="run",
    record=EVALUATION,
    schema=disk.EVALUATION_SCHEMA,
    names=frozenset({REPORT_HTML, REPORT_XLSX, TABLES, PICTURES, ESTIMATES, EVALUATION}),
    within={TABLES: ".csv", PICTURES: ".svg"},
)


def write_run(
    evaluation: Evaluation,
    directory: Path,
    *,
    with_set_aside: bool = False,
    draw: Draw = draw_later,
) -> None:
    """Write the run folder of an evaluation.

    Everything goes into a folder beside `directory` first, which then takes its place; a run that
    stood there is replaced. Whatever interrupts the writing leaves `directory` as it was.

    Parameters
    ----------
    evaluation : Evaluation
        What was found.
    directory : Path
        The run folder; made with its parents where it doesn't exist.
    with_set_aside : bool
        Also write who was set aside and why. Respondent ids are client data, so only on request.
    draw : callable
        Begins to draw a picture; see `clientlens.drawing.draughtsman`.

    Raises
    ------
    RequestError
        `directory` is a file, or holds something that isn't of a run, or can't be written.
    """
    write_whole(
        directory,
        LAYOUT,
        lambda folder: _write(evaluation, folder, draw, with_set_aside=with_set_aside),
    )


def check_replaceable(directory: Path) -> None:
    """Refuse a folder that can't be written, or that holds something else than a run.

    Raises
    ------
    RequestError
        `directory` is a file, the folder we stand in, or one with anything that a run doesn't
        leave; or its nearest folder that exists can't be written.
    """
    check_directory(directory, LAYOUT)


def is_whole(directory: Path, formats: Collection[str], *, with_set_aside: bool = False) -> bool:
    """Whether a run folder holds all that a run in these formats leaves, and no more reports."""
    left = {
        directory / EVALUATION: True,
        directory / ESTIMATES: True,
        directory / TABLES: True,
        directory / REPORT_HTML: "html" in formats,
        directory / REPORT_XLSX: "xlsx" in formats,
        directory / TABLES / SET_ASIDE: with_set_aside,
    }
    return all(path.exists() == is_due for path, is_due in left.items())


def _write(evaluation: Evaluation, folder: Path, draw: Draw, *, with_set_aside: bool) -> None:
    formats = evaluation.study.report.formats
    # What is begun first is ended last: replicates are packed, sheets written and pictures drawn
    # in the meantime.
    with ExitStack() as begun:
        write_estimates = begun.enter_context(disk.packing_estimates(evaluation))
        page = page_of(evaluation, draw) if "html" in formats else None
        if "xlsx" in formats:
            book = begun.enter_context(writing(book_of(evaluation), folder / REPORT_XLSX))
        disk.write_tables(evaluation, folder / TABLES)
        if with_set_aside:
            _write_set_aside(evaluation, folder / TABLES / SET_ASIDE)
        if evaluation.members:
            disk.write_csv(evaluation.members.frame(), folder / TABLES / MEMBERS)
        write_estimates(folder / ESTIMATES)
        disk.write_evaluation(evaluation, folder / EVALUATION)
        if page:
            (folder / REPORT_HTML).write_text(render_page(page), "utf-8", newline="\n")
            _write_pictures(page, folder / PICTURES)
        if "xlsx" in formats:
            book()


def _write_pictures(page: Page, folder: Path) -> None:
    """Every picture of the page as a file of its own, ``<model>.<chart>.svg``."""
    if page.charts:
        folder.mkdir()
    for model, figure in page.charts:
        name = figure.anchor.removeprefix(f"{model}-")
        (folder / f"{model}.{name}.svg").write_text(figure.svg, "utf-8", newline="\n")


def _write_set_aside(evaluation: Evaluation, path: Path) -> None:
    """Who was set aside or flagged, with the rules that say so."""
    import pandas as pd

    screenings = {CLIENTS: evaluation.screening, **evaluation.roles}
    rows = [
        {
            "role": role,
            "row": remark.row,
            "respondent": remark.id,
            "removed_by": " ".join(remark.removed_by),
            "flagged_by": " ".join(remark.flagged_by),
        }
        for role, screening in screenings.items()
        for remark in screening.remarks()
    ]
    columns = ["role", "row", "respondent", "removed_by", "flagged_by"]
    disk.write_csv(pd.DataFrame(rows, columns=columns), path)
