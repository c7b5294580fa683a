import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from clientlens.plugin_api import Absent
from clientlens_quadrant.model import Quadrant

likert = hnp.arrays(
    np.float64, st.tuples(st.integers(3, 12), st.just(8)), elements=st.integers(1, 5).map(float)
)


def estimate(study, sample):
    return Quadrant().estimate(sample, study, study.models["quadrant"].options)


def test_every_quantity_is_declared_and_has_its_shape(make_study, make_sample, clear_answers):
    study = make_study()
    values = estimate(study, make_sample(study, clear_answers, np.ones((3, 40))))
    assert set(values) == set(Quadrant.dims)
    sizes = {"indicator": 4, "dimension": 2}
    for name, dims in Quadrant.dims.items():
        assert values[name].shape == (3, *(sizes[dim] for dim in dims)), name


def test_another_programs_numbers_come_out_of_whole_answers(published, make_study, make_sample):
    """Any answers with these sums will do: every score is a function of the means."""
    sample = published["ipacsi_sample"]
    sums = np.array(sample["importance_sum"] + sample["performance_sum"])
    rows = np.arange(sample["n"])[:, None]
    X = sums // 30 + (rows < sums % 30)  # (30, 48)
    study = make_study(sizes=(8, 8, 8))
    values = estimate(study, make_sample(study, X))
    assert values["conformity"][0] == pytest.approx(sample["conformity"], abs=1e-4)
    assert values["index_max_share"][0] == pytest.approx(sample["index_max_share"], abs=1e-3)
    assert values["crosshair_importance"][0] == pytest.approx(sample["line"][0], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(likert)
def test_weight_two_is_a_row_twice(make_study, make_sample, X):
    study = make_study()
    weights = np.ones((1, len(X)))
    weights[0, 0] = 2
    weighted = estimate(study, make_sample(study, X, weights))
    doubled = estimate(study, make_sample(study, np.vstack([X, X[:1]])))
    for name, value in weighted.items():
        assert value == pytest.approx(doubled[name], nan_ok=True), name


@settings(max_examples=30, deadline=None)
@given(likert)
def test_a_row_of_weights_gives_its_own_estimate_whatever_stands_beside_it(
    make_study, make_sample, X
):
    study = make_study()
    weights = np.random.default_rng(0).integers(0, 3, size=(4, len(X)))
    together = estimate(study, make_sample(study, X, weights))
    alone = estimate(study, make_sample(study, X, weights[2:3]))
    for name, value in together.items():
        assert value[2] == pytest.approx(alone[name][0], nan_ok=True), name


def test_the_index_runs_from_0_to_100(make_study, make_sample):
    study = make_study()
    for answer, index in ((1.0, 0.0), (5.0, 100.0), (3.0, 50.0)):
        X = np.column_stack([np.full((5, 4), 4.0), np.full((5, 4), answer)])
        assert estimate(study, make_sample(study, X))["index"][0] == pytest.approx(index)


def test_gap_and_conformity_need_one_scale(make_study, make_sample, clear_answers):
    study = make_study(importance_scale="four")
    X = np.minimum(clear_answers, 4)
    values = estimate(study, make_sample(study, X))
    reason = Absent("importance and performance are not on one scale")
    for name in ("gap", "dimension_gap", "conformity", "conformity_overall"):
        assert values[name] == reason
    assert not isinstance(values["index"], Absent)


def test_without_importance_the_performance_stays(make_study, make_sample, clear_answers):
    options = {"importance": "derived", "overall": "overall", "method": "partial"}
    study = make_study(options=options)
    X = np.column_stack([clear_answers[:5], [1.0, 2.0, 3.0, 4.0, 5.0]])
    values = estimate(study, make_sample(study, X))
    assert isinstance(values["importance"], Absent)
    assert isinstance(values["index"], Absent)
    assert values["performance"].shape == (1, 4)
    assert values["dimension_score"].shape == (1, 2)


def test_the_gap_is_taken_from_those_who_answered_both(make_study, make_sample):
    study = make_study(sizes=(1,))
    X = np.array([[5.0, 3.0], [5.0, np.nan], [np.nan, 1.0]])
    assert estimate(study, make_sample(study, X))["gap"].tolist() == [[-2.0]]


def test_an_indicator_that_nobody_rated_leaves_the_others_alone(
    make_study, make_sample, clear_answers
):
    study = make_study()
    X = clear_answers.copy()
    X[:, [1, 5]] = np.nan
    values = estimate(study, make_sample(study, X))
    assert np.isnan(values["importance"][0]).tolist() == [False, True, False, False]
    for name in ("index", "crosshair_importance", "crosshair_performance", "conformity_overall"):
        assert np.isfinite(values[name]).all(), name


def test_counts_tell_how_many_answered(make_study, make_sample):
    study = make_study(sizes=(2,))
    X = np.array([[5.0, 4.0, 3.0, np.nan], [np.nan, 4.0, 3.0, np.nan]])
    counts = Quadrant().once(make_sample(study, X), study, study.models["quadrant"].options)
    assert counts["n_importance"].tolist() == [1, 2]
    assert counts["n_performance"].tolist() == [2, 0]
    assert counts["n_both"].tolist() == [1, 0]
    assert counts["n_dimension"].tolist() == [2]
    assert counts["distribution_importance"][1].tolist() == [0, 0, 0, 1, 0]


def test_a_scale_that_reaches_below_zero_has_no_ratios_and_the_same_index(make_study, make_sample):
    """Importance is a weight above the bottom of its scale: moved to 0 to 4 it is the same."""
    X = np.random.default_rng(2).integers(-2, 3, size=(20, 8)).astype(float)
    below, at_zero = make_study(low=-2, high=2), make_study(low=0, high=4)
    found = estimate(below, make_sample(below, X))
    moved = estimate(at_zero, make_sample(at_zero, X + 2))
    reason = Absent("a ratio means nothing on a scale that reaches zero or below")
    for name in ("conformity", "conformity_overall", "index_max_share"):
        assert found[name] == moved[name] == reason
    for name in ("index", "priority"):
        assert found[name] == pytest.approx(moved[name])


def test_importance_that_weighs_nothing_leaves_no_index(make_study, make_sample):
    study = make_study(low=-2, high=2)
    X = np.column_stack([np.full((5, 4), -2.0), np.full((5, 4), 1.0)])
    reason = "no indicator has an importance above nothing to weigh it by"
    assert estimate(study, make_sample(study, X))["index"] == Absent(reason)
