"""What options of a model name must be asked: what is wrong, where, and what would do."""

import pytest

from clientlens.config.load import study_of
from clientlens.config.named import check_asked, check_overall
from clientlens.config.schema import Options
from clientlens.config.study import Vocabulary
from clientlens.config.text import parse_yaml

STUDY = """
study: {id: small}
scales: {five: {points: [1, 5]}}
facets: {satisfaction: {scale: five}}
items: {overall: {scale: five}}
%s
models:
  mine: {facet: %s, item: %s}
"""
HIERARCHY = "hierarchy: {service: {indicators: {speed: {}}}}"


class Mine(Options):
    facet: str = "importance"
    item: str | None = None
    importance: str = "derived"
    overall: str | None = None


def study_with(facet="satisfaction", item="overall", hierarchy=HIERARCHY):
    text = STUDY % (hierarchy, facet, item)
    return study_of(parse_yaml(text, "small.yaml"), Vocabulary({"mine": Mine}, {}))


def told(study, **asked):
    """Place and words of every problem."""
    options = study.models["mine"].options
    problems = check_asked(study, options, **{"facets": ["facet"], "items": ["item"], **asked})
    return [(problem.place.line, problem.message, problem.hint) for problem in problems]


def test_what_is_asked_makes_no_problem():
    study = study_with()
    assert not told(study, needs="a gap is one of an indicator")
    assert study.entry(study.models["mine"].options) == ("models", "mine")
    assert study.scale_of("satisfaction").points == (1, 5)


def test_each_unknown_name_is_told_at_its_place_with_what_would_do():
    found = told(study_with("satisfactoin", "overal"))
    assert found == [
        (8, "unknown item 'overal'", "Did you mean 'overall'? Known: overall."),
        (8, "unknown facet 'satisfactoin'", "Did you mean 'satisfaction'? Known: satisfaction."),
    ]


def test_a_default_that_is_not_asked_is_told_to_be_one():
    study = study_with()
    study = study_of(
        parse_yaml((STUDY % (HIERARCHY, "x", "y")).replace("{facet: x, item: y}", "{}"), "s.yaml"),
        Vocabulary({"mine": Mine}, {}),
    )
    ((_, message, _),) = told(study)
    assert message == "unknown facet 'importance', the default of 'facet'"


def test_what_needs_indicators_says_so_without_a_hierarchy():
    ((_, message, hint),) = told(study_with(hierarchy=""), needs="a gap is one of an indicator")
    assert message == "a gap is one of an indicator"
    assert hint == "Write the indicators under 'hierarchy:'."


@pytest.mark.parametrize(
    ("overall", "message"),
    [
        (None, "derived importance needs an overall rating: 'overall' is missing"),
        ("speed", "unknown item 'speed'"),
        ("overall", None),
    ],
)
def test_derived_importance_needs_a_question_that_is_asked(overall, message):
    options = Mine(overall=overall) if overall else Mine()
    found = [problem.message for problem in check_overall(study_with(), options)]
    assert found == ([message] if message else [])
