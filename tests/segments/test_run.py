"""Segments of a whole study: found, profiled, told by a rule, said in both languages."""

import re

import numpy as np
import pytest
from scipy.stats.contingency import association
from sklearn.metrics import adjusted_rand_score

from clientlens.drawing.vega import to_svg
from clientlens.errors import ClientLensError
from clientlens.report.reasons import reason_in
from clientlens.report.sentences import sentence
from clientlens.report.words import catalogue
from clientlens_segments.model import SegmentsModel
from clientlens_segments.search import REASONS, REMARKS
from segments.studies import QUICK, evaluate, two_sorts

ENTRY = re.compile(r"^([a-z][\w-]*) = (.*(?:\n  .*)*)", re.MULTILINE)
VARIABLE = re.compile(r"\{ \$(\w+)")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    answers, city, sort = two_sorts(160)
    folder = tmp_path_factory.mktemp("run")
    return evaluate(folder, {"needs": QUICK}, answers, city), answers, city, sort


def test_the_sorts_of_clients_are_found_and_named_by_what_they_care_for(run):
    evaluation, _, _, sort = run
    found = evaluation.segmentations["needs"]
    assert found.codes == ("s1", "s2")
    assert adjusted_rand_score(found.labels, sort) > 0.9
    assert {name.en.count("High") for name in found.names.values()} == {1}
    assert found.local["stability"]["s1"]["jaccard"] > 0.9


def test_the_order_of_the_file_does_not_matter(run, tmp_path):
    evaluation, answers, city, _ = run
    order = np.random.default_rng(3).permutation(len(answers))
    again = evaluate(tmp_path, {"needs": QUICK}, answers[order], city[order])
    one, other = evaluation.segmentations["needs"], again.segmentations["needs"]
    np.testing.assert_array_equal(one.labels[order], other.labels)
    assert one.names == other.names


def test_the_profile_by_plain_means(run):
    evaluation, answers, _, _ = run
    labels = evaluation.segmentations["needs"].labels
    profile = evaluation["segments"].table("profile")
    own = profile[(profile["segment"] == "needs=s1") & (profile["feature"] == "importance.rate")]
    values = own.set_index("quantity")["estimate"]
    a, b = answers[labels == 0, 2], answers[labels == 1, 2]
    assert values["feature_mean"] == pytest.approx(a.mean())
    assert values["difference"] == pytest.approx(a.mean() - b.mean())
    pooled = np.sqrt((len(a) * a.var() + len(b) * b.var()) / len(labels))
    assert values["standardised_difference"] == pytest.approx((a.mean() - b.mean()) / pooled)


def test_attributes_by_a_plain_table(run):
    evaluation, _, city, _ = run
    labels = evaluation.segmentations["needs"].labels
    table = np.array(
        [[((labels == s) & (city == c)).sum() for c in ("east", "west")] for s in (0, 1)]
    )
    result = evaluation["segments"]
    v = result.table("association").iloc[0]["estimate"]
    assert v == pytest.approx(association(table, method="cramer", correction=False))
    levels = result.table("attributes").set_index(["segment", "level", "quantity"])["estimate"]
    share = table[0, 0] / table[0].sum()
    assert levels["needs=s1", "city=east", "level_share"] == pytest.approx(share)
    assert levels["needs=s1", "city=east", "lift"] == pytest.approx(
        share / (table[:, 0].sum() / table.sum())
    )


def test_sizes_add_up_and_the_rule_is_better_than_guessing(run):
    result = run[0]["segments"]
    sizes = result.table("sizes")
    assert sizes["n"].sum() == 160
    assert sizes["share"].sum() == pytest.approx(1)
    accuracy = result.table("rule_accuracy").iloc[0]
    assert accuracy["is_better"]
    assert accuracy["accuracy"] > 0.8
    assert result.table("rule")["n"].sum() == 160


def test_a_given_segmentation_has_a_profile_as_well(tmp_path):
    answers, city, _ = two_sorts(80)
    settings = {"segments": {"by": "city"}}
    result = evaluate(tmp_path, {}, answers, city, **settings)["segments"]
    assert result.table("sizes")["segment"].tolist() == ["city=east", "city=west"]
    assert "choice" not in {table.name for table in result.tables}


