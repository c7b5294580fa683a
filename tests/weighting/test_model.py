"""The model that shows weights: its tables, findings and charts, and the words for all of them."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import clientlens.report
from clientlens.drawing import vega
from clientlens.errors import StudyError
from clientlens.messages import Messages
from clientlens.report.reasons import reason_in
from clientlens.report.sentences import sentence
from clientlens_weighting import clientlens_weightings
from clientlens_weighting.labels import METHODS
from clientlens_weighting.model import WeightsModel
from weighting.studies import HIERARCHY, INDICATORS, N, answers, evaluate, weighed

CORE = Path(clientlens.report.__file__).parent / "locale"
ENTRY = re.compile(r"^([a-z][\w-]*) = (.*(?:\n(?: +.*|}.*))*)", re.MULTILINE)
LANGUAGES = ("zh", "en")
AT_ODDS = {
    "service": {"price": 3, "channel": "1/5"},
    "price": {"channel": 4},
    "speed": {"manners": 5, "advice": "1/3", "opening": 2},
    "manners": {"advice": 4, "opening": "1/3"},
    "advice": {"opening": 3},
    "rate": {"fees": 2, "clarity": 3},
}
AHP = {"method": "ahp", "experts": {"li": {"judgements": AT_ODDS}}}
BEST_WORST = {
    "method": "best_worst",
    "experts": {
        "li": {
            "best": {"rate": {"fees": 6, "clarity": 9}},
            "worst": {"clarity": {"rate": 9, "fees": 8}},
        }
    },
}
GAME = {
    "method": "combination",
    "rule": "game",
    "of": {"one": {"method": "stated"}, "other": {"method": "stated"}},
}
COMPARED = {
    "method": "stated",
    "compare": {"entropy": {}, "ahp": {"experts": AHP["experts"]}, "ours": GAME, "equal": {}},
}
HALVES = {"segments": {"by": "branch"}}
CASES = {
    "used": ({"method": "stated"}, {}),
    "compared": (COMPARED, HALVES),
    "equal": ({}, {}),
    "ahp": (AHP, {}),
    "best_worst": ({"method": "equal", "within": {"price": BEST_WORST}}, {}),
    "derived": ({"method": "derived", "overall": "overall", "compare": {"principal": {}}}, {}),
    "none": (COMPARED, {"uncertainty": {"method": "none"}}),
    "jackknife": ({"method": "stated"}, {"uncertainty": {"method": "jackknife"}}),
    "without_index": ({"method": "stated"}, {"facets": {"importance": {"scale": "five"}}}),
}
every_case = pytest.mark.parametrize("case", CASES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Case → result, each made once."""
    made = {}

    def result(case):
        if case not in made:
            weighting, settings = CASES[case]
            made[case] = evaluate(tmp_path_factory.mktemp(case), weighting, **settings)
        return made[case]

    return result


# Estimates


def test_weights_are_those_that_every_model_gets(results, tmp_path):
    expected = weighed(tmp_path, {"method": "stated"}).effective
    found = results("compared").estimates["effective"].sel(group="all", weighting="used")
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_every_group_has_the_weights_of_everybody_and_an_index_of_its_own(results):
    estimates = results("compared").estimates
    north = estimates.answered("effective").sel(group="branch=north")
    np.testing.assert_array_equal(north, estimates.answered("effective").sel(group="all"))
    index = estimates.answered("index").to_series()
    assert index["branch=north"] != index["all"]


def test_the_index_puts_the_ratings_together(results):
    estimates = results("compared").estimates
    mean = 25 * (answers()["satisfaction"].mean(axis=0) - 1)
    weights = estimates.answered("effective").sel(group="all")
    index = estimates.answered("index_weighted").sel(group="all")
    np.testing.assert_allclose(index, weights.to_numpy() @ mean, rtol=1e-12)
    assert float(estimates.answered("index").sel(group="all")) == float(index[0])


# Tables

ESTIMATE = ["estimate", "std_error", "ci_low", "ci_high"]
COLUMNS = {
    "indicators": ["group", "dimension", "indicator", "weighting", "quantity", *ESTIMATE],
    "dimensions": ["group", "dimension", "weighting", "quantity", *ESTIMATE],
    "overall": ["group", "weighting", "quantity", *ESTIMATE],
    "agreement": ["weighting", "other", "spearman", "largest_difference", "indicator"],
    "diagnostics": ["weighting", "dimension", "part", "diagnostic", "of", "value"],
}


