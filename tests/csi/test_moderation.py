"""Products made from moments are those made from rows."""

import numpy as np
import pytest

from clientlens.plugin_api import RequestError
from clientlens.stats.resample import bootstrap_counts
from clientlens_csi.estimates import estimate
from clientlens_csi.moderation import estimate_moderated, moderation
from clientlens_csi.moments import item_moments

BLOCKS = {"a": ["a1", "a2"], "b": ["b1", "b2"], "c": ["c1", "c2"]}
PATHS = {"c": ["a", "b", "a*b"]}
SEMINR = {
    "two_stage": "interaction_two_stage",
    "product_indicators": "interaction_product_indicator",
    "orthogonal": "interaction_orthogonal",
}


def answers(n=120):
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(2, n, 1))
    c = 0.4 * a + 0.3 * b + 0.3 * a * b + 0.5 * rng.normal(size=(n, 1))
    return np.hstack([a, a, b, b, c, c]) + 0.5 * rng.normal(size=(n, 6))


def written_out(X, counts):
    rows = np.repeat(X, counts.astype(int), axis=0)
    return (rows - rows.mean(axis=0)) / rows.std(axis=0)


@pytest.mark.parametrize("method", SEMINR)
def test_every_replicate_is_the_resample_written_out(method):
    X, model = answers(), moderation(BLOCKS, PATHS, method=method)
    W = bootstrap_counts(1, len(X), 0, 3)
    found = estimate_moderated(W, X, model, tolerance=1e-12)
    for row, counts in enumerate(W):
        Z = written_out(X, counts)
        if method == "two_stage":
            w = found.plain.weights[row]
            products = ((Z[:, :2] @ w[:2]) * (Z[:, 2:4] @ w[2:4]))[:, None]
        else:
            products = np.column_stack([Z[:, i] * Z[:, j] for i, j in model.pairs])
        if method == "orthogonal":
            items = np.column_stack([np.ones(len(Z)), Z[:, :4]])
            products -= items @ np.linalg.lstsq(items, products, rcond=None)[0]
        S = np.corrcoef(np.column_stack([Z, products]).T)[None]
        expected = estimate(S, model.full, tolerance=1e-12)
        np.testing.assert_allclose(found.full.weights[row], expected.weights[0], atol=1e-8)
        np.testing.assert_allclose(found.full.paths[row], expected.paths[0], atol=1e-8)


def test_a_moderation_that_made_the_answers_is_found():
    model = moderation(BLOCKS, PATHS)
    X = answers(5000)
    found = estimate_moderated(np.ones((1, len(X))), X, model)
    c, product = model.full.position("c"), model.full.position("a*b")
    assert found.full.paths[0, c, product] > 0.25


def test_the_plain_model_knows_no_products():
    X, model = answers(), moderation(BLOCKS, PATHS)
    found = estimate_moderated(np.ones((1, len(X))), X, model)
    plain = estimate(item_moments(np.ones((1, len(X))), X).covariance, model.plain)
    np.testing.assert_allclose(found.plain.weights, plain.weights, atol=1e-9)


@pytest.mark.parametrize(
    ("product", "message"),
    [
        ("a*d", r"unknown construct 'd' in the product 'a\*d'"),
        ("a*b*a", "two factors, got 'a\\*b\\*a'"),
    ],
)
def test_a_product_of_something_else_is_refused(product, message):
    with pytest.raises(RequestError, match=message):
        moderation(BLOCKS, {"c": ["a", "b", product]})


def test_missing_answers_are_refused():
    X = answers()
    X[0, 0] = np.nan
    with pytest.raises(RequestError, match="moderation needs complete answers"):
        estimate_moderated(np.ones((1, len(X))), X, moderation(BLOCKS, PATHS))


@pytest.mark.parametrize("method", SEMINR)
def test_weights_of_the_mobile_data_are_seminrs(method, mobi, moments, published, reference):
    names = ("Image", "Expectation", "Value", "Satisfaction")
    blocks = {name: published["smartpls"]["blocks"][name] for name in names}
    columns = [moments["columns"].index(item) for block in blocks.values() for item in block]
    sources = ["Image", "Expectation", "Value", "Image*Expectation", "Image*Value"]
    model = moderation(blocks, {"Satisfaction": sources}, method=method)
    found = estimate_moderated(np.ones((1, 250)), mobi[:, columns], model, tolerance=1e-12)
    run = reference("seminr_mobi_hoc_interaction.json")["runs"][SEMINR[method]]
    outer, paths = run["outer_weights"], run["path_coef"]
    C = model.full.constructs
    ending = "_intxn" if method == "two_stage" else ""
    for construct, block in zip(C, model.full.blocks, strict=True):
        column = outer["cols"].index(construct)
        items = [model.full.items[i] + (ending if "*" in construct else "") for i in block]
        theirs = np.array([outer["data"][outer["rows"].index(item)][column] for item in items])
        turn = np.sign(theirs @ found.full.weights[0, block])  # seminr leaves signs as they come
        np.testing.assert_allclose(found.full.weights[0, block], turn * theirs, atol=1e-9)
    if method == "two_stage":
        target = model.full.position("Satisfaction")
        # Its scores divide by n - 1, and so do the deviations of their products.
        to_theirs = np.sqrt(250 / 249) / found.product_deviation[0]
        for product, factor in zip(("Image*Expectation", "Image*Value"), to_theirs, strict=True):
            row = paths["data"][paths["rows"].index(product)]
            mine = found.full.paths[0, target, model.full.position(product)] * factor
            assert mine == pytest.approx(row[paths["cols"].index("Satisfaction")], abs=1e-9)