def test_no_segments_is_said(tmp_path):
    rng = np.random.default_rng(4)
    halo = rng.standard_normal((120, 1))
    answers = np.clip(np.rint(3.5 + 0.7 * halo + 0.7 * rng.standard_normal((120, 12))), 1, 5)
    found = {"needs": {"method": "kmeans", "features": ["importance"], "bootstraps": 10}}
    evaluation = evaluate(tmp_path, found, answers, np.repeat(["east", "west"], 60))
    assert evaluation.segmentations["needs"].codes == ()
    result = evaluation["segments"]
    said = sentence(result.findings[0], result, catalogue("en", result.locale))
    assert said == f"needs: no segments. {REASONS['one_population']}."


METHODS = {
    "ward": {"method": "ward", "features": ["importance"], "segments": 2, "bootstraps": 10},
    "mixture": {
        "method": "mixture", "features": ["importance"], "segments": 2, "bootstraps": 10,
        "covariance": "diag",
    },
    "latent_class": {
        "method": "latent_class", "features": ["importance"], "segments": 2, "bootstraps": 10
    },
    "gaps": {**QUICK, "features": [{"gap": ["satisfaction", "importance"]}, "importance"]},
    "mixed": {
        **QUICK, "features": ["importance", "city"], "level": "dimensions", "centre": "ipsatised"
    },
}  # fmt: skip


@pytest.mark.parametrize("name", METHODS)
def test_every_method_and_sort_of_feature(tmp_path, name):
    answers, city, sort = two_sorts(120, missing=0.03)
    found = evaluate(tmp_path, {"needs": METHODS[name]}, answers, city).segmentations["needs"]
    assert len(found.codes) == 2
    known = found.labels >= 0
    assert known.mean() > 0.9
    if name != "gaps":
        assert adjusted_rand_score(found.labels[known], sort[known]) > 0.7


def test_dense_places_are_found_by_hdbscan(tmp_path):
    answers, city, _ = two_sorts(160, apart=3.5)
    found = {"needs": {"method": "hdbscan", "features": ["importance"], "bootstraps": 10}}
    got = evaluate(tmp_path, found, answers, city).segmentations["needs"]
    assert len(got.codes) == 2 or got.reason in REASONS.values()


def test_more_segments_than_respondents_is_a_reason(tmp_path):
    answers, city, _ = two_sorts(12)
    found = {"needs": {**QUICK, "segments": 20, "fewest_members": 5}}
    got = evaluate(tmp_path, found, answers, city).segmentations["needs"]
    assert got.codes == ()
    assert got.reason == "12 respondents can be compared, and 20 are needed"


def test_an_attribute_with_too_many_values_is_an_error(tmp_path):
    answers, _, _ = two_sorts(60)
    with pytest.raises(ClientLensError, match="'city' has 30 values, too many to compare by"):
        evaluate(
            tmp_path,
            {"needs": {**QUICK, "features": ["importance", "city"]}},
            answers,
            np.array([f"c{i % 30}" for i in range(60)]),
        )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_and_charts_can_be_said_and_drawn(tmp_path, language):
    answers, city, _ = two_sorts(120)
    report = {"language": language, "formats": []}
    result = evaluate(tmp_path, {"needs": QUICK}, answers, city, report=report)["segments"]
    messages = catalogue(language, result.locale)
    said = [sentence(finding, result, messages) for finding in result.findings]
    assert said
    assert not [text for text in said if "nan" in text]
    charts = result.charts(messages)
    assert [c.name for c in charts] == [
        f"{kind}-needs" for kind in ("profile", "map", "silhouettes", "quadrants")
    ]
    for chart in charts:
        for spec in (chart.wide, chart.narrow):
            assert to_svg(spec).startswith("<svg")


def test_no_chart_or_table_shows_fewer_than_may_be_shown(run):
    result = run[0]["segments"]
    charts = result.charts(catalogue("en", result.locale))
    squares = next(c for c in charts if c.name == "map-needs").wide["layer"][0]["data"]["values"]
    assert min(square["n"] for square in squares) >= 5
    for name in ("sizes", "profile", "attributes", "silhouettes", "rule"):
        assert result.table(name)["n"].min() >= 5


def entries(language):
    text = (SegmentsModel.locale / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(VARIABLE.findall(value)) for key, value in ENTRY.findall(text)}


def test_both_languages_say_the_same_with_the_same_variables():
    assert entries("zh") == entries("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_can_be_said(language):
    messages = catalogue(language, SegmentsModel.locale)
    for key, variables in entries(language).items():
        assert messages(key, **dict.fromkeys({*variables, "how"}, "x"))


def test_every_reason_and_remark_has_its_words_in_chinese():
    messages = catalogue("zh", SegmentsModel.locale)
    for text in (
        *REASONS.values(),
        *REMARKS.values(),
        "3 respondents can be compared, and 5 are needed",
    ):
        assert reason_in(messages, text) != text
