"""The satisfaction index through the public door: a study file, its answers, its tables."""

import numpy as np
import pytest

from clientlens_csi.path_model import PathModel
from csi.studies import (
    HIGHER,
    ITEMS,
    PRODUCT,
    SMALL,
    answers,
    estimates,
    evaluate,
    evaluation_of,
    everything,
    quiet,
    same,
)


@pytest.fixture(scope="module")
def X():
    return answers()


@pytest.fixture(scope="module")
def plain(X, tmp_path_factory):
    return evaluate(tmp_path_factory.mktemp("plain"), X, quiet())


def test_the_study_file_and_the_python_class_give_the_same_numbers(X, plain):
    blocks = {c: entry["items"] for c, entry in SMALL["constructs"].items()}
    model = PathModel(blocks, SMALL["paths"]).fit(X)
    found = everything(plain)
    names = model.structure_.constructs
    for target, sources in SMALL["paths"].items():
        for source in sources:
            cell = model.path_coefficients_[names.index(target), names.index(source)]
            assert found["paths", source, target, "path"] == pytest.approx(cell)
    for c, name in enumerate(names):
        for item in blocks[name]:
            i = ITEMS.index(item)
            assert found["weights", name, item, "weight"] == pytest.approx(model.weights_[i, c])
            assert found["loadings", name, item, "loading"] == pytest.approx(model.loadings_[i, c])
        if name != "image":
            assert found["constructs", name, "r_squared"] == pytest.approx(model.r_squared_[c])
        assert found["constructs", name, "rho_a"] == pytest.approx(model.rho_a_[c])


def scores_on_100(result, X, low=1, high=5):
    """(n) scores by construct, made from the published unstandardised weights."""
    P = 100 * (X - low) / (high - low)
    scores = {}
    for (construct, item, quantity), value in estimates(result, "weights").items():
        if quantity == "unstandardised_weight":
            scores[construct] = scores.get(construct, 0.0) + value * P[:, ITEMS.index(item)]
    return scores


def test_the_index_is_the_mean_of_the_scores(X, plain):
    scores = scores_on_100(plain, X)
    constructs = estimates(plain, "constructs")
    for construct, values in scores.items():
        assert constructs[construct, "index"] == pytest.approx(values.mean())
        assert constructs[construct, "index_deviation"] == pytest.approx(values.std())


def test_unstandardised_effects_are_slopes_of_the_published_scores(X, plain):
    scores = scores_on_100(plain, X)
    slopes = {}
    for target, sources in SMALL["paths"].items():
        design = np.column_stack([np.ones(len(X)), *(scores[s] for s in sources)])
        found = np.linalg.lstsq(design, scores[target], rcond=None)[0]
        slopes |= {(s, target): b for s, b in zip(sources, found[1:], strict=True)}
    total = {
        ("image", "quality"): slopes["image", "quality"],
        ("quality", "satisfaction"): slopes["quality", "satisfaction"],
        ("image", "satisfaction"): slopes["image", "satisfaction"]
        + slopes["image", "quality"] * slopes["quality", "satisfaction"],
        ("satisfaction", "loyalty"): slopes["satisfaction", "loyalty"],
    }
    effects = estimates(plain, "effects")
    for pair, slope in total.items():
        assert effects[*pair, "total_unstandardised", ""] == pytest.approx(slope), pair


def test_effects_of_every_way_add_up_to_the_indirect_ones(plain):
    effects = estimates(plain, "effects")
    ways = {}
    for (source, target, kind, _), value in effects.items():
        if kind == "specific":
            ways[source, target] = ways.get((source, target), 0.0) + value
    for (source, target), value in ways.items():
        assert effects[source, target, "indirect", ""] == pytest.approx(value)
    assert ("image", "loyalty") in ways


def test_a_weight_of_two_is_a_respondent_twice(X, tmp_path):
    weights = np.ones(len(X))
    weights[:7] = 2
    weighted = evaluate(
        tmp_path, X, quiet(), extra={"w": weights},
        survey={"source": "answers.csv", "weight": "w"},
    )  # fmt: skip
    doubled = evaluate(tmp_path, np.vstack([X, X[:7]]), quiet())
    found, expected = everything(weighted), everything(doubled)
    # The adjusted R² counts respondents, which weights aren't.
    drop = [key for key in found if key[-1] == "r_squared_adjusted"]
    for key in drop:
        found.pop(key), expected.pop(key)
    same(found, expected, 1e-5)


def test_the_order_of_respondents_does_not_matter(X, plain, tmp_path):
    order = np.random.default_rng(3).permutation(len(X))
    same(everything(evaluate(tmp_path, X[order], quiet())), everything(plain))


