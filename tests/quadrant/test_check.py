import pytest

from clientlens.errors import StudyError
from clientlens_quadrant.model import Quadrant

CASES = {
    "unknown_facet": (
        {"performance_facet": "satisfacton"},
        "small.yaml:7:42: unknown facet 'satisfacton' as performance_facet\n    Did you mean",
    ),
    "no_overall": (
        {"importance": "derived"},
        "small.yaml:7:35: derived importance needs an overall rating: 'overall' is missing",
    ),
    "unknown_overall": (
        {"importance": "derived", "overall": "overal"},
        "small.yaml:7:57: unknown item 'overal'\n    Did you mean 'overall'? Known: overall.",
    ),
    "line_outside": (
        {"crosshair": {"fixed": {"importance": 7, "performance": 4.0}}},
        "the importance line at 7 is outside its scale\n    The scale runs from 1 to 5.",
    ),
    "external_outside": (
        {"crosshair": {"external": {"importance": 4.0, "performance": 0.5, "from": "x-2021"}}},
        "the performance line at 0.5 is outside its scale",
    ),
    "no_midpoint": (
        {"importance": "derived", "overall": "overall", "crosshair": "scale_midpoint"},
        "derived importance has no scale, so no midpoint\n    Use data_mean or median.",
    ),
    "whole_scale": ({"top_boxes": 5}, "5 top boxes are the whole scale 1 to 5"),
}


@pytest.mark.parametrize(("options", "message"), CASES.values(), ids=CASES)
def test_a_refused_study_says_where_and_how_to_mend(make_study, options, message):
    problems = check(make_study(options=options))
    assert len(problems) == 1
    assert message in problems[0]


def test_lmg_refuses_more_drivers_than_it_can_enumerate(make_study):
    options = {"importance": "derived", "overall": "overall", "method": "lmg"}
    (problem,) = check(make_study(sizes=(8, 8), options=options))
    assert "16 drivers are too many, 15 the most" in problem
    assert not check(make_study(sizes=(8, 8), options={**options, "level": "dimension"}))


def test_log_partial_refuses_a_scale_with_zero(make_study):
    options = {"importance": "derived", "overall": "overall", "method": "log_partial"}
    (problem,) = check(make_study(low=0, options=options))
    assert "log_partial needs answers above zero" in problem


@pytest.mark.parametrize(
    "crosshair",
    [
        "median",
        {"fixed": {"importance": 4, "performance": 3.5}},
        {"external": {"importance": 4.1, "performance": 4.2, "from": "xinyu-2021"}},
    ],
)
def test_every_kind_of_crosshair_is_accepted(make_study, crosshair):
    assert not check(make_study(options={"crosshair": crosshair}))


def test_an_unknown_rule_is_refused(make_study):
    with pytest.raises(StudyError, match="crosshair"):
        make_study(options={"crosshair": "average"})


def check(study):
    choice = study.models["quadrant"]
    return [str(problem) for problem in Quadrant().check(study, choice.options)]


@pytest.mark.parametrize(
    ("key", "value"), [("method", "johnson"), ("overall", "overall"), ("level", "indicator")]
)
def test_what_belongs_to_derived_importance_is_refused_while_it_is_stated(make_study, key, value):
    (problem,) = check(make_study(options={key: value}))
    assert problem.startswith("small.yaml:7:")
    assert f"'{key}' is not used while importance is stated" in problem


def test_one_facet_is_refused_on_both_axes(make_study):
    (problem,) = check(make_study(options={"importance_facet": "satisfaction"}))
    assert "both axes show the facet 'satisfaction'" in problem
