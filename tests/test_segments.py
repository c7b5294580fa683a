"""Segments from the study file to the estimates: given, derived, found."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from zipfile import ZipFile

import numpy as np
import pytest
from pydantic import Field

from clientlens import plugins, workbench
from clientlens.cli.show import tree_of
from clientlens.engine import evaluate_answers, read_answers, read_everybody
from clientlens.errors import AnswersError, RequestError, StudyError
from clientlens.plugin_api import Features, Model, Options, Segmentation, Segmenter, Text
from clientlens.report.folder import write_run
from clientlens.report.notes import notes_of
from clientlens.report.settings import settings_of
from clientlens.results.disk import evaluation_values
from clientlens.segmentation import Segmentation as Found
from clientlens.survey.merging import Merged

STUDY = """
study: {id: small}
survey: {source: clients.csv, respondent_id: id}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five, column: "{code}"}}
hierarchy: {service: {indicators: {speed: {}, manners: {}}}}
respondents:
  city: {}
  size: {values: {S: small, L: large}}
segments: {found: {mood: {method: halves, cut: 3}}}
models: {means: {}}
uncertainty: {replicates: 30, seed: 3}
report: {language: en, formats: []}
"""


class HalvesOptions(Options):
    """Options of ``halves``."""

    cut: int = Field(description="Segment one rates speed below, segment two from here on.")


class Halves(Segmenter):
    """Clients who rate speed low, and those who rate it high."""

    name = "halves"
    Options = HalvesOptions

    def find(self, sample, study, options, rng):
        speed = sample.answers("satisfaction")[:, 0]
        labels = np.where(np.isnan(speed), -1, speed >= options.cut).astype(np.int64)
        if len(np.unique(labels[labels >= 0])) == 1:
            return Segmentation((), np.full(len(speed), -1), reason="all rate alike")
        return Segmentation(
            ("s1", "s2"),
            labels,
            names={"s1": Text(zh="低", en="Low"), "s2": Text(zh="高", en="High")},
            probabilities=np.where(labels[:, None] == [0, 1], 0.9, 0.1),
            criteria={"silhouette": {2: 0.5}},
            features=Features(("satisfaction.speed",), speed[:, None]),
            remarks=("speed alone was looked at",),
            chosen_by="silhouette",
            local={"mean": {"s1": {"speed": 1.5}, "s2": {"speed": 4.0}}},
        )


class Drawn(Segmenter):
    """Segments by chance, in the order in which the clients come."""

    name = "drawn"
    Options = Options

    def find(self, sample, study, options, rng):
        return Segmentation(("s1", "s2"), rng.permutation(len(sample.ratings.values)) % 2)


class Means(Model):
    """The means of the indicators."""

    name = "means"
    Options = Options
    dims: ClassVar = {"satisfaction": ("indicator",)}
    locale = Path()

    def estimate(self, sample, study, options):
        return {"satisfaction": sample.mean("satisfaction")}


@pytest.fixture(scope="module")
def registry():
    loaded = plugins.load()
    segmenters = {"halves": Halves(), "drawn": Drawn()}
    return replace(loaded, models={"means": Means()}, segmenters=segmenters)


def people(n=60, seed=5):
    """Rows of id, city, size, speed, manners."""
    rng = np.random.default_rng(seed)
    cities, sizes = rng.choice(["east", "west"], n), rng.choice(["S", "L"], n)
    ratings = rng.integers(1, 6, (n, 2))
    return [
        [f"c{i}", city, size, *map(str, row)]
        for i, (city, size, row) in enumerate(zip(cities, sizes, ratings.tolist(), strict=True))
    ]


def study_with(old, new):
    assert old in STUDY
    return STUDY.replace(old, new)


def evaluation_of(registry, folder, rows, text=STUDY):
    lines = ["id,city,size,speed,manners", *map(",".join, rows)]
    (folder / "clients.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    study = workbench.load_with(registry, folder / "study.yaml")
    return evaluate_answers(study, read_answers(study, registry), registry)


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


class Staffed(Means):
    """What clients say, and what staff say they deliver."""

    dims: ClassVar = {"satisfaction": ("indicator",), "delivery": ("indicator",)}

    def estimate(self, sample, study, options):
        delivery = sample.roles["staff"].mean("delivery")
        return {"satisfaction": sample.mean("satisfaction"), "delivery": delivery}


def delivery_by_group(registry, folder, segments, cities, more=""):
    """Group → what the staff beside it deliver: 1, 2, 3, 1, … of the staff in those cities."""
    text = study_with("  size: {", f"{more}  size: {{")
    text = text.replace("{found: {mood: {method: halves, cut: 3}}}", segments).replace(
        "models:",
        "roles: {staff: {survey: {source: staff.csv}, respondents: {city: {}}, "
        "facets: {delivery: {scale: five, column: '{code}'}}}}\nmodels:",
    )
    registry = replace(registry, models={"means": Staffed()})
    lines = ["id,city,size,speed,manners", *map(",".join, people())]
    (folder / "clients.csv").write_text("\n".join(lines), encoding="utf-8")
    staff = [f"{city},{1 + i % 3},4" for i, city in enumerate(cities)]
    (folder / "staff.csv").write_text("\n".join(["city,speed,manners", *staff]), "utf-8")
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    study = workbench.load_with(registry, folder / "study.yaml")
    told, roles = read_everybody(study, registry)
    evaluation = evaluate_answers(study, told, registry, roles=roles)
    means = evaluation["means"].estimates.summary("delivery")["estimate"]
    return {str(g): float(means.sel(group=g, indicator="speed")) for g in means["group"].values}


def test_derived_groups_take_the_part_of_a_role_that_fits(registry, tmp_path):
    area = "  area: {rules: {here: {city: east}, there: else}}\n"
    cities = ["east" if i % 3 else "west" for i in range(30)]
    found = delivery_by_group(registry, tmp_path, "{by: area}", cities, area)
    assert found == pytest.approx({"all": 2.0, "area=here": 2.5, "area=there": 1.0})


def test_what_is_merged_of_clients_is_merged_of_a_role(registry, tmp_path):
    east = sum(row[1] == "east" for row in people())
    below = 1 + min(east, 60 - east)
    small = "east" if east < below else "west"
    other = "west" if small == "east" else "east"
    segments = f"{{by: city, merge: {{city: {{below: {below}}}}}}}"
    cities = [small if i % 3 else other for i in range(30)]
    found = delivery_by_group(registry, tmp_path, segments, cities)
    assert found == pytest.approx({"all": 2.0, f"city={other}": 1.0, "city=other": 2.5})


def test_a_screening_rule_may_name_a_derived_attribute(registry, tmp_path):
    text = study_with("  size: {", "  area: {rules: {here: {city: east}, there: else}}\n  size: {")
    text += "screening: {out_of_frame: {attribute: area, keep: [here]}}\n"
    rows = people()
    evaluation = evaluation_of(registry, tmp_path, rows, text)
    assert evaluation.screening.valid == sum(row[1] == "east" for row in rows)


def test_what_is_derived_or_found_stands_in_no_column(registry, tmp_path):
    text = study_with("  size: {", "  both: {cross: [city, size]}\n  size: {")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    study = workbench.load_with(registry, tmp_path / "study.yaml")
    assert list(study.asked_attributes) == ["city", "size"]
    assert list(study.respondents) == ["city", "both", "size", "mood"]


def test_settings_hold_the_options_of_the_method(registry, tmp_path):
    blocks = {b.name: b for b in settings_of(evaluation_of(registry, tmp_path, people()))}
    settings = {setting.path: setting.value for setting in blocks["segments"].settings}
    assert settings["found.mood.method"] == "halves"
    assert settings["found.mood.cut"] == "3"
    assert settings["most"] == "50"


def test_the_tree_shows_what_makes_groups(registry, tmp_path):
    text = study_with("  size: {", "  both: {cross: [city, size]}\n  size: {")
    text = text.replace("segments: {", "segments: {by: [size, both], ")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    tree = tree_of(workbench.load_with(registry, tmp_path / "study.yaml"))
    (branch,) = [b for b in tree.children if "segments" in str(b.label)]
    shown = [str(child.label).partition(" [cyan]")[0] for child in branch.children]
    assert shown == ["size", "both (city × size)", "mood (method: halves)"]


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
