"""Values of attributes that make too many groups, none, or look misspelt."""

import pytest

from clientlens.errors import AnswersError
from clientlens.report.notes import notes_of
from segmentation.studies import STUDY, evaluation_of, people, study_with


def refusal(registry, folder, rows, segments):
    text = study_with("found: {mood: {method: halves, cut: 3}}", segments)
    with pytest.raises(AnswersError) as refused:
        evaluation_of(registry, folder, rows, text)
    return str(refused.value).replace(f"{folder.as_posix()}/", "")


def test_an_attribute_with_too_many_values_is_refused(registry, tmp_path):
    rows = [[row[0], f"branch {i % 12:02}", *row[2:]] for i, row in enumerate(people())]
    assert refusal(registry, tmp_path, rows, "by: city, most: 10") == (
        "study.yaml:10:16: attribute 'city' makes 12 groups, more than segments.most, 10\n"
        "    The first are branch 00, branch 01, branch 02, branch 03, branch 04, branch 05.\n"
        "    Derive a coarser attribute by rules, put small groups together under "
        "segments.merge.city, or raise segments.most."
    )


def test_an_attribute_alike_for_everybody_is_refused(registry, tmp_path):
    rows = [[row[0], "", "S", *row[3:]] for row in people()]
    assert refusal(registry, tmp_path, rows, "by: [city, size]") == (
        "study.yaml:10:17: attribute 'city' is unknown of everybody\n"
        "    Take it from segments.by.\n"
        "study.yaml:10:23: everybody has the value 'small' of attribute 'size'\n"
        "    It makes no groups: take it from segments.by."
    )


def test_merging_everybody_into_one_group_is_refused(registry, tmp_path):
    told = refusal(registry, tmp_path, people(), "by: city, merge: {city: {below: 99}}")
    assert told == (
        "study.yaml:10:16: everybody has the value 'other' of attribute 'city'\n"
        "    It makes no groups: take it from segments.by, or lower segments.merge.city.below."
    )


def test_a_misspelt_value_of_a_declared_attribute_is_refused(registry, tmp_path):
    rows = people()
    text = STUDY.replace("values: {S: small, L: large}", "values: {small: s, large: l}")
    for row in rows:
        row[2] = "small"
    rows[4][2] = "smal"
    with pytest.raises(AnswersError) as refused:
        evaluation_of(registry, tmp_path, rows, text)
    assert "holds 'smal', no value of attribute 'size'" in str(refused.value)
    assert "Did you mean 'small'? Known: small, large." in str(refused.value)


def test_a_misspelt_value_of_an_open_attribute_is_noted(registry, tmp_path):
    rows = people(200)
    rows[4][1] = "eest"
    notes = notes_of(evaluation_of(registry, tmp_path, rows))
    assert notes[0].text == (
        "city: “eest” looks like “east” misspelt. If they are one, give both the same code under "
        "respondents.city.values."
    )
