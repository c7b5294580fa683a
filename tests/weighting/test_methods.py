"""Every method weighs a study: as its arithmetic says, in every replicate."""

import numpy as np
import pytest

from clientlens.errors import AnswersError
from clientlens_weighting import dispersion
from clientlens_weighting.critic import critic
from clientlens_weighting.stated import by_centred_mean, by_mean, centred_means
from weighting.studies import BRANCHES, HIERARCHY, ROWS, N, answers, column, of, weighed

SERVICE = [column(code) for code in HIERARCHY["service"]]
EXPERTS = {
    "li": {
        "judgements": {
            "service": {"price": 3, "channel": 5},
            "price": {"channel": 2},
            "speed": {"manners": 2, "advice": 3, "opening": "1/2"},
            "manners": {"advice": 2, "opening": "1/3"},
            "advice": {"opening": "1/5"},
            "rate": {"fees": 4, "clarity": 2},
        }
    }
}
ORDER = {
    "li": {
        "judgements": {
            "service": {"price": 1.2},
            "price": {"channel": 1.5},
            "speed": {"manners": 1.2},
            "manners": {"advice": 1.4},
            "advice": {"opening": 1.2},
            "rate": {"clarity": 1.1},
            "clarity": {"fees": 1.3},
        }
    }
}
BEST_WORST = {
    "li": {
        "best": {
            "service": {"price": 2, "channel": 8},
            "speed": {"manners": 2, "advice": 3, "opening": 6},
            "rate": {"fees": 3, "clarity": 2},
        },
        "worst": {
            "channel": {"service": 8, "price": 5},
            "opening": {"speed": 6, "manners": 3, "advice": 2},
            "fees": {"rate": 3, "clarity": 2},
        },
    }
}
FROM_EXPERTS = {
    "ahp": {"method": "ahp", "experts": EXPERTS},
    "order_relation": {"method": "order_relation", "experts": ORDER},
    "best_worst": {"method": "best_worst", "experts": BEST_WORST},
}
FROM_ANSWERS = {
    "stated": {"method": "stated"},
    "minus_minimum": {"method": "stated", "measure": "minus_minimum"},
    "top_two_box": {"method": "stated", "measure": "top_two_box"},
    "centred": {"method": "stated", "measure": "centred"},
    "centroid": {"method": "stated", "measure": "rank_order_centroid"},
    "rank_sum": {"method": "stated", "measure": "rank_sum"},
    "reciprocal": {"method": "stated", "measure": "rank_reciprocal"},
    "entropy": {"method": "entropy"},
    "entropy_branches": {"method": "entropy", "basis": "branch"},
    "critic": {"method": "critic"},
    "critic_branches": {"method": "critic", "basis": "branch", "correlation": "spearman"},
    "standard_deviation": {"method": "standard_deviation"},
    "variation": {"method": "variation"},
    "gini": {"method": "gini", "basis": "branch"},
    "merec": {"method": "merec", "coding": "points"},
    "principal": {"method": "principal"},
    "oecd": {"method": "principal", "variant": "oecd", "factors": 2},
    "principal_branches": {"method": "principal", "variant": "oecd", "basis": "branch"},
    "doubt": {"method": "benefit_of_the_doubt", "basis": "branch"},
    "johnson": {"method": "derived", "overall": "overall"},
    "lmg": {"method": "derived", "overall": "overall", "measure": "lmg"},
    "squared": {"method": "derived", "overall": "overall", "measure": "squared_correlation"},
    "car": {"method": "derived", "overall": "overall", "measure": "car"},
    "last": {"method": "derived", "overall": "overall", "measure": "last"},
    "combined": {
        "method": "combination",
        "of": {"stated": {}, "ahp": {"experts": EXPERTS}},
        "shares": {"stated": 1, "ahp": 3},
    },
    "game": {"method": "combination", "rule": "game", "of": {"stated": {}, "critic": {}}},
}
EVERY = FROM_EXPERTS | FROM_ANSWERS
# The principal components of two branches' means may point apart, and oecd asks for two factors.
LEVELS = {
    "oecd": {"within": {"service": FROM_ANSWERS["oecd"]}},
}


def weighting_of(name):
    return LEVELS.get(name, EVERY[name])


@pytest.mark.parametrize("name", EVERY)
def test_weights_are_weights(name, tmp_path):
    found = weighed(tmp_path, weighting_of(name))
    known = found.effective[~np.isnan(found.effective).any(axis=1)]
    assert len(known) > ROWS / 2
    assert (known >= 0).all()
    np.testing.assert_allclose(known.sum(axis=1), 1, rtol=1e-9)


@pytest.mark.parametrize("name", EVERY)
def test_an_only_child_has_all(name, tmp_path):
    assert (of(weighed(tmp_path, weighting_of(name), rows=3), "channel") == 1).all()


