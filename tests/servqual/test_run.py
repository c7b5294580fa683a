"""A study with six respondents, reckoned by hand."""

import numpy as np
import pytest
import xarray as xr
from scipy import stats

import clientlens
from servqual.studies import RATINGS, estimates, evaluate, many, nan, write_study

NO_SHORTFALL = 0.0
ZONE = {"minimum": "minimum"}


def test_a_gap_rests_on_complete_pairs(tmp_path):
    found = estimates(evaluate(tmp_path), "items")
    assert found["neat", "gap"] == pytest.approx(-5 / 6)
    assert found["modern", "gap"] == pytest.approx(-1 / 2)
    assert found["on_time", "gap"] == pytest.approx(2 / 5)
    assert found["on_time", "perception"] == pytest.approx(4)
    assert found["on_time", "expectation"] == pytest.approx(21 / 5)


def test_n_counts_the_pairs_behind_a_gap(tmp_path):
    items = evaluate(tmp_path).table("items")
    assert dict(zip(items["indicator"], items["n"], strict=True)) == {
        "neat": 6, "modern": 6, "on_time": 5,
    }  # fmt: skip


def test_an_indicator_without_a_dimension_is_left_out(tmp_path):
    result = evaluate(tmp_path)
    assert "price" not in set(result.table("items")["indicator"])
    (left_out,) = [f for f in result.findings if f.message == "servqual-left-out"]
    assert left_out.subject == ("price",)


def test_the_whole_is_the_mean_of_the_dimensions(tmp_path):
    result = evaluate(tmp_path)
    of_dimension = estimates(result, "dimensions")
    assert of_dimension["tangibles", "gap"] == pytest.approx(-2 / 3)
    assert of_dimension["reliability", "gap"] == pytest.approx(2 / 5)
    whole = estimates(result, "overall")
    assert whole == {
        "index": pytest.approx(100 * 2.75 / 4),
        "gap_overall": pytest.approx(-2 / 15),
        "perception_overall": pytest.approx(3.75),
    }


def test_importance_weighs_indicators(tmp_path):
    result = evaluate(tmp_path, {"weights": "importance"})
    whole = estimates(result, "overall")
    assert whole["gap_overall"] == pytest.approx(-2 / 15)
    assert whole["gap_weighted"] == pytest.approx(-0.4 * 5 / 6 - 0.2 / 2 + 0.4 * 0.4)
    assert whole["perception_weighted"] == pytest.approx(0.4 * 4 + 0.2 * 3 + 0.4 * 4)
    assert whole["index"] == pytest.approx(70)
    assert estimates(result, "dimensions")["tangibles", "weight_share"] == pytest.approx(0.6)


def test_priority_is_what_the_index_gains_where_a_shortfall_is_made_good(tmp_path):
    found = estimates(evaluate(tmp_path, {"weights": "importance"}), "items")
    assert found["neat", "priority"] == pytest.approx(100 * 0.4 * (5 / 6) / 4)
    assert found["on_time", "priority"] == pytest.approx(NO_SHORTFALL)


def test_the_weights_of_the_study_weigh_indicators(tmp_path):
    whole = estimates(evaluate(tmp_path, {"weights": "structural"}), "overall")
    # Two dimensions of the hierarchy weigh alike, and within them their indicators.
    assert whole["gap_weighted"] == pytest.approx((-5 / 6 - 1 / 2 + 2 / 5) / 3)


def test_respondents_allocate_points(tmp_path):
    options = {
        "weights": "allocation",
        "allocation": {"tangibles": "p_tangibles", "reliability": "p_reliability"},
    }
    items = {name: {"scale": "points"} for name in options["allocation"].values()}
    points = {"p_tangibles": [25] * 6, "p_reliability": [75] * 6}
    result = evaluate(tmp_path, options, items=items, extra=points)
    # Dimension gaps of the five with both: tangibles −1, −½, −½, 0, −½; reliability 0, 1, 0, 0, 1.
    expected = np.mean([-0.25, 0.625, -0.125, 0, 0.625])
    assert estimates(result, "overall")["gap_weighted"] == pytest.approx(expected)
    shares = estimates(result, "dimensions")
    assert shares["reliability", "weight_share"] == pytest.approx(0.75)


def test_the_other_sign_turns_gaps_and_leaves_priorities(tmp_path):
    plain = evaluate(tmp_path)
    turned = evaluate(tmp_path, {"sign": "expectation_minus_perception"})
    for table in ("items", "dimensions", "overall"):
        before, after = estimates(plain, table), estimates(turned, table)
        for key, value in before.items():
            sign = -1 if "gap" in str(key) else 1
            assert after[key] == pytest.approx(sign * value), key
    assert (turned.table("tests")["t"] == -plain.table("tests")["t"]).all()


def test_the_zone_of_tolerance_in_three_columns(tmp_path):
    result = evaluate(tmp_path, ZONE)
    found = estimates(result, "items")
    assert found["neat", "adequacy"] == pytest.approx(1)
    assert found["neat", "superiority"] == pytest.approx(-5 / 6)
    assert found["neat", "zone_width"] == pytest.approx(11 / 6)
    assert found["neat", "zone_position"] == pytest.approx(6 / 11)
    assert found["neat", "share_in_zone"] == pytest.approx(1)
    assert found["modern", "zone_position"] == pytest.approx(0)
    assert found["modern", "share_in_zone"] == pytest.approx(4 / 6)


