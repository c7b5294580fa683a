"""Weights by what indicators move in the satisfaction index."""

from pathlib import Path

import numpy as np
import pytest

import clientlens
from clientlens.errors import AnswersError, StudyError

PROVINCE = Path(__file__).parents[2] / "configs" / "jiangxi" / "province-2023.yaml"
PLAIN = {
    "roles": None,
    "segments": None,
    "uncertainty": {"replicates": 40},
    "weighting": {"method": "path_model"},
}
MODELS = {"quadrant": None, "servqual": None, "csi-overall": None}


@pytest.fixture(scope="module")
def evaluation():
    changes = {**PLAIN, "models": {**MODELS, "composite": {}}}
    return clientlens.evaluate(clientlens.load(PROVINCE, changes=changes))


def test_indicators_weigh_by_their_importance_within_their_dimension(evaluation):
    csi, composite = (
        evaluation[name].estimates["importance"].sel(group="all") for name in ("csi", "composite")
    )
    share = csi / csi.sum("indicator")
    np.testing.assert_allclose(composite, share.transpose(*composite.dims), rtol=1e-9)
    np.testing.assert_allclose(composite.sum("indicator"), 1, rtol=1e-9)


def test_the_uncertainty_of_the_paths_is_in_the_weights(evaluation):
    draws = evaluation["composite"].estimates.draws("importance").sel(group="all")
    assert (draws.std("replicate") > 0).all()


def test_an_indicator_outside_the_model_is_told_with_the_place():
    image = {"items": ["trusted", "sound"], "indicators": ["reputation"]}
    models = {**MODELS, "composite": {}, "csi": {"constructs": {"image": image}}}
    study = clientlens.load(PROVINCE, changes={**PLAIN, "models": models})
    with pytest.raises(AnswersError) as refusal:
        clientlens.evaluate(study)
    message = str(refusal.value)
    assert "weighting 'path_model' can't weigh the indicators of 'image'" in message
    assert "the path model gives 'rural_duty' no importance" in message


@pytest.mark.parametrize(
    ("weighting", "models", "message"),
    [
        ({"model": "csii"}, {}, "the study has no path model 'csii'"),
        ({"model": "quadrant"}, {"quadrant": {}}, "the study has no path model 'quadrant'"),
        (
            {"model": "plain"},
            {"plain": {"use": "csi", "method": "weighted"}},
            "'plain' is a weighted index, which needs weights itself",
        ),
    ],
)
def test_what_is_no_path_model_is_refused(weighting, models, message):
    changes = {**PLAIN, "weighting": {"method": "path_model", **weighting}, "models": models}
    with pytest.raises(StudyError) as refusal:
        clientlens.load(PROVINCE, changes=changes)
    assert message in str(refusal.value)
