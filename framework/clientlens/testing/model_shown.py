"""The laws of what people see: tables, findings, charts, and their words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import isfinite, isinf
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from clientlens.drawing import vega
from clientlens.messages import LANGUAGES, LOCALE, Messages
from clientlens.report.sentences import sentence
from clientlens.results.chart import Chart
from clientlens.results.evaluation import Result
from clientlens.results.finding import Finding
from clientlens.results.sheet import RESPONDENTS
from clientlens.results.table import ESTIMATE_COLUMNS, Table
from clientlens.testing.generated import SIZES
from clientlens.testing.law import Breach, Statement
from clientlens.testing.model_example import ModelExample

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_NAMED_CELLS = ("quantity", "class")
_COLUMN = ("column", "quantity", "class")
_Named = tuple[tuple[str, ...], str]
"""The families of messages that may hold a word, and the code that it stands for."""
_SAME = 1e-9
"""As near as a number of a table is to its estimate."""
_FEW = 3
"""Fewer than may be shown."""


def _tidy(example: ModelExample) -> None:
    _check_sheets(example)
    tables = example.tables
    _check_names("table", (table.name for table in tables))
    for table in tables:
        _check_table(table)


def _check_sheets(example: ModelExample) -> None:
    """What is absent is left out of a sheet, so a name that is misspelt would go unseen."""
    model, study, options = example.model, example.study, example.options
    quantities = {**model.dims, **model.dims_for(study, options)}
    counts = {**model.once_dims, **model.once_dims_for(study, options)}
    for name, sheet in model.sheets.items():
        for quantity in sheet.rows.values():
            if quantity not in quantities:
                raise Breach(f"sheet '{name}' names '{quantity}', which no dims declare")
        for count in (sheet.n, *sheet.n_of.values()):
            if count not in counts and count != RESPONDENTS:
                raise Breach(f"sheet '{name}' counts by '{count}', which no once_dims declare")


def _check_names(what: str, names: Iterable[str]) -> None:
    counts = Counter(names)
    for name, count in counts.items():
        if count > 1:
            raise Breach(f"two {what}s are called '{name}'")
        if not _NAME.fullmatch(name):
            raise Breach(f"a {what} is called {name!r}; names are lower case, as in a file name")


def _check_table(table: Table) -> None:
    frame, which = table.frame, f"table '{table.name}'"
    if not table.keys:
        raise Breach(f"{which} declares no keys")
    if len(set(frame.columns)) < len(frame.columns):
        raise Breach(f"{which} has two columns of one name")
    for key in table.keys:
        if frame[key].isna().any():
            raise Breach(f"{which} has a row without '{key}', which is a key")
    for column in frame:
        _check_column(frame[column], f"column '{column}' of {which}")
    _check_intervals(table)


def _check_column(column: pd.Series, which: str) -> None:
    known = column.dropna()
    is_number = known.map(lambda cell: isinstance(cell, Real))
    if column.name in ESTIMATE_COLUMNS and not is_number.all():
        raise Breach(f"{which} holds {known[~is_number.astype(bool)].iloc[0]!r}, no number")
    if known.map(lambda cell: isinstance(cell, float) and isinf(cell)).any():
        raise Breach(f"{which} holds an infinite number")
    if known.map(lambda cell: isinstance(cell, list | tuple | dict | set)).any():
        raise Breach(f"{which} holds several values in a cell")


def _check_intervals(table: Table) -> None:
    frame, which = table.frame, f"table '{table.name}'"
    if {"ci_low", "ci_high"} <= set(frame) and (frame["ci_low"] > frame["ci_high"]).any():
        raise Breach(f"an interval of {which} ends below where it begins")
    for column in ("std_error", "n"):
        if column in frame and (frame[column] < 0).any():
            raise Breach(f"column '{column}' of {which} is negative")


def _shown(example: ModelExample) -> None:
    """What a row calls by the name of a quantity, with all of its labels, is that quantity."""
    estimates = example.result.estimates
    for table in example.result.tables:
        for row in table.frame.to_dict("records"):
            name, told = str(row.get("quantity")), row.get("estimate")
            if name not in estimates or not isinstance(told, Real):
                continue
            known = estimates.answered(name)
            if {*known.dims, "quantity"} == {*table.keys}:
                value = float(known.sel({dim: row[str(dim)] for dim in known.dims}))
                if not np.isclose(float(told), value, rtol=_SAME, atol=_SAME, equal_nan=True):
                    where = ", ".join(str(row[key]) for key in table.keys)
                    raise Breach(f"{where} is {told:.6g} in a table, and estimated as {value:.6g}")


def _findings(example: ModelExample) -> None:
    result = example.result
    known = _known(example, result)
    for finding in example.findings:
        what = f"finding '{finding.message}'"
        if finding.group not in result.estimates.groups:
            raise Breach(f"{what} is of group '{finding.group}', which there isn't")
        for code in finding.subject:
            if code not in known:
                raise Breach(f"{what} is about '{code}', which there isn't")
        if not 0 <= finding.strength <= 1:
            raise Breach(f"{what} has the strength {finding.strength:g}, outside 0 to 1")


def _evidence(example: ModelExample) -> None:
    for finding in example.result.findings:
        what = f"finding '{finding.message}'"
        if not finding.evidence and not finding.subject:
            raise Breach(f"{what} has neither a subject nor evidence")
        _check_evidence(finding, what)


def _check_evidence(finding: Finding, what: str) -> None:
    for name, value in finding.evidence.items():
        own: object = value
        if isinstance(own, str):
            continue
        if isinstance(own, bool) or not isinstance(own, int | float):
            raise Breach(f"{what} has the evidence {name}={own!r}, neither number nor text")
        if not isfinite(own):
            raise Breach(f"{what} has the evidence {name}={own}, no finite number")


def _known(example: ModelExample, result: Result) -> frozenset[str]:
    """Everything that a finding may be about."""
    study = result.study
    labels = {str(label) for labels in example.labels.values() for label in labels}
    classes = {code for codes in example.model.classes.values() for code in codes}
    asked = {*study.facets, *study.items, *study.roles, *study.respondents, *study.models}
    values = {
        name
        for code, attribute in study.respondents.items()
        for value in attribute.values.values()
        for name in (value, f"{code}={value}")
    }
    quantities = {*result.estimates.data, *result.estimates.counts}
    return frozenset(
        {*result.names, *labels, *classes, *asked, *values, *map(str, quantities)}
        | {*study.compared, *result.looks, *result.estimates.groups}
    )


def _said(example: ModelExample) -> None:
    result = example.result
    for language in LANGUAGES:
        messages = Messages(language, [LOCALE, result.locale])
        for finding in result.findings:
            if finding.message not in messages:
                raise Breach(f"finding '{finding.message}' has no sentence in {language}.ftl")
            if not sentence(finding, result, messages).strip():
                raise Breach(f"finding '{finding.message}' says nothing in {language}")
        entries = dict.fromkeys(name for f in result.findings for name in f.evidence)
        _check_words(messages, ((_COLUMN, name) for name in entries), result)


def _words(example: ModelExample) -> None:
    result = example.result
    for language in LANGUAGES:
        messages = Messages(language, [LOCALE, result.locale])
        _check_words(messages, _named(result), result)


def _check_words(messages: Messages, named: Iterable[_Named], result: Result) -> None:
    missing = [
        f"'{families[0]}-{name}'"
        for families, name in dict.fromkeys(named)
        if not _is_word(messages, families, name, result)
    ]
    if missing:
        raise Breach(f"no catalogue in {messages.language} has {', '.join(missing)}")


def _named(result: Result) -> Iterator[_Named]:
    """What tables call by a code: themselves, their columns, quantities and classes."""
    yield ("model",), result.use
    for table in result.tables:
        yield ("table",), table.name
        for column in table.frame:
            yield _COLUMN, str(column)
        for column in _NAMED_CELLS:
            for name in dict.fromkeys(table.frame.get(column, ())):
                yield (column, "quantity", "class"), str(name)


def _is_word(messages: Messages, families: tuple[str, ...], name: str, result: Result) -> bool:
    plain = name.removeprefix("p_")
    return (
        any(f"{family}-{name}" in messages for family in families)
        or (plain != name and f"class-{plain}" in messages)
        or name in result.names
        or plain in result.names
    )


def _charts(example: ModelExample) -> None:
    result = example.result
    for language in LANGUAGES:
        messages = Messages(language, [LOCALE, result.locale])
        charts = result.charts(messages)
        _check_names("chart", (chart.name for chart in charts))
        for chart in charts:
            is_last = language == LANGUAGES[-1] and example.drawn.size == SIZES[-1]
            _check_chart(chart, language, is_drawn=is_last)


def _check_chart(chart: Chart, language: str, *, is_drawn: bool) -> None:
    what = f"chart '{chart.name}'"
    if not chart.title.strip() or not chart.description.strip():
        raise Breach(f"{what} has no title or no description in {language}")
    for form in ("wide", "narrow", "print"):
        spec = getattr(chart, form)
        if spec is None:
            continue
        try:
            json.dumps(spec, allow_nan=False)
        except ValueError as error:
            raise Breach(f"the {form} form of {what} holds a NaN or an infinite number") from error
        except TypeError as error:
            raise Breach(f"the {form} form of {what} is no JSON: {error}") from error
        if is_drawn and (form != "print" or spec != chart.wide):
            _check_drawn(spec, f"the {form} form of {what}")


def _check_drawn(spec: vega.Spec, what: str) -> None:
    try:
        vega.to_svg(spec)
    except vega.DrawingError as error:
        raise Breach(f"{what} can't be drawn: {error}") from error


def _few(example: ModelExample) -> None:
    """Whoever is one of few is told of nowhere."""
    for attribute, value, other in _with_few(example):
        if not other.is_estimated:
            continue
        result = other.result
        who = f"{attribute} '{value}', of {_FEW} clients,"
        codes = {value, f"{attribute}={value}"}
        for table in result.tables:
            _check_rows(table, codes, who)
        for finding in result.findings:
            named = {
                *finding.subject,
                finding.group,
                *map(str, finding.evidence.values()),
            }
            if codes & named and "reason" not in finding.evidence:
                raise Breach(f"{who} is told of by finding '{finding.message}'")
        _check_labels(result, codes, who)


def _with_few(example: ModelExample) -> Iterator[tuple[str, str, ModelExample]]:
    """Each attribute in turn, one of whose values only few have."""
    answers = example.drawn.answers
    for attribute in example.study.asked_attributes:
        column = answers.attributes[attribute]
        present = sorted({value for value in column if value is not None})
        if len(present) < 3:  # noqa: PLR2004  hiding one of two hides both
            continue
        rest, few = present[:-1], present[-1]
        changed = column.copy()
        for i in range(len(changed)):
            changed[i] = few if i < _FEW else rest[i % len(rest)]
        attributes = {**answers.attributes, attribute: changed}
        yield attribute, few, example.with_answers(replace(answers, attributes=attributes))


def _check_rows(table: Table, codes: set[str], who: str) -> None:
    frame = table.frame
    for key in table.keys:
        own = frame[frame[key].map(str).isin(codes)]
        for column in own.columns.intersection(["estimate", "value", "share", "n"]):
            if own[column].notna().any():
                raise Breach(f"{who} stands in table '{table.name}' with a number")


def _check_labels(result: Result, codes: set[str], who: str) -> None:
    for data in (result.estimates.data, result.estimates.counts):
        for name, array in data.items():
            for dim in array.dims:
                if dim not in array.coords or array[dim].dtype.kind not in "UO":
                    continue
                own = array.isel({dim: np.isin(array[dim].to_numpy().astype(str), [*codes])})
                if own.size and bool(own.notnull().any()):
                    raise Breach(f"{who} has a number of '{name}'")


def _where_estimated(hold: Callable[[ModelExample], None]) -> Callable[[ModelExample], None]:
    """What can't be estimated shows nothing; the law of what is declared tells of it."""

    def held(example: ModelExample) -> None:
        if example.is_estimated:
            hold(example)

    return held