def test_the_order_of_constructs_does_not_matter(X, plain, tmp_path):
    turned = dict(reversed(SMALL["constructs"].items()))
    found = everything(evaluate(tmp_path, X, quiet(constructs=turned, tolerance=1e-12)))
    expected = everything(plain)
    pairs = {(*key[:1], *sorted(key[1:3]), *key[3:]): v for key, v in found.items()}
    for key, value in expected.items():
        assert pairs[(*key[:1], *sorted(key[1:3]), *key[3:])] == pytest.approx(value, abs=1e-5), key


def test_a_group_is_the_study_of_its_members(X, tmp_path):
    half = np.where(np.arange(len(X)) < 35, "one", "two")
    settings = {"extra": {"branch": half}, "respondents": {"branch": {}}}
    grouped = evaluate(tmp_path, X, quiet(), segments={"by": "branch"}, **settings)
    alone = evaluate(tmp_path, X[:35], quiet())
    assert grouped.estimates.groups[0] == "all"
    group = next(g for g in grouped.estimates.groups if g.endswith("one"))
    same(everything(grouped, group), everything(alone), 1e-6)


def test_other_scale_points_leave_paths_and_indices_alone(X, plain, tmp_path):
    same(everything(evaluate(tmp_path, 3 * X + 10, quiet(), points=(13, 25))), everything(plain))


def test_an_item_may_be_asked_the_other_way_round(X, plain, tmp_path):
    turned = X.copy()
    turned[:, 1] = 6 - turned[:, 1]
    details = {"i2": {"reversed": True}}
    same(everything(evaluate(tmp_path, turned, quiet(), details=details)), everything(plain))


@pytest.mark.parametrize("missing", ["listwise", "pairwise", "em"])
def test_without_gaps_every_rule_for_missing_answers_is_one(missing, X, plain, tmp_path):
    found = evaluate(tmp_path, X, quiet(missing=missing))
    same(everything(found), everything(plain), 1e-7)


def test_listwise_leaves_out_whoever_left_a_question_out(X, tmp_path):
    gaps = X.copy()
    gaps[::6, 4] = np.nan
    kept = ~np.isnan(gaps).any(axis=1)
    found = evaluate(tmp_path, gaps, quiet(missing="listwise"))
    alone = evaluate(tmp_path, X[kept], quiet())
    same(everything(found), everything(alone))
    assert found.estimates.counts["n_respondents"].item() == kept.sum()


def test_missing_answers_change_little_under_every_rule(tmp_path):
    whole = answers(300, seed=4)
    gaps = whole.copy()
    gaps[np.random.default_rng(1).random(gaps.shape) < 0.05] = np.nan
    expected = estimates(evaluate(tmp_path, whole, quiet()), "paths")
    for missing in ("mean", "pairwise", "em"):
        found = estimates(evaluate(tmp_path, gaps, quiet(missing=missing)), "paths")
        for key, value in expected.items():
            if key[2] == "path":
                assert found[key] == pytest.approx(value, abs=0.15), (missing, key)


@pytest.mark.parametrize("higher_order", ["disjoint", "embedded", "repeated"])
def test_a_part_passes_on_its_share_of_the_whole(higher_order, X, tmp_path):
    result = evaluate(tmp_path, X, quiet(HIGHER, higher_order=higher_order))
    found = estimates(result, "constructs")
    parts = found["image", "importance"] + found["quality", "importance"]
    assert parts == pytest.approx(found["standing", "importance"])
    points = estimates(result, "ipma")
    questions = sum(
        value
        for (level, code, quantity), value in points.items()
        if level == "item" and quantity == "importance" and code[0] in "iq"
    )
    assert questions == pytest.approx(found["standing", "importance"])


def test_the_same_seed_gives_the_same_intervals(X, tmp_path):
    settings = {"uncertainty": {"replicates": 40, "seed": 5}}
    one, other = (evaluate(tmp_path, X, quiet(), **settings) for _ in range(2))
    assert one.table("paths").equals(other.table("paths"))
    assert one.table("paths")["std_error"].notna().all()


def test_nothing_is_absent_where_everything_can_be_had(X, tmp_path):
    settings = {"uncertainty": {"replicates": 20}}
    assert evaluation_of(tmp_path, X, SMALL, **settings)["csi"].estimates.absent == {}


def test_products_have_no_fit_and_no_prediction(X, tmp_path):
    result = evaluate(tmp_path, X, PRODUCT)
    assert not {"fit", "predict", "cvpat"} & {table.name for table in result.tables}
