"""Attributes made of others: groups, parts of roles, screening rules."""

from dataclasses import replace
from typing import ClassVar

import pytest

from clientlens import workbench
from clientlens.cli.show import tree_of
from clientlens.engine import evaluate_answers, read_everybody
from segmentation.studies import Means, evaluation_of, people, study_with


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


def test_the_tree_shows_what_makes_groups(registry, tmp_path):
    text = study_with("  size: {", "  both: {cross: [city, size]}\n  size: {")
    text = text.replace("segments: {", "segments: {by: [size, both], ")
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    tree = tree_of(workbench.load_with(registry, tmp_path / "study.yaml"))
    (branch,) = [b for b in tree.children if "segments" in str(b.label)]
    shown = [str(child.label).partition(" [cyan]")[0] for child in branch.children]
    assert shown == ["size", "both (city × size)", "mood (method: halves)"]
