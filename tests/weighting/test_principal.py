"""Three kinds of weights from principal components: worked numbers, COINr's, and signs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientlens.errors import RequestError
from clientlens_weighting.principal import component_mean, first_component, rotated_factors
from clientlens_weighting.weights import Reason
from support.correlations import stacks

R4 = np.array([[1, 0.6, 0.5, 0.1], [0.6, 1, 0.4, 0.2], [0.5, 0.4, 1, 0.3], [0.1, 0.2, 0.3, 1]])[
    None
]
TWO_GROUPS = np.kron(np.eye(2), np.full((3, 3), 0.7)) + 0.3 * np.eye(6)
CN2 = ("positive sum", "largest positive")


def averaged(stack):
    return component_mean(stack, 2, "positive sum")


METHODS = pytest.mark.parametrize(
    "method", [first_component, averaged, rotated_factors], ids=["first", "mean", "rotated"]
)


def test_four_items_have_the_worked_weights():
    found = first_component(R4)
    np.testing.assert_allclose(
        found.eigenvalues[0], [2.109085, 0.951704, 0.581323, 0.357888], atol=6e-7
    )
    np.testing.assert_allclose(
        found.loadings[0, :, 0], [0.566754, 0.552750, 0.534770, 0.295430], atol=6e-7
    )
    np.testing.assert_allclose(
        found.weights[0], [0.290687, 0.283505, 0.274283, 0.151525], atol=6e-7
    )


def test_two_rotated_factors_have_the_worked_weights():
    found = rotated_factors(R4, 2)
    loadings = [[0.8972, 0.0052], [0.8255, 0.1109], [0.6644, 0.4218], [0.0525, 0.9695]]
    np.testing.assert_allclose(np.abs(found.loadings[0]), loadings, atol=6e-5)
    explained = (found.loadings[0] ** 2).sum(axis=0)
    np.testing.assert_allclose(explained, [1.930587, 1.130202], atol=5e-6)
    np.testing.assert_allclose(
        found.weights[0], [0.280682, 0.237631, 0.153912, 0.327775], atol=6e-7
    )


@pytest.mark.parametrize("rule", CN2)
def test_two_averaged_components_have_the_worked_weights(rule):
    found = component_mean(R4, 2, rule).weights[0]
    np.testing.assert_allclose(found, [0.187361, 0.209932, 0.276901, 0.325807], atol=6e-7)


def test_averaged_components_depend_on_their_signs():
    """Turning the second component gives the other worked vector, which has a negative entry."""
    found = component_mean(R4, 2, "positive sum")
    first, second = (found.loadings[0] * found.eigenvalues[0, :2]).T
    other = (first - second) / (first - second).sum()
    np.testing.assert_allclose(other, [0.417, 0.373, 0.271, -0.061], atol=6e-4)


def test_several_components_without_a_sign_rule_are_refused():
    with pytest.raises(RequestError, match="depends on their signs"):
        component_mean(R4, 2)
    np.testing.assert_array_equal(component_mean(R4, 1).weights, first_component(R4).weights)


@pytest.mark.parametrize("name", ["resp", "branch"])
def test_bank_survey_has_the_weights_of_the_reference_file(folder, name):
    import pandas as pd

    scores = pd.read_csv(folder / "data" / "bank7x26_dimension_scores_wave1.csv")
    expected = pd.read_csv(folder / "results" / "weights_bank7x26_all_methods.csv", index_col=0)
    dimensions = list(expected.columns[:7])
    own = scores[dimensions] if name == "resp" else scores.groupby("branch")[dimensions].mean()
    stack = np.corrcoef(own.to_numpy().T)[None]
    k = {"resp": 5, "branch": 3}[name]
    rows = {
        f"PC1 {name}": first_component(stack),
        f"PCA-OECD {name} k=1": rotated_factors(stack),
        f"PCA-CN {name} k={k}": component_mean(stack, k, "positive sum"),
    }
    for row, found in rows.items():
        np.testing.assert_allclose(
            found.weights[0], expected.loc[row, dimensions].to_numpy(float), rtol=1e-11
        )
    assert rows[f"PCA-OECD {name} k=1"].factors == 1


def test_coinr_has_the_same_components_of_the_bank(folder):
    """COINr's weights are the components as they come, not oriented and not brought to sum 1."""
    import pandas as pd

    units = pd.read_csv(folder / "results" / "coinr_bank7x26_norm_minmax_0_100.csv", index_col=0)
    weights = pd.read_csv(folder / "results" / "coinr_bank7x26_weights_pca.csv", index_col=0)
    theirs = weights.query("Level == 1")["Weight"]
    groups = theirs.groupby(theirs.index.str.rstrip("0123456789"))
    for _, group in groups:
        stack = np.corrcoef(units[group.index].to_numpy().T)[None]
        expected = (group / group.sum()).to_numpy()
        found = first_component(stack).weights[0]
        np.testing.assert_allclose(found, expected, rtol=1e-9)


