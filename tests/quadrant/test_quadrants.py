import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clientlens_quadrant import quadrants
from clientlens_quadrant.quadrants import BOUNDARY, CLASSES, CONCENTRATE, OVERKILL, UNKNOWN

RULES = ("data_mean", "scale_midpoint", "median", "midrange")

sums = st.integers(2, 12).flatmap(
    lambda J: hnp.arrays(np.int64, (2, J), elements=st.integers(30, 150))
)
rules = st.sampled_from(RULES)


def classes_by(rule, importance, performance, midpoint=3.0, **options):
    lines = [quadrants.line(rule, values, midpoint) for values in (importance, performance)]
    sides = [
        quadrants.side(values, cut, **options)
        for values, cut in zip((importance, performance), lines, strict=True)
    ]
    return quadrants.classify(*sides)


def members(classes, name):
    return [int(j) + 1 for j in np.flatnonzero(classes == CLASSES.index(name))]


@pytest.mark.parametrize("rule", ["data_mean", "median", "scale_midpoint"])
def test_martilla_and_james_are_found_again(published, rule):
    paper = published["martilla_james_1977"]
    importance, performance = (np.array(paper[axis]) for axis in ("importance", "performance"))
    lines = [quadrants.line(rule, values, 2.5) for values in (importance, performance)]
    assert lines == pytest.approx(paper[rule]["line"], abs=1e-9)
    classes = classes_by(rule, importance, performance, 2.5)
    for name in CLASSES[:4]:
        assert members(classes, name) == sorted(paper[rule][name])


def test_the_remarks_of_martilla_and_james_hold_with_lines_at_the_mean(published):
    paper = published["martilla_james_1977"]
    classes = classes_by("data_mean", np.array(paper["importance"]), np.array(paper["performance"]))
    for name, numbers in paper["remarks"].items():
        assert set(numbers) <= set(members(classes, name))


def test_another_programs_classes_conformity_and_index_are_found_again(published):
    sample = published["ipacsi_sample"]
    importance, performance = (
        np.array(sample[f"{axis}_sum"]) / sample["n"] for axis in ("importance", "performance")
    )
    lines = [quadrants.line("data_mean", values, 3.0) for values in (importance, performance)]
    assert lines == pytest.approx(sample["line"], abs=1e-6)
    assert [CLASSES[k] for k in classes_by("data_mean", importance, performance)] == sample[
        "classes"
    ]
    conformity = 100 * quadrants.quotient(performance, importance)
    assert conformity == pytest.approx(sample["conformity"], abs=1e-4)
    overall = quadrants.overall_conformity(importance, performance)
    assert float(overall) == pytest.approx(sample["overall_conformity"], abs=1e-4)
    share = 100 * quadrants.weighted_performance(importance, performance) / 5
    assert float(share) == pytest.approx(sample["index_max_share"], abs=1e-3)


@pytest.mark.parametrize("rule", RULES)
def test_the_published_counts_of_xinyu_are_found_again(published, rule):
    study = published["xinyu_sums"]
    importance, performance = (
        np.array(study[f"{axis}_sum"]) / study["n"] for axis in ("importance", "performance")
    )
    counts = quadrants.counts(classes_by(rule, importance, performance))
    assert counts.tolist() == study["counts"][rule]


def test_the_published_counts_of_xinyu_with_lines_at_four(published):
    study = published["xinyu_sums"]
    sides = [
        quadrants.side(np.array(study[f"{axis}_sum"]) / study["n"], 4.0)
        for axis in ("importance", "performance")
    ]
    assert quadrants.counts(quadrants.classify(*sides)).tolist() == study["counts_at_four"]


def test_an_exact_tie_survives_floating_point(published):
    study = published["xinyu_sums"]
    satisfaction = np.array(study["performance_sum"]) / study["n"]
    mean = quadrants.line("data_mean", satisfaction, 3.0)
    tied = study["performance_sum"].index(240)
    assert quadrants.side(satisfaction, mean)[tied] == 0


@given(sums, rules)
def test_every_indicator_has_one_class(pair, rule):
    importance, performance = pair / 30
    classes = classes_by(rule, importance, performance)
    assert quadrants.counts(classes).sum() == pair.shape[1]


@given(sums, rules, st.integers(-10, 10))
def test_a_shifted_scale_leaves_the_classes_alone(pair, rule, shift):
    importance, performance = pair / 30
    before = classes_by(rule, importance, performance, 3.0)
    after = classes_by(rule, importance + shift, performance + shift, 3.0 + shift)
    assert before.tolist() == after.tolist()


@given(sums, rules, st.randoms(use_true_random=False))
def test_the_order_of_indicators_does_not_matter(pair, rule, random):
    order = list(range(pair.shape[1]))
    random.shuffle(order)
    importance, performance = pair / 30
    before = classes_by(rule, importance, performance)
    after = classes_by(rule, importance[order], performance[order])
    assert before[order].tolist() == after.tolist()


@given(sums, rules)
def test_swapping_the_axes_swaps_what_to_improve_and_what_is_overdone(pair, rule):
    importance, performance = pair / 30
    one = classes_by(rule, importance, performance)
    other = classes_by(rule, performance, importance)
    swapped = {CONCENTRATE: OVERKILL, OVERKILL: CONCENTRATE}
    assert [swapped.get(k, k) for k in one.tolist()] == other.tolist()


@given(sums)
def test_a_stack_of_replicates_equals_one_by_one(pair):
    stack = np.stack([pair / 30, pair[::-1] / 30])  # (2, 2, J)
    together = classes_by("median", stack[:, 0], stack[:, 1])
    for row, (importance, performance) in zip(together, stack, strict=True):
        assert row.tolist() == classes_by("median", importance, performance).tolist()


def test_an_indicator_without_a_mean_has_no_class_and_moves_no_line():
    values = np.array([4.0, np.nan, 2.0])
    assert [float(quadrants.line(rule, values, 3.0)) for rule in RULES] == [3.0] * 4
    assert classes_by("data_mean", values, np.array([2.0, 3.0, 4.0]))[1] == UNKNOWN


def test_lines_of_nothing_are_missing():
    nothing = np.full((2, 3), np.nan)
    assert all(np.isnan(quadrants.line(rule, nothing, 3.0)).all() for rule in RULES)


def test_rounding_makes_near_ties_ties():
    values, other = np.array([4.004, 3.996]), np.array([5.0, 1.0])
    assert classes_by("data_mean", values, other, digits=2).tolist() == [BOUNDARY, BOUNDARY]
    assert BOUNDARY not in classes_by("data_mean", values, other).tolist()


def test_on_the_diagonal_is_on_the_boundary():
    importance, performance = np.array([4.0, 4.5, 3.0]), np.array([4.0, 4.0, 4.0])
    classes = np.array([0, 0, 3])
    judged = quadrants.classify_by_diagonal(importance, performance, classes)
    assert [CLASSES[k] for k in judged] == ["boundary", "concentrate", "overkill"]


def test_negative_importance_weighs_nothing():
    importance, performance = np.array([0.5, -0.2]), np.array([4.0, 1.0])
    assert float(quadrants.weighted_performance(importance, performance)) == 4.0
    assert quadrants.relative(importance).tolist() == [2.0, 0.0]


@given(sums)
def test_inputs_are_left_as_they_were(pair):
    importance, performance = pair / 30
    before = importance.copy(), performance.copy()
    classes_by("data_mean", importance, performance, digits=1)
    quadrants.weighted_performance(importance, performance)
    assert (importance == before[0]).all()
    assert (performance == before[1]).all()
