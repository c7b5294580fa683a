"""Constructs of constructs: two stages find the population, and other programs' numbers."""

from dataclasses import replace

import numpy as np
import pytest

from clientlens.plugin_api import RequestError
from clientlens_csi.estimates import estimate
from clientlens_csi.higher_order import estimate_stages, repeated_indicators, two_stages
from clientlens_csi.structure import path_structure

BLOCKS = {
    "c1": ["y11", "y12"],
    "c2": ["y21", "y22", "y23"],
    "eta1": ["y41", "y42", "y43"],
    "c3": ["y31", "y32", "y33"],
    "eta2": ["y51", "y52", "y53"],
}
PATHS = {"c4": ["eta1"], "eta2": ["eta1", "c4"]}
HIGHER = {"c4": ["c1", "c2", "c3"]}
OF = ["c1"] * 2 + ["c2"] * 3 + ["eta1"] * 3 + ["c3"] * 3 + ["eta2"] * 3
LOADINGS = [0.8, 0.6, 0.8, 0.7, 0.6, 0.8, 0.7, 0.7, 0.9, 0.7, 0.8, 0.8, 0.8, 0.7]


def population():
    """Common factors c1 to c3 of a common factor c4, as in cSEM's own tests."""
    on = {"c1": 0.7, "c2": 0.8, "c3": 0.9}
    r = {("c4", "eta1"): 0.3, ("c4", "eta2"): 0.4 + 0.2 * 0.3, ("eta1", "eta2"): 0.2 + 0.4 * 0.3}

    def correlation(a, b):
        if a == b:
            return 1.0
        pair = tuple(sorted("c4" if c in on else c for c in (a, b)))
        return on.get(a, 1.0) * on.get(b, 1.0) * r.get(pair, 1.0)

    S = np.array([[correlation(a, b) for b in OF] for a in OF]) * np.outer(LOADINGS, LOADINGS)
    np.fill_diagonal(S, 1.0)
    return S[None]


def test_a_factor_of_factors_is_found_exactly():
    stages = two_stages(BLOCKS, PATHS, HIGHER, reflective=True)
    found = estimate_stages(population(), stages, tolerance=1e-12).second
    c4, eta1, eta2 = (stages.second.position(c) for c in ("c4", "eta1", "eta2"))
    np.testing.assert_allclose(found.paths[0, [c4, eta2, eta2], [eta1, eta1, c4]], [0.3, 0.2, 0.4])
    np.testing.assert_allclose(found.loadings[0, stages.second.blocks[c4]], [0.7, 0.8, 0.9])


def test_parts_take_the_place_of_the_whole_in_the_first_stage():
    stages = two_stages(BLOCKS, PATHS, HIGHER)
    first = stages.first
    assert first.constructs == tuple(BLOCKS)
    sources = {t: {first.constructs[s] for s in first.sources(first.position(t))} for t in BLOCKS}
    assert sources == {
        "c1": {"eta1"},
        "c2": {"eta1"},
        "c3": {"eta1"},
        "eta1": set(),
        "eta2": {"eta1", "c1", "c2", "c3"},
    }


def test_repeated_items_are_the_same_columns():
    stages = two_stages(BLOCKS, PATHS, HIGHER, approach="embedded")
    block = stages.first.blocks[stages.first.position("c4")]
    assert stages.columns[block].tolist() == [0, 1, 2, 3, 4, 8, 9, 10]
    assert stages.second.items == ("c1", "c2", "c3", "eta1", "eta2")


def test_one_stage_of_repeated_indicators_is_the_first_of_the_embedded_approach():
    stages = two_stages(BLOCKS, PATHS, HIGHER, approach="embedded")
    blocks = repeated_indicators(BLOCKS, HIGHER)
    model = path_structure(blocks, {**PATHS, "c4": ["eta1", "c1", "c2", "c3"]})
    S = population()[:, stages.columns][:, :, stages.columns]
    first = estimate_stages(population(), stages).first
    np.testing.assert_array_equal(first.weights, estimate(S, model).weights)


def test_a_replicate_without_a_first_stage_has_no_second():
    S = np.repeat(population(), 2, axis=0)
    S[1, 0] = S[1, :, 0] = 0.0
    found = estimate_stages(S, two_stages(BLOCKS, PATHS, HIGHER)).second
    assert found.has_converged.tolist() == [True, False]


@pytest.mark.parametrize(
    ("paths", "higher", "message"),
    [
        (PATHS, {"c4": ["c1", "c9"]}, "unknown construct 'c9' under 'c4'"),
        (PATHS, {**HIGHER, "c5": ["c1"]}, "'c1' measures both 'c4' and 'c5'"),
        ({**PATHS, "c1": ["eta1"]}, HIGHER, "'c1' has a path, but 'c4' stands for it"),
    ],
)
def test_a_faulty_hierarchy_is_refused(paths, higher, message):
    with pytest.raises(RequestError, match=message):
        two_stages(BLOCKS, paths, higher)


@pytest.fixture
def quality(published, moments):
    """Quality of Image and Expectation; (stages by options, correlations of their items)."""
    names = ("Image", "Expectation", "Value", "Satisfaction", "Loyalty")
    blocks = {name: published["smartpls"]["blocks"][name] for name in names}
    items = [item for block in blocks.values() for item in block]
    columns = [moments["columns"].index(item) for item in items]
    paths = {"Satisfaction": ["Quality", "Value"], "Loyalty": ["Satisfaction"]}
    S = moments["correlation"][:, columns][:, :, columns]
    return lambda **o: two_stages(blocks, paths, {"Quality": ["Image", "Expectation"]}, **o), S


def cells(found, rows, columns):
    return np.array(
        [
            [found["data"][found["rows"].index(r)][found["cols"].index(c)] for c in columns]
            for r in rows
        ]
    )


@pytest.mark.parametrize("mode", ["A", "B"])
def test_two_disjoint_stages_are_seminrs(mode, quality, reference):
    make, S = quality
    stages = make(modes={"Quality": mode})
    model = stages.second
    found = estimate_stages(S, stages, tolerance=1e-13).second
    run = reference("seminr_mobi_hoc_interaction.json")["runs"][f"hoc_two_stage_mode{mode}"]
    theirs = cells(run["path_coef"], model.constructs, model.constructs).T
    np.testing.assert_allclose(found.paths[0], theirs, atol=1e-9)
    weights = cells(run["outer_weights"], model.items, model.constructs)
    own = weights[np.arange(len(model.items)), model.construct_of]
    np.testing.assert_allclose(found.weights[0], own, atol=1e-9)


def test_the_embedded_approach_is_csems_mixed_one(quality, reference):
    """Its repeated items have mode A, and its second stage mode B."""
    make, S = quality
    stages = make(approach="embedded")
    stages = replace(stages, second=make(approach="embedded", modes={"Quality": "B"}).second)
    found = estimate_stages(S, stages, tolerance=1e-13)
    run = reference("csem_mobi_hoc_interaction.json")["runs"]["second_order_mixed_modeA"]
    repeated = [item.replace("Quality/", "Quality2_2nd_") for item in stages.first.items[-8:]]
    theirs = cells(run["first"]["weights"], ["Quality2"], repeated)[0]
    np.testing.assert_allclose(found.first.weights[0, -8:], theirs, atol=1e-6)
    names = [f"{c}_temp" if c != "Quality" else "Quality2" for c in stages.second.constructs]
    theirs = cells(run["second"]["paths"], names, names)
    np.testing.assert_allclose(found.second.paths[0], theirs, atol=1e-6)
