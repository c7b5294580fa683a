"""The truth that a population is made of is what estimates find."""

import numpy as np
import pytest

from clientlens.config.load import study_of
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml
from clientlens.stats.ordinal import draw, find_margins
from clientlens.stats.resample import bootstrap_counts
from clientlens.stats.underlying import underlying_correlations
from clientlens_csi.axes import Axes
from clientlens_csi.index import index_of_scores
from clientlens_csi.plan import plan_of
from clientlens_csi.quantities import quantities
from clientlens_csi.solution import solve
from clientlens_csi.study.design import design_of
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.population import CsiTruth, true_population

SETTINGS = {"scheme": "path", "tolerance": 1e-12, "max_iterations": 3000}
ITEMS = [f"{c}{i}" for c in "abcd" for i in (1, 2, 3)]
STUDY = f"""
study: {{id: s}}
scales: {{five: {{points: [1, 5]}}}}
items: {{{", ".join(f"{i}: {{scale: five}}" for i in ITEMS)}}}
"""
THREE = {
    "constructs": {c: {"items": [f"{c}1", f"{c}2", f"{c}3"]} for c in "abc"},
    "paths": {"b": ["a"], "c": ["a", "b"]},
    "index": "c",
    "estimator": "plsc",
}
WHOLE = {
    "constructs": {
        **{c: {"items": [f"{c}1", f"{c}2", f"{c}3"]} for c in "abcd"},
        "w": {"constructs": ["a", "b", "c"]},
    },
    "paths": {"d": ["w"]},
    "index": "d",
    "estimator": "plsc",
}
TRUTH = {
    "paths": {"b": {"a": 0.6}, "c": {"a": 0.2, "b": 0.5}},
    "loadings": {"a": 0.8, "b": 0.75, "c2": 0.9},
    "loading": 0.7,
}


def design(options):
    study = study_of(parse_yaml(STUDY, "s.yaml"), Vocabulary(models={}, screens={}))
    return design_of(study, CsiOptions.model_validate(options))


def plan(found):
    return plan_of(
        found.blocks, found.paths, higher=found.higher, modes=found.modes,
        reflective=found.reflective, markers=found.markers,
    )  # fmt: skip


def estimated(found, W, X):
    """Quantity → label → (R,) values of the plan's estimates."""
    solution = solve(plan(found), W, X, "mean", SETTINGS)
    scales = np.tile([1.0, 5.0], (X.shape[1], 1))
    values = quantities(solution, scales, found.index, float(len(X)))
    labels = Axes(solution.reading).labels(solution.reading.questions)
    axes = {"path_coefficient": "path", "loading": "item", "correlation": "pair"}
    return {
        name: dict(zip(labels[axis], values[name].T, strict=True)) for name, axis in axes.items()
    }


