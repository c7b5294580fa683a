"""A plan estimated: its scores are those that loops over respondents and constructs find."""

import numpy as np
import pytest

from clientlens_csi.plan import plan_of
from clientlens_csi.quantities import quantities
from clientlens_csi.solution import reading_of, solve
from clientlens_csi.troubles import Trouble
from csi.studies import HIGHER, PRODUCT, SMALL, answers

BLOCKS = {c: entry["items"] for c, entry in SMALL["constructs"].items()}
PARTS = {"standing": ["image", "quality"]}
SETTINGS = {"scheme": "path", "tolerance": 1e-12, "max_iterations": 3000}
APPROACHES = ("disjoint", "embedded", "repeated")


def make(options=SMALL, higher=None, **more):
    return plan_of(
        BLOCKS, options["paths"],
        **({"higher": higher or {}, "modes": {}, "reflective": (), "markers": {}} | more),
    )  # fmt: skip


PLANS = {
    "plain": make(),
    "mode_b": make(modes={"image": "B"}),
    "consistent": make(reflective=tuple(BLOCKS)),
    "product": make(PRODUCT),
    **{approach: make(HIGHER, PARTS, higher_order=approach) for approach in APPROACHES},
    "consistent_higher": make(HIGHER, PARTS, reflective=(*BLOCKS, "standing")),
}
every_plan = pytest.mark.parametrize("plan", PLANS)


@pytest.fixture(scope="module")
def X():
    return answers(50)


@pytest.fixture(scope="module")
def W():
    """(4, 50) the sample as answered, then draws."""
    draws = np.random.default_rng(1).multinomial(50, np.full(50, 1 / 50), size=3)
    return np.vstack([np.ones(50), draws]).astype(float)


def solution(plan, W, X):
    return solve(PLANS[plan], W, X, "mean", SETTINGS)


# Scores


