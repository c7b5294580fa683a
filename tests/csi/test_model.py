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
)

SMARTPLS = {"centroid": "centroid", "factorial": "factorial", "path": "pathWeighting"}
TIGHT = {"tolerance": 1e-12, "predict_folds": 0, "exact_fit": False}
QUIET = {"predict_folds": 0, "exact_fit": False}


def quiet(options=SMALL, **more):
    """A model without what takes time and isn't looked at here."""
    return {**options, **QUIET, **more}


def same(one, other, tolerance=1e-9):
    """Whether two mappings hold the same numbers under the same keys."""
    assert one.keys() == other.keys()
    for key, value in one.items():
        assert value == pytest.approx(other[key], abs=tolerance, nan_ok=True), key


@pytest.fixture(scope="module")
def mobile(published, moments, mobi, tmp_path_factory):
    """Evaluates the mobile phone data; options as those of the model."""
    facts = published["smartpls"]
    paths = {}
    for source, target in facts["inner_model"]:
        paths.setdefault(target, []).append(source)

    def run(blocks=facts["blocks"], paths=paths, own=None, **options):
        constructs = {c: {"items": items} for c, items in blocks.items()}
        for construct, more in (own or {}).items():
            constructs[construct] = {**constructs.get(construct, {}), **more}
        model = {**TIGHT, "constructs": constructs, "paths": paths, "index": "Satisfaction"}
        folder = tmp_path_factory.mktemp("mobile")
        columns = [
            i for i, c in enumerate(moments["columns"]) if any(c in b for b in blocks.values())
        ]
        items = [moments["columns"][i] for i in columns]
        return evaluate(folder, mobi[:, columns], model | options, items=items, points=(1, 10))

    return run


# Other programs


@pytest.mark.parametrize("scheme", SMARTPLS)
def test_weights_paths_and_effects_are_smartpls(scheme, mobile, published):
    expected = published["smartpls"]["results"][SMARTPLS[scheme]]
    result = mobile(scheme=scheme)
    weights = {key[1]: v for key, v in estimates(result, "weights").items() if key[2] == "weight"}
    same(weights, expected["outer_weights"], 1e-6)
    paths = {key[:2]: v for key, v in estimates(result, "paths").items() if key[2] == "path"}
    same(paths, by_pair(expected["path_coefficients"]), 1e-6)
    effects = estimates(result, "effects")
    total = {key[:2]: v for key, v in effects.items() if key[2] == "total"}
    same(total, by_pair(expected["total_effects"]), 1e-6)
    direct = {key[:2]: v for key, v in effects.items() if key[2] == "direct"}
    same(direct, paths)


def by_pair(matrix):
    """(source, target) → number, of a mapping of sources to targets."""
    return {(s, t): v for s, targets in matrix.items() for t, v in targets.items() if v}


def test_loadings_and_reliabilities_are_seminrs(mobile, published):
    facts = published["quality"]
    result = mobile()
    found = {key[1]: value for key, value in estimates(result, "loadings").items()}
    same(found, published["loadings"] if "loadings" in published else facts["loadings"], 1e-6)
    constructs = estimates(result, "constructs")
    names = {"alpha_standardised": "alpha", "rho_a": "rhoA", "rho_c": "rhoC", "ave": "AVE"}
    for construct, expected in facts["reliability"].items():
        if construct == "Complaints":  # one item has no reliability to speak of
            continue
        for mine, theirs in names.items():
            assert constructs[construct, mine] == pytest.approx(expected[theirs], abs=1e-6)


def test_indices_are_those_of_unstandardised_weights(mobile, published):
    facts = published["index"]
    result = mobile()
    constructs = estimates(result, "constructs")
    assert constructs["Satisfaction", "index"] == pytest.approx(72.454, abs=5e-4)
    assert constructs["Image", "index"] == pytest.approx(73.528, abs=5e-4)
    shares = estimates(result, "weights")
    for construct, expected in facts["indices"].items():
        assert constructs[construct, "index"] == pytest.approx(expected["index_0_100"], abs=1e-5)
        for item, weight in expected["unstd_weights"].items():
            found = shares[construct, item, "unstandardised_weight"]
            assert found == pytest.approx(weight, abs=1e-6)
    points = estimates(result, "effects")
    for source, effect in facts["unstandardised_total_effects"].items():
        found = points[source, "Satisfaction", "total_unstandardised", ""]
        assert found == pytest.approx(effect, abs=1e-5)
        assert constructs[source, "importance"] == found


