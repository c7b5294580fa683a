"""Every template is a model that can be estimated, and stands on its page as it ships."""

import re
from pathlib import Path

import pytest

from clientlens.plugin_api import RequestError
from clientlens_csi.structure import find_faults
from clientlens_csi.study.templates import FOLDER, TEMPLATES, template

PAGE = Path(__file__).parents[2] / "docs" / "csi-templates.md"

every_template = pytest.mark.parametrize("code", TEMPLATES)


def drawn(model):
    """(source, target) of every path."""
    return [(source, target) for target, sources in model.paths.items() for source in sources]


def section(code):
    """The template's part of the page."""
    page = PAGE.read_text(encoding="utf-8")
    (found,) = re.findall(rf"^## `{code}`: (.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    return found


def rows(code):
    """Cells of the rows of the section's tables that begin with a construct."""
    lines = [line for line in section(code).splitlines() if line.startswith("| `")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


@every_template
def test_a_template_has_no_faults(code):
    model = template(code)
    assert find_faults({c: [f"{c}_1"] for c in model.constructs}, model.paths) == ()


@pytest.mark.parametrize(
    ("code", "constructs", "paths"),
    [
        ("scsb", 5, 6),
        ("acsi", 6, 9),
        ("ecsi", 7, 12),
        ("ccsi", 6, 11),
        ("ncsb", 12, 16),
        ("gbt19038", 6, 11),
    ],
)
def test_a_template_is_as_large_as_its_source_says(code, constructs, paths):
    model = template(code)
    assert (len(model.constructs), len(drawn(model))) == (constructs, paths)
    assert f"\n| `{code}` | {constructs} | {paths} | " in PAGE.read_text(encoding="utf-8")


def test_every_file_is_a_template_and_every_template_a_file():
    assert sorted(TEMPLATES) == sorted(path.stem for path in FOLDER.glob("*.yaml"))


@every_template
def test_every_text_is_there_in_both_languages(code):
    model = template(code)
    texts = [model.name]
    for construct in model.constructs.values():
        texts += [construct.name, construct.meaning]
    assert all(text.zh and text.en for text in texts)
    assert all(re.search(r"[\u4e00-\u9fff]", text.zh) for text in texts)
    assert not any(re.search(r"[\u4e00-\u9fff]", text.en) for text in texts)


@every_template
def test_constructs_stand_after_their_sources(code):
    model = template(code)
    place = {construct: i for i, construct in enumerate(model.constructs)}
    assert all(place[source] < place[target] for source, target in drawn(model))


@every_template
def test_lists_of_sources_keep_the_order_of_the_constructs(code):
    model = template(code)
    place = list(model.constructs).index
    assert all(list(sources) == sorted(sources, key=place) for sources in model.paths.values())


@every_template
def test_the_index_is_satisfaction_which_has_causes_and_effects(code):
    model = template(code)
    assert model.index == "satisfaction"
    assert model.paths[model.index]
    assert any(source == model.index for source, _ in drawn(model))


@every_template
def test_a_source_names_its_year_or_says_that_it_has_none(code):
    assert re.search(r"\b(19|20)\d\d\b|no dated publication", template(code).source)


@every_template
def test_only_complaints_made_are_expected_to_go_against_satisfaction(code):
    made = {("satisfaction", "complaints")} if code in {"scsb", "acsi"} else set()
    assert template(code).negative == made
    assert made <= set(drawn(template(code)))


def test_complaints_are_named_for_what_is_asked_of_them():
    asked = {code: template(code).constructs.get("complaints") for code in TEMPLATES}
    assert {code: c.name.en for code, c in asked.items() if c} == {
        "scsb": "Customer complaints",
        "acsi": "Customer complaints",
        "ecsi": "Complaint handling",
    }


def test_the_european_paths_are_those_that_were_estimated_elsewhere(published):
    facts = published["smartpls"]
    inner_model = {(source.lower(), target.lower()) for source, target in facts["inner_model"]}
    model = template("ecsi")
    assert set(drawn(model)) == inner_model
    assert set(model.constructs) == {block.lower() for block in facts["blocks"]}


@pytest.mark.parametrize(
    ("larger", "without", "smaller"), [("ecsi", "image", "acsi"), ("acsi", "quality", "scsb")]
)
def test_older_models_are_younger_ones_without_a_construct(larger, without, smaller):
    kept = {pair for pair in drawn(template(larger)) if without not in pair}
    assert kept == set(drawn(template(smaller)))


def test_the_standard_has_the_paths_of_the_chinese_index():
    assert template("gbt19038").paths == template("ccsi").paths
    assert template("gbt19038").constructs == template("ccsi").constructs


def test_a_template_is_read_once():
    assert template("ecsi") is template("ecsi")


def test_an_unknown_template_is_named_with_a_hint():
    with pytest.raises(RequestError, match=r"unknown template 'esci'\n    Did you mean 'ecsi'\?"):
        template("esci")


def test_the_page_has_the_templates_in_their_order():
    page = PAGE.read_text(encoding="utf-8")
    assert tuple(re.findall(r"^## `(\w+)`", page, re.MULTILINE)) == TEMPLATES


@every_template
def test_the_page_tells_every_construct(code):
    told = [
        (f"`{key}`", c.name.zh, c.name.en, c.meaning.zh, c.meaning.en)
        for key, c in template(code).constructs.items()
    ]
    assert [row for row in rows(code) if len(row) == 5] == told


@every_template
def test_the_page_draws_every_path(code):
    model = template(code)
    signs = dict.fromkeys(model.negative, " (−)")
    told = [
        (f"`{target}`", ", ".join(f"`{s}`{signs.get((s, target), '')}" for s in sources))
        for target, sources in model.paths.items()
    ]
    assert [row for row in rows(code) if len(row) == 2] == told


@every_template
def test_the_page_names_the_template_and_its_source(code):
    model = template(code)
    text = section(code)
    assert text.splitlines()[0] == f"{model.name.en}, {model.name.zh}"
    assert model.source in " ".join(text.split())
