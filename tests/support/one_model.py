"""Small studies for models that need little, and what every model's words and pages must hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

import clientlens
from clientlens.drawing import vega
from clientlens.messages import LOCALE, Messages
from clientlens.report.sentences import sentence

DOCS = Path(__file__).parents[2] / "docs"
ENTRY = re.compile(r"^([a-z][\w-]*) = (.*(?:\n(?: +.*|}.*))*)", re.MULTILINE)

EVERY_TABLE = frozenset(
    {"group", "dimension", "indicator", "quantity", "class", "n"}
    | {"estimate", "std_error", "ci_low", "ci_high"}
)
"""Columns that need no telling."""


def evaluate(folder, use, options, answers, *, header, **settings):
    """The result of one model on a table of answers (n, p) with the columns `header`."""
    cells = [["" if np.isnan(x) else f"{x:g}" for x in row] for row in answers]
    rows = [",".join([f"c{i}", *row]) for i, row in enumerate(cells)]
    text = "\n".join([",".join(["id", *header]), *rows, ""])
    (folder / "answers.csv").write_text(text, encoding="utf-8")
    study = {
        "study": {"id": "small"},
        "survey": {"source": "answers.csv", "respondent_id": "id"},
        "models": {use: options},
        "uncertainty": {"method": "none"},
        "report": {"language": "en"},
        **settings,
    }
    (folder / "study.yaml").write_text(json.dumps(study), encoding="utf-8")
    return clientlens.evaluate(folder / "study.yaml")[use]


def answered(result, name, group="all"):
    """A quantity of the sample as answered."""
    return result.estimates.answered(name).sel(group=group).to_numpy()


def catalogue(model, language):
    """Message → the variables that it names."""
    text = (model.locale / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(re.findall(r"\$(\w+)", value)) for key, value in ENTRY.findall(text)}


def assert_said_and_drawn(result, model, language):
    """Every finding is a sentence, every chart a picture, every word of a table has a name."""
    messages = Messages(language, [LOCALE, model.locale])
    said = [sentence(finding, result, messages) for finding in result.findings]
    assert said
    assert len(said) == len(set(said))
    for chart in result.charts(messages):
        assert chart.title
        assert chart.note
        for spec in (chart.wide, chart.narrow):
            assert "<svg" in vega.to_svg(spec)
    names = {f"{column}-{name}" for column, name in _words_of(result)}
    assert not {name for name in names if name not in messages}


def _words_of(result):
    """What the words of its tables are looked up by."""
    for table in result.tables:
        yield "table", table.name
        for column in ("quantity", "class", "factor", "simultaneous"):
            yield from ((column, name) for name in table.frame.get(column, []))
    for name in result.estimates.data:
        yield "quantity", name


def assert_on_page(page, model, result):
    """Options with their defaults, quantities, tables and columns stand on the model's page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for name, field in model.Options.model_fields.items():
        default = "none" if field.default is None else f"`{field.default}`"
        assert f"| `{name}` | {default} |" in text, name
    columns = {c for table in result.tables for c in table.frame} - EVERY_TABLE
    for name in (*model.dims, *(table.name for table in result.tables), *columns):
        assert f"`{name}`" in text, name
