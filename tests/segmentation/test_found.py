"""Segments that a plugin finds make groups, and every output tells how they were found."""

from dataclasses import replace

import numpy as np
import pytest

from clientlens.report.notes import notes_of
from clientlens.results.disk import evaluation_values
from segmentation.studies import STUDY, Means, evaluation_of, people, study_with


def test_a_found_segmentation_is_an_attribute_and_makes_groups(registry, tmp_path):
    rows = people()
    evaluation = evaluation_of(registry, tmp_path, rows)
    is_low = np.array([int(row[3]) < 3 for row in rows])
    found = {group.code: group.n for group in evaluation.groups}
    assert found == {"all": 60, "mood=s1": is_low.sum(), "mood=s2": (~is_low).sum()}
    means = evaluation["means"].estimates.summary("satisfaction")["estimate"]
    manners = np.array([int(row[4]) for row in rows])
    low = float(means.sel(group="mood=s1", indicator="manners"))
    assert low == pytest.approx(manners[is_low].mean())
    assert evaluation.study.respondents["mood"].names["s2"].en == "High"
    np.testing.assert_array_equal(evaluation.segmentations["mood"].labels, ~is_low)


@pytest.mark.parametrize("method", ["halves, cut: 3", "drawn"])
def test_segments_do_not_depend_on_the_order_of_respondents(registry, tmp_path, method):
    text = STUDY.replace("halves, cut: 3", method)
    rows = people()
    one = evaluation_of(registry, tmp_path, rows, text).segmentations["mood"].labels
    order = np.random.default_rng(1).permutation(len(rows))
    shuffled = [rows[i] for i in order]
    other = evaluation_of(registry, tmp_path, shuffled, text).segmentations["mood"].labels
    np.testing.assert_array_equal(one[order][_distinct(shuffled)], other[_distinct(shuffled)])


def _distinct(rows):
    """Who answered like nobody else: who is alike may change places."""
    told = [tuple(row[1:]) for row in rows]
    return np.array([told.count(row) == 1 for row in told])


def test_a_segmentation_takes_the_respondents_with_it(registry, tmp_path):
    seen = {}

    class Watching(Means):
        def estimate(self, sample, study, options):
            seen[len(sample.ratings.values)] = sample.segmentations["mood"].labels
            return super().estimate(sample, study, options)

    registry = replace(registry, models={"means": Watching()})
    evaluation = evaluation_of(registry, tmp_path, people())
    whole = evaluation.segmentations["mood"].labels
    np.testing.assert_array_equal(seen[60], whole)
    for group in evaluation.groups:
        np.testing.assert_array_equal(seen[group.n], whole[group.mask])


def test_none_found_makes_no_groups_and_says_why(registry, tmp_path):
    evaluation = evaluation_of(registry, tmp_path, people(), study_with("cut: 3", "cut: 9"))
    assert [group.code for group in evaluation.groups] == ["all"]
    (note,) = notes_of(evaluation)
    assert note.text == "mood: no segments were found (halves). Reason: all rate alike."
    assert evaluation_values(evaluation)["segmentations"]["mood"]["reason"] == "all rate alike"


def test_notes_tell_how_segments_were_found_and_which_are_small(registry, tmp_path):
    notes = notes_of(evaluation_of(registry, tmp_path, people()))
    assert [(note.weight, note.text) for note in notes] == [
        ("warning", "Groups with fewer than 30 answers tell little by themselves: Low."),
        (
            "remark",
            (
                "mood: 2 segments were found in these answers (halves). Intervals take them as "
                "given, and tests of what they were found by go in a circle. "
                "Their number was chosen by silhouette."
            ),
        ),
        ("remark", "mood: speed alone was looked at."),
    ]


def test_notes_are_said_in_chinese_too(registry, tmp_path):
    text = study_with("language: en", "language: zh")
    notes = notes_of(evaluation_of(registry, tmp_path, people(), text))
    assert notes[0].text == "以下分组少于 30 份答卷，单独来看说明不了多少问题：低。"
    assert notes[1].text.endswith("客户群个数按silhouette确定。")


def test_the_evaluation_tells_of_segments_and_of_nobody_in_them(registry, tmp_path):
    evaluation = evaluation_of(registry, tmp_path, people())
    values = evaluation_values(evaluation)
    told = values["segmentations"]["mood"]
    low, high = (group.n for group in evaluation.groups[1:])
    assert told == {
        "method": "halves",
        "options": {"cut": 3},
        "codes": ["s1", "s2"],
        "sizes": {"s1": low, "s2": high},
        "names": {"s1": {"zh": "低", "en": "Low"}, "s2": {"zh": "高", "en": "High"}},
        "reason": "",
        "criteria": {"silhouette": {"2": 0.5}},
        "chosen_by": "silhouette",
        "features": ["satisfaction.speed"],
        "remarks": ["speed alone was looked at"],
        "local": {"mean": {"s1": {"speed": 1.5}, "s2": {"speed": 4.0}}},
    }
    assert [group["is_small"] for group in values["groups"]] == [False, low < 30, high < 30]


def test_a_segment_too_small_to_be_shown_loses_its_size_its_name_and_its_estimates(
    registry, tmp_path
):
    rows = [[*row[:3], "1" if i < 3 else "4", row[4]] for i, row in enumerate(people())]
    evaluation = evaluation_of(registry, tmp_path, rows)
    told = evaluation_values(evaluation)["segmentations"]["mood"]
    assert told["sizes"] == {"s1": None, "s2": None}  # the other one tells of it
    assert told["names"] == told["local"]["mean"] == {}
    assert "Low" not in notes_of(evaluation)[0].text
    assert not evaluation.segmentations["mood"].names
