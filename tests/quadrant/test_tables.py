import numpy as np
import pytest

from clientlens.survey.groups import Group
from clientlens_quadrant.quadrants import CLASSES

COLUMNS = {
    "indicators": ["group", "dimension", "indicator", "quantity", "estimate", "std_error",
                   "ci_low", "ci_high", "n"],
    "dimensions": ["group", "dimension", "quantity", "estimate", "std_error", "ci_low", "ci_high",
                   "n"],
    "overall": ["group", "quantity", "estimate", "std_error", "ci_low", "ci_high", "n"],
    "distribution": ["group", "indicator", "facet", "point", "share", "n"],
    "classes": ["group", "dimension", "indicator", "importance_level", "performance_level",
                "class", *(f"p_{name}" for name in CLASSES), "distance_importance",
                "distance_performance", "distance_to_neighbour", "neighbour", "near_line",
                "diagonal_class"],
    "crosshairs": ["group", "rule", "source", "importance", "performance", *CLASSES, "unknown",
                   "changed", "is_used"],
}  # fmt: skip


def test_the_tables_and_their_columns(evaluate, clear_answers):
    result = evaluate(clear_answers)
    assert {table.name: list(table.frame) for table in result.tables} == COLUMNS


def test_no_cell_is_empty(evaluate, clear_answers):
    X = clear_answers.copy()
    X[:, [1, 5]] = np.nan
    for table in evaluate(X).tables:
        assert not table.frame.isna().to_numpy().any(), table.name
        if "indicator" in table.frame and table.name == "classes":
            assert "a2" not in set(table.frame["indicator"])


def test_the_classes_of_every_group_add_up_to_the_indicators(evaluate, clear_answers):
    half = Group("half=one", np.arange(40) < 20, "half", "one")
    result = evaluate(clear_answers, groups=(half,))
    rows = result.table("crosshairs")
    assert set(rows["group"]) == {"all", "half=one"}
    assert (rows[list(CLASSES)].sum(axis=1) == 4).all()
    assert len(result.table("classes")) == 8


def test_a_group_is_the_study_of_its_members(evaluate, clear_answers):
    mask = np.arange(40) < 20
    grouped = evaluate(clear_answers, groups=(Group("half=one", mask, "half", "one"),))
    alone = evaluate(clear_answers[mask])
    for name in ("indicators", "classes"):
        rows = grouped.table(name).query("group == 'half=one'").drop(columns="group")
        own = alone.table(name).drop(columns="group")
        column = "estimate" if name == "indicators" else "distance_importance"
        assert rows[column].to_numpy() == pytest.approx(own[column].to_numpy())


def test_the_rule_of_the_study_is_marked_and_changes_nothing(evaluate, make_study, clear_answers):
    crossing = {"importance": 3, "performance": 3.25, "from": "small-2021"}
    study = make_study(options={"crosshair": {"external": crossing}})
    rows = evaluate(clear_answers, study).table("crosshairs").set_index("rule")
    assert rows.index.tolist() == ["data_mean", "scale_midpoint", "median", "midrange", "external"]
    used = rows.loc["external"]
    assert (used["importance"], used["performance"], used["source"]) == (3, 3.25, "small-2021")
    assert rows["is_used"].tolist() == [False] * 4 + [True]
    assert used["changed"] == 0


def test_the_distribution_adds_up_to_one(evaluate, clear_answers):
    shares = evaluate(clear_answers).table("distribution")
    assert shares["point"].tolist()[:5] == [1, 2, 3, 4, 5]
    totals = shares.groupby(["indicator", "facet"])["share"].sum()
    assert totals.to_numpy() == pytest.approx(1)


def test_without_importance_only_performance_is_tabled(evaluate, make_study, clear_answers):
    options = {"importance": "derived", "overall": "overall", "method": "partial"}
    result = evaluate(clear_answers[:5], make_study(options=options))
    names = [table.name for table in result.tables]
    assert names == ["indicators", "dimensions", "overall", "distribution"]
    assert set(result.table("indicators")["quantity"]) == {"performance", "top_box"}
    assert "too few" in result.estimates.absent["all", "importance"]


def test_the_same_answers_give_the_same_bytes(evaluate, clear_answers):
    one, other = (evaluate(clear_answers).tables for _ in range(2))
    for left, right in zip(one, other, strict=True):
        assert left.frame.to_csv() == right.frame.to_csv()