def test_a_minimum_above_the_expectation_is_counted(tmp_path):
    result = evaluate(tmp_path, ZONE)
    counted = result.table("inversions").set_index("indicator")["inverted"].to_dict()
    assert counted == {"neat": 0, "modern": 1, "on_time": 0}
    assert "servqual-inverted" in {finding.message for finding in result.findings}


def test_the_zone_of_tolerance_in_two_columns(tmp_path):
    ratings = {
        **RATINGS,
        "against_minimum": [[4, 4, 4, 4, 4, 3]] * 4,
        "against_desired": [[2, 2, 3, 3, 3, 2]] * 4,
    }
    options = {"adequacy": "against_minimum", "superiority": "against_desired"}
    found = estimates(evaluate(tmp_path, options, ratings), "items")
    assert found["neat", "adequacy"] == pytest.approx(5 / 6)
    assert found["neat", "superiority"] == pytest.approx(-1 / 2)
    assert found["neat", "zone_position"] == pytest.approx((5 / 6) / (4 / 3))
    assert found["neat", "share_in_zone"] == pytest.approx(1)


def test_tests_are_those_of_scipy(tmp_path):
    ratings = many()
    tests = evaluate(tmp_path, ratings=ratings).table("tests").set_index("indicator")
    for j, code in enumerate(("neat", "modern", "on_time")):
        pair = ratings["satisfaction"][j], ratings["expectation"][j]
        t = stats.ttest_rel(*pair)
        assert tests.loc[code, "t"] == pytest.approx(t.statistic)
        assert tests.loc[code, "t_p"] == pytest.approx(t.pvalue)
        rank = stats.wilcoxon(*pair, zero_method="pratt", correction=False, method="approx")
        assert tests.loc[code, "wilcoxon_p"] == pytest.approx(rank.pvalue)


def test_too_few_pairs_of_an_indicator_leave_it_out_and_say_so(tmp_path):
    expected = [*RATINGS["expectation"]]
    expected[2] = [5, 4, 4, 4, nan, nan]
    ratings = {**RATINGS, "expectation": expected}
    result = evaluate(tmp_path, ratings=ratings, report={"minimum_group": 2, "language": "en"})
    assert ("on_time", "gap") not in estimates(result, "items")
    (unrated,) = [f for f in result.findings if f.message == "servqual-unrated"]
    assert unrated.subject == ("on_time",)


def test_without_any_complete_pair_there_are_no_gaps_and_a_reason(tmp_path):
    n = 12
    halves = np.arange(n) < n // 2
    ratings = {
        "satisfaction": np.where(halves, 4.0, nan) * np.ones((4, 1)),
        "expectation": np.where(halves, nan, 5.0) * np.ones((4, 1)),
        "importance": np.full((4, n), 3.0),
    }
    result = evaluate(tmp_path, ratings=ratings)
    assert result.tables == ()
    reason = result.estimates.absent["all", "gap"]
    assert reason == (
        "no indicator was rated on 'satisfaction' and 'expectation' by 5 respondents or more"
    )
    assert {f.message for f in result.findings if f.headline} == {"servqual-absent"}


def test_a_group_has_its_own_gaps(tmp_path):
    result = evaluate(
        tmp_path,
        ratings=many(),
        extra={"branch": ["east", "west"] * 40},
        respondents={"branch": {}},
        segments={"by": "branch"},
        uncertainty={"replicates": 50},
    )
    ratings = many()
    own = (ratings["satisfaction"] - ratings["expectation"])[0, ::2].mean()
    assert estimates(result, "items", "branch=east")["neat", "gap"] == pytest.approx(own)


def test_an_overall_rating_tells_whether_the_gap_or_perception_explains_it(tmp_path):
    ratings = many(200)
    overall = np.clip(np.rint(ratings["satisfaction"][:3].mean(axis=0)), 1, 5)
    result = evaluate(
        tmp_path,
        {"overall": "overall"},
        ratings,
        items={"overall": {"scale": "five"}},
        extra={"overall": overall},
    )
    surface = result.table("surface").set_index("quantity")["value"]
    assert surface["r_squared_perception"] > surface["r_squared_gap"]
    assert surface["r_squared_surface"] >= surface["r_squared_perception"]
    assert "r_overall_gap" in set(result.table("reliability")["quantity"])


def test_scores_by_the_studys_own_dimensions_are_those_of_other_models(tmp_path):
    """Means of perceptions in scale points; the price belongs to no quality dimension."""
    found = evaluate(tmp_path).estimates.answered("dimension_score").sel(group="all")
    assert found.sel(dimension="counter") == pytest.approx((4 + 3) / 2)
    assert found.sel(dimension="credit") == pytest.approx(4)
    models = {"servqual": {"dimensions": "hierarchy"}, "quadrant": {}}
    path = write_study(tmp_path, models=models)
    both = clientlens.evaluate(clientlens.load(path))
    own, others = (both[m].estimates.answered("dimension_score") for m in ("servqual", "quadrant"))
    xr.testing.assert_allclose(own, others)
