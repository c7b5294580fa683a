"""A simulated survey file is read without a problem, in the words of the study."""

import csv
from pathlib import Path

import pytest

import clientlens
from clientlens.errors import RequestError
from clientlens.survey.write import write_survey
from simulation.studies import POINTS, STUDY, answers, drawn, study

PROVINCE = Path(__file__).parents[2] / "configs" / "jiangxi" / "province-2023.yaml"


def test_a_simulated_file_is_read_without_a_problem(tmp_path):
    found = drawn({"missing": 0.1})
    read = answers(found, tmp_path)
    assert len(read) == 300
    assert read.ids[0] == "S000001"
    assert (read.weights == 1).all()
    assert (read.seconds >= 8 * 10).all()
    assert (read.seconds <= 14 * 10).all()
    assert set(read.attributes["city"]) == {"east", "west"}
    assert set(read.attributes["branch"]) == {"a", "b", "c"}


def test_cells_are_in_the_words_of_the_study():
    cells = drawn().cells
    assert list(cells) == [
        "id", "w", "secs", "City", "branch",
        "speed_importance", "ease_importance", "papers_importance",
        "speed_satisfaction", "ease_satisfaction", "papers_satisfaction",
        "overall", "again", "trouble", "complained",
    ]  # fmt: skip
    assert set(cells["City"]) == {"East", "West"}  # the first cell of each code
    assert set(cells["speed_satisfaction"]) <= set(POINTS)  # the first label of each point
    assert set(cells["overall"]) <= {str(point) for point in range(1, 11)}  # not all are labelled


def test_a_block_of_rows_at_a_time_makes_the_same_file():
    found = drawn(n=50)
    whole = found.cells.to_numpy().tolist()
    rows = [list(row) for block in found.blocks(7) for row in zip(*block, strict=True)]
    assert rows == whole


def test_the_survey_file_is_written_as_the_study_reads_it(tmp_path):
    text = STUDY.replace(
        "survey: {", "survey: {encoding: gb18030, delimiter: ';', header_row: 3, "
    ).replace("superb: 5", "满意: 5")
    found = drawn({"missing": 0.1}, text)
    assert len(answers(found, tmp_path, text)) == 300
    raw = (tmp_path / "answers.csv").read_bytes().decode("gb18030")
    assert raw.startswith("\n\nid;w;secs;")
    assert "满意" in raw


def test_by_default_it_is_utf_8_with_a_byte_order_mark(tmp_path):
    answers(drawn(), tmp_path)
    raw = (tmp_path / "answers.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,w,secs,")
    assert b"\r" not in raw
    assert list(csv.reader(raw.decode("utf-8-sig").splitlines()))[1][0] == "S000001"


def test_a_text_that_the_encoding_lacks_is_refused_and_nothing_is_left(tmp_path):
    asked = study(STUDY.replace("survey: {", "survey: {encoding: ascii, "))
    path = tmp_path / "answers.csv"
    with pytest.raises(RequestError, match="can't be written in ascii"):
        write_survey(path, ["满意"], [], asked.survey)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("role", "n", "seed"), [("clients", 1200, 2023), ("staff", 148, 20231), ("managers", 56, 20232)]
)
def test_the_province_is_drawn_from_its_truth(tmp_path, role, n, seed):
    province = clientlens.load(PROVINCE)
    name = "province-2023" if role == "clients" else f"province-2023-{role}"
    data = PROVINCE.parent / "data"
    found = clientlens.simulate(
        province, n=n, seed=seed, role=role, truth=data / f"{name}.truth.yaml"
    )
    write_survey(tmp_path / "a.csv", found.names, found.blocks(), province.survey)
    assert (tmp_path / "a.csv").read_bytes() == (data / f"{name}.csv").read_bytes()