@pytest.mark.parametrize(
    ("run", "options"),
    [
        ("plsc_path_tight", {"estimator": "plsc"}),
        ("pls_ImageModeB_path_tight", {"own": {"Image": {"mode": "B"}}}),
    ],
)
def test_consistent_pls_and_mode_b_are_seminrs(run, options, mobile, reference):
    expected = reference("seminr_mobi_ecsi.json")["runs"][run]
    result = mobile(**options)
    paths = {key[:2]: v for key, v in estimates(result, "paths").items() if key[2] == "path"}
    same(paths, nonzero(expected["path_coef"]), 1e-6)
    weights = {key[:2]: v for key, v in estimates(result, "weights").items() if key[2] == "weight"}
    same(weights, flipped(nonzero(expected["outer_weights"])), 1e-6)
    loadings = {key[:2]: v for key, v in estimates(result, "loadings").items()}
    same(loadings, flipped(nonzero(expected["outer_loadings"])), 1e-6)


def nonzero(matrix):
    """(row, column) → number of a matrix written as rows, cols and data."""
    return {
        (row, column): value
        for row, values in zip(matrix["rows"], matrix["data"], strict=True)
        for column, value in zip(matrix["cols"], values, strict=True)
        if value
    }


def flipped(pairs):
    return {(column, row): value for (row, column), value in pairs.items()}


QUALITY = {"Quality": {"constructs": ["Image", "Expectation"]}}
HIGHER_PATHS = {"Satisfaction": ["Quality", "Value"], "Loyalty": ["Satisfaction"]}


def without_quality(published):
    names = ("Image", "Expectation", "Value", "Satisfaction", "Loyalty")
    return {name: published["smartpls"]["blocks"][name] for name in names}


@pytest.mark.parametrize("mode", ["A", "B"])
def test_higher_order_constructs_are_seminrs(mode, mobile, reference, published):
    expected = reference("seminr_mobi_hoc_interaction.json")["runs"][f"hoc_two_stage_mode{mode}"]
    own = {"Quality": {**QUALITY["Quality"], "mode": mode}}
    result = mobile(without_quality(published), HIGHER_PATHS, own)
    paths = {key[:2]: v for key, v in estimates(result, "paths").items() if key[2] == "path"}
    same(paths, nonzero(expected["path_coef"]), 1e-6)
    weights = {key[:2]: v for key, v in estimates(result, "weights").items() if key[2] == "weight"}
    theirs = flipped(nonzero(expected["outer_weights"]))
    measured_first = {"Satisfaction", "Loyalty", "Value"}
    own = {key: v for key, v in weights.items() if key[0] not in measured_first}
    same(own, {key: v for key, v in theirs.items() if key[0] not in measured_first}, 1e-6)


def test_the_embedded_approach_has_the_first_stage_of_csem(mobile, reference, published):
    """Its second stage has mode B on Quality, whose parts are the same."""
    run = reference("csem_mobi_hoc_interaction.json")["runs"]["second_order_mixed_modeA"]
    own = {"Quality": {**QUALITY["Quality"], "mode": "A"}}
    result = mobile(without_quality(published), HIGHER_PATHS, own, higher_order="repeated")
    weights = {key[:2]: v for key, v in estimates(result, "weights").items() if key[2] == "weight"}
    theirs = flipped(flipped(nonzero(run["first"]["weights"])))
    for (construct, item), value in weights.items():
        name = item.replace("Quality/", "Quality2_2nd_")
        owner = "Quality2" if construct == "Quality" else construct
        assert value == pytest.approx(theirs[owner, name], abs=1e-6), item


def test_products_of_scores_are_seminrs(mobile, reference, published, mobi, moments):
    """Its products keep their deviations, made of scores that divide by n - 1; ours have one."""
    blocks = without_quality(published)
    del blocks["Loyalty"]
    sources = ["Image", "Expectation", "Value"]
    paths = {"Satisfaction": [*sources, "Image*Expectation", "Image*Value"]}
    run = reference("seminr_mobi_hoc_interaction.json")["runs"]["interaction_two_stage"]
    found = estimates(mobile(blocks, paths), "paths")
    columns = [moments["columns"].index(item) for block in blocks.values() for item in block]
    plain = PathModel(blocks, {"Satisfaction": sources}, tolerance=1e-12)
    scores = dict(zip(blocks, plain.fit_transform(mobi[:, columns]).T, strict=True))
    theirs = nonzero(run["path_coef"])
    for source in ("Image*Expectation", "Image*Value"):
        one, other = source.split("*")
        unit = np.sqrt(250 / 249) / (scores[one] * scores[other]).std()
        mine = found[source, "Satisfaction", "path"] * unit
        assert mine == pytest.approx(theirs[source, "Satisfaction"], abs=1e-9)


