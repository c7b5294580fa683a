"""Units of a whole study: known truth is found again, and what can't be told isn't told."""

import numpy as np
import pandas as pd
import pytest

from clientlens.stats.pair_differences import pair_differences
from clientlens.stats.posterior_ranks import shrink
from clientlens_units.standing import steadied_errors
from units.studies import INDICATORS, evaluate, evaluation_of, ratings_of

APART = [2.6, 3.0, 3.4, 3.8, 4.2]
FAST = {"draws": 50}


def by_unit(result, table="league"):
    return result.table(table).set_index("unit")


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    answers, units = ratings_of(APART, 80, missing=0.05)
    return evaluate(tmp_path_factory.mktemp("apart"), FAST, answers, units), answers, units


def test_the_score_is_the_weighted_mean_on_0_to_100(apart):
    result, answers, units = apart
    league = by_unit(result)
    for unit in set(units):
        mean = np.nanmean(answers[units == unit], axis=0)
        x = 25 * (mean - 1)
        score = (x[:2].mean() + x[2:5].mean() + x[5]) / 3
        assert league.loc[unit, "score"] == pytest.approx(score)
        assert league.loc[unit, "n"] == (~np.isnan(answers[units == unit])).any(axis=1).sum()


def test_errors_and_posterior_come_from_the_replicates(apart):
    result, _, _ = apart
    league = by_unit(result)
    draws = result.estimates.draws("score").isel(group=0).to_pandas()
    error = draws.std(ddof=1)
    np.testing.assert_allclose(league["std_error"], error[league.index])
    steady = steadied_errors(
        league["std_error"].to_numpy(dtype=float), league["n"].to_numpy(dtype=float), 30
    )
    posterior = shrink(league["score"], steady)
    np.testing.assert_allclose(league["reliability"], posterior.shrinkage)
    overview = result.table("overview").set_index("quantity")["value"]
    assert overview["reliability"] == pytest.approx(posterior.reliability)


def test_true_ranks_are_found_where_units_differ(apart):
    league = by_unit(apart[0])
    assert league.index.tolist() == ["u4", "u3", "u2", "u1", "u0"]
    assert (league["rank_low"] == league["rank"]).all()
    assert (league["rank_high"] == league["rank"]).all()
    assert league.loc["u4", "p_top"] > 0.99
    assert league["tier"].tolist() == ["top", *["not_separated"] * 3, "bottom"]


def test_pairs_are_those_of_the_paired_draws(apart):
    result, _, _ = apart
    pairs = result.table("pairs")
    assert len(pairs) == len(APART) * (len(APART) - 1) / 2
    draws = result.estimates.draws("score").isel(group=0).to_pandas()
    scores = by_unit(result)["score"]
    columns = list(draws)
    expected = pair_differences(scores[columns], np.cov(draws.T)).p
    for _, row in pairs.iterrows():
        u, v = columns.index(row["unit"]), columns.index(row["other"])
        assert row["difference"] == pytest.approx(scores[row["unit"]] - scores[row["other"]])
        assert row["p_value"] == pytest.approx(expected[u, v])
        paired = (draws[row["unit"]] - draws[row["other"]]).std(ddof=1)
        assert row["std_error"] == pytest.approx(paired)


def test_contributions_add_up_to_the_distance_from_the_mean(apart):
    result, _, _ = apart
    total = result.table("contributions").groupby("unit")["estimate"].sum()
    scores = by_unit(result)["score"]
    np.testing.assert_allclose(total, (scores - scores.mean())[total.index])


def test_ranks_that_nothing_moves_are_not_said_to_rest_on_the_method(apart):
    found = {finding.message: finding for finding in apart[0].findings}
    assert "units-variance-small" in found
    assert found["units-variance-small"].evidence["rank_deviation"] < 0.5
    assert not {"units-variance-sampling", "units-variance-method"} & set(found)


def test_ranks_narrow_as_answers_grow(tmp_path):
    widths = []
    for n in (10, 60, 400):
        folder = tmp_path / str(n)
        folder.mkdir()
        answers, units = ratings_of(np.linspace(3.2, 3.8, 8), n, seed=3)
        league = by_unit(evaluate(folder, {**FAST, "least_reliability": 0}, answers, units))
        widths.append(float((league["rank_high"] - league["rank_low"]).mean()))
    assert widths[0] > widths[1] > widths[2]


