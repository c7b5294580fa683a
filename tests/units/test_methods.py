"""What other methods do to ranks: every run equals one by hand, and the parts are told apart."""

import numpy as np
import pytest

from clientlens.hierarchy import Hierarchy
from clientlens.stats.rank_agreement import average_shift
from clientlens.stats.ranks import ranks
from clientlens_units.factors import FACTORS, alternatives_of, crossed_design, drawn_design
from clientlens_units.method_ranks import Asked, method_ranks
from clientlens_units.options import UnitsOptions, Vary
from clientlens_units.runs import Material, run
from clientlens_units.scores import Method, composite
from clientlens_units.sensitivity import sensitivity
from units.studies import evaluate, ratings_of

R, U, J = 30, 6, 5
HIERARCHY = Hierarchy(
    ("a", "b"), ("a1", "a2", "b1", "b2", "b3"), (0, 0, 1, 1, 1), (0.5, 0.5, 0.2, 0.3, 0.5),
    (0.6, 0.4), {}, {},
)  # fmt: skip
RNG = np.random.default_rng(9)
CENTRE = RNG.uniform(2, 4.5, (U, J))


def material(spread=0.1, weightings=1):
    items = np.clip(CENTRE + spread * RNG.standard_normal((R, U, J)), 1, 5)
    within = np.broadcast_to(HIERARCHY.indicator_weights, (weightings, R, J)).copy()
    above = np.broadcast_to(HIERARCHY.dimension_weights, (weightings, R, 2)).copy()
    if weightings > 1:
        above[1] = [0.1, 0.9]
    return Material(items, within, above, HIERARCHY, Method())


def alternatives(rows=R, **vary):
    options = UnitsOptions(by="branch", vary=Vary(**vary))
    weights = (np.array(HIERARCHY.indicator_weights), np.array(HIERARCHY.dimension_weights))
    return alternatives_of(options, HIERARCHY, weights, rows, np.random.default_rng(1))


ALL = {
    "weightings": ("other",),
    "normalisations": ("min_max", "rank"),
    "aggregations": ("power",),
    "dimension_aggregations": ("copeland",),
}


def test_every_run_equals_one_made_by_hand():
    own, given = material(weightings=2), alternatives(**ALL)
    rng = np.random.default_rng(3)
    design = rng.integers(given.counts, size=(300, len(FACTORS)))
    scores = run(own, given, design)
    for choice, found in zip(design, scores, strict=True):
        r, drawn, weighting, normalisation, aggregation, above, left_out = choice
        method = Method(
            given.normalisations[normalisation],
            given.aggregations[aggregation],
            given.dimension_aggregations[above],
        )
        items = own.items[r : r + 1].copy()
        # Left out is as if nobody had answered: the siblings take the weight.
        if given.left_out[left_out] >= 0:
            items[..., given.left_out[left_out]] = np.nan
        within = own.within[weighting, r : r + 1] * given.within[drawn]
        dimensions = own.above[weighting, r : r + 1] * given.above[drawn]
        members = (np.array([0, 1]), np.array([2, 3, 4]))
        expected = composite(items, within, dimensions, members, method).whole[0]
        np.testing.assert_allclose(found, expected)


def test_leaving_out_an_only_child_leaves_out_its_dimension():
    hierarchy = Hierarchy(("a", "b"), ("a1", "b1"), (0, 1), (1.0, 1.0), (0.7, 0.3), {}, {})
    items = CENTRE[None, :, :2]
    own = Material(items, np.ones((1, 1, 2)), np.array([[[0.7, 0.3]]]), hierarchy, Method())
    options = UnitsOptions(by="branch", vary=Vary(noise=None))
    weights = (np.ones(2), np.array([0.7, 0.3]))
    given = alternatives_of(options, hierarchy, weights, 1, np.random.default_rng(1))
    without_first = run(own, given, np.array([[0, 0, 0, 0, 0, 0, 1]]))[0]
    np.testing.assert_allclose(without_first, 25 * (items[0, :, 1] - 1))


def test_the_first_alternatives_are_what_the_study_asks_for():
    own, given = material(), alternatives(**{**ALL, "weightings": ()})
    base = run(own, given, np.zeros((1, len(FACTORS)), dtype=int))[0]
    members = (np.array([0, 1]), np.array([2, 3, 4]))
    expected = composite(own.items, own.within[0], own.above[0], members, Method()).whole[0]
    np.testing.assert_allclose(base, expected)