# Laws


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


# Ratings alone

RATED = {
    "facets": {"importance": {"scale": "points"}, "satisfaction": {"scale": "points"}},
    "hierarchy": {
        "counter": {"indicators": {"queue": {}, "courtesy": {}}},
        "credit": {"indicators": {"speed": {}, "rate": {}, "limit": {}}},
    },
}
RATINGS = tuple(
    f"{code}_{facet}"
    for code in ("queue", "courtesy", "speed", "rate", "limit")
    for facet in ("importance", "satisfaction")
)


def rate(folder, X, options=None, **settings):
    """Evaluate the weighted index; X (n, 10) has importance and satisfaction in turn."""
    return evaluate(
        folder, X, {"method": "weighted", **(options or {})}, items=(),
        extra={name: X[:, i].astype(int) for i, name in enumerate(RATINGS)}, **RATED, **settings,
    )  # fmt: skip


def weighted_index_of(result):
    return estimates(result, "overall")[("index",)]


@pytest.mark.parametrize("weights", ["importance", "structural", "equal"])
def test_what_could_be_gained_is_what_the_index_lacks(weights, X, tmp_path):
    result = rate(tmp_path, X, {"weights": weights})
    lacks = 100 - weighted_index_of(result)
    for table in ("indicators", "dimensions"):
        found = estimates(result, table)
        assert sum(v for k, v in found.items() if k[-1] == "priority") == pytest.approx(lacks)
        assert sum(v for k, v in found.items() if k[-1] == "importance") == pytest.approx(1)


@pytest.mark.parametrize(("answer", "index"), [(1, 0), (3, 50), (4, 75), (5, 100)])
def test_equal_ratings_are_that_index(answer, index, X, tmp_path):
    same_ratings = X.copy()
    same_ratings[:, 1::2] = answer
    assert weighted_index_of(rate(tmp_path, same_ratings)) == pytest.approx(index)


def test_the_weighted_index_is_worked_by_hand(X, tmp_path):
    importance, rating = X[:, ::2].mean(axis=0), X[:, 1::2].mean(axis=0)
    expected = np.average(25 * (rating - 1), weights=importance)
    assert weighted_index_of(rate(tmp_path, X)) == pytest.approx(expected)
    equal = rate(tmp_path, X, {"weights": "equal"})
    assert weighted_index_of(equal) == pytest.approx(25 * (rating.mean() - 1))


def test_indicators_and_dimensions_measure_constructs(X, tmp_path):
    """Tags, dimensions, indicators and items name the same questions in four ways."""
    tagged = {
        **RATED["hierarchy"],
        "counter": {"indicators": {"queue": {"csi": "counter"}, "courtesy": {"csi": "counter"}}},
    }
    ways = [
        ({"dimension": "counter"}, RATED["hierarchy"]),
        ({"indicators": ["queue", "courtesy"]}, RATED["hierarchy"]),
        ({"items": ["satisfaction.queue", "satisfaction.courtesy"]}, RATED["hierarchy"]),
        ({}, tagged),
    ]
    found = []
    for entry, hierarchy in ways:
        options = quiet(
            constructs={"counter": entry, "satisfaction": {"dimension": "credit"}},
            paths={"satisfaction": ["counter"]},
        )
        result = evaluate(
            tmp_path, X, options, items=(), facets=RATED["facets"], hierarchy=hierarchy,
            extra={name: X[:, i].astype(int) for i, name in enumerate(RATINGS)},
        )  # fmt: skip
        found.append(everything(result))
        assert set(result.table("indicators")["indicator"]) >= {"queue", "courtesy"}
    for other in found[1:]:
        same(other, found[0])


def test_nothing_is_absent_where_everything_can_be_had(X, tmp_path):
    settings = {"uncertainty": {"replicates": 20}}
    assert evaluation_of(tmp_path, X, SMALL, **settings)["csi"].estimates.absent == {}


def test_products_have_no_fit_and_no_prediction(X, tmp_path):
    result = evaluate(tmp_path, X, PRODUCT)
    assert not {"fit", "predict", "cvpat"} & {table.name for table in result.tables}
