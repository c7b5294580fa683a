"""The comparison folder: page, tables and the recipes of what was compared, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clientlens.comparison.comparison import Comparison
from clientlens.drawing.draughtsman import Draw, draw_later
from clientlens.report.comparison.page import page_of, render
from clientlens.report.comparison.vocabulary import Vocabulary
from clientlens.report.directory import Layout, write_whole
from clientlens.report.directory import check_replaceable as check_directory
from clientlens.results import disk

REPORT_HTML = "report.html"
TABLES = "tables"
PICTURES = "pictures"
COMPARISON = "comparison.json"
COMPARISON_SCHEMA = "clientlens.comparison/1"
FRAMES = (
    "pairings",
    "agreement",
    "differences",
    "indicators",
    "decomposition",
    "unaligned",
    "long",
)
LAYOUT = Layout(
    what="comparison",
    record=COMPARISON,
    schema=COMPARISON_SCHEMA,
    names=frozenset({REPORT_HTML, TABLES, PICTURES, COMPARISON}),
    within={TABLES: ".csv", PICTURES: ".svg"},
)


def check_replaceable(directory: Path) -> None:
    """Refuse a folder that can't be written, or that holds something else than a comparison."""
    check_directory(directory, LAYOUT)


def write_comparison(words: Vocabulary, directory: Path, *, draw: Draw = draw_later) -> None:
    """Write the comparison folder; one that stood there is replaced.

    Parameters
    ----------
    words : Vocabulary
        The comparison in the words of a language.
    directory : Path
        The folder; made with its parents where it doesn't exist.
    draw : callable
        Begins to draw a picture.

    Raises
    ------
    RequestError
        `directory` is a file, or holds something that isn't of a comparison, or can't be written.
    """
    write_whole(directory, LAYOUT, lambda folder: _write(words, folder, draw))


def _write(words: Vocabulary, folder: Path, draw: Draw) -> None:
    page = page_of(words, draw)
    tables = folder / TABLES
    tables.mkdir()
    for name in FRAMES:
        disk.write_csv(getattr(words.comparison, name), tables / f"{name}.csv")
    text = disk.json_text(comparison_values(words.comparison))
    (folder / COMPARISON).write_text(f"{text}\n", encoding="utf-8")
    (folder / REPORT_HTML).write_text(render(page), "utf-8", newline="\n")
    if page.charts:
        (folder / PICTURES).mkdir()
    for figure in page.charts:
        (folder / PICTURES / f"{figure.anchor}.svg").write_text(figure.svg, "utf-8", newline="\n")


def comparison_values(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values: its settings, its frames, and the recipe of every run.

    What the sources estimated is in the runs, and in ``tables/long.csv``.
    """
    return {
        "schema": COMPARISON_SCHEMA,
        "kind": comparison.kind,
        "group": comparison.group,
        "top": comparison.top,
        "rank_gap": comparison.rank_gap,
        "level": comparison.level,
        "sources": [
            {"name": s.name, "run": s.run.name, "model": s.model, "use": s.run.use(s.model)}
            for s in comparison.sources
        ],
        **{
            name: disk.plain(getattr(comparison, name).to_dict(orient="records"))
            for name in FRAMES
            if name != "long"
        },
        "recipes": [{"run": run.name, "recipe": disk.plain(run.recipe)} for run in comparison.runs],
    }
