"""The net promoter score of a study: its numbers, intervals, tables, findings, charts and page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from clientlens.messages import LOCALE, Messages
from clientlens_nps.model import PromoterScore
from support import one_model
from support.one_model import answered, assert_on_page, assert_said_and_drawn, catalogue

CODES = ("speed", "manners", "rate", "fees", "hall", "web")
RNG = np.random.default_rng(8)
N = 200
RATINGS = np.clip(np.rint(RNG.normal([3.2, 4.0, 4.4, 3.0, 3.8, 2.5], 1.0, (N, 6))), 1, 5)
RATINGS[RNG.random((N, 6)) < 0.05] = np.nan
RECOMMEND = np.clip(np.rint(RNG.normal(7.5, 2.2, N)), 0, 10)
RECOMMEND[:3] = np.nan
ANSWERS = np.column_stack([RATINGS, RECOMMEND])
BOTH = {"item": "recommend", "facet": "satisfaction"}
ITEM = {"item": "recommend"}


def evaluate(folder, options, answers=ANSWERS, points=(0, 10), **settings):
    study = {
        "scales": {"five": {"points": [1, 5]}, "likely": {"points": points}},
        "facets": {"satisfaction": {"scale": "five", "column": "{code}"}},
        "items": {"recommend": {"scale": "likely"}},
        "hierarchy": {
            "service": {"indicators": {code: {} for code in CODES[:2]}},
            "price": {"indicators": {code: {} for code in CODES[2:]}},
        },
        **settings,
    }
    header = (*CODES, "recommend", *(f"extra{i}" for i in range(7, answers.shape[1])))
    return one_model.evaluate(folder, "nps", options, answers, header=header, **study)


def loops(values, low, high):
    """Plain loops: how many answered, how many at either end."""
    known = [value for value in values if not np.isnan(value)]
    return len(known), sum(v <= low for v in known), sum(v >= high for v in known)


def test_the_score_is_that_of_plain_loops(tmp_path):
    result = evaluate(tmp_path, BOTH)
    n, detractors, promoters = loops(RECOMMEND, 6, 9)
    assert answered(result, "net_promoter_score") == pytest.approx(
        100 * (promoters - detractors) / n
    )
    assert answered(result, "promoter_share") == pytest.approx(promoters / n)
    assert answered(result, "detractor_share") == pytest.approx(detractors / n)
    assert answered(result, "passive_share") == pytest.approx(1 - (promoters + detractors) / n)
    assert float(result.estimates.counts["n_recommend"][0]) == n == N - 3


@pytest.mark.parametrize("boxes", [1, 2])
def test_boxes_are_those_of_plain_loops(tmp_path, boxes):
    result = evaluate(tmp_path, {**BOTH, "boxes": boxes})
    net = []
    for j in range(6):
        n, bottom, top = loops(RATINGS[:, j], boxes, 6 - boxes)
        assert answered(result, "top_box")[j] == pytest.approx(top / n)
        assert answered(result, "bottom_box")[j] == pytest.approx(bottom / n)
        assert answered(result, "highest_share")[j] == pytest.approx(
            loops(RATINGS[:, j], 1, 5)[2] / n
        )
        net.append(100 * (top - bottom) / n)
    assert answered(result, "net_box") == pytest.approx(net)
    assert answered(result, "dimension_net_box") == pytest.approx(
        [np.mean(net[:2]), np.mean(net[2:])]
    )
    assert answered(result, "performance") == pytest.approx(np.nanmean(RATINGS, axis=0))


def test_the_standard_error_is_that_of_the_multinomial(tmp_path):
    """The jackknife of a mean is exact: 100 √((p + d - (p - d)²) / (n - 1))."""
    n, detractors, promoters = loops(RECOMMEND, 6, 9)
    p, d = promoters / n, detractors / n
    exact = 100 * np.sqrt((p + d - (p - d) ** 2) / (n - 1))
    result = evaluate(tmp_path, ITEM, ANSWERS[3:], uncertainty={"method": "jackknife"})
    row = result.table("recommendation").set_index("quantity").loc["net_promoter_score"]
    assert row["std_error"] == pytest.approx(exact, rel=1e-12)


def test_intervals_agree_with_the_adjusted_wald_of_rocks_and_with_wilson(tmp_path):
    uncertainty = {"replicates": 8000, "seed": 5}
    result = evaluate(tmp_path, BOTH, ANSWERS[3:], uncertainty=uncertainty)
    n, detractors, promoters = loops(RECOMMEND, 6, 9)
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = norm.ppf(0.975) * np.sqrt((p + d - (p - d) ** 2) / (n + 3))
    row = result.table("recommendation").set_index("quantity").loc["net_promoter_score"]
    wald = [100 * (p - d - half), 100 * (p - d + half)]
    assert [row["ci_low"], row["ci_high"]] == pytest.approx(wald, abs=1.0)
    table = result.table("indicators").query("quantity == 'top_box'").set_index("indicator")
    for j, code in enumerate(CODES):
        count, _, top = loops(RATINGS[3:, j], 2, 4)
        wilson = proportion_confint(top, count, method="wilson")
        found = table.loc[code, ["ci_low", "ci_high"]].to_numpy(float)
        assert found == pytest.approx(wilson, abs=0.015)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 10), min_size=8, max_size=30))
def test_the_score_turned_around_changes_its_sign(tmp_path_factory, values):
    """With cut points as far from either end."""
    folder = tmp_path_factory.mktemp("turned")
    options = {**ITEM, "promoters_from": 8, "detractors_to": 2}
    answers = np.column_stack([np.ones((len(values), 6)), values]).astype(float)
    turned = answers.copy()
    turned[:, 6] = 10 - turned[:, 6]
    one, other = (
        float(answered(evaluate(folder, options, rows), "net_promoter_score"))
        for rows in (answers, turned)
    )
    assert one == pytest.approx(-other, abs=1e-10)
    assert -100 - 1e-9 <= one <= 100 + 1e-9


def test_another_scale_has_its_remark_and_the_standard_one_none(tmp_path):
    cuts = {"promoters_from": 9, "detractors_to": 6}
    ten = np.column_stack([RATINGS, np.clip(RECOMMEND, 1, 10)])
    kinds = {
        points: {f.kind for f in evaluate(tmp_path, {**ITEM, **cuts}, ten, points).findings}
        for points in ((0, 10), (1, 10))
    }
    assert kinds == {(0, 10): {"score"}, (1, 10): {"score", "remark"}}


@pytest.mark.parametrize("uncertainty", [{"replicates": 200}, {"method": "jackknife"}])
def test_a_score_near_zero_is_one_that_the_sample_cannot_tell(tmp_path, uncertainty):
    answers = ANSWERS.copy()
    answers[:, 6] = np.tile([10, 5, 8, 8], N // 4)
    result = evaluate(tmp_path, ITEM, answers, uncertainty=uncertainty)
    assert {f.message for f in result.findings} == {"nps-score-near"}


def test_without_answers_the_score_is_absent_with_its_reason(tmp_path):
    answers = ANSWERS.copy()
    answers[3:, 6] = np.nan
    result = evaluate(tmp_path, BOTH, answers)
    reason = "there are no answers to the recommendation item"
    assert result.estimates.absent["all", "net_promoter_score"] == reason
    assert {t.name for t in result.tables} == {"indicators", "dimensions", "distribution"}
    assert_said_and_drawn(result, PromoterScore, "zh")


def test_groups_have_scores_of_their_own_and_small_ones_none(tmp_path):
    groups = np.where(np.arange(N) < 4, 3, np.arange(N) % 2)
    study = {"respondents": {"extra7": {}}, "segments": {"by": "extra7"}}
    result = evaluate(tmp_path, ITEM, np.column_stack([ANSWERS, groups]), **study)
    n, detractors, promoters = loops(RECOMMEND[groups == 1], 6, 9)
    scores = result.table("recommendation").query("quantity == 'net_promoter_score'")
    scores = scores.set_index("group")["estimate"]
    assert scores["extra7=1"] == pytest.approx(100 * (promoters - detractors) / n)
    assert "extra7=3" not in scores
    (chart,) = result.charts(Messages("en", [LOCALE, PromoterScore.locale]))
    assert len(chart.wide["params"][0]["value"]) == len(scores)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("uncertainty", [{"replicates": 60}, {"method": "none"}])
@pytest.mark.parametrize("options", [BOTH, ITEM, {"facet": "satisfaction"}])
def test_everything_can_be_said_and_drawn(tmp_path, options, uncertainty, language):
    result = evaluate(tmp_path, options, uncertainty=uncertainty, report={"language": language})
    assert_said_and_drawn(result, PromoterScore, language)


def test_both_languages_have_the_same_messages_with_the_same_variables():
    assert catalogue(PromoterScore, "zh") == catalogue(PromoterScore, "en")


def test_options_tables_and_quantities_are_on_the_page(tmp_path):
    assert_on_page("nps.md", PromoterScore, evaluate(tmp_path, BOTH))


def test_a_share_of_nobody_is_nothing_and_not_a_little_less(tmp_path):
    """1 - 0.9 - 0.1 is below nothing, and would be told as -0."""
    answers = ANSWERS[:20].copy()
    answers[:, 6] = np.where(np.arange(20) < 18, 10, 0)
    result = evaluate(tmp_path, BOTH, answers)
    assert answered(result, "passive_share") == 0.0