@pytest.mark.parametrize("name", FROM_EXPERTS)
def test_what_experts_say_is_the_same_in_every_replicate(name, tmp_path):
    found = weighed(tmp_path, EVERY[name])
    assert (np.ptp(found.effective, axis=0) == 0).all()


@pytest.mark.parametrize("name", FROM_ANSWERS)
def test_what_answers_say_differs_by_replicate(name, tmp_path):
    found = weighed(tmp_path, weighting_of(name))
    assert (np.nanstd(of(found, "service"), axis=0) > 0).any()


@pytest.mark.parametrize("name", EVERY)
def test_the_order_of_codes_does_not_matter(name, tmp_path):
    turned = {d: codes[::-1] for d, codes in reversed(HIERARCHY.items())}
    plain = weighed(tmp_path, weighting_of(name), rows=4)
    other = weighed(tmp_path, weighting_of(name), rows=4, order=turned)
    np.testing.assert_allclose(other.effective[:, ::-1], plain.effective, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", EVERY)
def test_a_row_depends_on_no_other(name, tmp_path):
    few = weighed(tmp_path, weighting_of(name), rows=2).effective
    many = weighed(tmp_path, weighting_of(name), rows=6).effective[:2]
    np.testing.assert_allclose(few, many, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", EVERY)
def test_missing_answers_leave_weights(name, tmp_path):
    given = answers()
    rng = np.random.default_rng(8)
    for facet in ("satisfaction", "importance"):
        given[facet][rng.random(given[facet].shape) < 0.1] = np.nan
    found = weighed(tmp_path, weighting_of(name), given, rows=4)
    assert not np.isnan(found.effective[0]).any()


# Numbers


def test_stated_weights_are_mean_importances(tmp_path):
    mean = answers()["importance"].mean(axis=0)[SERVICE]
    found = of(weighed(tmp_path, FROM_ANSWERS["stated"], rows=1), "service")
    np.testing.assert_allclose(found, by_mean([mean]).weights, rtol=1e-12)
    lifted = of(weighed(tmp_path, FROM_ANSWERS["minus_minimum"], rows=1), "service")
    np.testing.assert_allclose(lifted, by_mean([mean], 1).weights, rtol=1e-12)


def test_centred_weights_leave_out_how_high_a_respondent_rates(tmp_path):
    rated = answers()["importance"][:, SERVICE]
    centred = centred_means(np.ones((1, N)), rated)
    found = of(weighed(tmp_path, FROM_ANSWERS["centred"], rows=1), "service")
    np.testing.assert_allclose(found, by_centred_mean(centred, 4).weights, rtol=1e-12)


def test_top_two_boxes_are_shares_of_answers(tmp_path):
    share = (answers()["importance"] >= 4).mean(axis=0)[SERVICE]
    found = of(weighed(tmp_path, FROM_ANSWERS["top_two_box"], rows=1), "service")[0]
    np.testing.assert_allclose(found, share / share.sum(), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("entropy", dispersion.entropy),
        ("standard_deviation", dispersion.standard_deviation),
        ("variation", dispersion.variation),
        ("critic", critic),
    ],
)
def test_objective_methods_compare_respondents_on_0_to_100(name, method, tmp_path):
    X = 25 * (answers()["satisfaction"][:, SERVICE] - 1)
    found = of(weighed(tmp_path, EVERY[name], rows=1), "service")
    np.testing.assert_allclose(found, method(X[None]).weights, rtol=1e-9)


def test_units_are_means_of_their_respondents(tmp_path):
    given = answers()
    branch = np.array(given["branch"])
    means = [given["satisfaction"][branch == b][:, SERVICE].mean(axis=0) for b in BRANCHES]
    X = 25 * (np.array(means) - 1)
    found = weighed(tmp_path, FROM_ANSWERS["entropy_branches"], rows=1)
    expected = dispersion.entropy(X[None]).weights
    np.testing.assert_allclose(of(found, "service"), expected, rtol=1e-6)
    assert found.diagnostics["service", "units"] == len(BRANCHES)


def test_the_coding_of_the_scale_changes_entropy(tmp_path):
    index = weighed(tmp_path, {"method": "entropy"}, rows=1)
    points = weighed(tmp_path, {"method": "entropy", "coding": "points"}, rows=1)
    X = answers()["satisfaction"][:, SERVICE]
    np.testing.assert_allclose(of(points, "service"), dispersion.entropy(X[None]).weights)
    assert np.abs(of(points, "service") - of(index, "service")).max() > 0.01


def test_blocks_of_replicates_change_nothing(tmp_path, monkeypatch):
    whole = weighed(tmp_path, FROM_ANSWERS["critic"]).effective
    monkeypatch.setattr("clientlens_weighting.basis._BLOCK_CELLS", 4 * N * 4)
    np.testing.assert_array_equal(weighed(tmp_path, FROM_ANSWERS["critic"]).effective, whole)


def test_benefit_of_the_doubt_keeps_its_bounds(tmp_path):
    found = of(weighed(tmp_path, FROM_ANSWERS["doubt"]), "service")
    assert (found >= 0.5 / 4 - 1e-9).all()
    assert (found <= 1.5 / 4 + 1e-9).all()


def test_lmg_beyond_15_is_drawn_from_the_seed_of_the_study(tmp_path):
    rng = np.random.default_rng(1)
    codes = tuple(f"q{j:02}" for j in range(17))
    given = answers()
    with_overall = 0.6 * given["overall"][:, None] + rng.normal(size=(N, 17))
    rated = np.clip(np.rint(1 + with_overall), 1, 5).astype(int)
    columns = {f"{code}_satisfaction": rated[:, j] for j, code in enumerate(codes)}
    columns["overall"] = given["overall"].astype(int)
    weighting = {"indicators": {"method": "derived", "overall": "overall", "measure": "lmg",
                                "orders": 40}}  # fmt: skip

    def run():
        return _of_columns(tmp_path, weighting, {"all_of_it": codes}, columns)

    found, again = run(), run()
    np.testing.assert_array_equal(found.within, again.within)
    assert 0 < found.diagnostics["all_of_it", "sampling_error"] < 0.02


def _of_columns(folder, weighting, order, columns):
    lines = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    text = "\n".join([",".join(columns), *lines, ""])
    (folder / "other.csv").write_text(text, encoding="utf-8")
    return weighed(
        folder,
        weighting,
        rows=3,
        order=order,
        facets={"satisfaction": {"scale": "five"}},
        respondents={},
        models={"quadrant": {"importance": "derived", "overall": "overall"}},
        survey={"source": "other.csv"},
    )


# No weights


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("entropy", "every score is zero, so nothing tells them apart"),
        ("standard_deviation", "every score is zero, so nothing tells them apart"),
        ("critic", "every score is zero, so nothing tells them apart"),
        ("principal", "the correlations can't be had, or one of them follows from the others"),
        ("johnson", "the correlations can't be had, or one of them follows from the others"),
    ],
)
def test_indicators_without_variation_have_no_weights(name, reason, tmp_path):
    given = answers()
    given["satisfaction"][:, SERVICE] = 4
    with pytest.raises(AnswersError) as refusal:
        weighed(tmp_path, EVERY[name], given, rows=2)
    (problem,) = refusal.value.problems
    assert problem.message.endswith(f"can't weigh the indicators of 'service': {reason}")
    assert problem.place.line