@METHODS
@given(stacks(drivers=st.integers(1, 4)), st.randoms(use_true_random=False))
def test_order_of_indicators_does_not_matter(method, stack, random):
    order = list(range(stack.shape[1]))
    random.shuffle(order)
    shuffled, plain = method(stack[:, order][:, :, order]), method(stack)
    np.testing.assert_allclose(shuffled.eigenvalues, plain.eigenvalues, atol=1e-9)
    alike = shuffled.reasons == plain.reasons
    gaps = -np.diff(plain.eigenvalues, axis=1)
    apart = (gaps > 1e-2).all(axis=1) & (np.abs(plain.loadings.sum(axis=1)) > 1e-2).all(axis=1)
    keep = alike & (apart if method is not rotated_factors else gaps.min(axis=1) > 0.2)
    np.testing.assert_allclose(
        shuffled.weights[keep], plain.weights[keep][:, order], atol=1e-4, equal_nan=True
    )


@METHODS
@given(stacks(replicates=3, drivers=st.integers(1, 4)))
def test_a_stack_gives_what_its_matrices_give_alone(method, stack):
    whole = method(stack)
    alone = np.concatenate([method(stack[r : r + 1]).weights for r in range(3)])
    np.testing.assert_allclose(whole.weights, alone, atol=1e-9)


@METHODS
@given(stacks(drivers=st.integers(1, 4)))
def test_weights_are_shares_or_say_why_not(method, stack):
    found = method(stack)
    known = found.weights[found.is_known]
    assert (known >= 0).all()
    np.testing.assert_allclose(known.sum(axis=1), 1)
    assert set(found.reasons[~found.is_known]) <= {Reason.NEGATIVE}


@pytest.mark.parametrize("turned", range(4))
def test_a_reversed_item_leaves_no_weights_but_is_there_to_be_seen(turned):
    sign = np.ones(4)
    sign[turned] = -1
    found = first_component(R4 * sign[:, None] * sign)
    assert found.reasons == [Reason.NEGATIVE]
    assert np.isnan(found.weights).all()
    np.testing.assert_array_equal(np.flatnonzero(found.loadings[0, :, 0] < 0), [turned])


def test_two_groups_of_items_make_two_factors():
    found = rotated_factors(TWO_GROUPS[None])
    assert found.factors == 2
    np.testing.assert_allclose(found.weights, 1 / 6)


def test_factors_are_added_until_they_explain_enough():
    """The first explains 53 %, so that a second comes in although its eigenvalue is below 1."""
    assert rotated_factors(R4).factors == 2
    assert rotated_factors(np.eye(12)[None]).factors == 1  # no factor explains 10 %
    assert rotated_factors(np.full((1, 4, 4), 0.9) + 0.1 * np.eye(4)).factors == 1


def test_replicates_may_keep_different_numbers_of_factors():
    whole = rotated_factors(np.stack([TWO_GROUPS, np.full((6, 6), 0.9) + 0.1 * np.eye(6)]))
    np.testing.assert_array_equal(whole.factors, [2, 1])
    np.testing.assert_array_equal(whole.loadings[1, :, 1:], 0)


@METHODS
def test_unknown_correlations_leave_no_weights(method):
    found = method(np.stack([R4[0], np.full((4, 4), np.nan)]))
    assert list(found.reasons) == [Reason.NONE, Reason.NOT_ESTIMABLE]
    assert np.isnan(found.eigenvalues[1]).all()
    assert found.factors[1] == 0


@pytest.mark.parametrize("method", [first_component, rotated_factors])
def test_an_only_child_has_the_weight_one(method):
    np.testing.assert_array_equal(method(np.ones((2, 1, 1))).weights, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: first_component(np.eye(3)), "come as a stack"),
        (lambda: rotated_factors(R4, 5), "4 indicators have 1 to 4 components, got 5"),
        (lambda: component_mean(R4, 2, "alphabetical"), "must be 'positive sum' or"),
    ],
)
def test_what_is_at_fault_is_named(call, message):
    with pytest.raises(RequestError, match=message):
        call()
