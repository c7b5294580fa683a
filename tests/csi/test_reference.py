"""The same numbers as seminr 2.3.2, cSEM 0.6.1.9000 and plspm 0.4.9, run to a tight stop."""

import numpy as np
import pytest

from clientlens_csi import discriminant, effects, fit, reliability
from clientlens_csi.estimates import estimate
from clientlens_csi.moments import item_moments

EXACT = {"atol": 1e-9, "rtol": 0}
TIGHT = 1e-13

SEMINR = {
    "pls_modeA_path_tight": ("path", {}),
    "plsc_path_tight": ("path", {"reflective": True}),
    "pls_modeA_factorial_tight": ("factorial", {}),
    "pls_ImageModeB_path_tight": ("path", {"modes": {"Image": "B"}}),
    "pls_allB_path_tight": ("path", {"modes": "B"}),
}
CSEM = {
    "pls_modeA_path_tight": ("path", {}),
    "pls_modeA_factorial_tight": ("factorial", {}),
    "pls_modeA_centroid_tight": ("centroid", {}),
    "plsc_path_tight": ("path", {"reflective": True}),
    "plsc_factorial_tight": ("factorial", {"reflective": True}),
    "plsc_centroid_tight": ("centroid", {"reflective": True}),
    "composite_modeA_path_tight": ("path", {}),
    "composite_modeB_path_tight": ("path", {"modes": "B"}),
    "unit_weights": ("path", {"modes": "unit"}),
}
PLSPM = {
    "modeA_path_tight": ("path", {}),
    "modeA_factorial_tight": ("factorial", {}),
    "modeA_centroid_tight": ("centroid", {}),
    "ImageModeB_path_tight": ("path", {"modes": {"Image": "B"}}),
    "ImageModeB_centroid_tight": ("centroid", {"modes": {"Image": "B"}}),
    "ImageModeB_factorial_tight": ("factorial", {"modes": {"Image": "B"}}),
}


def table(found, rows, columns):
    """(rows, columns) of a matrix written as rows, cols and data; 0 where it has no such cell."""
    numbers = np.array([[np.nan if v is None else v for v in row] for row in found["data"]], float)
    out = np.zeros((len(rows), len(columns)))
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if row in found["rows"] and column in found["cols"]:
                out[i, j] = numbers[found["rows"].index(row), found["cols"].index(column)]
    return out


def own(items_by_constructs, model):
    return items_by_constructs[np.arange(len(model.items)), model.construct_of]


@pytest.fixture(scope="module")
def covariance(mobi):
    return item_moments(np.ones((1, len(mobi))), mobi).covariance


@pytest.mark.parametrize("run", SEMINR)
def test_estimates_are_seminrs(run, reference, covariance, ecsi_model):
    scheme, options = SEMINR[run]
    model = ecsi_model(**options)
    C = model.constructs
    expected = reference("seminr_mobi_ecsi.json")["runs"][run]
    found = estimate(covariance, model, scheme=scheme, tolerance=TIGHT)
    weights = own(table(expected["outer_weights"], model.items, C), model)
    loadings = own(table(expected["outer_loadings"], model.items, C), model)
    np.testing.assert_allclose(found.weights[0], weights, **EXACT)
    np.testing.assert_allclose(found.loadings[0], loadings, **EXACT)
    np.testing.assert_allclose(found.paths[0], table(expected["path_coef"], C, C).T, **EXACT)
    total = effects.total_effects(found.paths, model)
    np.testing.assert_allclose(total[0], table(expected["total_effects"], C, C).T, **EXACT)
    r2 = effects.r_squared(found.correlations, found.paths, model)
    adjusted = effects.adjusted_r_squared(r2, np.array([250]), model)
    ends = model.endogenous
    names = [C[c] for c in ends]
    both = table(expected["r_squared"], ["Rsq", "AdjRsq"], names)
    np.testing.assert_allclose(np.stack([r2[0, ends], adjusted[0, ends]]), both, **EXACT)


@pytest.mark.parametrize("run", SEMINR)
def test_quality_criteria_are_seminrs(run, reference, covariance, ecsi_model):
    scheme, options = SEMINR[run]
    model = ecsi_model(**options)
    C = model.constructs
    expected = reference("seminr_mobi_ecsi.json")["runs"][run]
    found = estimate(covariance, model, scheme=scheme, tolerance=TIGHT)
    several = [c for c in range(len(C)) if len(model.blocks[c]) > 1]
    S = found.item_correlations
    mine = {
        "alpha": reliability.alpha(S, model),
        "rhoC": reliability.rho_c(found.loadings, model),
        "AVE": reliability.average_variance_extracted(found.loadings, model),
    }
    for name, values in mine.items():
        theirs = table(expected["reliability"], C, [name])[:, 0]
        np.testing.assert_allclose(values[0, several], theirs[several], err_msg=name, **EXACT)
    mode_a = [c for c in several if model.modes[c] == "A"]
    rho_a = table(expected["reliability"], C, ["rhoA"])[:, 0]
    np.testing.assert_allclose(found.rho_a[0, mode_a], rho_a[mode_a], **EXACT)
    below = np.tril_indices(len(C), -1)
    ratios = table(expected["htmt"], C, C)
    ratios = np.fmax(ratios, ratios.T)
    np.testing.assert_allclose(discriminant.htmt(S, model)[0][below], ratios[below], **EXACT)
    vif = effects.inner_vif(found.score_correlations, model)[0]
    for target, sources in expected["vif_antecedents"].items():
        for source, value in sources.items() if isinstance(sources, dict) else ():
            if isinstance(value, float):
                cell = vif[model.position(target), model.position(source)]
                assert cell == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("run", CSEM)