def test_units_alike_have_no_ranking_and_are_not_separated(tmp_path):
    answers, units = ratings_of([3.5] * 8, 30, seed=2)
    result = evaluate(tmp_path, FAST, answers, units)
    league = result.table("league")
    assert "rank" not in league
    assert "p_top" not in league
    assert league["unit"].tolist() == [f"u{i}" for i in range(8)]
    assert set(league["tier"]) == {"not_separated"}
    assert not {"methods", "breakpoints"} & {table.name for table in result.tables}
    messages = {finding.message for finding in result.findings}
    assert "units-no-ranking" in messages
    assert "units-top" not in messages


def test_who_asks_for_ranks_in_spite_of_that_gets_wide_ones(tmp_path):
    answers, units = ratings_of([3.5] * 8, 30, seed=2)
    league = by_unit(evaluate(tmp_path, {**FAST, "least_reliability": 0}, answers, units))
    assert (league["rank_high"] - league["rank_low"]).mean() > 5


def test_neighbours_nearly_tied_are_not_separated_and_the_outlier_is(tmp_path):
    answers, units = ratings_of([3.5, 3.52, 3.48, 3.5, 4.4], 60, seed=6)
    league = by_unit(evaluate(tmp_path, FAST, answers, units))
    assert league.loc["u4", ["rank_low", "rank_high"]].tolist() == [1, 1]
    others = league.drop("u4")
    assert (others["rank_high"] - others["rank_low"] >= 2).sum() >= 3


@pytest.mark.parametrize("kind", ["posterior", "sets", "resampling"])
def test_every_kind_of_interval_holds_the_rank_and_names_itself(tmp_path, kind):
    answers, units = ratings_of(APART, 30)
    league = by_unit(evaluate(tmp_path, {**FAST, "ranks": kind}, answers, units))
    assert set(league["rank_kind"]) == {kind}
    assert (league["rank_low"] <= league["rank"]).all()
    assert (league["rank"] <= league["rank_high"]).all()


def test_the_order_of_respondents_changes_no_estimate(tmp_path):
    answers, units = ratings_of(APART, 20, missing=0.1)
    order = np.random.default_rng(0).permutation(len(units))
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    first = evaluate(folders[0], FAST, answers, units)
    second = evaluate(folders[1], FAST, answers[order], units[order])
    for table in ("league", "contributions"):
        ours, theirs = (r.table(table) for r in (first, second))
        column = "score" if table == "league" else "estimate"
        np.testing.assert_allclose(ours[column], theirs[column])


def test_the_order_of_units_in_the_study_changes_only_the_order_of_rows(tmp_path):
    answers, units = ratings_of(APART, 20)
    values = [f"u{i}" for i in range(5)]
    found = []
    for name, codes in (("one", values), ("two", values[::-1])):
        folder = tmp_path / name
        folder.mkdir()
        respondents = {"branch": {"values": {code: code for code in codes}}}
        result = evaluate(folder, FAST, answers, units, respondents=respondents)
        found.append(by_unit(result).sort_index())
    pd.testing.assert_frame_equal(*found)


def test_small_units_are_marked_and_tiny_ones_not_shown(tmp_path):
    answers, units = ratings_of([3.0, 3.5, 4.0, 4.0, 3.0], [40, 40, 20, 3, 4])
    result = evaluate(tmp_path, FAST, answers, units)
    league = by_unit(result)
    assert set(league.index) == {"u0", "u1", "u2"}
    assert league["is_small"].to_dict() == {"u0": False, "u1": False, "u2": True}
    found = {finding.message: finding for finding in result.findings}
    assert found["units-small"].subject == ("branch=u2",)
    assert found["units-hidden"].subject == ("branch=u3", "branch=u4")
    for table in result.tables:
        if "unit" in table.frame:
            assert not {"u3", "u4"} & set(table.frame["unit"])


