"""The tables, findings and charts of the gaps, and the words for all of them."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import clientlens.report
from clientlens.drawing import vega
from clientlens.messages import Messages
from clientlens.report.sentences import sentence
from clientlens_servqual.model import Servqual
from servqual.studies import evaluate, many

CORE = Path(clientlens.report.__file__).parent / "locale"
ENTRY = re.compile(r"^([a-z][\w-]*) = (.*(?:\n(?: +.*|}.*))*)", re.MULTILINE)
LANGUAGES = ("zh", "en")
DRAWS = {"uncertainty": {"replicates": 20}}
OVERALL = {
    "items": {"overall": {"scale": "five"}},
    "extra": {"overall": np.clip(np.rint(many()["satisfaction"][:3].mean(axis=0)), 1, 5)},
}
HALVES = {
    "extra": {"branch": ["east", "west"] * 40},
    "respondents": {"branch": {}},
    "segments": {"by": "branch"},
}
CASES = {
    "plain": ({}, DRAWS),
    "groups": ({"weights": "structural"}, DRAWS | HALVES),
    "none": ({}, {}),
    "jackknife": ({}, {"uncertainty": {"method": "jackknife"}}),
    "importance": ({"expectation": "importance", "weights": "importance"}, DRAWS),
    "turned": ({"sign": "expectation_minus_perception"}, DRAWS),
    "turned_importance": (
        {"sign": "expectation_minus_perception", "expectation": "importance"},
        DRAWS,
    ),
    "zone": ({"minimum": "minimum", "overall": "overall"}, DRAWS | OVERALL),
    "overall_importance": ({"expectation": "importance", "overall": "overall"}, DRAWS | OVERALL),
    "hierarchy": ({"dimensions": "hierarchy"}, DRAWS),
    "above": ({}, DRAWS),
}
every_case = pytest.mark.parametrize("case", CASES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Case → result, each made once."""
    made = {}

    def result(case):
        if case not in made:
            options, settings = CASES[case]
            ratings = many(shift=0.8 if case == "above" else -0.6)
            made[case] = evaluate(tmp_path_factory.mktemp(case), options, ratings, **settings)
        return made[case]

    return result


# Tables

ESTIMATE = ["estimate", "std_error", "ci_low", "ci_high", "n"]
COLUMNS = {
    "items": ["group", "quality_dimension", "indicator", "quantity", *ESTIMATE],
    "dimensions": ["group", "quality_dimension", "quantity", *ESTIMATE],
    "overall": ["group", "quantity", *ESTIMATE],
    "tests": [
        "group", "indicator", "contrast", "n", "t", "t_p", "t_p_holm", "d_z", "d_z_hedges",
        "d_av", "wilcoxon_p", "wilcoxon_p_holm", "rank_biserial", "sign_p", "tests_disagree",
    ],
    "reliability": ["group", "quality_dimension", "quantity", "value"],
    "structure": [
        "group", "quality_dimension", "indicator", "loading", "confirmatory_loading", "r_own",
        "r_other", "other",
    ],
    "confirmatory": ["group", "quantity", "estimate", "n"],
    "dimension_correlations": [
        "group", "quality_dimension", "other_dimension", "quantity", *ESTIMATE,
    ],
    "surface": ["group", "quantity", "value", "n"],
    "inversions": ["group", "indicator", "inverted", "n"],
}  # fmt: skip
ALWAYS = {"items", "dimensions", "overall", "tests", "reliability", "structure"}


def test_the_tables_of_a_gap(results):
    assert {table.name for table in results("plain").tables} == ALWAYS
    together = {"confirmatory", "dimension_correlations"}
    assert {table.name for table in results("zone").tables} == set(COLUMNS) - together
    assert {table.name for table in results("hierarchy").tables} == ALWAYS | together


def has_model(result):
    """Whether there are indicators enough to fit all dimensions at once."""
    return "confirmatory" in result.estimates.counts


@every_case
def test_columns_and_keys_are_those_declared(case, results):
    for table in results(case).tables:
        wanted = set(COLUMNS[table.name])
        wanted -= set() if has_model(results(case)) else {"confirmatory_loading"}
        assert set(table.frame) == wanted, table.name
        assert len(table.frame), table.name
        assert not table.frame[list(table.keys)].isna().to_numpy().any(), table.name


@every_case
def test_a_number_stands_in_every_row_and_is_finite(case, results):
    for table in results(case).tables:
        frame = table.frame.select_dtypes("number")
        loadings = ["loading", "confirmatory_loading"]  # of three indicators or more; of all
        frame = frame.drop(columns=loadings, errors="ignore")
        if case == "none":
            frame = frame.drop(columns=["std_error", "ci_low", "ci_high"], errors="ignore")
        assert np.isfinite(frame.to_numpy(float)).all(), table.name


def test_a_table_without_rows_is_left_out(tmp_path):
    alone = {
        "counter": {"indicators": {"neat": {"servqual": "tangibles"}}},
        "credit": {"indicators": {"modern": {}, "on_time": {}, "price": {}}},
    }
    result = evaluate(tmp_path, ratings=many(), hierarchy=alone)
    assert "structure" not in {table.name for table in result.tables}
    assert "servqual-overall-below-expectation-plain" in {f.message for f in result.findings}


