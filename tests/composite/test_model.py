"""The composite index of a study: its numbers, tables, findings and charts."""

import json
from pathlib import Path

import numpy as np
import pytest

import clientlens
from clientlens.drawing import vega
from clientlens.messages import LOCALE, Messages
from clientlens.report.sentences import sentence
from clientlens_composite.model import Composite
from clientlens_composite.options import CompositeOptions

PAGE = (Path(__file__).parents[2] / "docs" / "composite.md").read_text(encoding="utf-8")
CODES = ("speed", "manners", "rate")
DIMENSIONS = {"service": [0, 1], "price": [2]}
RNG = np.random.default_rng(3)
X = np.clip(np.rint(RNG.normal([3.2, 4.0, 4.4], 1.0, (70, 3))), 1, 5)
METHODS = ("mean", "fuzzy", "topsis", "grey")
GIVEN = {"dimensions": [0.6, 0.4], "within": [[0.3, 0.7], [1.0]]}


def evaluate(folder, options=None, answers=X, **settings):
    cells = [["" if np.isnan(x) else f"{x:g}" for x in row] for row in answers]
    rows = [",".join([f"c{i}", *row]) for i, row in enumerate(cells)]
    header = ",".join(["id", *CODES])
    (folder / "answers.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    study = {
        "study": {"id": "small"},
        "survey": {"source": "answers.csv", "respondent_id": "id"},
        "scales": {"five": {"points": [1, 5], "labels": {"poor": 1, "good": 4, "best": 5}}},
        "facets": {"satisfaction": {"scale": "five", "column": "{code}"}},
        "hierarchy": {
            "service": {
                "weight": 0.6,
                "indicators": {"speed": {"weight": 0.3}, "manners": {"weight": 0.7}},
            },
            "price": {"weight": 0.4, "indicators": {"rate": {"weight": 1}}},
        },
        "weighting": {"method": "given"},
        "models": {"composite": options or {}},
        "uncertainty": {"method": "none"},
        "report": {"language": "en"},
        **settings,
    }
    (folder / "study.yaml").write_text(json.dumps(study), encoding="utf-8")
    return clientlens.evaluate(folder / "study.yaml")["composite"]


def answered(result, name, group="all"):
    return result.estimates.answered(name).sel(group=group).to_numpy()


def points(mean):
    return 25 * (mean - 1)


def test_the_index_is_the_weighted_mean_on_0_to_100(tmp_path):
    result = evaluate(tmp_path)
    of_items = points(X.mean(axis=0))
    service = of_items[:2] @ [0.3, 0.7]
    assert answered(result, "index_dimension") == pytest.approx([service, of_items[2]])
    assert answered(result, "index") == pytest.approx(0.6 * service + 0.4 * of_items[2])
    assert answered(result, "dimension_score") == pytest.approx(
        [1 + service / 25, 1 + of_items[2] / 25]
    )
    weights = np.array([0.18, 0.42, 0.4])
    assert answered(result, "priority") == pytest.approx(weights * (100 - of_items))


def test_levels_have_means_of_their_own(tmp_path):
    result = evaluate(tmp_path, {"indicators": "geometric", "dimensions": "harmonic"})
    of_items = points(X.mean(axis=0))
    service = np.exp(np.log(of_items[:2]) @ [0.3, 0.7])
    assert answered(result, "index") == pytest.approx(1 / (0.6 / service + 0.4 / of_items[2]))


def test_a_dimension_may_have_a_mean_of_its_own(tmp_path):
    own, all_alike = (
        answered(evaluate(tmp_path, options), "index_dimension")
        for options in ({"within": {"service": "harmonic"}}, {"indicators": "harmonic"})
    )
    assert own[0] == pytest.approx(all_alike[0])
    assert own[1] == pytest.approx(points(X[:, 2].mean()))


def test_a_power_mean_has_its_exponent(tmp_path):
    result = evaluate(tmp_path, {"indicators": "power", "exponent": 2})
    of_items = points(X.mean(axis=0))
    service = np.sqrt(of_items[:2] ** 2 @ [0.3, 0.7])
    assert answered(result, "index_dimension")[0] == pytest.approx(service)


def test_fuzzy_evaluation_with_linear_grades_is_the_weighted_mean(tmp_path):
    mean, fuzzy = (evaluate(tmp_path, {"method": m}) for m in ("mean", "fuzzy"))
    assert answered(fuzzy, "index") == pytest.approx(float(answered(mean, "index")))
    shares = np.array([[(X[:, j] == k).mean() for k in range(1, 6)] for j in range(3)])
    whole = 0.6 * (np.array([0.3, 0.7]) @ shares[:2]) + 0.4 * shares[2]
    assert answered(fuzzy, "grade_share") == pytest.approx(whole)


