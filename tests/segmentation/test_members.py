"""Who is in which segment: written by id where asked for, and in no report."""

from zipfile import ZipFile

import pytest

from clientlens import workbench
from clientlens.engine import evaluate_answers, read_answers
from clientlens.errors import StudyError
from clientlens.report.folder import write_run
from segmentation.studies import evaluation_of, people, study_with


def test_members_are_written_by_id_and_only_where_asked_for(registry, tmp_path):
    by = "segments: {by: city, members: true, "
    rows = people()
    rows[7][1] = ""
    evaluation = evaluation_of(registry, tmp_path, rows, study_with("segments: {", by))
    write_run(evaluation, tmp_path / "run")
    lines = (tmp_path / "run/tables/segments.members.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "respondent,segmentation,segment,probability"
    assert len(lines) == 1 + 2 * 60
    assert lines[1] == f"c0,city,{rows[0][1]},"
    assert lines[8] == "c7,city,,"
    assert lines[61] == f"c0,mood,{'s1' if int(rows[0][3]) < 3 else 's2'},0.9"
    told = (tmp_path / "run/evaluation.json").read_text("utf-8")
    assert "c17" not in told
    write_run(evaluation_of(registry, tmp_path, rows), tmp_path / "run")
    assert not (tmp_path / "run/tables/segments.members.csv").exists()


def test_members_are_in_no_report(registry, tmp_path):
    text = study_with("segments: {", "segments: {members: true, ").replace("[]", "[html, xlsx]")
    rows = [[f"KEY{i:04}", *row[1:]] for i, row in enumerate(people())]
    write_run(evaluation_of(registry, tmp_path, rows, text), tmp_path / "run")
    workbook = ZipFile(tmp_path / "run/report.xlsx")
    told = b"".join(workbook.read(name) for name in workbook.namelist())
    told += (tmp_path / "run/report.html").read_bytes()
    assert b"segments were found in these answers" in told
    assert b"KEY0" not in told


def test_members_need_ids(registry, tmp_path):
    text = study_with("segments: {", "segments: {members: true, ")
    text = text.replace("survey: {source: clients.csv, respondent_id: id}\n", "")
    (tmp_path / "clients.csv").write_text(
        "\n".join(["id,city,size,speed,manners", *map(",".join, people())]), encoding="utf-8"
    )
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    study = workbench.load_with(registry, tmp_path / "study.yaml")
    told = read_answers(study, registry, tmp_path / "clients.csv")
    with pytest.raises(StudyError, match="written by respondent id, and none is named"):
        evaluate_answers(study, told, registry)