@every_case
def test_columns_and_keys_are_those_declared(case, results):
    for table in results(case).tables:
        assert sorted(table.frame) == sorted(COLUMNS[table.name])
        assert len(table.frame)


def test_which_tables_there_are(results):
    assert {t.name for t in results("compared").tables} == set(COLUMNS)
    assert {t.name for t in results("used").tables} == {"indicators", "dimensions", "overall"}
    assert {t.name for t in results("without_index").tables} == {"indicators", "dimensions"}


def test_weights_have_intervals_where_they_depend_on_answers(results):
    table = results("compared").table("indicators").set_index(["indicator", "weighting"])
    weights = table[table["quantity"] == "weight"]
    for weighting in ("used", "entropy"):
        own = weights.xs(weighting, level="weighting")
        assert (own["ci_low"] < own["ci_high"]).all()
    judged = weights.xs("ahp", level="weighting")
    np.testing.assert_allclose(judged["ci_low"], judged["ci_high"])
    assert set(table["group"]) == {"all"}


def test_diagnostics_tell_of_whom_they_are(results):
    table = results("compared").table("diagnostics")
    keys = ["weighting", "dimension", "diagnostic", "of"]
    found = table.set_index(keys)["value"]
    assert found["ahp", "", "consistency_ratio", "li"] > 0.1
    assert found["entropy", "service", "units", ""] == N


def test_agreement_is_of_every_two_weightings(results):
    table = results("compared").table("agreement").set_index(["weighting", "other"])
    assert len(table) == 10
    same = table.loc["used", "ours"]
    assert same["spearman"] == pytest.approx(1)
    assert same["largest_difference"] == pytest.approx(0, abs=1e-12)


# Words


def catalogue(folder, language):
    text = (folder / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(re.findall(r"\$(\w+)", value)) for key, value in ENTRY.findall(text)}


def test_both_languages_have_the_same_messages_with_the_same_variables():
    assert catalogue(WeightsModel.locale, "zh") == catalogue(WeightsModel.locale, "en")


@every_language
def test_no_message_is_written_twice(language):
    text = (WeightsModel.locale / f"{language}.ftl").read_text(encoding="utf-8")
    keys = [key for key, _ in ENTRY.findall(text)]
    assert len(keys) == len(set(keys))


@every_case
@every_language
def test_every_table_column_and_code_has_a_word(case, language, results):
    known = set(catalogue(CORE, language)) | set(catalogue(WeightsModel.locale, language))
    missing = set()
    for table in results(case).tables:
        missing |= {f"table-{table.name}"} - known
        missing |= {
            f"column-{name}"
            for name in table.frame
            if not {f"column-{name}", f"quantity-{name}"} & known
        }
        for column in {"quantity", "diagnostic"} & set(table.frame):
            missing |= {f"{column}-{code}" for code in table.frame[column]} - known
    assert not missing


@every_language
def test_every_method_has_a_name(language):
    methods = {"equal", "given", *(method.name for method in clientlens_weightings())}
    assert methods == set(METHODS)
    assert all(name.in_language(language) for name in METHODS.values())


def test_weightings_are_called_by_their_method(results):
    names = {label: name.en for label, name in results("compared").names.items()}
    assert names == {
        "used": "Weights used (Stated importance)",
        "entropy": "Entropy",
        "ahp": "AHP",
        "ours": "Combination (ours)",
        "equal": "Equal",
    }
    assert results("best_worst").names["used"].zh == "所用权重"


# Findings


@every_case
@every_language
def test_every_finding_can_be_said(case, language, results):
    result = results(case)
    messages = Messages(language, [CORE, WeightsModel.locale])
    report = result.study.report.model_copy(update={"language": language})
    told = replace(result, study=replace(result.study, report=report))
    for finding in result.findings:
        line = sentence(finding, told, messages)
        assert "nan" not in line.lower().split(), line
        assert "{" not in line, line
    known = set(catalogue(CORE, language)) | set(catalogue(WeightsModel.locale, language))
    assert {f"kind-{finding.kind}" for finding in result.findings} <= known
    keys = {key for finding in result.findings for key in finding.evidence} - {"total"}
    assert not {key for key in keys if not {f"column-{key}", f"quantity-{key}"} & known}