def standardised(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def scores_by_loops(Z, structure):
    """(n, C) scores of mode A and the path scheme; Z (n, p) are standardised items."""
    C = len(structure.constructs)
    weights = [np.ones(len(block)) for block in structure.blocks]
    for _ in range(2000):
        pairs = zip(structure.blocks, weights, strict=True)
        Y = standardised(np.column_stack([Z[:, block] @ w for block, w in pairs]))
        last, weights = weights, []
        for c in range(C):
            inner = np.zeros(len(Z))
            before = np.flatnonzero(structure.paths[c])
            if len(before):
                inner += Y[:, before] @ np.linalg.lstsq(Y[:, before], Y[:, c], rcond=None)[0]
            for after in np.flatnonzero(structure.paths[:, c]):
                inner += np.corrcoef(Y[:, c], Y[:, after])[0, 1] * Y[:, after]
            found = np.array([np.mean(Z[:, i] * inner) for i in structure.blocks[c]])
            weights.append(found / np.linalg.norm(found))
        if max(np.abs(a - b).max() for a, b in zip(weights, last, strict=True)) < 1e-12:
            break
    for c, block in enumerate(structure.blocks):
        together = sum(np.mean(Z[:, i] * Y[:, c]) for i in block)
        Y[:, c] *= np.sign(together)
    return Y


def scores_of(found, X):
    """Construct → (n,) scores of the sample as answered."""
    columns = standardised(X) @ found.score_weights[0].T
    return dict(zip(found.reading.constructs, columns.T, strict=True))


def test_scores_of_one_stage_are_those_of_loops(W, X):
    found = scores_of(solution("plain", W, X), X)
    expected = scores_by_loops(standardised(X), PLANS["plain"])
    for name, column in zip(PLANS["plain"].constructs, expected.T, strict=True):
        np.testing.assert_allclose(found[name], column, atol=1e-8)


@pytest.mark.parametrize("approach", ["disjoint", "embedded"])
def test_scores_of_two_stages_are_those_of_loops(approach, W, X):
    plan = PLANS[approach]
    Z = standardised(X)[:, plan.columns]
    first = scores_by_loops(Z, plan.first)
    known = dict(zip([*plan.first.items, *plan.first.constructs], [*Z.T, *first.T], strict=True))
    second = scores_by_loops(np.column_stack([known[i] for i in plan.second.items]), plan.second)
    found = scores_of(solution(approach, W, X), X)
    for name, column in zip(plan.second.constructs, second.T, strict=True):
        np.testing.assert_allclose(found[name], column, atol=1e-8, err_msg=name)
    for part in PARTS["standing"]:
        np.testing.assert_allclose(found[part], known[part], atol=1e-8, err_msg=part)


def test_scores_of_repeated_items_are_those_of_loops(W, X):
    plan = PLANS["repeated"]
    expected = scores_by_loops(standardised(X)[:, plan.columns], plan.structure)
    found = scores_of(solution("repeated", W, X), X)
    for name, column in zip(plan.structure.constructs, expected.T, strict=True):
        np.testing.assert_allclose(found[name], column, atol=1e-8, err_msg=name)


@every_plan
def test_scores_have_unit_variance_in_every_replicate(plan, W, X):
    found = solution(plan, W, X)
    reading = found.reading
    scored = [c for c, name in enumerate(reading.constructs) if name not in reading.products]
    for r, w in enumerate(W):
        deviation = np.sqrt(np.cov(X.T, aweights=w, ddof=0).diagonal())
        Y = (X / deviation) @ found.score_weights[r].T
        variance = np.average((Y - np.average(Y, axis=0, weights=w)) ** 2, axis=0, weights=w)
        np.testing.assert_allclose(variance[scored], 1.0, atol=1e-9)
    products = [reading.position(name) for name in reading.products]
    assert (found.score_weights[:, products] == 0).all()


def test_correlations_of_scores_are_those_reported(W, X):
    for plan in ("plain", "mode_b", "disjoint", "embedded", "repeated"):
        found = solution(plan, W, X)
        scores = scores_of(found, X)
        names = found.reading.structure.constructs
        direct = np.corrcoef(np.stack([scores[name] for name in names]))
        np.testing.assert_allclose(found.estimates.correlations[0], direct, atol=1e-8)


# Replicates


@every_plan
def test_a_replicate_does_not_depend_on_what_stands_beside_it(plan, W, X):
    together, alone = solution(plan, W, X), solution(plan, W[2:3], X)
    np.testing.assert_allclose(together.score_weights[2], alone.score_weights[0], atol=1e-9)
    np.testing.assert_allclose(together.estimates.paths[2], alone.estimates.paths[0], atol=1e-9)


@every_plan
def test_a_replicate_without_variance_has_no_numbers_and_says_so(plan, W, X):
    rare = X.copy()
    rare[:, 4] = 3
    rare[0, 4] = 5
    weights = W.copy()
    weights[1, 0] = 0
    weights[2, 0] = 1
    found = solution(plan, weights, rare)
    assert found.has_converged.tolist()[:3] == [True, False, True]
    assert found.troubles[1] & Trouble.NO_VARIANCE
    assert np.isnan(found.estimates.paths[1][found.reading.structure.paths]).all()
    values = quantities(found, np.array([[1, 5]] * 10), "satisfaction", 50)
    assert np.isnan(values["index"][1])
    assert np.isfinite(values["index"][[0, 2]]).all()


def test_iterations_of_all_stages_add_up(W, X):
    found = solution("disjoint", W, X)
    by_stage = [stage.iterations for stage in found.stages]
    assert found.iterations.tolist() == (by_stage[0] + by_stage[1]).tolist()


@every_plan
def test_the_answers_are_left_as_they_were(plan, W, X):
    weights, values = W.copy(), X.copy()
    solution(plan, weights, values)
    assert (weights == W).all()
    assert (values == X).all()


# Where the numbers stand


@every_plan
def test_a_reading_names_everything_once(plan):
    reading = reading_of(PLANS[plan])
    questions = [item for block in BLOCKS.values() for item in block]
    assert list(reading.questions) == questions
    owners = [c for c, block in BLOCKS.items() for _ in block]
    assert list(reading.construct_of_question) == owners
    assert len(set(reading.items)) == len(reading.items) == len(reading.construct_of_item)
    assert len(reading.item_places) == len(reading.items)
    assert len(set(reading.constructs)) == len(reading.constructs) == len(reading.places)
    for (stage, i), item in zip(reading.item_places, reading.items, strict=True):
        assert reading.stages[stage].items[i] == item


def test_the_whole_comes_before_its_parts():
    for approach in ("disjoint", "embedded"):
        names = reading_of(PLANS[approach]).constructs
        assert set(names[:3]) == {"satisfaction", "loyalty", "standing"}
        assert names[3:] == ("image", "quality")


def test_pairs_leave_out_products_and_wholes_beside_their_parts():
    for approach in APPROACHES:
        pairs = {frozenset(p[:2]) for p in reading_of(PLANS[approach]).pairs}
        assert frozenset(("image", "quality")) in pairs
        assert not {frozenset(("standing", part)) for part in PARTS["standing"]} & pairs
    product = reading_of(PLANS["product"])
    assert product.products == ("image*quality",)
    assert len(product.pairs) == 6
    assert not any("*" in name for pair in product.pairs for name in pair[:2])
