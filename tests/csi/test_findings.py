"""The findings say what a reader must know before believing an index."""

import numpy as np
import pytest

from clientlens.report.sentences import sentence
from clientlens.report.words import words_of
from csi.studies import HIGHER, ITEMS, SMALL, answers, estimates, evaluate, evaluation_of


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


def test_a_whole_is_compared_with_wholes_and_then_its_part_is_named(X, tmp_path):
    result = evaluate(tmp_path, X, HIGHER, uncertainty={"replicates": 50})
    found = messages(result)
    assert found["csi-first"].subject == ("standing",)
    part = found["csi-first-part"]
    gains = estimates(result, "constructs")
    best = max(("image", "quality"), key=lambda code: gains[code, "priority"])
    assert part.subject == (best,)
    assert 0.5 <= part.evidence["p_first"] <= 1


def noise(n):
    """Answers in which nothing hangs together."""
    return np.random.default_rng(0).integers(1, 6, size=(n, 10)).astype(float)


def test_no_advice_is_drawn_from_what_no_population_could_have(tmp_path):
    result = evaluate(tmp_path, noise(40), {**SMALL, "estimator": "plsc"})
    assert messages(result)["csi-inadmissible-sample"].headline
    assert not {f.kind for f in result.findings} & {"driver", "priority", "costliest"}


def test_groups_with_such_a_solution_are_named_in_the_headlines(tmp_path):
    X = np.vstack([answers(300, seed=3), noise(40)])
    evaluation = evaluation_of(
        tmp_path, X, {**SMALL, "estimator": "plsc"},
        extra={"branch": ["a"] * 300 + ["b"] * 40},
        respondents={"branch": {"names": {"b": {"zh": "南支行", "en": "South"}}}},
        segments={"by": ["branch"]},
    )  # fmt: skip
    result = evaluation["csi"]
    finding = messages(result)["csi-inadmissible-groups"]
    assert (finding.subject, finding.headline) == (("branch=b",), True)
    said = sentence(finding, result, words_of(evaluation, result).messages)
    assert said.startswith("South: the solution of this group is one that no population")
    assert {f.kind for f in result.findings if f.group == "branch=a"} >= {"priority", "costliest"}
    of_noise = {f.kind for f in result.findings if f.group == "branch=b"}
    assert not of_noise & {"driver", "priority", "costliest"}


def test_prediction_is_told_in_questions(X, tmp_path):
    result = evaluate(tmp_path, X, SMALL)
    power = next(f for f in result.findings if f.message.startswith("csi-power-"))
    frame = result.table("predict")
    assert power.evidence == {
        "count": (frame["rmse"] < frame["rmse_linear"]).sum(),
        "total": len(frame),
    }
    losses = [f.message for f in result.findings if f.message.startswith("csi-loss-")]
    assert len(losses) == len(result.table("cvpat")) == 2


def test_every_message_can_be_said_in_both_languages(X, tmp_path):
    for language in ("zh", "en"):
        for model, data in ((HIGHER, X), (SMALL, X), ({**SMALL, "estimator": "plsc"}, noise(40))):
            evaluation = evaluation_of(
                tmp_path, data, model, uncertainty={"replicates": 20}, report={"language": language}
            )
            result = evaluation["csi"]
            catalogue = words_of(evaluation, result).messages
            for finding in result.findings:
                assert "{" not in sentence(finding, result, catalogue)
