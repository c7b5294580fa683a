"""The findings say what a reader must know before believing an index."""

import numpy as np
import pytest

from csi.studies import ITEMS, SMALL, answers, evaluate


@pytest.fixture(scope="module")
def X():
    return answers(80, seed=3)


def messages(result, group="all"):
    return {f.message: f for f in result.findings if f.group == group}


def test_items_that_weigh_against_the_others_are_named(X, tmp_path):
    turned = X.copy()
    turned[:, 0] = 6 - turned[:, 0]
    found = messages(evaluate(tmp_path, turned, SMALL))["csi-opposed"]
    assert found.subject[0] == "image"
    assert found.subject[1:] == (ITEMS[0],)


def test_a_construct_whose_weights_add_up_to_nothing_has_no_index_and_says_so(X, tmp_path):
    turned = X.copy()
    turned[:, 1:3] = 6 - turned[:, 1:3]
    model = {**SMALL, "constructs": {**SMALL["constructs"]}}
    model["constructs"]["image"] = {**model["constructs"]["image"], "marker": ITEMS[0]}
    found = messages(evaluate(tmp_path, turned, model))
    assert "csi-no-index" in found or "csi-opposed" in found


def test_advice_leaves_the_index_and_what_cannot_be_acted_on_aside(X, tmp_path):
    model = {**SMALL, "constructs": {**SMALL["constructs"]}}
    model["constructs"]["image"] = {**model["constructs"]["image"], "lever": False}
    result = evaluate(tmp_path, X, model)
    subjects = [f.subject for f in result.findings if f.kind in ("driver", "priority")]
    assert all("image" not in subject and "satisfaction" not in subject for subject in subjects)


def test_too_many_rows_of_paths_are_left_out_with_a_reason(tmp_path):
    codes = [f"c{i:02d}" for i in range(18)]
    rng = np.random.default_rng(0)
    common = rng.normal(size=(60, 1))
    X = np.clip(np.rint(3 + common + rng.normal(size=(60, 18))), 1, 5)
    model = {
        "constructs": {code: {"items": [f"i{code}"]} for code in codes},
        "paths": {codes[i]: codes[max(0, i - 3) : i] for i in range(1, 18)},
        "index": codes[-1],
        "predict_folds": 0,
    }
    result = evaluate(tmp_path, X, model, items=tuple(f"i{code}" for code in codes))
    assert result.estimates.absent["all", "chain_effect"] == (
        "there are more than 1,000 rows of paths"
    )
    assert set(result.table("effects")["kind"]) == {
        "direct", "indirect", "total", "total_unstandardised",
    }  # fmt: skip
