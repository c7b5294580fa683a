"""Small groups are put together, in the segmentation as well."""

import numpy as np

from clientlens.report.notes import notes_of
from clientlens.segmentation import Segmentation as Found
from clientlens.survey.merging import Merged
from segmentation.studies import evaluation_of, people, study_with


def test_small_segments_are_merged_in_the_segmentation_as_well(registry, tmp_path):
    rows = [[*row[:3], "1" if i < 3 else "4", row[4]] for i, row in enumerate(people())]
    text = study_with("found:", "merge: {mood: {below: 10, into: s2}}, found:")
    evaluation = evaluation_of(registry, tmp_path, rows, text)
    found = evaluation.segmentations["mood"]
    assert found.codes == ("s2",)
    assert set(found.labels.tolist()) == {0}
    np.testing.assert_allclose(found.probabilities, 1.0)
    assert found.local == {"mean": {}}
    assert [group.code for group in evaluation.groups] == ["all", "mood=s2"]
    assert notes_of(evaluation)[0].text == (
        "mood: groups with fewer than 10 answers were counted with “High”: Low."
    )


def test_merging_a_segmentation_sums_what_is_known_of_its_segments():
    found = Found(
        ("s1", "s2", "s3"),
        np.array([0, 1, 2, -1]),
        probabilities=np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.3, 0.5], [np.nan] * 3]),
        local={"mean": {"s1": {"a": 1.0}, "s2": {"a": 2.0}, "s3": {"a": 3.0}}},
    ).merged(Merged("mood", ("s1", "s3"), "rest", was_there=False))
    assert found.codes == ("s2", "rest")
    assert found.labels.tolist() == [1, 0, 1, -1]
    np.testing.assert_allclose(
        found.probabilities, [[0.2, 0.8], [0.6, 0.4], [0.3, 0.7], [np.nan] * 2]
    )
    assert found.local == {"mean": {"s2": {"a": 2.0}}}
    assert found.values.tolist() == ["rest", "s2", "rest", None]


def test_merging_helps_against_too_many_values(registry, tmp_path):
    rows = people()
    for i in range(12):
        rows[i][1] = f"branch {i}"
    text = "by: city, most: 3, merge: {city: {below: 5}}"
    text = study_with("found: {mood: {method: halves, cut: 3}}", text)
    evaluation = evaluation_of(registry, tmp_path, rows, text)
    codes = ["city=east", "city=west", "city=other"]
    assert [group.code for group in evaluation.groups[1:]] == codes
    assert notes_of(evaluation)[-1].text.startswith(
        "city: groups with fewer than 5 answers were put together as “Other”: branch 0, branch 1, "
    )
