"""The tables, findings and charts of every kind of index, and the words for all of them."""

import itertools
import json
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import clientlens.report
from clientlens.drawing import vega
from clientlens.messages import Messages
from clientlens.report.sentences import sentence
from clientlens_csi.model import Csi
from clientlens_csi.present.criteria import CRITERIA
from clientlens_csi.troubles import Trouble
from csi.studies import HIGHER, ITEMS, PRODUCT, SMALL, answers, evaluate

CORE = Path(clientlens.report.__file__).parent / "locale"
ENTRY = re.compile(r"^([a-z][\w-]*) = (.*(?:\n(?: +.*|}.*))*)", re.MULTILINE)
LANGUAGES = ("zh", "en")
DRAWS = {"uncertainty": {"replicates": 20}}
HALVES = {
    "extra": {"branch": ["east", "west"] * 40},
    "respondents": {"branch": {}},
    "segments": {"by": "branch"},
}
TEMPLATE = {
    "template": "ecsi",
    "without": ["complaints", "expectation"],
    "constructs": {
        "image": {"items": ["i1", "i2"]},
        "quality": {"items": ["q1", "q2", "q3"]},
        "value": {"items": ["i3"]},
        "satisfaction": {"items": ["s1", "s2"]},
        "loyalty": {"items": ["l1", "l2"]},
    },
}
FORMATIVE = {
    **SMALL,
    "constructs": {**SMALL["constructs"], "image": {"items": ["i1", "i2", "i3"], "mode": "B"}},
}
RATED = {
    "items": (),
    "facets": {"importance": {"scale": "points"}, "satisfaction": {"scale": "points"}},
    "hierarchy": {
        "counter": {"indicators": {"queue": {}, "courtesy": {}}},
        "credit": {"indicators": {"speed": {}, "rate": {}, "limit": {}}},
    },
}
RATINGS = [
    f"{code}_{facet}"
    for code in ("queue", "courtesy", "speed", "rate", "limit")
    for facet in ("importance", "satisfaction")
]
BY_RATINGS = {
    "constructs": {
        "counter": {"dimension": "counter"},
        "satisfaction": {"indicators": ["speed", "rate"]},
    },
    "paths": {"satisfaction": ["counter"]},
}
CASES = {
    "plain": (SMALL, DRAWS | HALVES),
    "template": (TEMPLATE, DRAWS),
    "formative": (FORMATIVE, DRAWS),
    "plsc_higher": ({**HIGHER, "estimator": "plsc"}, DRAWS),
    "repeated": ({**HIGHER, "higher_order": "repeated"}, DRAWS),
    "moderation": (PRODUCT, DRAWS),
    "none": (SMALL, {}),
    "jackknife": (SMALL, {"uncertainty": {"method": "jackknife"}}),
    "weighted": ({"method": "weighted"}, DRAWS | HALVES),
    "weighted_none": ({"method": "weighted"}, {}),
    "ratings": (BY_RATINGS, DRAWS),
    "noise": ({**SMALL, "estimator": "plsc"}, DRAWS),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Case → result, each made once."""
    made = {}

    def result(case):
        if case not in made:
            options, settings = CASES[case]
            made[case] = evaluate(
                tmp_path_factory.mktemp(case), data_of(case), options, **columns_of(case, settings)
            )
        return made[case]

    return result


def data_of(case):
    if case == "noise":
        return np.random.default_rng(0).integers(1, 6, size=(40, 10)).astype(float)
    return answers(80)


def columns_of(case, settings):
    """Settings of a case; ratings take the place of items where the model asks for them."""
    if case not in ("weighted", "weighted_none", "ratings"):
        return settings
    ratings = dict(zip(RATINGS, data_of(case).astype(int).T, strict=True))
    return {**settings, **RATED, "extra": {**settings.get("extra", {}), **ratings}}


every_case = pytest.mark.parametrize("case", CASES)

# Tables

ESTIMATE = ["estimate", "std_error", "ci_low", "ci_high", "n"]
COLUMNS = {
    "constructs": ["group", "construct", "quantity", *ESTIMATE],
    "paths": ["group", "source", "target", "quantity", *ESTIMATE],
    "criteria": [
        "group", "criterion", "subject", "other", "estimate", "ci_low", "ci_high", "verdict",
        "threshold", "reference",
    ],
    "indicators": ["group", "dimension", "indicator", "quantity", *ESTIMATE],
    "dimensions": ["group", "dimension", "quantity", *ESTIMATE],
    "overall": ["group", "quantity", *ESTIMATE],
    "ipma": ["group", "level", "code", "quantity", *ESTIMATE],
    "effects": ["group", "source", "target", "kind", "via", *ESTIMATE],
    "loadings": ["group", "construct", "item", "quantity", *ESTIMATE],
    "weights": ["group", "construct", "item", "quantity", *ESTIMATE],
    "cross_loadings": ["group", "construct", "item", "quantity", *ESTIMATE],
    "htmt": ["group", "construct", "other", "quantity", *ESTIMATE],
    "fit": ["group", "quantity", "distance", "critical", "p_value", "n"],
    "predict": ["group", "item", "q2_predict", "rmse", "rmse_linear", "mae", "mae_linear"],
    "cvpat": ["group", "benchmark", "loss_difference", "loss_std_error", "loss_t", "loss_p"],
    "scores": ["group", "construct", "quantile", "index_at_quantile"],
    "replicates": [
        "group", "trouble", "count", "share", "iterations_median", "iterations_most",
    ],
}  # fmt: skip
MAY_BE_EMPTY = {"std_error", "ci_low", "ci_high", "critical", "p_value"}
"""Without replicates."""
WITHOUT = {
    "plain": {"indicators", "dimensions", "overall"},
    "none": {"indicators", "dimensions", "overall"},
    "jackknife": {"indicators", "dimensions", "overall"},
    "formative": {"indicators", "dimensions", "overall"},
    "moderation": {"indicators", "dimensions", "overall", "fit", "predict", "cvpat"},
    "plsc_higher": {"indicators", "dimensions", "overall", "fit", "predict", "cvpat"},
    "ratings": {"dimensions", "overall"},
    "weighted": set(COLUMNS) - {"indicators", "dimensions", "overall"},
    "weighted_none": set(COLUMNS) - {"indicators", "dimensions", "overall"},
}


@pytest.mark.parametrize("case", WITHOUT)
def test_the_tables_of_an_index(case, results):
    assert {table.name for table in results(case).tables} == set(COLUMNS) - WITHOUT[case]


@every_case
def test_columns_and_keys_are_those_declared(case, results):
    for table in results(case).tables:
        assert list(table.frame) == COLUMNS[table.name], table.name
        assert not table.frame.duplicated(list(table.keys)).any(), table.name
        assert len(table.frame), table.name
        assert not table.frame[list(table.keys)].isna().to_numpy().any(), table.name


@every_case
def test_a_number_stands_in_every_row_and_is_finite(case, results):
    has_draws = "none" not in case
    for table in results(case).tables:
        if table.name == "replicates":
            continue
        frame = table.frame.select_dtypes("number")
        if not has_draws or table.name in ("criteria", "fit"):
            frame = frame.drop(columns=[c for c in frame if c in MAY_BE_EMPTY])
        if case == "noise":  # where nothing can be had a draw may fail everywhere
            frame = frame.drop(columns=[c for c in frame if c in MAY_BE_EMPTY])
        assert np.isfinite(frame.to_numpy(float)).all(), table.name


@every_case
def test_intervals_hold_their_order(case, results):
    for table in results(case).tables:
        if {"ci_low", "ci_high"} <= set(table.frame):
            known = table.frame.dropna(subset=["ci_low", "ci_high"])
            assert (known["ci_low"] <= known["ci_high"]).all(), table.name


def test_groups_have_rows_of_their_own(results):
    for table in results("plain").tables:
        assert set(table.frame["group"]) == {"all", "branch=east", "branch=west"}, table.name


def test_criteria_follow_from_the_numbers_beside_them(results):
    found = results("plain").table("criteria").query("group == 'all'").set_index("criterion")
    for record in found.loc[["ave"]].itertuples():
        assert record.verdict == ("good" if record.estimate >= 0.5 else "poor")
    for record in found.loc[["path"]].itertuples():
        assert record.verdict == ("clear" if record.ci_low * record.ci_high > 0 else "unsure")
    for record in found.loc[["htmt"]].itertuples():
        expected = "good" if record.estimate < 0.85 else "fair" if record.estimate < 0.9 else "poor"
        is_unsure = expected != "poor" and record.ci_high >= 1
        assert record.verdict == ("unsure" if is_unsure else expected)
    smallest = found.loc["smallest_path"]
    assert smallest["estimate"] == pytest.approx(2.486 / math.sqrt(80))


def test_loadings_of_single_items_are_not_judged(results):
    judged = results("template").table("criteria").query("criterion == 'loading'")
    assert "i3" not in set(judged["subject"])
    assert {"i1", "q1"} <= set(judged["subject"])


def test_mode_b_is_judged_by_its_weights(results):
    found = results("formative").table("criteria")
    own = found[found["criterion"].isin(["outer_vif", "mode_b_weight"])]
    assert set(own["subject"]) == {"i1", "i2", "i3"}


def test_without_replicates_no_verdict_rests_on_an_interval(results):
    found = results("none").table("criteria")
    assert set(found[found["criterion"] == "path"]["verdict"]) == {""}
    assert not (found["verdict"] == "unsure")[found["criterion"] != "cvpat"].any()


def test_parts_and_wholes_are_never_told_apart(results):
    pairs = results("plsc_higher").table("htmt")
    found = set(zip(pairs["construct"], pairs["other"], strict=True))
    for part in ("image", "quality"):
        assert not {("standing", part), (part, "standing")} & found


# Words


def catalogue(folder, language):
    text = (folder / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(re.findall(r"\$(\w+)", value)) for key, value in ENTRY.findall(text)}


def test_both_languages_have_the_same_messages_with_the_same_variables():
    assert catalogue(Csi.locale, "zh") == catalogue(Csi.locale, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_written_twice(language):
    text = (Csi.locale / f"{language}.ftl").read_text(encoding="utf-8")
    keys = [key for key, _ in ENTRY.findall(text)]
    assert len(keys) == len(set(keys))


LABELS = {"group", "construct", "item", "source", "target", "other", "subject", "code", "via",
          "reference", "indicator", "dimension", "threshold", "quantile"}  # fmt: skip
"""Columns whose cells are names of the study, of its questions or of the literature."""


@every_case
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_column_and_code_has_a_word(case, language, results):
    known = set(catalogue(CORE, language)) | set(catalogue(Csi.locale, language))
    missing = set()
    for table in results(case).tables:
        missing |= {f"table-{table.name}"} - known
        for column in table.frame:
            if not {f"column-{column}", f"quantity-{column}"} & known:
                missing.add(f"column-{column}")
            if column in LABELS or table.frame[column].dtype.kind in "fi":
                continue
            for code in set(table.frame[column]) - {""}:
                if not {f"{column}-{code}", f"quantity-{code}"} & known:
                    missing.add(f"{column}-{code}")
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_may_come_up_has_a_word(language):
    known = set(catalogue(Csi.locale, language))
    verdicts = {
        criterion.judge((value, low, high))
        for criterion in CRITERIA.values()
        for value, low, high in itertools.product(np.linspace(-1, 5, 121), (-1, 0.1), (0.5, 1.5))
    }
    assert {f"verdict-{v}" for v in verdicts if v} <= known
    assert {f"verdict-{v}" for v in ("high", "medium", "low", "none", "clear", "unsure")} <= known
    troubles = {str(flag.name).lower() for flag in Trouble if flag} | {"all", "none"}
    assert {f"trouble-{name}" for name in troubles} <= known
    judged = {*CRITERIA, "sign", "predictive_power"}
    assert {f"quantity-{code}" for code in judged} <= known
    fits = itertools.product(("good", "fair", "poor"), ("", "-holds", "-rejected"))
    assert {f"csi-fit-{fit}{test}" for fit, test in fits} <= known
    assert {f"csi-power-{word}" for word in ("high", "medium", "low", "none")} <= known
    assert {f"csi-weak-{code}" for code in ("alpha", "rho_c", "ave", "loading")} <= known
    assert {f"csi-same-{code}" for code in ("htmt", "fornell_larcker_margin")} <= known


# Findings


def spoken(result, language):
    """Every finding as the report says it."""
    messages = Messages(language, [CORE, Csi.locale])
    report = result.study.report.model_copy(update={"language": language})
    told = replace(result, study=replace(result.study, report=report))
    return [sentence(finding, told, messages) for finding in result.findings]


@every_case
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said(case, language, results):
    result = results(case)
    said = spoken(result, language)
    assert len(said) == len(result.findings) >= 2
    for line in said:
        assert "nan" not in line.lower().split(), line
        assert "{" not in line, line
        assert "$" not in line, line
    known = set(catalogue(CORE, language)) | set(catalogue(Csi.locale, language))
    assert {f"kind-{finding.kind}" for finding in result.findings} <= known


@every_case
def test_evidence_is_finite_or_text(case, results):
    for finding in results(case).findings:
        numbers = [v for v in finding.evidence.values() if not isinstance(v, str)]
        assert np.isfinite(numbers).all(), finding
        assert 0 <= finding.strength <= 1


@every_case
def test_the_first_finding_is_the_index_and_a_headline(case, results):
    first = results(case).findings[0]
    assert (first.kind, first.group, first.headline) == ("index", "all", True)


@pytest.mark.parametrize("case", ["none", "weighted_none"])
def test_without_replicates_nothing_is_said_of_chance(case, results):
    messages = [finding.message for finding in results(case).findings]
    assert "csi-index-plain" in messages
    assert not {"csi-index", "csi-first", "csi-driver", "csi-unclear-paths"} & set(messages)
    for line in spoken(results(case), "en"):
        assert "interval" not in line
        assert "resample" not in line


def test_what_asks_for_the_index_itself_is_nothing_to_mend(results):
    for case in ("plain", "plsc_higher", "moderation", "template"):
        costliest = [f for f in results(case).findings if f.kind == "costliest"]
        assert costliest
        for finding in costliest:
            assert not {"s1", "s2"} & set(finding.subject)


def test_driver_and_priority_are_the_largest_of_the_table(results):
    rows = results("plain").table("constructs").query("group == 'all'")
    kinds = {f.kind: f for f in results("plain").findings if f.group == "all"}
    for kind, quantity in (("driver", "importance"), ("priority", "priority")):
        own = rows[rows["quantity"] == quantity].set_index("construct")["estimate"]
        assert kinds[kind].subject == (own.idxmax(),)
    assert kinds["driver"].evidence["importance"] == pytest.approx(
        rows.query("quantity == 'importance'")["estimate"].max()
    )


# Charts


def specs(chart):
    forms = (getattr(chart, form) for form in ("wide", "narrow", "print"))
    return [spec for spec in forms if spec is not None]


@every_case
def test_every_chart_draws(case, results):
    charts = results(case).charts(Messages("zh", [CORE, Csi.locale]))
    if case.startswith("weighted"):
        several = len(results(case).estimates.groups) > 1
        assert [chart.name for chart in charts] == ["groups"] * several
    else:
        assert charts[0].name == "diagram"
    for chart in charts:
        assert chart.title
        assert chart.description
        assert chart.note
        for spec in specs(chart):
            json.dumps(spec, allow_nan=False)
            assert "<svg" in vega.to_svg(spec)


def test_charts_speak_the_language_they_are_asked_for(results):
    titles = {
        language: [c.title for c in results("plain").charts(Messages(language, [CORE, Csi.locale]))]
        for language in LANGUAGES
    }
    assert len(titles["zh"]) == len(titles["en"]) == 5
    assert not set(titles["zh"]) & set(titles["en"])


def test_items_are_the_columns_of_the_answers():
    assert len(ITEMS) == answers().shape[1]