def test_groups_have_rows_of_their_own(results):
    for table in results("groups").tables:
        assert set(table.frame["group"]) == {"all", "branch=east", "branch=west"}, table.name


def test_indicators_stand_below_their_dimension(results):
    items = results("plain").table("items")
    found = dict(zip(items["indicator"], items["quality_dimension"], strict=True))
    assert found == {"neat": "tangibles", "modern": "tangibles", "on_time": "reliability"}
    assert list(dict.fromkeys(items["quality_dimension"])) == ["tangibles", "reliability"]


def test_dimensions_may_be_those_of_the_hierarchy(results):
    items = results("hierarchy").table("items")
    found = dict(zip(items["indicator"], items["quality_dimension"], strict=True))
    assert found == {"neat": "counter", "modern": "counter", "on_time": "credit", "price": "credit"}


# Words


def catalogue(folder, language):
    text = (folder / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(re.findall(r"\$(\w+)", value)) for key, value in ENTRY.findall(text)}


def test_both_languages_have_the_same_messages_with_the_same_variables():
    assert catalogue(Servqual.locale, "zh") == catalogue(Servqual.locale, "en")


@every_language
def test_no_message_is_written_twice(language):
    text = (Servqual.locale / f"{language}.ftl").read_text(encoding="utf-8")
    keys = [key for key, _ in ENTRY.findall(text)]
    assert len(keys) == len(set(keys))


@every_case
@every_language
def test_every_table_column_and_code_has_a_word(case, language, results):
    known = set(catalogue(CORE, language)) | set(catalogue(Servqual.locale, language))
    missing = set()
    for table in results(case).tables:
        missing |= {f"table-{table.name}"} - known
        missing |= {
            f"column-{name}"
            for name in table.frame
            if not {f"column-{name}", f"quantity-{name}"} & known
        }
        for column in {"quantity", "contrast"} & set(table.frame):
            missing |= {f"{column}-{code}" for code in table.frame[column]} - known
    assert not missing


@every_language
def test_every_quantity_that_a_note_may_name_has_a_word(language, results):
    known = set(catalogue(CORE, language)) | set(catalogue(Servqual.locale, language))
    names = set(results("zone").estimates.data) | set(results("groups").estimates.data)
    assert not {f"quantity-{name}" for name in names} - known


@every_language
def test_the_classical_dimensions_have_names(language, results):
    result = results("plain")
    names = {code: result.name_of(code, language) for code in ("tangibles", "reliability")}
    assert all(name != code for code, name in names.items())


# Findings


@every_case
@every_language
def test_every_finding_can_be_said(case, language, results):
    result = results(case)
    messages = Messages(language, [CORE, Servqual.locale])
    report = result.study.report.model_copy(update={"language": language})
    told = replace(result, study=replace(result.study, report=report))
    for finding in result.findings:
        line = sentence(finding, told, messages)
        assert "nan" not in line.lower().split(), line
        assert "{" not in line, line
    known = set(catalogue(CORE, language)) | set(catalogue(Servqual.locale, language))
    assert {f"kind-{finding.kind}" for finding in result.findings} <= known
    keys = {key for finding in result.findings for key in finding.evidence}
    assert not {key for key in keys if not {f"column-{key}", f"quantity-{key}"} & known}


@every_case
def test_evidence_is_finite_or_text(case, results):
    for finding in results(case).findings:
        numbers = [v for v in finding.evidence.values() if not isinstance(v, str)]
        assert np.isfinite(numbers).all(), finding


# Charts


@every_case
@every_language
def test_charts_have_titles_and_can_be_drawn(case, language, results):
    result = results(case)
    charts = result.charts(Messages(language, [CORE, Servqual.locale]))
    wanted = {"gaps-dimensions", "gaps-items"} | ({"zone"} if case == "zone" else set())
    assert {chart.name for chart in charts} == wanted
    for chart in charts:
        assert chart.title
        assert chart.note
        for spec in (chart.wide, chart.narrow):
            json.dumps(spec, allow_nan=False)


def test_a_chart_is_a_picture(results):
    charts = results("zone").charts(Messages("zh", [CORE, Servqual.locale]))
    for chart in charts:
        assert vega.to_svg(chart.wide).startswith("<svg")


def test_clear_shortfalls_are_marked_whatever_the_sign(results):
    messages = Messages("en", [CORE, Servqual.locale])
    for case in ("plain", "turned"):
        rows = results(case).charts(messages)[1].wide["data"]["values"]
        assert len({row["colour"] for row in rows}) == 1
    above = results("above").charts(messages)[1].wide["data"]["values"]
    marked = results("plain").charts(messages)[1].wide["data"]["values"]
    assert {row["colour"] for row in above} != {row["colour"] for row in marked}


def test_three_dimensions_make_a_wheel(tmp_path):
    dimensions = {
        "tangibles": {"indicators": {"neat": {}}},
        "reliability": {"indicators": {"modern": {}, "on_time": {}}},
        "empathy": {"indicators": {"price": {}}},
    }
    options = {"dimensions": "hierarchy"}
    result = evaluate(tmp_path, options, many(), hierarchy=dimensions, **DRAWS)
    charts = result.charts(Messages("en", [CORE, Servqual.locale]))
    (wheel,) = [chart for chart in charts if chart.name == "radar"]
    assert vega.to_svg(wheel.narrow).startswith("<svg")