def test_an_indicator_that_too_few_of_a_unit_answered_is_not_shown(tmp_path):
    answers, units = ratings_of([3.0, 3.5, 4.0], 20)
    answers[np.flatnonzero(units == "u1")[3:], 0] = np.nan
    result = evaluate(tmp_path, FAST, answers, units)
    item = result.estimates.answered("item").sel(group="all", unit="u1")
    assert item.isnull().to_series().to_dict() == {code: code == "speed" for code in INDICATORS}
    count = result.estimates.counts["n_item"].sel(group="all", unit="u1", indicator="speed")
    assert count.isnull()


def test_one_unit_alone_is_no_comparison(tmp_path):
    answers, units = ratings_of([3.0, 4.0], [30, 2])
    answers = np.vstack([answers, answers[:3]])
    units = np.r_[units, ["u2"] * 3]
    result = evaluate(tmp_path, FAST, answers, units)
    (finding,) = result.findings
    assert finding.message == "units-absent"
    assert finding.evidence["reason"] == (
        "1 units of 'branch' can be shown with 5 respondents or more"
    )
    assert result.tables == ()


@pytest.mark.parametrize("method", ["jackknife", "none"])
def test_without_draws_there_is_no_crossing_with_methods(tmp_path, method):
    answers, units = ratings_of(APART, 12)
    result = evaluate(tmp_path, FAST, answers, units, uncertainty={"method": method})
    names = {table.name for table in result.tables}
    league = result.table("league")
    assert "variance" not in names
    assert "methods" in names
    assert league["rank"].tolist() == [1, 2, 3, 4, 5]
    assert ("rank_low" in league) == (method == "jackknife")
    messages = {finding.message for finding in result.findings}
    assert ("units-order-only" in messages) == (method == "none")


def test_it_is_estimated_for_everybody_alone(tmp_path):
    answers, units = ratings_of(APART, 12)
    whole = evaluation_of(tmp_path, FAST, answers, units, segments={"by": "branch"})
    assert whole["units"].estimates.groups == ("all",)
    assert len(whole.groups) == 6


def test_units_that_all_answer_alike_are_tied_and_nothing_breaks(tmp_path):
    units = np.repeat(["u0", "u1", "u2"], 10)
    result = evaluate(tmp_path, FAST, np.full((30, 6), 4.0), units)
    league = result.table("league")
    assert league["score"].tolist() == [75.0] * 3
    assert set(league["tier"]) == {"not_separated"}
    assert "units-no-ranking" in {finding.message for finding in result.findings}


def test_where_nothing_sets_units_apart_there_may_be_no_score(tmp_path):
    units = np.repeat(["u0", "u1", "u2"], 10)
    options = {**FAST, "normalisation": "z_score"}
    result = evaluate(
        tmp_path, options, np.full((30, 6), 4.0), units, uncertainty={"method": "none"}
    )
    assert [finding.message for finding in result.findings] == ["units-no-scores"]


def test_a_unit_that_answered_nothing_is_told_and_not_compared(tmp_path):
    answers, units = ratings_of([3.0, 3.5, 4.0], 20)
    answers[units == "u1"] = np.nan
    result = evaluate(tmp_path, FAST, answers, units)
    assert set(result.table("league")["unit"]) == {"u0", "u2"}
    assert [f.subject for f in result.findings if f.message == "units-hidden"] == [("branch=u1",)]


def test_a_handful_that_agree_do_not_make_their_unit_the_surest():
    rng = np.random.default_rng(7)
    surest = 0
    for _ in range(200):
        X = rng.normal(size=(20, 6))  # 20 units alike, six respondents each
        raw = X.std(axis=1) / np.sqrt(6)
        steady = steadied_errors(raw, np.full(20, 6.0), 30)
        truth = 1 / np.sqrt(6)
        surest += abs(steady - truth).max() < abs(raw - truth).max()
    assert surest > 195


def test_many_respondents_keep_their_own_error():
    error, n = np.array([1.0, 2.0]), np.array([50_000.0, 50_000.0])
    np.testing.assert_allclose(steadied_errors(error, n, 30), error, rtol=2e-3)


def test_unknown_errors_stay_unknown():
    found = steadied_errors(np.array([np.nan, 2.0]), np.array([4.0, 9.0]), 30)
    assert np.isnan(found[0])
    assert found[1] > 2
