"""The numbers of a solution that no other module gives: effects on the index, and their parts."""

import numpy as np
import pytest

from clientlens_csi.axes import Axes
from clientlens_csi.plan import plan_of
from clientlens_csi.quantities import DIMS, quantities
from clientlens_csi.solution import solve
from csi.studies import HIGHER, PRODUCT, SMALL, answers

BLOCKS = {c: entry["items"] for c, entry in SMALL["constructs"].items()}
QUESTIONS = [item for block in BLOCKS.values() for item in block]
PARTS = {"standing": ["image", "quality"]}
SETTINGS = {"scheme": "path", "tolerance": 1e-10, "max_iterations": 3000}
SCALES = np.array([[1.0, 5.0]] * 10)
APPROACHES = ("disjoint", "embedded", "repeated")


@pytest.fixture(scope="module")
def X():
    return answers(50, seed=2)


@pytest.fixture(scope="module")
def W():
    draws = np.random.default_rng(1).multinomial(50, np.full(50, 1 / 50), size=2)
    return np.vstack([np.ones(50), draws]).astype(float)


@pytest.fixture(scope="module")
def solved(W, X):
    """Makes a solution and its quantities; options as those of `plan_of`."""

    def run(options=SMALL, target="satisfaction", scales=SCALES, answered=X, **more):
        defaults = {"higher": {}, "modes": {}, "reflective": (), "markers": {}}
        plan = plan_of(BLOCKS, options["paths"], **(defaults | more))
        found = solve(plan, W, answered, "mean", SETTINGS)
        return found, quantities(found, scales, target, len(X))

    return run


def by(found, values, axis="construct"):
    """Label → (R,) values."""
    labels = Axes(found.reading).labels(found.reading.questions)[axis]
    return dict(zip(labels, values.T, strict=True))


MODELS = {
    "plain": (SMALL, {}),
    "product": (PRODUCT, {}),
    **{a: (HIGHER, {"higher": PARTS, "higher_order": a}) for a in APPROACHES},
}


@pytest.mark.parametrize("model", MODELS)
def test_every_quantity_is_declared_and_has_its_shape(model, solved):
    options, more = MODELS[model]
    found, values = solved(options, **more)
    assert set(values) == set(DIMS)
    labels = Axes(found.reading).labels(found.reading.questions)
    for axis, names in labels.items():
        assert len(set(names)) == len(names), axis
    for name, dims in DIMS.items():
        assert values[name].shape == (3, *(len(labels[dim]) for dim in dims)), name


@pytest.mark.parametrize("approach", APPROACHES)
def test_a_part_acts_by_its_share_of_the_whole(approach, solved):
    found, values = solved(HIGHER, higher=PARTS, higher_order=approach)
    effect = by(found, values["construct_importance"])
    whole = found.score_weights[:, found.reading.position("standing")]  # (R, p)
    unstandardised = whole / found.moments.deviation / 4  # all scales have the width 4
    unstandardised = unstandardised / unstandardised.sum(axis=1, keepdims=True)
    for part in PARTS["standing"]:
        own = [QUESTIONS.index(item) for item in BLOCKS[part]]
        expected = effect["standing"] * unstandardised[:, own].sum(axis=1)
        np.testing.assert_allclose(effect[part], expected)
    np.testing.assert_allclose(effect["image"] + effect["quality"], effect["standing"])


@pytest.mark.parametrize("approach", APPROACHES)
def test_parts_of_the_index_itself_make_it_up(approach, solved):
    paths = {"paths": {"standing": ["satisfaction"], "loyalty": ["standing"]}}
    options = {"higher": PARTS, "higher_order": approach}
    found, values = solved(paths, "standing", **options)
    effect = by(found, values["construct_importance"])
    np.testing.assert_allclose(effect["image"] + effect["quality"], 1)
    assert np.isnan(effect["standing"]).all()


@pytest.mark.parametrize("model", MODELS)
def test_only_what_leads_to_the_index_has_an_effect_on_it(model, solved):
    options, more = MODELS[model]
    found, values = solved(options, **more)
    effect = by(found, values["construct_importance"])
    assert np.isnan(effect["loyalty"]).all()
    assert np.isnan(effect["satisfaction"]).all()
    assert np.isfinite(effect["quality"]).all()
    questions = by(found, values["question_importance"], "question")
    assert np.isnan(questions["l1"]).all()
    assert np.isfinite(questions["s1"]).all()


def test_a_model_may_end_in_the_index_or_begin_with_it(solved):
    found, values = solved(target="loyalty")
    effect = by(found, values["construct_importance"])
    known = {name for name, v in effect.items() if np.isfinite(v).all()}
    assert known == {"image", "quality", "satisfaction"}
    found, values = solved(target="image")
    assert np.isnan(values["construct_importance"]).all()


