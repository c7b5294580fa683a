"""Measurement invariance as a study asks for it: tables, words, and what can't be tested."""

import numpy as np
import pytest

import clientlens
from clientlens.errors import ClientLensError
from clientlens.report.sentences import sentence
from clientlens.report.words import catalogue
from csi.studies import HIGHER, PRODUCT, SMALL, answers, evaluate, write_study


def groups(n=200, sizes=(0.5, 0.5), seed=0):
    """(n,) names a, b, … in shares of all, mixed."""
    names = np.repeat(list("abcdefgh")[: len(sizes)], [round(n * size) for size in sizes])
    return np.random.default_rng(seed).permutation(names)


def compared(folder, X, labels, options=SMALL, by="kind", **micom):
    asked = {"by": by, "permutations": 299, **micom}
    return evaluate(
        folder,
        X,
        options | {"micom": asked},
        extra={"kind": labels},
        respondents={"kind": {"names": {"a": {"zh": "甲", "en": "Alpha"}}}},
        segments={"by": "kind"},
    )


def words(result, language="en"):
    said = catalogue(language, result.locale)
    return [
        sentence(finding, result, said)
        for finding in result.findings
        if "micom" in finding.message or "group-distance" in finding.message
    ]


def test_one_population_in_two_groups_is_invariant(tmp_path):
    result = compared(tmp_path, answers(200), groups())
    pairs = result.table("micom_pairs").to_dict("records")
    assert [(r["subject"], r["other"], r["invariance"]) for r in pairs] == [
        ("kind=a", "kind=b", "full")
    ]
    assert (pairs[0]["n"], pairs[0]["n_other"], pairs[0]["permutations"]) == (100, 100, 299)
    steps = result.table("micom")
    assert list(steps["step"].unique()) == ["composition", "mean", "variance"]
    assert set(steps["construct"]) == set(SMALL["constructs"])
    assert (steps["verdict"] == "holds").all()
    distance = result.table("group_distance").set_index("quantity")
    assert (distance["p_value"] > 0.05).all()
    assert "full invariance" in words(result)[0]
    assert "Alpha" in words(result)[0]
    assert "完全不变" in words(result, "zh")[0]


def test_a_higher_group_is_partly_invariant(tmp_path):
    X, labels = answers(200), groups()
    X[labels == "b"] = np.maximum(X[labels == "b"] - 1, 1)
    result = compared(tmp_path, X, labels)
    assert list(result.table("micom_pairs")["invariance"]) == ["partial"]
    steps = result.table("micom")
    assert (steps.loc[steps["step"] == "composition", "verdict"] == "holds").all()
    assert (steps.loc[steps["step"] == "mean", "verdict"] == "differs").all()


def test_a_group_that_means_something_else_is_named_with_what_differs(tmp_path):
    X, labels = answers(200), groups()
    X[labels == "b", 0] = np.random.default_rng(1).integers(1, 6, 100)  # i1 says nothing there
    result = compared(tmp_path, X, labels)
    assert list(result.table("micom_pairs")["invariance"]) == ["none"]
    finding = next(f for f in result.findings if f.message == "csi-micom-none")
    assert finding.subject[:2] == ("kind=a", "kind=b")
    assert "image" in finding.subject
    assert finding.headline


def test_a_small_group_is_not_tested_and_says_so(tmp_path):
    result = compared(tmp_path, answers(100), groups(100, (0.8, 0.2)))
    row = result.table("micom_pairs").iloc[0]
    assert (row["invariance"], row["is_small"]) == ("untested", True)
    assert "20 respondents is smaller than micom.minimum_n, 30" in row["reason"]
    assert "wasn't tested" in words(result)[0]
    assert "人，少于" in words(result, "zh")[0]
    assert "micom" not in {table.name for table in result.tables}