def messages_of(result):
    return [finding.message for finding in result.findings]


def test_what_is_found(results):
    assert messages_of(results("used")) == ["weights-most-indicator", "weights-most-dimension"]
    assert messages_of(results("equal"))[1:] == ["weights-equal-dimension"]
    assert messages_of(results("ahp"))[:2] == [
        "weights-most-indicator-plain",
        "weights-most-dimension-plain",
    ]
    assert messages_of(results("jackknife"))[0] == "weights-most-indicator-interval"
    found = messages_of(results("compared"))
    assert found[2:5] == ["weights-differ", "weights-agree-least", "weights-index"]


def test_how_sure_it_is_that_one_weighs_most(results):
    (first, *_) = results("used").findings
    draws = results("used").estimates["effective"].sel(group="all", weighting="used")[1:]
    top = [INDICATORS[j] for j in np.asarray(draws).argmax(axis=1)]
    assert first.evidence["p_first"] == pytest.approx(top.count(first.subject[0]) / len(top))


@every_language
@pytest.mark.parametrize("case", ["compared", "ahp", "best_worst"])
def test_remarks_are_cautions_in_the_language_of_the_report(case, language, results):
    messages = Messages(language, [CORE, WeightsModel.locale])
    cautions = [f for f in results(case).findings if f.kind == "caution"]
    assert cautions
    for finding in cautions:
        remark = finding.evidence["reason"]
        said = reason_in(messages, remark)
        assert said != remark or language == "en", remark
        assert "{" not in said


def test_an_inconsistent_expert_is_named_with_the_worst_judgements(results):
    messages = Messages("en", [CORE, WeightsModel.locale])
    said = [sentence(f, results("ahp"), messages) for f in results("ahp").findings]
    assert (
        "“Weights used (AHP)”, indicators of service: expert 'li' judged 'manners' against "
        "'advice' 4, where the other judgements imply 0.83."
    ) in said


# Charts


@every_case
@every_language
def test_charts_have_titles_and_can_be_drawn(case, language, results):
    charts = results(case).charts(Messages(language, [CORE, WeightsModel.locale]))
    assert [chart.name for chart in charts] == ["dimensions", "indicators"]
    for chart in charts:
        assert chart.title
        assert chart.note
        for spec in (chart.wide, chart.narrow):
            json.dumps(spec, allow_nan=False)


def test_a_chart_is_a_picture(results):
    for chart in results("compared").charts(Messages("zh", [CORE, WeightsModel.locale])):
        assert vega.to_svg(chart.wide).startswith("<svg")
        assert vega.to_svg(chart.narrow).startswith("<svg")


def test_weightings_beyond_five_stand_in_the_table(tmp_path):
    others = {name: {} for name in ("entropy", "critic", "variation", "equal", "principal")}
    result = evaluate(tmp_path, {"method": "stated", "compare": others})
    (chart, _) = result.charts(Messages("en", [CORE, WeightsModel.locale]))
    assert chart.note.endswith("One more weighting stands in the table.")


# Checks


@pytest.mark.parametrize(
    ("weighting", "settings", "message"),
    [
        ({"compare": {"used": {"method": "stated"}}}, {}, "'used' is what the weighting is called"),
        ({}, {"models": {"weights": {"facet": "satisfacton"}}}, "unknown facet 'satisfacton'"),
        ({}, {"hierarchy": {}, "models": {"weights": {}}}, "weights need a hierarchy"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(weighting, settings, message, tmp_path):
    with pytest.raises(StudyError) as refusal:
        evaluate(tmp_path, weighting, **settings)
    assert message in str(refusal.value)
    assert all(problem.place and problem.place.line for problem in refusal.value.problems)


def test_one_dimension_needs_no_chart_of_dimensions(tmp_path):
    order = {"service": HIERARCHY["service"]}
    result = evaluate(tmp_path, {"method": "stated"}, order=order)
    charts = result.charts(Messages("en", [CORE, WeightsModel.locale]))
    assert [chart.name for chart in charts] == ["indicators"]
    assert messages_of(result) == ["weights-most-indicator"]
