import numpy as np
import pytest

from clientlens.plugin_api import Absent
from clientlens_quadrant.importance import derived_importance
from clientlens_quadrant.options import QuadrantOptions


@pytest.fixture(scope="module")
def answers():
    """A hundred clients whose overall rating follows indicator a1 most and b2 not at all."""
    rng = np.random.default_rng(3)
    ratings = rng.integers(1, 6, size=(100, 4)).astype(float)
    overall = ratings @ [1.0, 0.5, 0.3, 0.0] + rng.normal(0, 0.8, 100)
    return np.column_stack([np.full((100, 4), 3.0), ratings, overall])


def derive(make_study, make_sample, X, weights=None, **options):
    chosen = {"importance": "derived", "overall": "overall", **options}
    study = make_study(options=chosen)
    return derived_importance(make_sample(study, X, weights), QuadrantOptions(**chosen))


def residual(y, others):
    design = np.column_stack([np.ones(len(y)), others])
    return y - design @ np.linalg.lstsq(design, y, rcond=None)[0]


def test_correlation_is_pearsons(make_study, make_sample, answers):
    found = derive(make_study, make_sample, answers)
    expected = [np.corrcoef(answers[:, j], answers[:, 8])[0, 1] for j in range(4, 8)]
    assert found[0] == pytest.approx(expected)


@pytest.mark.parametrize(("method", "of"), [("partial", lambda x: x), ("log_partial", np.log)])
def test_partial_correlation_is_that_of_the_residuals(make_study, make_sample, answers, method, of):
    found = derive(make_study, make_sample, answers, method=method)
    drivers, overall = of(answers[:, 4:8]), answers[:, 8]
    for j in range(4):
        others = np.delete(drivers, j, axis=1)
        pair = residual(drivers[:, j], others), residual(overall, others)
        assert found[0, j] == pytest.approx(np.corrcoef(*pair)[0, 1])


@pytest.mark.parametrize("method", ["johnson", "lmg"])
def test_shares_add_up_to_the_variance_explained(make_study, make_sample, answers, method):
    found = derive(make_study, make_sample, answers, method=method)
    left = residual(answers[:, 8], answers[:, 4:8])
    assert found.sum() == pytest.approx(1 - left.var() / answers[:, 8].var())
    assert found[0].argsort().tolist() == [3, 2, 1, 0]


def test_indicators_of_a_dimension_share_its_importance(make_study, make_sample, answers):
    found = derive(make_study, make_sample, answers, level="dimension")
    scores = answers[:, 4:8].reshape(100, 2, 2).mean(axis=2)
    expected = [np.corrcoef(scores[:, d], answers[:, 8])[0, 1] for d in (0, 0, 1, 1)]
    assert found[0] == pytest.approx(expected)


@pytest.mark.parametrize("method", ["correlation", "partial", "johnson", "lmg"])
def test_weight_two_is_a_row_twice(make_study, make_sample, answers, method):
    weights = np.ones((1, 100))
    weights[0, :10] = 2
    weighted = derive(make_study, make_sample, answers, weights, method=method)
    doubled = np.vstack([answers, answers[:10]])
    assert weighted == pytest.approx(derive(make_study, make_sample, doubled, method=method))


def test_too_few_respondents_are_refused_with_the_number(make_study, make_sample, answers):
    found = derive(make_study, make_sample, answers[:5], method="partial")
    assert found == Absent("5 respondents are too few for 4 drivers: at least 6 are needed")
    found = derive(make_study, make_sample, answers[:2])
    assert found == Absent("2 respondents are too few to derive importance from")


def test_drivers_that_cannot_be_told_apart_are_refused(make_study, make_sample, answers):
    twins = answers.copy()
    twins[:, 5] = twins[:, 4]
    found = derive(make_study, make_sample, twins, method="johnson")
    assert isinstance(found, Absent)
    assert "combination of the other" in found.reason
    assert not isinstance(derive(make_study, make_sample, twins), Absent)


def test_an_overall_rating_without_variance_is_refused(make_study, make_sample, answers):
    alike = answers.copy()
    alike[:, 8] = 4.0
    found = derive(make_study, make_sample, alike)
    assert found == Absent("everybody answered 'overall' alike: no variance to relate")


def test_the_refusal_does_not_depend_on_the_replicates(make_study, make_sample, answers):
    few = answers[:5]
    for seed in range(3):
        weights = np.random.default_rng(seed).integers(0, 3, size=(4, 5))
        assert isinstance(derive(make_study, make_sample, few, weights, method="partial"), Absent)


@pytest.mark.parametrize("level", ["indicator", "dimension"])
def test_an_unanswered_item_costs_a_correlation_nobody_else(
    make_study, make_sample, answers, level
):
    gap = answers.copy()
    gap[:, 4] = np.nan
    found = derive(make_study, make_sample, gap, level=level)
    whole = derive(make_study, make_sample, answers, level=level)
    assert np.isnan(found[0]).tolist() == [True, False, False, False]
    assert found[0, 2:] == pytest.approx(whole[0, 2:])
    if level == "dimension":  # what is left of the dimension stands for it
        assert found[0, 1] == pytest.approx(np.corrcoef(gap[:, 5], gap[:, 8])[0, 1])


@pytest.mark.parametrize("method", ["partial", "johnson", "lmg"])
def test_the_item_that_takes_all_away_is_named(make_study, make_sample, answers, method):
    gap = answers.copy()
    gap[4:, 5] = np.nan
    found = derive(make_study, make_sample, gap, method=method)
    assert found.reason.startswith("'a2' has only 4 answers")
    gap = answers.copy()
    gap[:50, 5], gap[50:, 6] = np.nan, np.nan
    found = derive(make_study, make_sample, gap, method=method)
    assert found.reason.startswith("'a2' and 'b1' were answered together by 0, too few")


def test_an_overall_rating_with_few_answers_is_named(make_study, make_sample, answers):
    few = answers.copy()
    few[2:, 8] = np.nan
    reason = "2 respondents are too few to derive importance from: 'overall' has 2 answers"
    assert derive(make_study, make_sample, few) == Absent(reason)


@pytest.mark.parametrize("method", ["correlation", "partial", "johnson", "lmg"])
@pytest.mark.parametrize("level", ["indicator", "dimension"])
def test_derived_importance_rests_on_those_who_rated_the_whole(
    evaluate, make_study, answers, method, level
):
    half = answers.copy()
    half[50:, 8] = np.nan
    options = {"importance": "derived", "overall": "overall", "method": method, "level": level}
    result = evaluate(half, make_study(options=options, method="none"))
    n = result.table("indicators").groupby("quantity")["n"].unique().map(list).to_dict()
    assert n["importance"] == n["priority"] == n["distance_importance"] == [50]
    assert n["performance"] == n["distance_performance"] == [100]
    shown = result.table("dimensions").set_index(["dimension", "quantity"])["n"]
    assert shown["A", "importance"] == 50
    assert not {name for _, name in result.estimates.absent if name.startswith(("n_", "dist"))}
