"""What a segmenter returns is held to what it must be."""

from dataclasses import replace

import numpy as np
import pytest

from clientlens import workbench
from clientlens.engine import evaluate_answers, read_answers
from clientlens.errors import RequestError
from clientlens.plugin_api import Features, Text
from clientlens.report.settings import settings_of
from segmentation.studies import STUDY, Drawn, Halves, evaluation_of, people, study_with


def test_a_study_loaded_with_other_plugins_is_told_what_is_missing(registry, tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "clients.csv").write_text(
        "\n".join(["id,city,size,speed,manners", *map(",".join, people())]), encoding="utf-8"
    )
    study = workbench.load_with(registry, tmp_path / "study.yaml")
    told = read_answers(study, registry)
    without = replace(registry, segmenters={"thirds": Halves()})
    with pytest.raises(
        RequestError, match=r"no plugin offers the segmenter 'halves'\. Known: thirds"
    ):
        evaluate_answers(study, told, without)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"labels": np.zeros(3, dtype=int)}, TypeError, "must label 60 respondents by 2"),
        ({"labels": np.full(60, 2)}, TypeError, "must label 60 respondents by 2"),
        ({"labels": np.zeros(60, dtype=int)}, ValueError, "a segment without respondents"),
        ({"codes": ("s 1", "s2")}, ValueError, "codes that can't be"),
        ({"codes": ("s1", "s1")}, ValueError, "codes that can't be"),
        ({"names": {"s3": Text(zh="x", en="x")}}, ValueError, "names what isn't there"),
        ({"probabilities": np.full((60, 2), 0.4)}, ValueError, "probabilities that miss one"),
        ({"probabilities": np.ones((60, 1))}, TypeError, "probabilities of shape"),
        ({"features": Features(("a", "b"), np.ones((60, 1)))}, TypeError, "another shape"),
        ({"codes": (), "labels": np.full(60, -1), "names": {}}, ValueError, "doesn't say why"),
    ],
)
def test_what_a_segmenter_returns_is_held_to_what_it_must_be(
    registry, tmp_path, change, error, message
):
    class Wrong(Drawn):
        def find(self, sample, study, options, rng):
            return replace(super().find(sample, study, options, rng), **change)

    registry = replace(registry, segmenters={"drawn": Wrong()})
    with pytest.raises(error, match=message):
        evaluation_of(registry, tmp_path, people(), study_with("halves, cut: 3", "drawn"))


def test_settings_hold_the_options_of_the_method(registry, tmp_path):
    blocks = {b.name: b for b in settings_of(evaluation_of(registry, tmp_path, people()))}
    settings = {setting.path: setting.value for setting in blocks["segments"].settings}
    assert settings["found.mood.method"] == "halves"
    assert settings["found.mood.cut"] == "3"
    assert settings["most"] == "50"
