"""Differences and their tests, held against SciPy and against laws that any of them must keep."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from scipy import stats

from clientlens.config.schema import Options
from clientlens.differences.permuted import permutation_of
from clientlens.differences.rows import (
    FEW_GROUPS,
    NOTHING_VARIES,
    OTHER_ROLES,
    OVERLAP,
    TOO_SMALL,
)
from clientlens.plugin_api import Model
from clientlens.stats.multiplicity import benjamini_hochberg, holm
from clientlens.stats.resample import seed_of
from differences.studies import (
    CLASSES,
    Level,
    N,
    Whole,
    classes,
    compare,
    estimation_of,
    groups_of,
    ratings_of,
    row_of,
)

HIGH_LOW = {"group_1": "class=high", "group_2": "class=low"}
P_VALUES = ["p_permutation", "p_henseler", "p_parametric", "p_pooled", "p_adjusted"]


def samples(values, j=0):
    """The answers of the highest and of the lowest class to one question."""
    found = (values[classes() == code, j] for code in ("high", "low"))
    return [x[~np.isnan(x)] for x in found]


def test_a_difference_is_that_of_the_estimates_on_every_replicate():
    whole = estimation_of()
    row = row_of(compare(whole, permutations=0), **HIGH_LOW)
    values = whole.run()[0]["performance"].sel(indicator="speed")
    d = values.sel(group="class=high").to_numpy() - values.sel(group="class=low").to_numpy()
    assert row["estimate"] == pytest.approx(d[0])
    assert row["estimate"] == pytest.approx(row["estimate_1"] - row["estimate_2"])
    assert row["std_error"] == pytest.approx(d[1:].std(ddof=1))
    np.testing.assert_allclose([row["ci_low"], row["ci_high"]], np.quantile(d[1:], [0.025, 0.975]))
    assert row["detectable"] == pytest.approx(2.8016 * row["std_error"], rel=1e-4)


@pytest.mark.parametrize("shift", [0.0, 0.7])
def test_p_by_permutation_comes_near_that_of_scipy(shift):
    values = ratings_of(shift=shift, missing=0.0)
    row = row_of(compare(estimation_of(values, draws=20), permutations=4999), **HIGH_LOW)
    expected = stats.permutation_test(
        samples(values), lambda a, b, axis: abs(a.mean(axis) - b.mean(axis)),
        vectorized=True, n_resamples=9999, alternative="greater", rng=1,
    ).pvalue  # fmt: skip
    assert row["p_permutation"] == pytest.approx(
        expected, abs=5 * np.sqrt(expected * (1 - expected) * 3 / 10_000) + 1e-3
    )


def test_the_jackknife_gives_welchs_test_and_interval():
    values = ratings_of(shift=0.5)
    row = row_of(compare(estimation_of(values, method="jackknife"), permutations=0), **HIGH_LOW)
    expected = stats.ttest_ind(*samples(values), equal_var=False)
    # Who didn't answer is drawn as well and changes nothing: degrees of freedom differ a little.
    assert row["std_error"] == pytest.approx(row["estimate"] / expected.statistic, rel=0.03)
    complete = ratings_of(shift=0.5, missing=0.0)
    row = row_of(compare(estimation_of(complete, method="jackknife"), permutations=0), **HIGH_LOW)
    expected = stats.ttest_ind(*samples(complete), equal_var=False)
    interval = expected.confidence_interval()
    assert row["p_parametric"] == pytest.approx(expected.pvalue, rel=1e-9)
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([interval.low, interval.high], rel=1e-9)
    assert row["test"] == "parametric"


def test_all_tests_agree_about_a_clear_difference_and_about_none():
    clear = row_of(compare(estimation_of(ratings_of(shift=1.5)), permutations=500), **HIGH_LOW)
    assert max(clear[name] for name in P_VALUES) < 0.02
    none = row_of(compare(estimation_of(ratings_of(seed=5)), permutations=500), **HIGH_LOW)
    assert min(none[name] for name in P_VALUES) > 0.05


def test_the_overall_test_of_two_groups_is_that_of_their_difference():
    whole = estimation_of(groups=groups_of(classes(), codes=["high", "low"]))
    found = compare(whole, quantities=("index",))
    row = found.overall.frame.to_dict("records")[0]
    assert row["p_permutation"] == row_of(found, "index", "")["p_permutation"]


def test_the_overall_test_of_three_groups_comes_near_the_analysis_of_variance():
    values = ratings_of(seed=2, shift=0.35, missing=0.0)
    found = compare(estimation_of(values, draws=20), permutations=3000)
    overall = found.overall.frame.set_index("quantity")
    assert overall.loc["performance", ["groups", "labels"]].tolist() == [3, 3]
    one = compare(
        estimation_of(np.column_stack([values[:, 0]] * 3), draws=20), permutations=3000
    ).overall.frame.set_index("quantity")
    expected = stats.f_oneway(*(values[classes() == code, 0] for code in CLASSES)).pvalue
    assert one.loc["performance", "p_permutation"] == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize(
    ("adjust", "adjusted"), [("holm", holm), ("benjamini_hochberg", benjamini_hochberg)]
)
def test_adjustment_is_within_one_quantity_over_labels_and_pairs(adjust, adjusted):
    frame = compare(estimation_of(), adjust=adjust, permutations=200).differences.frame
    for _, family in frame.groupby(["model", "quantity", "attribute"]):
        np.testing.assert_allclose(family["p_adjusted"], adjusted(family["p_permutation"]))


def test_westfall_and_young_find_what_holm_can_not_with_few_permutations():
    whole = estimation_of(ratings_of(shift=2.0))
    rows = [
        row_of(compare(whole, adjust=a, permutations=100), **HIGH_LOW)["p_adjusted"]
        for a in ("westfall_young", "holm")
    ]
    assert rows[0] == pytest.approx(3 / 101)  # the smallest, for three pairs
    assert rows[1] == pytest.approx(9 / 101)  # for nine differences


def test_many_groups_are_held_against_the_others_on_the_same_replicates():
    column = np.array(list("abcdef"))[np.arange(N) % 6]
    values = ratings_of(missing=0.0)
    found = compare(estimation_of(values, groups_of(column)), force=True)
    row = row_of(found, group_1="class=c")
    others = values[(column != "c"), 0]
    assert row["group_2"] == "rest"
    assert (row["n_1"], row["n_2"]) == (20, 100)
    assert row["estimate_2"] == pytest.approx(others.mean())
    expected = stats.permutation_test(
        (values[column == "c", 0], others), lambda a, b, axis: abs(a.mean(axis) - b.mean(axis)),
        vectorized=True, n_resamples=9999, alternative="greater", rng=1,
    ).pvalue  # fmt: skip
    assert row["p_permutation"] == pytest.approx(expected, abs=0.07)
    assert row["std_error"] == pytest.approx(
        np.hypot(values[column == "c", 0].std() / 20**0.5, others.std() / 10), rel=0.15
    )


@pytest.mark.parametrize("seed", range(3))
def test_of_means_the_test_against_the_rest_is_that_of_the_difference(seed):
    """Dealt out with the rest, by a plain loop over the same dealings."""
    column = np.array(list("abcdef"))[np.arange(N) % 6]
    values = ratings_of(seed, missing=0.0)
    whole = estimation_of(values, groups_of(column), method="none")
    row = row_of(compare(whole, force=True, permutations=400), group_1="class=c")
    own = permutation_of(
        whole, whole.groups[1:], [(n,) for n in range(6)],
        seed_of(whole.study.uncertainty.seed, "permutation class"),
    )  # fmt: skip
    x = values[own.members, 0]
    d = [x[labels == 2].mean() - x[labels != 2].mean() for labels in own.rows(0, 401)]
    count = sum(abs(value) >= abs(d[0]) - 1e-12 for value in d)
    # The mean of all dealings isn't quite the mean of all respondents: a tie may fall apart.
    assert row["p_permutation"] == pytest.approx(count / 401, abs=0.03)


def test_a_group_against_everybody_is_paired_and_not_permuted():
    whole = estimation_of()
    row = row_of(compare(whole, against="everybody"), group_1="class=high")
    assert row["group_2"] == "all"
    assert np.isnan([row["p_permutation"], row["p_henseler"], row["p_pooled"]]).all()
    assert row["p_parametric"] == pytest.approx(
        2 * stats.norm.sf(abs(row["estimate"] / row["std_error"]))
    )
    assert (row["test"], row["reason"]) == ("parametric", OVERLAP)
    apart = row_of(compare(whole, against="rest"), group_1="class=high")
    assert row["std_error"] < apart["std_error"]


def test_small_groups_show_their_difference_and_no_test_unless_forced():
    column = np.where(np.arange(N) < 29, "few", "many")
    whole = estimation_of(groups=groups_of(column))
    found = compare(whole)
    row = row_of(found)
    assert np.isfinite([row["estimate"], row["ci_low"], row["detectable"]]).all()
    assert np.isnan([row[name] for name in P_VALUES]).all()
    assert (row["test"], row["reason"]) == ("", TOO_SMALL)
    assert found.overall.frame["reason"].tolist() == [FEW_GROUPS] * 2
    forced = compare(whole, force=True)
    assert np.isfinite([row_of(forced)[name] for name in P_VALUES]).all()
    assert (forced.overall.frame["reason"] == "").all()


def test_without_replicates_there_are_permutations_still():
    row = row_of(compare(estimation_of(method="none")), **HIGH_LOW)
    assert np.isnan([row["std_error"], row["ci_low"], row["p_parametric"], row["detectable"]]).all()
    assert 0 < row["p_permutation"] <= 1
    nothing = row_of(compare(estimation_of(method="none"), permutations=0), **HIGH_LOW)
    assert (nothing["test"], nothing["reason"]) == ("", NOTHING_VARIES)


def test_groups_that_split_clusters_are_tested_by_replicates_alone():
    found = compare(estimation_of(unit=np.arange(N) % 40))
    row = row_of(found, **HIGH_LOW)
    assert (row["test"], row["reason"]) == (
        "parametric",
        "the groups split the clusters that are drawn",
    )
    assert np.isfinite(row["p_adjusted"])
    assert found.overall.frame["p_permutation"].isna().all()


def test_what_a_group_lacks_is_in_no_pair_with_it():
    frame = compare(estimation_of(), quantities=("rare",)).differences.frame
    pairs = frame[["group_1", "group_2"]].to_numpy().tolist()
    assert pairs == [["class=middle", "class=low"]]


def test_models_of_everybody_alone_are_not_compared():
    found = compare(estimation_of(models=(Level, Whole)), permutations=50)
    assert set(found.differences.frame["model"]) == {"level"}
    only = compare(estimation_of(models=(Whole,)), permutations=50)
    assert only.differences.frame.empty
    assert only.overall.frame.empty


def test_the_order_of_respondents_changes_no_p_value():
    order = np.random.default_rng(1).permutation(N)
    found = compare(estimation_of(method="none")).differences.frame
    groups = groups_of(classes()[order], codes=list(CLASSES))
    moved = compare(estimation_of(ratings_of()[order], groups, method="none")).differences.frame
    np.testing.assert_allclose(moved["p_adjusted"], found["p_adjusted"], rtol=1e-12)


def test_swapping_the_groups_turns_the_sign():
    codes = ["high", "low"]
    one = row_of(
        compare(estimation_of(groups=groups_of(classes(), codes=codes)), permutations=3000)
    )
    other = row_of(
        compare(estimation_of(groups=groups_of(classes(), codes=codes[::-1])), permutations=3000)
    )
    assert other["estimate"] == pytest.approx(-one["estimate"])
    assert other["ci_low"] == pytest.approx(-one["ci_high"])
    for name in ("p_parametric", "p_pooled", "p_henseler"):
        assert other[name] == pytest.approx(one[name])
    assert other["p_permutation"] == pytest.approx(one["p_permutation"], abs=0.05)


def test_a_weight_of_two_is_a_row_given_twice():
    values, groups = ratings_of(), groups_of(classes())
    twice = np.repeat(np.arange(N), np.where(np.arange(N) % 3 == 0, 2, 1))
    weighted = compare(
        estimation_of(values, groups, base=np.where(np.arange(N) % 3 == 0, 2.0, 1.0)),
        permutations=0,
    )
    doubled = compare(
        estimation_of(values[twice], groups_of(classes()[twice], codes=list(CLASSES))),
        permutations=0,
    )
    np.testing.assert_allclose(
        weighted.differences.frame["estimate"], doubled.differences.frame["estimate"], rtol=1e-12
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_jobs_change_nothing(jobs):
    expected = compare(estimation_of()).differences.frame
    found = compare(estimation_of(), jobs=jobs).differences.frame
    np.testing.assert_array_equal(found["p_adjusted"], expected["p_adjusted"])


def test_an_answer_that_all_share_differs_in_nothing():
    values = ratings_of(missing=0.0)
    values[:, 0] = 3.0
    found = compare(estimation_of(values))
    row = row_of(found, **HIGH_LOW)
    assert (row["estimate"], row["p_permutation"], row["p_adjusted"]) == (0.0, 1.0, 1.0)


class Beside(Model):
    """Clients less a role."""

    name = "beside"
    Options = Options
    dims: ClassVar = {"gap": ()}
    locale = Path()

    def estimate(self, sample, study, options):
        staff = sample.roles["staff"].mean("satisfaction")[:, 0]
        return {"gap": sample.mean("satisfaction")[:, 0] - staff}


def with_staff(whole, attributes):
    """The estimation with 30 members of staff, some of whom have attributes of clients."""
    from clientlens.roles import Roles, Stratum
    from clientlens.survey.answers import Answers, Source

    rng = np.random.default_rng(9)
    values = rng.integers(1, 6, (30, 3)).astype(float)
    ratings = replace(whole.ratings, values=values)
    source = Source("staff.csv", None, None, None)
    answers = Answers(
        values=values, questions=ratings.questions, rows=tuple(range(30)), ids=None, weights=None,
        seconds=None, attributes=attributes, source=source,
    )  # fmt: skip
    plan = replace(whole.plan, base=np.ones(30), unit=np.arange(30), seed=12)
    return replace(whole, roles=Roles({"staff": Stratum(answers, ratings, plan)}, {}, 1))


def test_a_role_stays_whole_beside_groups_that_chance_makes():
    whole = with_staff(estimation_of(models=(Beside,)), {})
    row = row_of(compare(whole, quantities=("gap",)), "gap", "", **HIGH_LOW)
    alone = row_of(compare(estimation_of()), **HIGH_LOW)
    assert row["estimate"] == pytest.approx(alone["estimate"])
    assert row["test"] == "permutation"
    assert row["std_error"] == pytest.approx(alone["std_error"], rel=0.2)


def test_groups_with_their_own_part_of_a_role_are_tested_by_replicates():
    column = np.array(list(CLASSES), dtype=object)[np.arange(30) % 3]
    whole = with_staff(estimation_of(models=(Beside,)), {"class": column})
    row = row_of(compare(whole, quantities=("gap",)), "gap", "", **HIGH_LOW)
    assert (row["test"], row["reason"]) == ("parametric", OTHER_ROLES)
    assert np.isfinite(row["p_adjusted"])


@pytest.mark.slow
def test_size_of_the_tests_of_a_whole_comparison():
    """Where no group differs, a study finds some difference in 5 % of the samples at most."""
    wrong = np.zeros(3)
    for seed in range(200):
        whole = estimation_of(ratings_of(seed), method="none")
        found = compare(whole, permutations=199, quantities=("performance",))
        frame = found.differences.frame
        wrong += [
            (frame["p_adjusted"] <= 0.05).any(),
            (frame["p_permutation"] <= 0.05).mean(),
            (found.overall.frame["p_permutation"] <= 0.05).any(),
        ]
    family, single, overall = wrong / 200
    assert family < 0.08
    assert 0.035 < single < 0.065
    assert 0.01 < overall < 0.1