@pytest.mark.parametrize("model", MODELS)
def test_questions_share_out_the_effect_of_their_construct(model, solved):
    options, more = MODELS[model]
    found, values = solved(options, **more)
    effect = by(found, values["construct_importance"])
    questions = by(found, values["question_importance"], "question")
    shares = by(found, values["question_share"], "question")
    for construct, block in BLOCKS.items():
        np.testing.assert_allclose(sum(shares[item] for item in block), 1)
        if construct == "satisfaction":
            np.testing.assert_allclose(sum(questions[item] for item in block), 1)
        elif construct != "loyalty":
            together = sum(questions[item] for item in block)
            np.testing.assert_allclose(together, effect[construct])


@pytest.mark.parametrize("model", MODELS)
def test_a_priority_is_what_an_effect_still_has_to_give(model, solved):
    options, more = MODELS[model]
    _, values = solved(options, **more)
    expected = values["construct_importance"] * (100 - values["construct_index"])
    np.testing.assert_allclose(values["construct_priority"], expected)


def test_an_index_is_the_mean_of_scores_from_0_to_100(solved, X):
    for model in ("plain", "disjoint", "embedded", "repeated"):
        options, more = MODELS[model]
        found, values = solved(options, **more)
        for c, name in enumerate(found.reading.constructs):
            weights = found.score_weights[0, c] / X.std(axis=0)
            total, scores = 0.0, np.zeros(len(X))
            for i, weight in enumerate(weights):
                for client, answer in enumerate(X[:, i]):
                    scores[client] += weight * 100 * (answer - 1) / 4
                total += weight
            scores /= total
            assert values["construct_index"][0, c] == pytest.approx(scores.mean()), (model, name)
            assert values["score_deviation"][0, c] == pytest.approx(scores.std()), (model, name)


def test_questions_are_judged_by_their_own_scale(solved, X):
    scales = SCALES.copy()
    scales[0] = [1, 9]
    _, values = solved(scales=scales)
    assert values["question_performance"][0, 0] == pytest.approx(12.5 * (X[:, 0].mean() - 1))
    assert values["question_performance"][0, 1] == pytest.approx(25 * (X[:, 1].mean() - 1))


def test_equal_weights_are_the_mean_of_the_questions(solved):
    found, values = solved()
    performance = by(found, values["question_performance"], "question")
    equal = by(found, values["construct_index_equal"])
    for construct, block in BLOCKS.items():
        np.testing.assert_allclose(
            equal[construct], np.mean([performance[i] for i in block], axis=0)
        )


def test_raw_alpha_is_that_of_the_answers(solved, X):
    found, values = solved()
    alpha = by(found, values["alpha"])
    for construct, block in BLOCKS.items():
        own = X[:, [QUESTIONS.index(item) for item in block]]
        k = len(block)
        expected = k / (k - 1) * (1 - own.var(axis=0).sum() / own.sum(axis=1).var())
        assert alpha[construct][0] == pytest.approx(expected)


def test_a_product_has_no_place_on_0_to_100(solved):
    found, values = solved(PRODUCT)
    c = found.reading.position("image*quality")
    for name in ("construct_index", "construct_importance", "construct_priority"):
        assert np.isnan(values[name][:, c]).all(), name
    path = by(found, values["path_coefficient"], "path")
    assert np.isfinite(path["image*quality>satisfaction"]).all()


def test_what_stands_in_no_common_stage_has_no_cross_loading(solved):
    found, values = solved(HIGHER, higher=PARTS, higher_order="disjoint")
    reading = found.reading
    cross = values["cross_loading"][0]
    row = reading.items.index("i1")
    assert np.isnan(cross[row, reading.position("standing")])
    assert np.isfinite(cross[row, reading.position("image")])
    for item, construct in zip(reading.items, reading.construct_of_item, strict=True):
        own = cross[reading.items.index(item), reading.position(construct)]
        assert own == pytest.approx(values["loading"][0, reading.items.index(item)])


def test_direct_and_indirect_effects_add_up_to_the_total(solved):
    found, values = solved()
    total, indirect, path = (
        by(found, values[name], axis)
        for name, axis in (
            ("total_effect", "effect"),
            ("indirect_effect", "effect"),
            ("path_coefficient", "path"),
        )
    )
    for pair, value in total.items():
        np.testing.assert_allclose(value, indirect[pair] + path.get(pair, 0))
    chains = by(found, values["chain_effect"], "chain")
    by_hand = path["image>quality"] * path["quality>satisfaction"] * path["satisfaction>loyalty"]
    np.testing.assert_allclose(chains["image>quality>satisfaction>loyalty"], by_hand)