def test_estimates_are_csems(run, reference, covariance, ecsi_model):
    scheme, options = CSEM[run]
    model = ecsi_model(**options)
    C = model.constructs
    expected = reference("csem_mobi_ecsi.json")["runs"][run]
    found = estimate(covariance, model, scheme=scheme, tolerance=TIGHT)
    for name, values in (("weights", found.weights), ("loadings", found.loadings)):
        theirs = own(table(expected[name], C, model.items).T, model)
        np.testing.assert_allclose(values[0], theirs, err_msg=name, **EXACT)
    np.testing.assert_allclose(found.paths[0], table(expected["paths"], C, C), **EXACT)
    r = table(expected["construct_vcv"], C, C)
    np.testing.assert_allclose(found.correlations[0], r, **EXACT)
    f2 = np.nan_to_num(effects.f_squared(found.correlations, found.paths, model)[0])
    np.testing.assert_allclose(f2, table(expected["assess"]["F2"], C, C), **EXACT)


@pytest.mark.parametrize(
    ("run", "is_factor"),
    [
        ("pls_modeA_path_tight", True),
        ("plsc_path_tight", True),
        ("plsc_centroid_tight", True),
        ("composite_modeA_path_tight", False),
        ("composite_modeB_path_tight", False),
    ],
)
def test_distances_of_the_measurement_are_csems(run, is_factor, reference, covariance, ecsi_model):
    scheme, options = CSEM[run]
    judged = ecsi_model(**{**options, "reflective": is_factor})
    expected = reference("csem_mobi_ecsi.json")["runs"][run]["saturated"]
    found = estimate(covariance, ecsi_model(**options), scheme=scheme, tolerance=TIGHT)
    mine = fit.fit(found, judged, "saturated")
    natural = np.log(10) ** 2  # it takes logarithms to the base 10
    assert mine.srmr[0] == pytest.approx(expected["SRMR_saturated"], abs=1e-9)
    assert mine.d_uls[0] == pytest.approx(expected["dL_saturated"], abs=1e-9)
    assert mine.d_g[0] == pytest.approx(expected["dG_saturated"] * natural, abs=1e-9)


def test_correlations_implied_by_paths_are_csems_up_to_its_variances(
    reference, covariance, ecsi_model
):
    """Its disturbances keep 1 - R², so an implied variance leaves 1, and with it what follows.

    Here that is Satisfaction's (0.89), and only pairs behind it differ.
    """
    model = ecsi_model()
    C = model.constructs
    run = reference("csem_mobi_ecsi.json")["runs"]["pls_modeA_path_tight"]
    found = estimate(covariance, model, tolerance=TIGHT)
    mine = fit.implied_by_paths(found.correlations, found.paths, model)[0]
    theirs = table(run["implied_construct_vcv"], C, C)
    differs = np.argwhere(np.abs(np.tril(mine - theirs)) > 1e-9)
    behind = {"Satisfaction", "Complaints", "Loyalty"}
    assert {C[c] for pair in differs for c in pair} == behind
    srmr = fit.fit(found, ecsi_model(reflective=True)).srmr[0]
    assert srmr == pytest.approx(run["assess"]["SRMR"], abs=1e-3)


def test_htmt2_is_csems(reference, covariance, ecsi_model):
    """cSEM takes means of signed correlations, so only blocks without negative ones agree."""
    model = ecsi_model()
    C = model.constructs
    theirs = reference("csem_mobi_ecsi.json")["runs"]["pls_modeA_path_tight"]["assess"]["HTMT2"]
    S = estimate(covariance, model).item_correlations
    found = discriminant.htmt2(S, model)[0]
    known = table(theirs["htmts"], C, C)
    kept = [c for c in range(len(C)) if C[c] not in {"Loyalty", "Complaints"}]
    below = np.ix_(kept, kept)
    np.testing.assert_allclose(np.tril(found[below]), known[below], **EXACT)


@pytest.mark.parametrize("run", PLSPM)
def test_estimates_are_plspms(run, reference, covariance, ecsi_model):
    scheme, options = PLSPM[run]
    model = ecsi_model(**options)
    C = model.constructs
    expected = reference("plspm_mobi_ecsi.json")["runs"][run]
    found = estimate(covariance, model, scheme=scheme, tolerance=TIGHT)
    outer = expected["outer_model"]
    place = [model.items.index(name) for name in outer["name"]]
    # Its stop rule squares the changes, so its weights are good for fewer digits.
    np.testing.assert_allclose(found.weights[0, place], outer["weight"], atol=1e-6)
    np.testing.assert_allclose(found.loadings[0, place], outer["loading"], atol=1e-6)
    theirs = table(expected["path_coefs"], C, C)
    np.testing.assert_allclose(found.paths[0], theirs, atol=1e-6)
