"""Answers that a model can't be estimated from: every reason is told, and no failure is hidden."""

import numpy as np
import pytest

from clientlens_csi.model import Csi
from csi.studies import HIGHER, ITEMS, PRODUCT, SMALL, answers, evaluate

QUIET = {"predict_folds": 0, "exact_fit": False}
MODELS = {"plain": SMALL, "higher": HIGHER, "product": PRODUCT}
MISSING = ("mean", "pairwise", "listwise", "em")


@pytest.fixture(scope="module")
def X():
    return answers()


@pytest.fixture(scope="module")
def rare(X):
    """One respondent alone answered q2 in another way than everybody else."""
    answered = X.copy()
    answered[:, 4] = 3
    answered[0, 4] = 4
    return answered


def with_image(**entry):
    return {**SMALL, "constructs": {**SMALL["constructs"], "image": entry}}


def reason_of(result, group="all"):
    """The one reason for which a group has no estimate, said in every quantity and finding."""
    absent = {name: reason for (of, name), reason in result.estimates.absent.items() if of == group}
    reasons = {absent[name] for name in Csi.dims if name in absent}
    assert len(reasons) == 1, reasons
    reason = reasons.pop()
    found = [f for f in result.findings if f.group == group]
    assert [f.message for f in found] == ["csi-absent"]
    assert found[0].evidence == {"reason": reason}
    assert all(group not in set(table.frame["group"]) for table in result.tables)
    return reason


@pytest.mark.parametrize("model", MODELS)
def test_a_question_that_all_answered_alike_is_named(model, X, tmp_path):
    alike = X.copy()
    alike[:, 4] = 3
    result = evaluate(tmp_path, alike, MODELS[model])
    assert reason_of(result) == "everybody gave the same answer to q2"
    assert result.tables == ()


@pytest.mark.parametrize("missing", MISSING)
def test_a_question_that_nobody_answered_is_named(missing, X, tmp_path):
    empty = X.copy()
    empty[:, 3] = np.nan
    result = evaluate(tmp_path, empty, {**SMALL, "missing": missing})
    assert reason_of(result) == "too few answered q1"


@pytest.mark.parametrize("missing", ["pairwise", "em"])
def test_questions_that_nobody_answered_together_are_named(missing, X, tmp_path):
    apart = X.copy()
    apart[:30, 0] = np.nan
    apart[30:, 1] = np.nan
    result = evaluate(tmp_path, apart, {**SMALL, **QUIET, "missing": missing})
    assert reason_of(result) == "nobody answered both i1 and i2"


def test_listwise_tells_how_many_are_left(X, tmp_path):
    gaps = X.copy()
    gaps[10:, 0] = np.nan
    result = evaluate(tmp_path, gaps, {**SMALL, **QUIET, "missing": "listwise"})
    reason = "10 respondents answered every question, fewer than minimum_n, 30"
    assert reason_of(result) == reason


ALL_OF_THEM = (
    "items of the mode B construct image determine each other, "
    "or there are fewer respondents than items"
)


def test_regression_weights_need_items_that_differ(X, tmp_path):
    twins = X.copy()
    twins[:, 1] = twins[:, 0]
    model = with_image(items=["i1", "i2", "i3"], mode="B")
    assert reason_of(evaluate(tmp_path, twins, model)) == ALL_OF_THEM
    absent = evaluate(tmp_path, twins, SMALL).estimates.absent
    assert {name for _, name in absent} == {"d_g", "d_g_saturated"}
    assert set(absent.values()) == {"correlations of the questions have no inverse"}


def test_regression_weights_need_more_respondents_than_items(X, tmp_path):
    constructs = {
        "image": {"items": [*ITEMS[:7]], "mode": "B"},
        "satisfaction": {"items": ["s2"]},
    }
    model = {**QUIET, "constructs": constructs, "paths": {"satisfaction": ["image"]}}
    assert reason_of(evaluate(tmp_path, X[:6], {**model, "minimum_n": 3})) == ALL_OF_THEM


def test_items_that_are_all_one_leave_nothing_to_tell_apart(X, tmp_path):
    reason = reason_of(evaluate(tmp_path, np.repeat(X[:, :1], 10, axis=1), SMALL))
    assert reason == (
        "the sources of a construct determine each other, or it correlates with nothing"
    )


def test_weights_that_do_not_converge_are_no_estimate(X, tmp_path):
    reason = reason_of(evaluate(tmp_path, X, {**SMALL, "max_iterations": 1}))
    assert reason == "the weights didn't converge, max_iterations being 1"


def test_a_small_group_is_told_and_leaves_the_others_alone(X, tmp_path):
    half = np.where(np.arange(len(X)) < 7, "few", "many")
    result = evaluate(
        tmp_path, X, SMALL, extra={"branch": half}, respondents={"branch": {}},
        segments={"by": "branch"}, uncertainty={"replicates": 20},
    )  # fmt: skip
    assert reason_of(result, "branch=few") == "7 respondents are fewer than minimum_n, 30"
    assert {group for group, _ in result.estimates.absent} == {"branch=few"}
    messages = {f.group: f.message for f in result.findings if f.kind in ("index", "absent")}
    assert messages == {
        "all": "csi-index",
        "branch=few": "csi-absent",
        "branch=many": "csi-index",
    }


# Replicates that fail


def counts(result):
    """Trouble → count; it must be of all replicates."""
    frame = result.table("replicates").set_index("trouble")
    assert (frame["share"] == frame["count"] / frame.loc["all", "count"]).all()
    return dict(frame["count"])


def cautions(result):
    found = [f for f in result.findings if f.message in ("csi-failed", "csi-inadmissible")]
    return {f.message: (f.evidence["count"], f.evidence["total"], f.headline) for f in found}