@pytest.mark.parametrize("vary", [{"noise": 0.25}, {"noise": None, "concentration": 100.0}])
def test_drawn_weights_lie_around_those_of_the_study(vary):
    given = alternatives(**vary)
    within = np.array(HIERARCHY.indicator_weights) * given.within[1:]
    shares = within / np.stack([within[:, :2].sum(1)] * 2 + [within[:, 2:].sum(1)] * 3, axis=1)
    np.testing.assert_allclose(shares.mean(axis=0), HIERARCHY.indicator_weights, atol=0.02)
    assert shares.std(axis=0).min() > 0.01


def test_where_nothing_is_varied_there_is_one_of_everything():
    given = alternatives(noise=None, leave_one_out=False)
    assert given.varied == ()
    assert given.counts[1:].tolist() == [1] * (len(FACTORS) - 1)


def test_a_crossed_design_has_every_method_on_every_replicate():
    methods = drawn_design(alternatives(**ALL), 4, np.random.default_rng(1))
    design = crossed_design(methods, np.array([1, 2, 3]))
    assert design.shape == (12, len(FACTORS))
    assert design[:, 0].tolist() == [1] * 4 + [2] * 4 + [3] * 4
    np.testing.assert_array_equal(design[4:8, 1:], methods[:, 1:])


ASKED = Asked(draws=60, k=2, level=0.9, kind="posterior", seed=1)


def test_shifts_are_those_of_the_ranks():
    own, given = material(), alternatives()
    found = method_ranks(own, given, ASKED)
    from clientlens.stats.resample import generator

    methods = drawn_design(given, 60, generator(1, "units: methods"))
    base = run(own, given, np.zeros((1, len(FACTORS)), dtype=int))[0]
    shift = average_shift(ranks(base), ranks(run(own, given, methods)))
    np.testing.assert_array_equal(found.shift, shift)


def test_without_sampling_all_is_method_and_the_other_way_round():
    method_alone = method_ranks(material(spread=0.0), alternatives(noise=0.9), ASKED)
    np.testing.assert_allclose(method_alone.split.pooled_shares, [0, 1, 0], atol=1e-12)
    given = alternatives(noise=1e-9, leave_one_out=False)
    sampling_alone = method_ranks(material(spread=0.5), given, ASKED)
    np.testing.assert_allclose(sampling_alone.split.pooled_shares, [1, 0, 0], atol=1e-6)


def test_sobol_finds_the_factor_that_does_it_all():
    own = material(spread=0.0)
    given = alternatives(noise=1e-9, normalisations=("min_max",))
    found = sensitivity(own, given, seed=1)
    total = dict(zip(found.factors, found.indices.total, strict=True))
    assert total["left_out"] > total["weights"]
    assert total["weights"] == pytest.approx(0, abs=1e-9)
    assert total["sampling"] == pytest.approx(0, abs=1e-9)


def test_every_run_is_counted(tmp_path):
    answers, units = ratings_of([3, 3.5, 4], 15)
    result = evaluate(tmp_path, {"draws": 100}, answers, units)
    runs = result.table("runs").set_index("quantity")["value"]
    factors = len(result.table("sensitivity"))
    assert runs["runs"] == 100 + 50 * 200 + 256 * (factors + 2)
    assert runs["failed_runs"] == 0
    shares = result.table("variance")["share"]
    assert shares.sum() == pytest.approx(1)


def test_a_seed_gives_the_same_tables_again(tmp_path):
    answers, units = ratings_of([3, 3.5, 4], 15)
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        found.append(evaluate(tmp_path / name, {"draws": 50}, answers, units))
    for first, second in zip(found[0].tables, found[1].tables, strict=True):
        assert first.frame.equals(second.frame)


def test_the_band_of_both_is_never_narrower_than_sampling(tmp_path):
    answers, units = ratings_of(np.linspace(3.2, 3.8, 8), 40)
    result = evaluate(tmp_path, {"draws": 50, "least_reliability": 0}, answers, units)
    methods = result.table("methods")
    assert (methods["rank_both_low"] <= methods["rank_sampling_low"]).all()
    assert (methods["rank_both_high"] >= methods["rank_sampling_high"]).all()


def test_leaving_out_all_that_weighs_leaves_a_dimension_out():
    own = material()
    own.within[:] = [0.5, 0.5, 1.0, 0.0, 0.0]
    given = alternatives(noise=None)
    column = FACTORS.index("left_out")
    design = np.zeros((len(given.left_out), len(FACTORS)), dtype=int)
    design[:, column] = np.arange(len(given.left_out))
    scores = run(own, given, design)
    assert not np.isnan(scores).any()
    (without,) = np.flatnonzero(np.array(given.left_out) == 2)
    alone = 25 * (own.items[0][:, :2].mean(axis=1) - 1)
    np.testing.assert_allclose(scores[without], alone)
