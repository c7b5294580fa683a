"""The tables of the satisfaction index hold the numbers of SmartPLS, seminr and cSEM."""

import numpy as np
import pytest

from clientlens_csi.path_model import PathModel
from csi.studies import estimates, evaluate, same

SMARTPLS = {"centroid": "centroid", "factorial": "factorial", "path": "pathWeighting"}
TIGHT = {"tolerance": 1e-12, "predict_folds": 0, "exact_fit": False}


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