def test_a_negative_score_names_its_indicator(tmp_path):
    given = answers()
    given["satisfaction"][:, column("advice")] = 6 - given["satisfaction"][:, column("speed")]
    with pytest.raises(AnswersError, match="a score is negative, and no weight can be: 'advice'"):
        weighed(tmp_path, {"within": {"service": {"method": "principal"}}}, given, rows=1)


def test_units_too_small_to_be_shown_can_not_be_compared(tmp_path):
    with pytest.raises(AnswersError, match="fewer than two units have a value to compare"):
        weighed(
            tmp_path, FROM_ANSWERS["entropy_branches"], rows=1, report={"minimum_group": N // 2}
        )


def test_merec_needs_values_above_zero(tmp_path):
    with pytest.raises(AnswersError, match="a value is zero, and the method takes logarithms"):
        weighed(tmp_path, {"method": "merec"}, rows=1)


# Combinations


def test_a_combination_mixes_its_parts_by_their_shares(tmp_path):
    stated = weighed(tmp_path, FROM_ANSWERS["stated"], rows=3)
    judged = weighed(tmp_path, FROM_EXPERTS["ahp"], rows=3)
    found = weighed(tmp_path, FROM_ANSWERS["combined"], rows=3)
    expected = (of(stated, "service") + 3 * of(judged, "service")) / 4
    np.testing.assert_allclose(of(found, "service"), expected, rtol=1e-12)
    assert ("service", "ahp/consistency_ratio:li") in found.diagnostics


def test_a_game_of_two_alike_falls_back_and_says_so(tmp_path):
    weighting = {
        "method": "combination",
        "rule": "game",
        "of": {"one": {"method": "stated"}, "other": {"method": "stated"}},
    }
    found = weighed(tmp_path, weighting, rows=2)
    stated = weighed(tmp_path, FROM_ANSWERS["stated"], rows=2)
    np.testing.assert_allclose(found.effective, stated.effective, rtol=1e-12)
    assert "count equally" in found.remarks["service"][0]