def exact_answers(correlations):
    """Answers (n, p) whose correlations are just these."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, len(correlations)))
    X = (X - X.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(X.T, bias=True))).T
    return 3 + 0.5 * X @ np.linalg.cholesky(correlations).T


@pytest.mark.parametrize(
    ("options", "truth"), [(THREE, TRUTH), (WHOLE, {"loadings": {"a": 0.9, "b": 0.6}})]
)
def test_consistent_pls_finds_the_truth_in_the_population_itself(options, truth):
    found = design(options)
    population = true_population(found, CsiTruth.model_validate(truth))
    X = exact_answers(population.correlations)
    values = estimated(found, np.ones((1, len(X))), X)
    for quantity, wanted in population.truth.items():
        for label, value in wanted.items():
            # A construct's part has the loading of its own on the whole.
            assert values[quantity][label][0] == pytest.approx(value, abs=1e-6), (quantity, label)


def test_paths_that_are_not_written_explain_the_share_that_is_wanted():
    found = design(THREE)
    truth = true_population(found, CsiTruth(r_squared=0.4)).truth
    r, b = truth["correlation"], truth["path_coefficient"]
    explained = b["a>c"] ** 2 + b["b>c"] ** 2 + 2 * b["a>c"] * b["b>c"] * r["b~a"]
    assert explained == pytest.approx(0.4)
    assert b["a>b"] ** 2 == pytest.approx(0.4)


def margins(p):
    return find_margins([1] * p, [5] * p, [3.6 + 0.1 * (i % 5) for i in range(p)], [0.9] * p)


def test_the_truth_is_found_again_as_n_grows():
    found = design(THREE)
    population = true_population(found, CsiTruth.model_validate(TRUTH))
    own = margins(len(population.questions))
    normal = underlying_correlations(own, population.correlations)
    errors = []
    for n in (500, 50_000):
        X = draw(own, normal, n, seed=n).astype(float)
        values = estimated(found, np.ones((1, n)), X)
        errors.append(
            max(
                abs(values[quantity][label][0] - value)
                for quantity, wanted in population.truth.items()
                for label, value in wanted.items()
            )
        )
    assert errors[0] < 0.15
    assert errors[1] < 0.02


@pytest.mark.slow
def test_intervals_of_95_percent_cover_the_truth_about_95_percent_of_the_time():
    found = design(THREE)
    population = true_population(found, CsiTruth.model_validate(TRUTH))
    own = margins(len(population.questions))
    normal = underlying_correlations(own, population.correlations)
    studies, n, R = 600, 300, 400
    truth = {
        (quantity, label): value
        for quantity in ("path_coefficient", "loading")
        for label, value in population.truth[quantity].items()
    }
    hits = dict.fromkeys(truth, 0)
    for study in range(studies):
        X = draw(own, normal, n, seed=study).astype(float)
        values = estimated(found, bootstrap_counts(study, n, 0, R), X)
        for (quantity, label), value in truth.items():
            low, high = np.nanquantile(values[quantity][label], [0.025, 0.975])
            hits[quantity, label] += low <= value <= high
    coverage = {key: count / studies for key, count in hits.items()}
    # 0.95 ± three standard errors of 600 studies, and what percentiles of a bootstrap miss.
    assert all(0.915 <= share <= 0.98 for share in coverage.values()), coverage
    assert np.mean(list(coverage.values())) == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("options", [THREE, WHOLE])
def test_importance_under_consistent_pls_is_free_of_the_error_of_scores(options):
    """The slope of the index on what a source's scores owe to the construct itself.

    The answers' correlations with a construct are known in the population, so a column for it is
    drawn with them.
    """
    found = design(options)
    population = true_population(found, CsiTruth.model_validate({"loading": 0.7}))
    truth = population.truth
    source = "w" if "w" in found.higher else "a"
    S = population.correlations
    with_source = np.array([_with(source, q, found, truth) for q in population.questions])
    joint = np.block([[S, with_source[:, None]], [with_source[None], np.ones((1, 1))]])
    drawn = exact_answers(joint)
    X, construct = drawn[:, :-1], drawn[:, -1]
    solution = solve(plan(found), np.ones((1, len(X))), X, "mean", SETTINGS)
    scales = np.tile([1.0, 5.0], (X.shape[1], 1))
    values = quantities(solution, scales, found.index, float(len(X)))
    place = solution.reading.position
    scores = index_scores(solution, X, scales)  # (n, C)
    own = np.polyval(np.polyfit(construct, scores[:, place(source)], 1), construct)
    # Through all paths, so a regression on this source alone, which has no sources itself.
    slope = np.polyfit(own, scores[:, place(found.index)], 1)[0]
    assert values["construct_importance"][0, place(source)] == pytest.approx(slope, abs=1e-6)


def _with(source, question, found, truth):
    """Correlation of a question with a construct."""
    owner = next(c for c, block in found.blocks.items() if question in block)
    whole = next((w for w, parts in found.higher.items() if owner in parts), owner)
    part = truth["loading"][owner] if whole != owner else 1.0
    r = truth["correlation"]
    between = 1.0 if whole == source else r.get(f"{whole}~{source}", r.get(f"{source}~{whole}"))
    return truth["loading"][question] * part * between


def index_scores(solution, X, scales):
    found = index_of_scores(
        solution.moments.mean, solution.moments.deviation, solution.score_weights, scales
    )
    return 100 * (X - scales[:, 0]) / (scales[:, 1] - scales[:, 0]) @ found.weights[0].T
