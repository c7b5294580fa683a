"""Which files are meant by the arguments of a command, and which of them are studies."""

import pytest

from clientlens.batch.studies import find_studies, is_pattern
from clientlens.errors import RequestError
from support.studies import write_base, write_provinces, write_study


def ids(studies):
    return [found.id for found in studies.found]


def test_a_pattern_stands_for_the_studies_below_it_and_bases_are_said(tmp_path):
    write_provinces(tmp_path)
    found = find_studies([f"{tmp_path}/**/*.yaml"])
    assert ids(found) == ["north-2022", "north-2023", "south-2022", "south-2023"]
    assert [(s.path.name, s.reason) for s in found.skipped] == [("base.yaml", "names no study.id")]


def test_studies_come_in_the_order_of_the_arguments_and_once(tmp_path):
    write_provinces(tmp_path)
    arguments = [f"{tmp_path}/south-2022.yaml", f"{tmp_path}/*2022.yaml"]
    assert ids(find_studies(arguments)) == ["south-2022", "north-2022"]


def test_a_study_without_answers_is_no_study_of_a_batch(tmp_path):
    write_base(tmp_path)
    path = tmp_path / "template.yaml"
    path.write_text("extends: base.yaml\nstudy: {id: template}\n", encoding="utf-8")
    write_study(tmp_path, "north")
    found = find_studies([f"{tmp_path}/*.yaml"])
    assert {s.path.name: s.reason for s in found.skipped} == {
        "base.yaml": "names no study.id",
        "template.yaml": "names no survey.source",
    }


def test_a_file_that_cannot_be_read_is_a_study_that_will_fail(tmp_path):
    write_provinces(tmp_path)
    (tmp_path / "broken.yaml").write_text("study: {id: a\n", encoding="utf-8")
    assert None in ids(find_studies([f"{tmp_path}/*.yaml"]))


def test_an_unreadable_place_among_others_is_skipped_by_its_name(tmp_path):
    write_provinces(tmp_path)
    found = find_studies([f"{tmp_path}/*north-2022*"])
    assert ids(found) == ["north-2022"]
    assert [s.path.name for s in found.skipped] == ["north-2022.csv"]


@pytest.mark.parametrize("other", ["north-2022", "North-2022"])
def test_two_studies_with_one_id_are_refused_with_both_files(tmp_path, other):
    write_provinces(tmp_path)
    twin = tmp_path / "twin.yaml"
    text = (tmp_path / "north-2022.yaml").read_text(encoding="utf-8")
    twin.write_text(text.replace("north-2022,", f"{other},"), encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        find_studies([f"{tmp_path}/*.yaml"])
    message = str(caught.value)
    assert "twin.yaml" in message
    assert "north-2022.yaml" in message


def test_everything_wrong_with_the_arguments_is_told_at_once(tmp_path):
    write_provinces(tmp_path)
    with pytest.raises(RequestError) as caught:
        find_studies([str(tmp_path), f"{tmp_path}/nowhere/*.yaml"])
    assert [p.message for p in caught.value.problems] == [
        f"'{tmp_path}' is a folder",
        f"no file is like '{tmp_path}/nowhere/*.yaml'",
    ]


def test_files_none_of_which_is_a_study_are_refused_with_their_reasons(tmp_path):
    write_base(tmp_path)
    with pytest.raises(RequestError, match=r"none of the files is a study(.|\n)*names no study.id"):
        find_studies([f"{tmp_path}/*.yaml"])


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    write_base(tmp_path)
    path = write_study(tmp_path, "north").rename(tmp_path / "north[1].yaml")
    assert not is_pattern(str(path))
    assert ids(find_studies([str(path)])) == ["north"]
