"""Answers at the edge: what few, empty or equal answers lead to."""

import numpy as np
import pytest

from clientlens.drawing import vega
from clientlens.messages import Messages
from clientlens.survey.groups import Group
from clientlens_quadrant.model import Quadrant


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


def test_nobody_answering_leaves_nothing_to_say(evaluate):
    result = evaluate(np.full((6, 8), np.nan))
    assert all(table.frame.empty for table in result.tables)
    assert result.findings == ()
    assert result.charts(Messages("en", [Quadrant.locale])) == ()
