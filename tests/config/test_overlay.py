"""An overlay wins key by key, takes away with null, and stays inside its root."""

import pytest

from clientlens.config.overlay import amend, find_root, read_document
from clientlens.errors import StudyError

BASE = "study: {id: base, title: Base}\nlist: [1, 2]\nmap: {a: 1, b: {c: 2, d: 3}}\n"


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "configs" / "province"
    root.mkdir(parents=True)
    (root.parent / "base.yaml").write_text(BASE, encoding="utf-8")
    return root


def overlay(folder, text, name="study.yaml"):
    path = folder / name
    path.write_text(f"extends: ../base.yaml\n{text}", encoding="utf-8")
    return path


def test_the_overlay_wins_and_the_rest_stays(folder):
    document = read_document(overlay(folder, "map: {b: {c: 20}}\nlist: [3]\n"))
    assert document.values == {
        "study": {"id": "base", "title": "Base"},
        "list": [3],
        "map": {"a": 1, "b": {"c": 20, "d": 3}},
    }


def test_null_takes_a_key_away_with_all_below_it(folder):
    document = read_document(overlay(folder, "map: {b: null}\n"))
    assert document.values["map"] == {"a": 1}


def test_a_place_names_the_file_that_won(folder):
    document = read_document(overlay(folder, "map: {b: {c: 20}}\n"))
    assert document.place("map", "b", "c").file.endswith("province/study.yaml")
    assert document.place("map", "b", "d").file.endswith("configs/base.yaml")


def test_a_map_replaced_by_a_word_leaves_no_places_behind(folder):
    document = read_document(overlay(folder, "map: word\n"))
    assert document.values["map"] == "word"
    assert ("map", "b", "c") not in document.spots


def test_overlays_of_overlays_merge_from_the_base_up(folder):
    overlay(folder, "map: {a: 2}\n", "middle.yaml")
    top = folder / "top.yaml"
    top.write_text("extends: middle.yaml\nmap: {e: 5}\n", encoding="utf-8")
    document = read_document(top)
    assert document.values["map"] == {"a": 2, "b": {"c": 2, "d": 3}, "e": 5}
    assert [file.path.rsplit("/", 1)[-1] for file in document.files] == [
        "base.yaml", "middle.yaml", "top.yaml",
    ]  # fmt: skip


def test_a_circle_of_two_is_refused(folder):
    (folder / "one.yaml").write_text("extends: two.yaml\n", encoding="utf-8")
    (folder / "two.yaml").write_text("extends: one.yaml\n", encoding="utf-8")
    with pytest.raises(StudyError, match="'extends' forms a circle"):
        read_document(folder / "one.yaml")


def test_a_link_out_of_the_root_is_refused(folder, tmp_path):
    outside = tmp_path / "secret.yaml"
    outside.write_text("study: {id: secret}\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to(outside)
    path = folder / "study.yaml"
    path.write_text("extends: link.yaml\n", encoding="utf-8")
    with pytest.raises(StudyError, match="leads out of the config root"):
        read_document(path)


def test_the_root_is_the_nearest_folder_called_configs(folder):
    assert find_root(folder / "study.yaml") == folder.parent


def test_without_a_folder_configs_the_root_is_one_above_the_study(tmp_path):
    assert find_root(tmp_path / "a" / "study.yaml") == tmp_path


def test_changes_from_code_merge_like_a_file_and_bear_their_name(folder):
    document = read_document(overlay(folder, ""))
    changed = amend(document, {"map": {"a": None, "b": {"c": 9}}}, "command line")
    assert changed.values["map"] == {"b": {"c": 9, "d": 3}}
    assert str(changed.place("map", "b", "c")) == "command line"
    with pytest.raises(StudyError, match="command line: nothing to take away: 'x'"):
        amend(document, {"x": None}, "command line")