def test_draws_without_the_rare_answer_are_counted_and_told(rare, tmp_path):
    result = evaluate(tmp_path, rare, {**SMALL, **QUIET}, uncertainty={"replicates": 100})
    found = counts(result)
    assert found["all"] == 100
    # (1 - 1/60)^60 of the draws miss one respondent of sixty.
    assert 20 < found["no_variance"] < 55
    assert found["none"] == 100 - found["no_variance"]
    assert cautions(result) == {"csi-failed": (found["no_variance"], 100, True)}
    draws = result.estimates.draws("index").to_numpy()
    assert np.isnan(draws).sum() == found["no_variance"]
    assert result.estimates.failed()["path_coefficient"] == found["no_variance"]
    assert result.table("paths")["ci_low"].notna().all()


def test_the_jackknife_counts_what_it_can_not_leave_out(rare, tmp_path):
    result = evaluate(tmp_path, rare, {**SMALL, **QUIET}, uncertainty={"method": "jackknife"})
    assert counts(result) == {"all": 60, "none": 59, "no_variance": 1}
    assert cautions(result) == {"csi-failed": (1, 60, True)}


def test_nothing_is_told_of_replicates_that_all_went_well(tmp_path):
    result = evaluate(tmp_path, answers(200), {**SMALL, **QUIET}, uncertainty={"replicates": 20})
    assert counts(result) == {"all": 20, "none": 20}
    assert cautions(result) == {}


@pytest.mark.parametrize("inadmissible", ["keep", "drop"])
def test_inadmissible_replicates_are_counted_either_way(inadmissible, X, tmp_path):
    model = {**SMALL, **QUIET, "estimator": "plsc", "inadmissible": inadmissible}
    result = evaluate(tmp_path, X, model, uncertainty={"replicates": 60})
    found = counts(result)
    strange = 60 - found["none"]
    assert strange > 5
    assert {"loading_above_one", "correlation_above_one"} & set(found)
    assert cautions(result) == {"csi-inadmissible": (strange, 60, True)}
    draws = result.estimates.draws("path_coefficient").isel(group=0, path=0).to_numpy()
    assert np.isnan(draws).sum() == (strange if inadmissible == "drop" else 0)


def test_dropping_inadmissible_replicates_changes_the_intervals_alone(X, tmp_path):
    settings = {"uncertainty": {"replicates": 60}}
    model = {**SMALL, **QUIET, "estimator": "plsc"}
    kept = evaluate(tmp_path, X, model, **settings).table("paths")
    dropped = evaluate(tmp_path, X, {**model, "inadmissible": "drop"}, **settings).table("paths")
    assert kept["estimate"].equals(dropped["estimate"])
    own = kept["quantity"] == "path"
    assert not np.isclose(kept[own]["std_error"], dropped[own]["std_error"]).any()


def test_an_inadmissible_sample_is_no_estimate_where_such_are_dropped(tmp_path):
    noise = np.random.default_rng(0).integers(1, 6, size=(40, 10)).astype(float)
    model = {**SMALL, **QUIET, "estimator": "plsc"}
    settings = {"uncertainty": {"replicates": 20}}
    dropped = evaluate(tmp_path, noise, {**model, "inadmissible": "drop"}, **settings)
    reason = "no population could have this solution, and  inadmissible: drop  leaves it out"
    assert reason_of(dropped) == reason
    kept = evaluate(tmp_path, noise, model, **settings)
    assert "csi-inadmissible" in cautions(kept)


def test_no_finding_holds_a_number_that_is_none(rare, tmp_path):
    noise = np.random.default_rng(0).integers(1, 6, size=(40, 10)).astype(float)
    for data in (noise, rare):
        for options in (SMALL, {**SMALL, "estimator": "plsc"}, HIGHER, PRODUCT):
            result = evaluate(tmp_path, data, options, uncertainty={"replicates": 20})
            for finding in result.findings:
                numbers = [v for v in finding.evidence.values() if not isinstance(v, str)]
                assert np.isfinite(numbers).all(), finding
                assert 0 <= finding.strength <= 1


def test_folds_that_can_not_be_estimated_are_told(rare, tmp_path):
    result = evaluate(tmp_path, rare, SMALL)
    reason = "10 of 100 folds leave a model that can't be estimated"
    assert result.estimates.absent["all", "rmse"] == reason
    assert not {"predict", "cvpat"} & {table.name for table in result.tables}


def test_a_fit_that_can_not_be_had_has_its_reason(tmp_path):
    noise = np.random.default_rng(0).integers(1, 6, size=(40, 10)).astype(float)
    result = evaluate(tmp_path, noise, {**SMALL, "estimator": "plsc"})
    reason = "a common factor's reliability isn't positive, or no population has this solution"
    assert result.estimates.absent["all", "srmr"] == reason
    assert result.estimates.absent["all", "q2_predict"] == reason
    assert "fit" not in {table.name for table in result.tables}


def test_ratings_that_nobody_gave_leave_no_weighted_index(X, tmp_path):
    columns = ("speed_importance", "speed_satisfaction")
    result = evaluate(
        tmp_path, X, {"method": "weighted"}, items=("other",),
        facets={f: {"scale": "points"} for f in ("importance", "satisfaction")},
        hierarchy={"credit": {"indicators": {"speed": {}}}},
        extra=dict.fromkeys(columns, [""] * len(X)),
    )  # fmt: skip
    reason = "nothing has both a rating of 'satisfaction' and a weight"
    assert set(result.estimates.absent.values()) == {reason}
    assert [f.message for f in result.findings] == ["csi-absent"]