def test_grades_count_for_what_the_study_says(tmp_path):
    options = {"method": "fuzzy", "grade_scores": [20, 40, 60, 80, 100]}
    result = evaluate(tmp_path, options)
    shares = answered(result, "grade_share")
    assert answered(result, "index") == pytest.approx(shares @ [20, 40, 60, 80, 100])


def test_topsis_goes_from_the_worst_to_the_best(tmp_path):
    worst, best = np.ones((20, 3)), np.full((20, 3), 5.0)
    assert answered(evaluate(tmp_path, {"method": "topsis"}, worst), "index") == 0
    assert answered(evaluate(tmp_path, {"method": "topsis"}, best), "index") == 100
    found = answered(evaluate(tmp_path, {"method": "topsis"}), "index")
    w, x = np.array([0.18, 0.42, 0.4]), points(X.mean(axis=0)) / 100
    near, far = (np.sqrt(((w * d) ** 2).sum()) for d in (1 - x, x))
    assert found == pytest.approx(100 * far / (near + far))


def test_the_grey_relation_follows_its_coefficient(tmp_path):
    w, x = np.array([0.18, 0.42, 0.4]), points(X.mean(axis=0)) / 100
    for rho in (0.3, 0.7):
        found = answered(evaluate(tmp_path, {"method": "grey", "distinguishing": rho}), "index")
        assert found == pytest.approx(100 * w @ (rho / (1 - x + rho)))


@pytest.mark.parametrize("method", METHODS)
def test_everybody_at_the_top_gives_100(tmp_path, method):
    found = answered(evaluate(tmp_path, {"method": method}, np.full((30, 3), 5.0)), "index")
    assert found == pytest.approx(100)


@pytest.mark.parametrize("method", ["mean", "fuzzy"])
def test_an_indicator_without_answers_leaves_its_weight_to_the_others(tmp_path, method):
    answers = X.copy()
    answers[:, 0] = np.nan
    found = answered(evaluate(tmp_path, {"method": method}, answers), "index_dimension")
    assert found[0] == pytest.approx(points(X[:, 1].mean()))


def test_too_little_available_leaves_no_dimension(tmp_path):
    answers = X.copy()
    answers[:, 0] = np.nan
    result = evaluate(tmp_path, {"availability": 0.6}, answers)
    assert np.isnan(answered(result, "index_dimension")[0])
    assert np.isnan(answered(result, "index"))
    assert "composite-no-index" in {finding.message for finding in result.findings}


def test_without_ratings_the_index_is_absent_with_its_reason(tmp_path):
    few = np.where(np.arange(len(X))[:, None] < 3, X, np.nan)  # not enough to be shown
    result = evaluate(tmp_path, {"method": "fuzzy"}, few)
    reason = "there are no ratings of 'satisfaction'"
    assert result.estimates.absent["all", "index"] == reason
    assert not result.tables


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("uncertainty", [{"replicates": 60}, {"method": "none"}])
@pytest.mark.parametrize("method", METHODS)
def test_everything_can_be_said_and_drawn(tmp_path, method, uncertainty, language):
    result = evaluate(
        tmp_path, {"method": method}, uncertainty=uncertainty, report={"language": language}
    )
    messages = Messages(language, [LOCALE, Composite.locale])
    said = [sentence(finding, result, messages) for finding in result.findings]
    assert len(said) == len(set(said)) >= 4
    charts = result.charts(messages)
    assert [c.name for c in charts][:2] == ["dimensions", "indicators"]
    assert ("grades" in {c.name for c in charts}) == (method == "fuzzy")
    for chart in charts:
        for spec in (chart.wide, chart.narrow):
            assert "<svg" in vega.to_svg(spec)
    names = {f"{column}-{name}" for column, name in columns_of(result)}
    assert not {name for name in names if name not in messages}


def columns_of(result):
    """What the words of its tables are looked up by."""
    for table in result.tables:
        yield "table", table.name
        for quantity in table.frame.get("quantity", []):
            yield "quantity", quantity
    for name in (*result.estimates.data, *result.estimates.counts):
        if not str(name).startswith("n_"):
            yield "quantity", name


def test_the_index_has_an_interval_around_it(tmp_path):
    result = evaluate(tmp_path, uncertainty={"replicates": 300, "seed": 2})
    row = result.table("overall").iloc[0]
    assert row["ci_low"] < row["estimate"] < row["ci_high"]
    assert row["n"] == 70


def test_every_option_is_on_the_page():
    for name in CompositeOptions.model_fields:
        assert f"| `{name}` |" in PAGE, name


def test_every_table_is_on_the_page(tmp_path):
    result = evaluate(tmp_path, {"method": "fuzzy"})
    assert not {t.name for t in result.tables if f"`{t.name}`" not in PAGE}
