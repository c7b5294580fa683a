"""Answers at the edge: what few, empty or equal answers lead to."""

import numpy as np
import pytest

from clientlens.drawing import vega
from clientlens.messages import Messages
from clientlens.survey.groups import Group
from clientlens_quadrant.model import Quadrant
from clientlens_quadrant.quadrants import CLASSES


def draws(result):
    for chart in result.charts(Messages("en", [Quadrant.locale])):
        for spec in (chart.wide, chart.narrow, chart.print):
            assert spec is None or "<svg" in vega.to_svg(spec)


def test_a_single_indicator_lies_on_its_own_lines(evaluate, make_study):
    X = np.random.default_rng(1).integers(1, 6, size=(10, 2))
    result = evaluate(X, make_study(sizes=(1,)))
    assert result.table("classes")["class"].tolist() == ["boundary"]
    draws(result)


def test_answers_without_any_variance_are_all_on_the_boundary(evaluate):
    result = evaluate(np.full((8, 8), 4.0))
    assert set(result.table("classes")["class"]) == {"boundary"}
    assert result.table("classes")["p_boundary"].tolist() == [1.0] * 4
    draws(result)


@pytest.mark.parametrize("columns", [slice(0, 4), slice(4, 8)], ids=["importance", "performance"])
def test_a_group_that_left_a_facet_empty_has_no_classes(evaluate, clear_answers, columns):
    X = clear_answers.copy()
    X[:10, columns] = np.nan
    silent = Group("part=silent", np.arange(40) < 10, "part", "silent")
    result = evaluate(X, groups=(silent,))
    for name in ("classes", "crosshairs"):
        assert set(result.table(name)["group"]) == {"all"}
    for table in result.tables:
        assert not table.frame.isna().to_numpy().any(), table.name
    draws(result)


def test_nobody_answering_leaves_nothing_but_the_reason(evaluate):
    result = evaluate(np.full((6, 8), np.nan))
    assert all(table.frame.empty for table in result.tables)
    (finding,) = result.findings
    assert finding.evidence["reason"] == "there are no ratings of 'satisfaction'"
    assert result.charts(Messages("en", [Quadrant.locale])) == ()


@pytest.mark.parametrize("facet", ["importance", "satisfaction"])
def test_a_facet_that_nobody_answered_is_the_reason(evaluate, clear_answers, facet):
    X = clear_answers.copy()
    X[:, slice(0, 4) if facet == "importance" else slice(4, 8)] = np.nan
    result = evaluate(X)
    for name in ("index", "index_max_share", "conformity_overall", "gap", "priority"):
        assert name not in result.estimates
        assert result.estimates.absent["all", name] == f"there are no ratings of '{facet}'"
    (finding,) = result.findings
    assert facet in finding.evidence["reason"]
    assert result.charts(Messages("en", [Quadrant.locale])) == ()


@pytest.mark.parametrize(("column", "axis"), [(1, "importance"), (5, "performance")])
def test_an_indicator_that_lacks_a_facet_is_named_and_counted(
    evaluate, clear_answers, column, axis
):
    X = clear_answers.copy()
    X[:, column] = np.nan
    result = evaluate(X)
    (absent,) = [f for f in result.findings if f.kind == "absent"]
    assert (absent.subject, absent.message) == (("a2",), f"quadrant-unrated-{axis}")
    (counts,) = [f for f in result.findings if f.kind == "counts"]
    assert (counts.evidence["total"], counts.evidence["unknown"]) == (4, 1)
    rows = result.table("crosshairs")
    assert rows["unknown"].tolist() == [1] * len(rows)
    assert (rows[[*CLASSES, "unknown"]].sum(axis=1) == 4).all()


def test_what_rests_on_both_facets_is_left_out_where_nobody_rated_both(evaluate, clear_answers):
    X = clear_answers.copy()
    X[:15, 1], X[15:, 5] = np.nan, np.nan
    rows = evaluate(X).table("indicators").query("indicator == 'a2'").set_index("quantity")["n"]
    assert rows.to_dict() == {
        "importance": 25,
        "performance": 15,
        "top_box": 15,
        "distance_importance": 25,
        "distance_performance": 15,
    }


def test_no_number_rests_on_nobody(evaluate, clear_answers):
    X = clear_answers.copy()
    X[:15, :4], X[15:, 4:] = np.nan, np.nan
    result = evaluate(X)
    for name in ("indicators", "dimensions", "overall"):
        assert (result.table(name)["n"] > 0).all()
    assert "same respondent" in result.estimates.absent["all", "conformity"]
