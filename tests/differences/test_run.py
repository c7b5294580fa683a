"""A whole study whose groups are compared: what it says, what it writes, what it refuses."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from clientlens import plugins
from clientlens.differences.findings import findings_of
from clientlens.differences.rows import TOO_SMALL
from clientlens.engine import evaluate_answers, read_answers
from clientlens.plugin_api import Options, Segmentation, Segmenter
from clientlens.report.differences import MOST_LISTED, differences_of
from clientlens.report.folder import write_run
from clientlens.report.html import render_html
from clientlens.report.terminal import summary
from clientlens.results.differences import DIFFERENCE_KEYS
from clientlens.workbench import load_with
from support.refusals import assert_paired, assert_placed, assert_told, cases_in, refusal_of

FOLDER = Path(__file__).parent / "refused"
REGISTRY = plugins.load()
STUDY = {
    "study": {"id": "small"},
    "survey": {"source": "answers.csv"},
    "scales": {"five": {"points": [1, 5]}},
    "facets": {
        "importance": {"scale": "five", "column": "{code}_imp"},
        "satisfaction": {"scale": "five", "column": "{code}_sat"},
    },
    "hierarchy": {
        "credit": {
            "name": {"zh": "信贷", "en": "Credit"},
            "indicators": {
                "speed": {"name": {"zh": "时效", "en": "Speed"}},
                "rate": {"name": {"zh": "利率", "en": "Rate"}},
            },
        },
    },
    "respondents": {
        "class": {
            "name": {"zh": "客户类别", "en": "Client class"},
            "values": {"a": "high", "b": "low", "c": "few", "d": "three"},
            "names": {"high": {"zh": "大户", "en": "Large"}, "low": {"zh": "小户", "en": "Small"}},
        }
    },
    "segments": {"by": "class", "differences": {}},
    "models": {"quadrant": {}},
    "uncertainty": {"replicates": 100, "seed": 5},
    "report": {"language": "en", "formats": ["html", "xlsx"]},
}


def write_study(folder, **changes):
    """60 large clients who wait less than 60 small ones, 12 others, and 3 + 2 who stay unseen."""
    rng = np.random.default_rng(1)
    classes = np.repeat(["a", "b", "c", "d", ""], [60, 60, 12, 3, 2])
    frame = pd.DataFrame({"class": classes})
    for code in ("speed", "rate"):
        for facet in ("imp", "sat"):
            frame[f"{code}_{facet}"] = rng.integers(2, 6, len(classes))
    is_slow = (classes == "b").astype(int)
    frame["speed_sat"] = (frame["speed_sat"] - is_slow).clip(1, 5)
    frame.to_csv(folder / "answers.csv", index=False)
    path = folder / "study.yaml"
    path.write_text(json.dumps(STUDY | changes), encoding="utf-8")
    return path


def evaluation_of(folder, **changes):
    study = load_with(REGISTRY, write_study(folder, **changes))
    return evaluate_answers(study, read_answers(study, REGISTRY), REGISTRY)


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    return evaluation_of(tmp_path_factory.mktemp("study"))


def test_nothing_is_compared_unless_the_study_asks(tmp_path):
    evaluation = evaluation_of(tmp_path, segments={"by": "class"})
    assert evaluation.differences is None
    assert not [name for name in evaluation.tables if name.startswith("segments.")]
    assert 'id="differences"' not in render_html(evaluation)


def test_the_usual_quantities_of_all_shown_groups_are_compared(evaluation):
    frame = evaluation.tables["segments.differences"].frame
    assert not frame.duplicated(list(DIFFERENCE_KEYS)).any()
    usual = ["performance", "importance", "priority", "dimension_score", "index"]
    assert frame["quantity"].unique().tolist() == usual
    assert set(frame["group_1"]) | set(frame["group_2"]) == {
        "class=high", "class=low", "class=few",
    }  # fmt: skip


def test_who_can_not_be_shown_is_nowhere(evaluation):
    frame = evaluation.tables["segments.differences"].frame
    assert not (frame["group_1"].eq("class=three") | frame["group_2"].eq("class=three")).any()
    assert {60, 12} == set(frame["n_1"]) | set(frame["n_2"])


def test_the_difference_that_was_put_in_is_found_and_said(evaluation):
    frame = evaluation.tables["segments.differences"].frame
    row = frame[(frame["quantity"] == "performance") & (frame["key"] == "speed")].iloc[0]
    assert (row["group_1"], row["group_2"]) == ("class=high", "class=low")
    assert row["p_adjusted"] < 0.05
    (told,) = differences_of(evaluation)
    assert told.name == "Client class"
    assert any(
        text.startswith("Speed (Satisfaction): Large higher than Small by")
        for text in told.statements
    )
    assert any("adjusted p" in text for text in told.headlines)
    assert "differ in" in told.summary[0]
    assert "Satisfaction (p" in told.summary[0]


def test_small_groups_are_counted_as_untested(evaluation):
    frame = evaluation.tables["segments.differences"].frame
    untested = int((frame["reason"] == TOO_SMALL).sum())
    (told,) = differences_of(evaluation)
    assert f"{untested} of them weren't tested" in " ".join(told.remarks)


def test_findings_are_data_and_name_one_label_once(evaluation):
    found = [f for f in evaluation.differences.findings if f.kind == "difference"]
    assert len(
        {
            (f.evidence["group_1"], f.evidence["key"], f.evidence["group_2"])
            for f in found
            if f.evidence["key"]
        }
    ) == len([f for f in found if f.evidence["key"]])
    for finding in found:
        assert finding.strength == 1 - finding.evidence["p_adjusted"] > 0.95
        assert (
            finding.evidence["ci_low"]
            <= finding.evidence["estimate"]
            <= finding.evidence["ci_high"]
        )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_it_in_words_as_a_picture_and_as_a_table(tmp_path, language):
    report = {"language": language, "formats": ["html"]}
    html = render_html(evaluation_of(tmp_path, report=report))
    section = html[html.index('<section id="differences"') : html.index('<section id="funnel"')]
    words = {
        "zh": ["哪些组有差异", "时效（满意度）：大户比小户高", "样本不足以判断", "1,000 次置换"],
        "en": [
            "Which groups differ",
            "Speed (Satisfaction): Large higher than Small",
            "tell",
            "1,000",
        ],
    }
    for text in words[language]:
        assert text in section
    assert 'id="chart-groups-differences-class"' in section
    assert section.count("<details") == 2
    first = html[: html.index('<section id="differences"')]
    assert words[language][0] in first[first.index('id="headlines"') :]


def test_a_run_writes_tables_a_sheet_a_picture_and_values(evaluation, tmp_path):
    write_run(evaluation, tmp_path / "run")
    folder = tmp_path / "run"
    table = pd.read_csv(folder / "tables/segments.differences.csv")
    frame = evaluation.differences.differences.frame
    np.testing.assert_allclose(table["p_adjusted"], frame["p_adjusted"], rtol=1e-9)
    assert (folder / "tables/segments.overall.csv").exists()
    assert (folder / "pictures/groups.differences-class.svg").exists()
    book = openpyxl.load_workbook(folder / "report.xlsx")
    sheet = book["Group differences"]
    headings = [cell.value for cell in sheet[1]]
    assert {"First group", "Detectable difference", "Adjusted p"} <= set(headings)
    column = headings.index("Adjusted p")
    assert sheet[2][column].number_format == "0.000"
    values = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))["differences"]
    assert len(values["tables"]["differences"]) == len(frame)
    assert values["settings"]["adjust"] == "westfall_young"
    assert {f["kind"] for f in values["findings"]} >= {"difference", "differences_in_all"}


def test_the_terminal_tells_whether_groups_differ(evaluation, capsys):
    from rich.console import Console

    summary(evaluation, Console(width=80))
    assert "The groups by Client class differ" in capsys.readouterr().out.replace("\n", " ")


def test_very_many_differences_are_cut_on_the_page_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("clientlens.report.differences.MOST_LISTED", 5)
    assert MOST_LISTED == 200
    (told,) = differences_of(evaluation_of(tmp_path))
    assert told.is_cut
    assert len(told.grid.rows) == 5


@pytest.mark.parametrize("quantities", ["quadrant.performance", ["performance"]])
def test_quantities_are_named_with_their_model_or_without(tmp_path, quantities):
    segments = {"by": "class", "differences": {"quantities": quantities, "permutations": 20}}
    frame = evaluation_of(tmp_path, segments=segments).differences.differences.frame
    assert set(frame["quantity"]) == {"performance"}


def test_segments_found_in_the_answers_are_marked(evaluation, tmp_path):
    found = replace(evaluation.differences, found=("class",))
    (told,) = differences_of(replace(evaluation, differences=found))
    assert "by construction" in told.summary[-1]


def test_segments_found_in_the_answers_are_called_by_their_codes(evaluation):
    differences = replace(evaluation.differences, found=("class",))
    study = replace(evaluation.study, found={"class": None})
    (told,) = differences_of(replace(evaluation, study=study, differences=differences))
    assert "high (Large); low (Small)" in told.remarks
    assert any("low" in text for text in told.statements)
    assert not any("Small" in text for text in told.statements)


def test_that_segments_differ_in_what_they_were_found_by_is_no_headline(evaluation):
    tables = evaluation.differences.differences, evaluation.differences.overall
    assert any(f.headline for f in findings_of(*tables, 0.95))
    assert not any(f.headline for f in findings_of(*tables, 0.95, ("class",)))


def test_groups_that_are_not_dealt_out_are_told_of_all_the_same(tmp_path):
    segments = {"by": "class", "differences": {"permutations": 0}}
    (told,) = differences_of(evaluation_of(tmp_path, segments=segments))
    assert "Client class have no test of all at once" in told.summary[0]


class Halves(Segmenter):
    """Clients who rate the speed low, and those who rate it high."""

    name = "halves"
    Options = Options

    def find(self, sample, study, options, rng):
        speed = sample.answers("satisfaction")[:, 0]
        return Segmentation(("s1", "s2"), (speed > np.median(speed)).astype(np.int64))


def test_what_a_method_found_is_compared_and_said_to_be_circular(tmp_path):
    registry = replace(REGISTRY, segmenters={"halves": Halves()})
    segments = {"found": {"mood": {"method": "halves"}}, "differences": {"permutations": 99}}
    study = load_with(registry, write_study(tmp_path, segments=segments))
    evaluation = evaluate_answers(study, read_answers(study, registry), registry)
    assert evaluation.differences.found == ("mood",)
    assert "by construction" in differences_of(evaluation)[0].summary[-1]
    frame = evaluation.differences.differences.frame
    assert frame.loc[frame["key"] == "speed", "p_adjusted"].min() == pytest.approx(0.01)


def test_one_group_alone_is_compared_with_nobody(tmp_path):
    segments = {"by": "class", "differences": {}}
    report = STUDY["report"] | {"minimum_group": 61}
    path = write_study(tmp_path, segments=segments, report=report)
    study = load_with(REGISTRY, path)
    evaluation = evaluate_answers(study, read_answers(study, REGISTRY), REGISTRY)
    assert evaluation.differences.attributes == ()
    assert 'id="differences"' not in render_html(evaluation)


@pytest.mark.parametrize("case", cases_in(FOLDER), ids=lambda path: path.stem)
def test_message_of_a_refused_study(case, monkeypatch):
    refusal = refusal_of(case, lambda name: load_with(REGISTRY, Path(name)), monkeypatch)
    assert_told(case, refusal)
    assert_placed(refusal)


def test_every_message_belongs_to_a_case():
    assert_paired(FOLDER)