MODEL_SHOWN_LAWS = (
    Statement(
        "tables are tidy",
        "sheets name what is declared; every table has keys that no two rows share and no row "
        "lacks, numbers in its estimate columns, one value in a cell, and intervals that begin "
        "below where they end",
        "Make frames with clientlens.plugin_api.stack; leave rows out that have no estimate.",
        _where_estimated(_tidy),
    ),
    Statement(
        "tables show what was estimated",
        "a row that names a quantity and all of its labels holds its estimate",
        "Call what is computed from quantities something else, or make it in estimate.",
        _where_estimated(_shown),
    ),
    Statement(
        "tables have words in every language",
        "tables, their columns, quantities and classes have names in zh.ftl and en.ftl, or in the "
        "catalogue of the core",
        "Add model-…, table-…, column-…, quantity-… and class-… to both catalogues.",
        _where_estimated(_words),
    ),
    Statement(
        "findings rest on what exists",
        "a finding is about indicators, dimensions, labels or classes that exist, of a group that "
        "is shown, with a strength in 0 to 1",
        "Take subjects from the labels of estimates, and the group from estimates.groups.",
        _where_estimated(_findings),
    ),
    Statement(
        "findings carry evidence",
        "a finding has a subject or evidence; its evidence is finite numbers and text",
        "Put the numbers that it rests on into evidence, and leave it out where they are NaN.",
        _where_estimated(_evidence),
    ),
    Statement(
        "findings are said in every language",
        "every finding has a sentence in zh and in en, whose variables its evidence holds, and "
        "every entry of its evidence, which reports list, has a name",
        "Add the message to both catalogues, or the variable to the evidence; column-… names it.",
        _where_estimated(_said),
    ),
    Statement(
        "charts are drawn in every language",
        "every chart has a name of its own, title and description, and Vega-Lite that can be drawn",
        "Leave out rows without a number; add the messages of the chart to both catalogues.",
        _where_estimated(_charts),
    ),
    Statement(
        "nothing is told of few",
        "of a value of an attribute that fewer than report.minimum_group clients have, no number "
        "stands in estimates, tables or findings",
        "Ask for parts with sample.units(attribute, study.report.minimum_group).",
        _where_estimated(_few),
    ),
)
