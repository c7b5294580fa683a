"""The dimensions all at once: what is fitted, what is told of it, and what isn't."""

import numpy as np
import pytest

from clientlens.messages import LOCALE, Messages
from clientlens.report.reasons import reason_in
from clientlens.report.sentences import sentence
from clientlens.stats.confirmatory import confirmatory_factors
from clientlens_servqual.confirmatory import MEASURES
from clientlens_servqual.model import Servqual
from servqual.studies import evaluate

TAGS = ("tangibles",) * 3 + (None,) + ("empathy",) * 3
MEMBER = np.array([[True] * 3 + [False] * 3, [False] * 3 + [True] * 3])
INDICATORS = [j for j, tag in enumerate(TAGS) if tag]
BY_TWO = {"dimensions": "hierarchy"}


def ratings(n=300, r=0.3, seed=1):
    """(n, 7) perceptions of two dimensions whose true scores correlate r; the fourth is chance."""
    rng = np.random.default_rng(seed)
    true = rng.multivariate_normal([0, 0], [[1, r], [r, 1]], n)
    own = np.column_stack([true[:, [0] * 3], rng.normal(size=(n, 1)), true[:, [1] * 3]])
    return own + 0.8 * rng.normal(size=(n, 7))


@pytest.fixture
def once(make_study, estimate):
    study = make_study(TAGS)
    return lambda P, **kwargs: estimate(study, P, P + 1 + 0.1 * P**2, **kwargs)


def test_what_is_fitted_are_the_perceptions_of_who_rated_all_of_them(once):
    P = ratings()
    P[:20, 0] = np.nan
    P[20:40, 3] = np.nan  # belongs to no dimension
    S = np.cov(P[20:, INDICATORS].T)
    expected = confirmatory_factors(S, 280, MEMBER)
    found = once(P)
    fit = dict(zip(MEASURES, found["confirmatory"], strict=True))
    assert fit["n"] == 280
    assert fit["df"] == 8
    for name in MEASURES:
        assert fit[name] == pytest.approx(getattr(expected.fit, name)), name
    np.testing.assert_allclose(found["confirmatory_loading"][INDICATORS], expected.loadings)
    assert np.isnan(found["confirmatory_loading"][3])
    np.testing.assert_allclose(found["dimension_correlation"], expected.factor_correlations)


def test_respondents_of_unlike_weights_count_as_fewer(once):
    weights = np.random.default_rng(2).uniform(0.2, 3, 300)
    n = dict(zip(MEASURES, once(ratings(), weights=weights)["confirmatory"], strict=True))["n"]
    assert n == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    assert n < 300


def test_too_few_who_rated_everything_are_a_reason(once):
    P = ratings()
    P[12:, 0] = np.nan
    found = once(P)
    reason = found["confirmatory"].reason
    assert reason == "fewer complete answers than the 13 parameters of a confirmatory model"
    assert found["dimension_correlation"] == found["confirmatory_loading"] == found["confirmatory"]


def test_nobody_who_rated_everything_is_a_reason(once):
    P = ratings()
    P[::2, 0] = P[1::2, 1] = np.nan
    assert once(P)["confirmatory"].reason.startswith("fewer complete answers")


def test_a_negative_error_variance_names_the_indicator(once):
    rng = np.random.default_rng(3)
    P = ratings()
    a, b = rng.normal(size=(2, 300))
    P[:, 0] = a + b + 0.05 * rng.normal(size=300)
    P[:, 1], P[:, 2] = a + 0.3 * rng.normal(size=300), b + 0.3 * rng.normal(size=300)
    P[:, 1] += 0.1 * b
    P[:, 2] += 0.1 * a
    found = once(P)["confirmatory"].reason
    assert found == "the error variance of 'q1' would be negative (a Heywood case)"
    messages = Messages("zh", [LOCALE, Servqual.locale])
    assert reason_in(messages, found) == "'q1' 的误差方差将为负（Heywood 情形）"


def written(folder, rows, tags=("tangibles",) * 2 + ("empathy",) * 2):
    """The result of a written study whose hierarchy has two dimensions of two indicators."""
    codes = ("neat", "modern", "on_time", "price")
    tree = {
        tag: {"indicators": {code: {} for code, own in zip(codes, tags, strict=True) if own == tag}}
        for tag in dict.fromkeys(tags)
    }
    folder.mkdir(exist_ok=True)
    facets = {"satisfaction": rows, "expectation": np.clip(rows + 1, 1, 5)}
    return evaluate(folder, BY_TWO, facets, hierarchy=tree)


def answers(r, n, seed=5, noise=0.5, twist=0.0):
    """(4, n) answers of two dimensions that correlate r; `twist` ties the first to the third."""
    rng = np.random.default_rng(seed)
    true = rng.multivariate_normal([0, 0], [[1, r], [r, 1]], n).T
    rows = true[[0, 0, 1, 1]] + noise * rng.normal(size=(4, n))
    tie = twist * rng.normal(size=n)
    rows[0] += tie
    rows[2] += tie
    return np.clip(np.rint(3 + rows), 1, 5)


def messages_of(result):
    return {finding.message: finding for finding in result.findings}


def test_dimensions_that_fit_and_differ_leave_nothing_to_say(tmp_path):
    result = written(tmp_path, answers(0.4, 400))
    found = messages_of(result)
    assert not {"servqual-misfit", "servqual-alike", "servqual-few"} & set(found)
    table = result.table("dimension_correlations")
    assert table[["quality_dimension", "other_dimension"]].to_numpy().tolist() == [
        ["tangibles", "empathy"]
    ]
    (row,) = table.itertuples()
    assert row.ci_low < 0.4 < row.ci_high
    assert row.n == 400
    fit = result.table("confirmatory").set_index("quantity")["estimate"]
    assert fit["cfi"] > 0.95
    assert list(fit.index) == [name for name in MEASURES if name != "n"]


def test_dimensions_that_are_one_are_named(tmp_path):
    found = messages_of(written(tmp_path, answers(0.97, 400)))["servqual-alike"]
    assert set(found.subject) == {"tangibles", "empathy"}
    assert found.evidence["count"] == 1
    assert found.evidence["dimension_correlation"] > 0.85


def test_what_goes_together_across_dimensions_is_a_misfit(tmp_path):
    found = messages_of(written(tmp_path, answers(0.6, 400, twist=0.5)))["servqual-misfit"]
    assert found.evidence["rmsea"] > 0.08
    assert found.evidence["rmsea_low"] < found.evidence["rmsea"] < found.evidence["rmsea_high"]


def test_few_respondents_are_told(tmp_path):
    found = messages_of(written(tmp_path, answers(0.4, 40, seed=6)))["servqual-few"]
    assert found.evidence == {"n": 40, "parameters": 9}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_caution_can_be_said(language, tmp_path):
    messages = Messages(language, [LOCALE, Servqual.locale])
    cases = (
        {"r": 0.97, "n": 400},
        {"r": 0.6, "n": 400, "twist": 0.5},
        {"r": 0.4, "n": 40, "seed": 6},
    )
    said = {}
    for i, case in enumerate(cases):
        result = written(tmp_path / str(i), answers(**case))
        said |= {f.message: sentence(f, result, messages) for f in result.findings}
    own = {key: said[f"servqual-{key}"] for key in ("alike", "misfit", "few")}
    assert not [line for line in own.values() if "{" in line or "nan" in line]
    assert "40" in own["few"]
