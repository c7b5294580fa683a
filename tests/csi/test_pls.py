"""Weights are those of other programs, and don't depend on what shouldn't matter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.plugin_api import RequestError
from clientlens_csi.estimates import estimate
from clientlens_csi.pls import estimate_weights
from clientlens_csi.structure import path_structure
from clientlens_csi.troubles import Trouble
from support.correlations import stacks

SMARTPLS = {"path": "pathWeighting", "factorial": "factorial", "centroid": "centroid"}
SCHEMES = list(SMARTPLS)
BLOCKS = {"a": ["a1", "a2"], "b": ["b1", "b2", "b3"], "c": ["c1"]}
PATHS = {"b": ["a"], "c": ["a", "b"]}
SIX = stacks(replicates=3, drivers=st.just(5))
TIGHT = {"tolerance": 1e-12}
CLOSE = {"atol": 1e-7, "rtol": 1e-7}

ROUNDING = 1e-9
"""A loading below it has no sign to speak of."""


def positive(matrix):
    """The same with correlations that are all positive: no sign is in doubt."""
    matrix = 0.25 + 0.75 * np.abs(matrix)
    return (
        matrix
        @ matrix
        / np.sqrt(
            np.einsum("rij,rij->ri", matrix, matrix)[:, :, None]
            * np.einsum("rij,rij->ri", matrix, matrix)[:, None, :]
        )
    )


POSITIVE = SIX.map(positive)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_weights_paths_and_total_effects_are_smartpls(scheme, ecsi_model, moments, published):
    from clientlens_csi.effects import total_effects

    model = ecsi_model()
    expected = published["smartpls"]["results"][SMARTPLS[scheme]]
    found = estimate(moments["correlation"], model, scheme=scheme)
    weights = [expected["outer_weights"][item] for item in model.items]
    np.testing.assert_allclose(found.weights[0], weights, atol=1e-7)
    effects = total_effects(found.paths, model)
    for kind, matrix in (("path_coefficients", found.paths), ("total_effects", effects)):
        for source, targets in expected[kind].items():
            for target, value in targets.items():
                cell = matrix[0, model.position(target), model.position(source)]
                assert cell == pytest.approx(value, abs=1e-7), (kind, source, target)


def test_mode_b_is_seminrs(moments, published):
    facts = published["mode_b"]
    blocks = {
        "Image": [f"IMAG{i}" for i in range(1, 6)],
        "Expectation": [f"CUEX{i}" for i in range(1, 4)],
        "Quality": [f"PERQ{i}" for i in range(1, 8)],
        "Complaints": ["CUSCO"],
        "Loyalty": [f"CUSL{i}" for i in range(1, 4)],
    }
    paths = {"Expectation": ["Image"], "Loyalty": ["Expectation", "Quality", "Complaints"]}
    model = path_structure(blocks, paths, modes={"Quality": "B"})
    columns = [moments["columns"].index(item) for item in model.items]
    found = estimate(moments["correlation"][:, columns][:, :, columns], model)
    outer = [facts["outer"][item] for item in model.items]
    np.testing.assert_allclose(found.weights[0], [o["weight"] for o in outer], atol=1e-6)
    np.testing.assert_allclose(found.loadings[0], [o["loading"] for o in outer], atol=1e-6)


@pytest.mark.parametrize("scheme", SCHEMES)
@given(SIX)
def test_a_stack_equals_its_matrices_one_by_one(scheme, stack):
    model = path_structure(BLOCKS, PATHS, modes={"b": "B"})
    together = estimate_weights(stack, model, scheme=scheme)
    for row, matrix in enumerate(stack):
        alone = estimate_weights(matrix[None], model, scheme=scheme)
        assert alone.iterations[0] == together.iterations[row]
        assert alone.troubles[0] == together.troubles[row]
        np.testing.assert_allclose(alone.weights[0], together.weights[row], rtol=1e-9, atol=1e-12)


@given(POSITIVE, st.permutations(range(6)))
def test_the_order_of_items_does_not_matter(stack, order):
    order = list(order)
    first = path_structure(BLOCKS, PATHS)
    second = path_structure(BLOCKS, PATHS, items=[first.items[i] for i in order])
    a = estimate_weights(stack, first, **TIGHT)
    b = estimate_weights(stack[:, order][:, :, order], second, **TIGHT)
    np.testing.assert_array_equal(a.troubles, b.troubles)
    np.testing.assert_allclose(a.weights[:, order], b.weights, **CLOSE)


@given(POSITIVE, st.permutations(list(BLOCKS)))
def test_the_order_of_constructs_does_not_matter(stack, order):
    first = path_structure(BLOCKS, PATHS)
    second = path_structure({c: BLOCKS[c] for c in order}, PATHS, items=first.items)
    a, b = estimate(stack, first, **TIGHT), estimate(stack, second, **TIGHT)
    place = [second.position(c) for c in first.constructs]
    np.testing.assert_allclose(a.weights, b.weights, **CLOSE)
    np.testing.assert_allclose(a.paths, b.paths[:, place][:, :, place], **CLOSE)


@given(POSITIVE, st.lists(st.floats(0.01, 100), min_size=6, max_size=6))
def test_units_of_the_items_do_not_matter(stack, units):
    model = path_structure(BLOCKS, PATHS)
    scaled = stack * np.outer(units, units)
    a, b = estimate_weights(stack, model, **TIGHT), estimate_weights(scaled, model, **TIGHT)
    np.testing.assert_allclose(a.weights, b.weights, **CLOSE)


@given(POSITIVE, st.integers(2, 4))
def test_a_reversed_item_has_the_reversed_weight(stack, item):
    model = path_structure(BLOCKS, PATHS)
    sign = np.where(np.arange(6) == item, -1.0, 1.0)
    a = estimate(stack, model, **TIGHT)
    b = estimate(stack * np.outer(sign, sign), model, **TIGHT)
    np.testing.assert_allclose(a.weights * sign, b.weights, **CLOSE)
    np.testing.assert_allclose(a.paths, b.paths, **CLOSE)


@given(SIX)
def test_scores_have_unit_variance(stack):
    model = path_structure(BLOCKS, PATHS, modes={"a": "B", "c": "unit"})
    found = estimate_weights(stack, model)
    for block in model.blocks:
        w = found.weights[:, block]
        variance = np.einsum("ri,rij,rj->r", w, stack[:, block][:, :, block], w)
        np.testing.assert_allclose(variance[found.has_converged], 1.0, rtol=1e-9)


@given(SIX)
def test_most_items_load_positively(stack):
    model = path_structure(BLOCKS, PATHS)
    found = estimate(stack, model)
    for block in model.blocks:
        loadings = found.loadings[:, block]
        signs = np.sign(np.where(np.abs(loadings) > ROUNDING, loadings, 0.0))
        assert (signs.sum(axis=1)[found.has_converged] >= 0).all()


@given(SIX)
def test_a_marker_item_loads_positively(stack):
    model = path_structure(BLOCKS, PATHS, markers={"b": "b3"})
    found = estimate(stack, model)
    assert (found.loadings[found.has_converged, 4] >= 0).all()


def test_unit_weights_are_equal_and_need_one_iteration():
    model = path_structure(BLOCKS, PATHS, modes="unit")
    found = estimate_weights(np.eye(6)[None] / 2 + 0.5, model)
    assert found.iterations.tolist() == [1]
    for block in model.blocks:
        assert np.ptp(found.weights[0, block]) < 1e-12


def test_input_stays_as_it_was():
    stack = np.eye(6)[None] / 2 + 0.5
    before = stack.copy()
    estimate(stack, path_structure(BLOCKS, PATHS, modes={"a": "B"}))
    np.testing.assert_array_equal(stack, before)


def test_a_replicate_that_cannot_be_estimated_says_why_and_harms_no_other():
    model = path_structure(BLOCKS, PATHS, modes={"b": "B"})
    good = np.eye(6) / 2 + 0.5
    constant = good.copy()
    constant[1] = constant[:, 1] = 0.0
    unknown = good.copy()
    unknown[0, 3] = unknown[3, 0] = np.nan
    collinear = good.copy()
    collinear[3] = collinear[2]
    collinear[:, 3] = collinear[:, 2]
    unrelated = np.eye(6)
    found = estimate_weights([good, constant, unknown, collinear, unrelated, good], model)
    assert found.troubles.tolist() == [
        0,
        Trouble.NO_VARIANCE,
        Trouble.UNKNOWN_CORRELATION,
        Trouble.SINGULAR,
        Trouble.SINGULAR,
        0,
    ]
    assert np.isnan(found.weights[1:5]).all()
    np.testing.assert_array_equal(found.weights[0], found.weights[5])
    np.testing.assert_array_equal(found.has_converged, [True, False, False, False, False, True])


def test_too_few_iterations_leave_no_estimate(ecsi_model, moments):
    found = estimate(moments["correlation"], ecsi_model(), max_iterations=3)
    assert found.troubles.tolist() == [Trouble.NOT_CONVERGED]
    assert found.iterations.tolist() == [3]
    assert found.last_change[0] > 1e-7
    assert np.isnan(found.weights).all()
    assert np.isnan(found.paths[0, 1, 0])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tolerance": 0.0}, "`tolerance` must be positive, got 0.0"),
        ({"max_iterations": 0}, "`max_iterations` must be 1 or more, got 0"),
    ],
)
def test_settings_without_sense_are_refused(options, message):
    with pytest.raises(RequestError, match=message):
        estimate_weights(np.eye(6)[None], path_structure(BLOCKS, PATHS), **options)


def test_a_stack_of_other_items_is_refused():
    with pytest.raises(RequestError, match=r"6 items come as a stack \(R, 6, 6\), got \(1, 5, 5\)"):
        estimate_weights(np.eye(5)[None], path_structure(BLOCKS, PATHS))


def test_of_a_tie_the_first_item_decides():
    model = path_structure({"a": ["x", "y"], "b": ["z"]}, {"b": ["a"]})
    reversed_second = np.array([[1, -0.5, -0.4], [-0.5, 1, 0.6], [-0.4, 0.6, 1]])
    found = estimate([reversed_second], model)
    assert np.sign(found.loadings[0]).tolist() == [1, -1, 1]
    assert found.paths[0, 1, 0] < 0