def test_a_small_group_is_tested_where_the_study_insists(tmp_path):
    result = compared(tmp_path, answers(100), groups(100, (0.8, 0.2)), minimum_n=15)
    row = result.table("micom_pairs").iloc[0]
    assert row["is_small"]
    assert row["invariance"] in ("full", "partial", "none")


def test_a_question_that_one_group_was_not_asked_ends_invariance_at_step_one(tmp_path):
    X, labels = answers(200), groups()
    X[labels == "b", 4] = np.nan
    result = compared(tmp_path, X, labels)
    row = result.table("micom_pairs").iloc[0]
    assert (row["invariance"], row["reason"]) == ("none", "hardly anybody of a group answered q2")
    assert "几乎无人回答 q2" in words(result, "zh")[0]


def test_a_question_that_a_group_answers_alike_is_named(tmp_path):
    X, labels = answers(200), groups()
    X[labels == "b", 4] = 3
    row = compared(tmp_path, X, labels).table("micom_pairs").iloc[0]
    assert row["invariance"] == "untested"
    assert row["reason"] == "everybody of a group gave the same answer to q2"


def test_groups_that_may_not_be_shown_are_in_no_table(tmp_path):
    """Two hidden groups, so that nobody is told by subtraction."""
    labels = groups(200, (0.48, 0.48, 0.02, 0.02))
    result = compared(tmp_path, answers(200), labels)
    pairs = result.table("micom_pairs")
    assert list(zip(pairs["subject"], pairs["other"], strict=True)) == [("kind=a", "kind=b")]
    assert int(result.table("group_distance")["n"].iloc[0]) == 192


def test_many_pairs_are_told_together(tmp_path):
    result = compared(tmp_path, answers(240), groups(240, (0.25,) * 4))
    assert len(result.table("micom_pairs")) == 6
    told = [f for f in result.findings if f.message.startswith("csi-micom")]
    assert sum(f.evidence["count"] for f in told) == 6
    assert all(f.message.endswith("-many") for f in told)
    assert all(words(result, language) for language in ("zh", "en"))


def test_an_attribute_of_many_values_is_absent_with_its_reason(tmp_path):
    result = compared(tmp_path, answers(200), groups(200, (0.25,) * 4), most=3)
    assert result.estimates.absent["all", "micom_status"] == (
        "'kind' has 4 values, more than micom.most, 3"
    )
    assert "micom_pairs" not in {table.name for table in result.tables}


def test_incomplete_answers_do_not_stop_the_test(tmp_path):
    X = answers(240)
    X[np.random.default_rng(0).random(X.shape) < 0.05] = np.nan
    for missing in ("mean", "pairwise", "listwise", "em"):
        result = compared(tmp_path, X, groups(240), SMALL | {"missing": missing})
        assert list(result.table("micom_pairs")["invariance"]) == ["full"], missing


@pytest.mark.parametrize(("options", "has_distance"), [(HIGHER, False), (PRODUCT, False)])
def test_models_of_several_stages_are_compared_by_their_scores(tmp_path, options, has_distance):
    result = compared(tmp_path, answers(200), groups(), options)
    steps = result.table("micom")
    measured = {c for c in result.estimates.counts["construct"].values if "*" not in c}
    assert set(steps["construct"]) == measured
    assert ("group_distance" in {table.name for table in result.tables}) == has_distance


def test_the_same_seed_gives_the_same_test(tmp_path):
    X, labels = answers(200), groups()
    one, other = (compared(tmp_path, X, labels).table("micom") for _ in range(2))
    assert one.equals(other)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"by": "kynd"}, "unknown respondent attribute 'kynd'"),
        ({}, "by"),
        ({"by": "kind", "permutations": 10}, "permutations"),
    ],
)
def test_what_the_study_asks_wrongly_is_refused(tmp_path, asked, told):
    path = write_study(
        tmp_path, answers(60), SMALL | {"micom": asked}, respondents={"kind": {"column": "i1"}}
    )
    with pytest.raises(ClientLensError, match=told):
        clientlens.load(path)
