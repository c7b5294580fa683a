"""Readers: chosen by name or suffix, and open to others'."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest

from clientlens.config.schema import Survey
from clientlens.errors import AnswersError
from clientlens.survey.read import read_cells

DOCS = Path(__file__).parents[2] / "docs"


def example(page, name):
    """A class from a page, by running the code block that defines it."""
    blocks = re.findall(
        r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL
    )
    names = {}
    exec(next(block for block in blocks if f"class {name}" in block), names)  # noqa: S102
    return names[name]()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answers.CSV"
    path.write_text("id,q\n1,5\n", encoding="utf-8")
    return path


def test_source_tells_whether_the_file_is_still_the_same(way, file):
    _, source = read_cells(file, Survey(), way.readers)
    assert source.path == file.as_posix()
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (source.reader, source.encoding) == ("delimited", "utf-8")


def test_a_named_reader_reads_any_suffix(way, file):
    other = file.rename(file.with_suffix(".dat"))
    cells, _ = read_cells(other, Survey(reader="delimited"), way.readers)
    assert cells.columns == ("id", "q")
    with pytest.raises(AnswersError, match=r"suffix '\.dat'"):
        read_cells(other, Survey(), way.readers)


def test_two_readers_of_one_suffix_need_a_choice(way, file):
    readers = {**way.readers, "mine": way.readers["delimited"]}
    with pytest.raises(AnswersError, match="can be read by delimited and by mine"):
        read_cells(file, Survey(), readers)


def test_reader_of_the_page_reads(tmp_path):
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": "a", "q": 5}\n{"id": "b", "q": 4}\n', encoding="utf-8")
    reader = example("survey.md", "JsonLines")
    cells, source = read_cells(path, Survey(), {reader.name: reader})
    assert cells.column(1).texts == ("5", "4")
    assert (cells.rows.tolist(), source.reader) == ([1, 2], "json_lines")


def test_rule_of_the_page_finds(way, study_of, tmp_path):
    rule = example("screening.md", "NeverDissatisfied")
    study = study_of(
        "study: {id: a}\nscales: {s: {points: [1, 5]}}\nfacets: {satisfaction: {scale: s}}\n"
        "hierarchy: {d: {indicators: {x: {}, y: {}}}}\n"
    )
    path = tmp_path / "a.csv"
    path.write_text("x_satisfaction,y_satisfaction\n5,4\n5,3\n4,\n", encoding="utf-8")
    found = rule.find(way.answers(study, path), study, rule.Options())
    assert np.array_equal(found, [True, False, True])


def refusal_of(way, path):
    with pytest.raises(AnswersError) as refusal:
        read_cells(path, Survey(), way.readers)
    return str(refusal.value)


def test_a_name_that_no_file_can_have_is_refused(way, file):
    assert refusal_of(way, file.parent / "a.csv\0").endswith(
        "a.csv\ufffd: the name of the file holds a NUL character\n"
        "    Write the name of the file anew."
    )
    long = refusal_of(way, file.parent / f"{'a' * 300}.csv")
    assert long.splitlines()[0].endswith(".csv: can't be read: File name too long")


def test_a_folder_is_no_survey_file(way, file):
    said = "is a folder, no survey file\n    Name a file in it. Known: answers.CSV."
    assert refusal_of(way, file.parent / "") == f"{file.parent.as_posix()}: {said}"
    (file.parent / "b.csv").mkdir()
    assert "b.csv: is a folder" in refusal_of(way, file.parent / "b.csv")
