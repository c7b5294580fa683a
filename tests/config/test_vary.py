"""An option is an overlay: it makes a study, and its values keep the places they are written at."""

import pytest

from clientlens.config.load import study_of
from clientlens.config.overlay import amend, read_document, with_options
from clientlens.config.schema import Options
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml

STUDY = """
study: {id: a}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five}}
hierarchy: {price: {indicators: {rate: {}, fee: {}}}}
models: {one: {use: model}, two: {use: model}}
vary:
  models:
    options:
      alone: {models: {two: null}}
      third:
        models: {third: {use: model}}
  screening:
    options:
      said: {}
      strict: {screening: {incomplete: {}}}
"""
VOCABULARY = Vocabulary(models={"model": Options}, screens={"incomplete": Options})


@pytest.fixture
def document():
    return parse_yaml(STUDY, "s.yaml")


@pytest.fixture
def study(document):
    return study_of(document, VOCABULARY)


def test_every_option_but_the_base_is_a_study(study):
    options = {code: list(choice.options) for code, choice in study.choices.items()}
    assert options == {"models": ["alone", "third"], "screening": ["strict"]}
    assert [choice.base for choice in study.choices.values()] == ["as_is", "said"]
    assert list(study.choices["models"].options["alone"].models) == ["one"]
    assert list(study.choices["models"].options["third"].models) == ["one", "two", "third"]


def test_an_option_makes_what_the_same_changes_make_by_hand(document, study):
    changes = {"models": {"two": None}, "vary": None}
    by_hand = study_of(amend(document, changes, "by hand"), VOCABULARY)
    assert study.choices["models"].options["alone"].values == by_hand.values


def test_several_options_are_laid_over_each_other(document):
    both = with_options(document, {"models": "alone", "screening": "strict"})
    assert list(both.values["models"]) == ["one"]
    assert both.values["screening"] == {"incomplete": {}}
    assert "vary" not in both.values


def test_a_value_of_an_option_stands_where_it_is_written(document):
    third = with_options(document, {"models": "third"})
    assert str(third.place("models", "third", "use")) == "s.yaml:12:31"
    assert str(third.place("models", "one", "use")) == "s.yaml:6:21"


def test_the_study_itself_is_as_if_it_had_no_choices(study):
    plain = STUDY.partition("vary:")[0]
    without = study_of(parse_yaml(plain, "s.yaml"), VOCABULARY)
    values = {key: value for key, value in study.values.items() if key != "vary"}
    assert values == without.values
    assert study.models == without.models


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        ("strict: null", {"said": {}}),
        ("strict: {models: {two: null}}", {"said": {}, "strict": {"models": {"two": None}}}),
        (
            "strict: null, loose: {screening: {incomplete: null}}",
            {"said": {}, "loose": {"screening": {"incomplete": None}}},
        ),
    ],
)
def test_an_overlay_replaces_an_option_whole_and_its_nulls_stay(tmp_path, overlay, expected):
    folder = tmp_path / "configs"
    folder.mkdir()
    (folder / "base.yaml").write_text(STUDY, encoding="utf-8")
    text = f"extends: base.yaml\nvary: {{screening: {{options: {{{overlay}}}}}}}\n"
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    options = read_document(folder / "study.yaml").values["vary"]["screening"]["options"]
    assert options == expected
