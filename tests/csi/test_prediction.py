"""Predictions are those of other programs, and of what they are made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clientlens.plugin_api import RequestError
from clientlens_csi.path_model import PathModel
from clientlens_csi.prediction import fold_numbers, loss_difference, predict
from clientlens_csi.structure import path_structure

BLOCKS = {"a": ["a1", "a2"], "b": ["b1", "b2"], "c": ["c1"]}
PATHS = {"b": ["a"], "c": ["a", "b"]}
MODEL = path_structure(BLOCKS, PATHS)


def answers(seed=0, n=60):
    rng = np.random.default_rng(seed)
    return 3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, 5))


@given(st.integers(2, 7), st.integers(1, 3), st.integers(0, 99))
def test_folds_are_of_nearly_the_same_size(folds, repetitions, seed):
    found = fold_numbers(31, folds, repetitions, np.random.default_rng(seed))
    for row in found:
        sizes = np.bincount(row, minlength=folds)
        assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("folds", [1, 32])
def test_too_few_or_too_many_folds_are_refused(folds):
    with pytest.raises(RequestError, match="`folds` must lie between 2 and the 31 respondents"):
        fold_numbers(31, folds, 1)


def test_a_prediction_is_made_without_the_respondents_own_fold():
    X = answers()
    fold_of = fold_numbers(len(X), 4, 1)
    found = predict(X, MODEL, fold_of)
    left_out = fold_of[0] == 2
    model = PathModel(BLOCKS, PATHS).fit(X[~left_out])
    scores = model.transform(X[left_out])[:, :1]
    effects = model.total_effects_[:, 0]
    loadings = model.loadings_.sum(axis=1)
    of = MODEL.construct_of[found.items]
    predicted = model.mean_[found.items] + scores * (
        effects[of] * loadings[found.items] * model.scale_[found.items]
    )
    np.testing.assert_allclose(
        found.errors[0, left_out], X[left_out][:, found.items] - predicted, atol=1e-9
    )
    linear = np.column_stack([np.ones((~left_out).sum()), X[~left_out][:, :2]])
    beta = np.linalg.lstsq(linear, X[~left_out][:, found.items], rcond=None)[0]
    expected = np.column_stack([np.ones(left_out.sum()), X[left_out][:, :2]]) @ beta
    np.testing.assert_allclose(
        found.linear_errors[0, left_out], X[left_out][:, found.items] - expected, atol=1e-9
    )


def test_a_model_without_any_relation_predicts_no_better_than_the_mean():
    rng = np.random.default_rng(5)
    found = predict(rng.normal(size=(400, 5)), MODEL, fold_numbers(400, 10, 1))
    assert (found.q2_predict < 0.02).all()
    assert loss_difference(found, "mean").difference == pytest.approx(0, abs=0.05)


def test_a_model_that_made_the_answers_beats_the_mean():
    found = predict(answers(n=400), MODEL, fold_numbers(400, 10, 2, np.random.default_rng(1)))
    assert (found.q2_predict > 0.1).all()
    test = loss_difference(found, "mean")
    assert test.t < -3
    assert test.degrees_of_freedom == 399


@pytest.mark.parametrize("benchmark", ["linear", "mean"])
def test_the_difference_of_losses_is_a_t_test_of_scipy(benchmark):
    found = predict(answers(), MODEL, fold_numbers(60, 5, 3, np.random.default_rng(1)))
    test = loss_difference(found, benchmark)
    other = found.linear_errors if benchmark == "linear" else found.mean_errors
    expected = stats.ttest_1samp((found.errors**2 - other**2).mean(axis=(0, 2)), 0)
    assert test.t == pytest.approx(expected.statistic, rel=1e-12)
    assert test.degrees_of_freedom == expected.df


def test_of_two_models_one_loses_what_the_other_wins():
    X, fold_of = answers(), fold_numbers(60, 5, 2, np.random.default_rng(2))
    equal = path_structure(BLOCKS, PATHS, modes="unit")
    one, other = predict(X, MODEL, fold_of), predict(X, equal, fold_of)
    there, back = loss_difference(one, other), loss_difference(other, one)
    assert there.difference == -back.difference
    assert there.t == pytest.approx(-back.t, rel=1e-12)
    assert np.isnan(loss_difference(one, one).t)


@pytest.mark.parametrize(("paths", "repetitions"), [({"c": ["a", "b"]}, 1), (PATHS, 2)])
def test_models_of_other_items_or_folds_are_not_compared(paths, repetitions):
    X = answers()
    one = predict(X, MODEL, fold_numbers(60, 5, 1))
    other = predict(X, path_structure(BLOCKS, paths), fold_numbers(60, 5, repetitions))
    with pytest.raises(RequestError, match="on the same items and folds"):
        loss_difference(one, other)


def test_a_fold_without_an_estimate_is_counted():
    X = answers(n=20)
    X[:, 0] = 1.0
    X[0, 0] = 2.0
    found = predict(X, MODEL, fold_numbers(20, 20, 1))
    assert found.failed == 1
    assert np.isnan(found.errors[0, 0]).all()
    assert np.isfinite(found.errors[0, 1:]).all()


def test_missing_answers_are_refused():
    X = answers()
    X[0, 0] = np.nan
    with pytest.raises(RequestError, match="prediction needs complete answers"):
        predict(X, MODEL, fold_numbers(len(X), 4, 1))


@pytest.mark.parametrize("antecedents", ["earliest", "direct"])
def test_errors_of_the_mobile_data_are_csems(antecedents, mobi, reference, ecsi_model):
    model = ecsi_model()
    expected = reference("csem_mobi_predict.json")["fixed_folds"][antecedents]
    found = predict(mobi, model, fold_numbers(250, 10, 1), antecedents=antecedents, tolerance=1e-10)
    names = [model.items[i] for i in found.items]
    for key, values in {
        "rmse_pls": found.rmse,
        "mae_pls": found.mae,
        "rmse_lm_with_intercept": found.linear_rmse,
        "mae_lm_with_intercept": found.linear_mae,
        "q2_predict": found.q2_predict,
    }.items():
        theirs = [expected[key][name] for name in names]
        np.testing.assert_allclose(values, theirs, atol=1e-9, err_msg=key)


@pytest.mark.parametrize(
    ("run", "antecedents"), [("predict_DA", "direct"), ("predict_EA", "earliest")]
)
def test_errors_of_the_mobile_data_are_seminrs(run, antecedents, mobi, reference, ecsi_model):
    model = ecsi_model()
    expected = reference("seminr_mobi_predict.json")["predict"][run]
    fold_of = np.empty((1, 250), dtype=int)
    fold_of[0, np.array(expected["row_order"]) - 1] = expected["fold_of_ordered_row"]
    found = predict(mobi, model, fold_of - 1, antecedents=antecedents, tolerance=1e-10)
    theirs = expected["PLS_out_of_sample"]
    place = [theirs["cols"].index(model.items[i]) for i in found.items]
    np.testing.assert_allclose(found.rmse, np.array(theirs["data"][0])[place], atol=1e-9)
    np.testing.assert_allclose(found.mae, np.array(theirs["data"][1])[place], atol=1e-9)


def test_the_test_of_predictive_ability_on_the_mobile_data_is_csems(mobi, reference, ecsi_model):
    """Equal weights are compared with mode A; it subtracts the other way round.

    Its folds are those that its seed gave the predictions.
    """
    folds = reference("csem_mobi_predict.json")["seeded_fold_rows"]
    fold_of = np.empty((1, 250), dtype=int)
    for number, rows in folds.items():
        fold_of[0, np.array(rows) - 1] = int(number) - 1
    one = predict(mobi, ecsi_model(), fold_of, tolerance=1e-10)
    other = predict(mobi, ecsi_model(modes="unit"), fold_of)
    test = loss_difference(other, one)
    expected = reference("csem_mobi_omf_cvpat.json")["cvpat_vs_unit"]
    assert test.t == pytest.approx(expected["test_statistic"], abs=1e-8)
    assert test.degrees_of_freedom == expected["degrees of freedom"]
    p_value = 2 * stats.t.sf(abs(test.t), test.degrees_of_freedom)
    assert p_value == pytest.approx(expected["p_value"], abs=1e-8)
