"""Every message is there in both languages, with the same variables, and findings can be said."""

import re

import numpy as np
import pytest

from clientlens.drawing.vega import to_svg
from clientlens.report.sentences import sentence
from clientlens.report.words import catalogue
from clientlens_units.model import Units
from units.studies import evaluate, ratings_of

ENTRY = re.compile(r"^([a-z][\w-]*) = (.*(?:\n  .*)*)", re.MULTILINE)
VARIABLE = re.compile(r"\{ \$(\w+)")
FAST = {"draws": 50}
VARIED = {
    "draws": 50,
    "vary": {"normalisations": ["min_max"], "aggregations": ["power"], "weightings": ["other"]},
}
LEVELS = [2.8, 3.4, 3.5, 3.5, 3.6, 4.2]


def entries(language):
    text = (Units.locale / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(VARIABLE.findall(value)) for key, value in ENTRY.findall(text)}


def test_both_languages_say_the_same_with_the_same_variables():
    assert entries("zh") == entries("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_can_be_said(language):
    messages = catalogue(language, Units.locale)
    for key, variables in entries(language).items():
        assert messages(key, **dict.fromkeys({*variables, "factor"}, "x"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("options", "levels", "n", "settings"),
    [
        (FAST, LEVELS, 40, {}),
        (FAST, [3.5] * 8, 30, {}),
        (FAST, LEVELS, [40, 40, 20, 40, 40, 3], {}),
        (FAST, LEVELS, 20, {"uncertainty": {"method": "none"}}),
        ({**FAST, "normalisation": "rank"}, LEVELS, 20, {}),
        (VARIED, LEVELS, 20, {"weighting": {"compare": {"other": {"method": "equal"}}}}),
        (FAST, [3.0, 4.0], [30, 2], {}),
    ],
    ids=["apart", "alike", "small", "no draws", "places", "varied", "alone"],
)
def test_findings_and_charts_of_all_sorts(tmp_path, language, options, levels, n, settings):
    answers, units = ratings_of(levels, n)
    if len(levels) == 2:
        answers, units = np.vstack([answers, answers[:3]]), np.r_[units, ["u2"] * 3]
    report = {"language": language, "formats": []}
    result = evaluate(tmp_path, options, answers, units, report=report, **settings)
    messages = catalogue(language, result.locale)
    said = [sentence(finding, result, messages) for finding in result.findings]
    assert said
    assert not [text for text in said if "nan" in text]
    for chart in result.charts(messages):
        for spec in (chart.wide, chart.narrow):
            assert to_svg(spec).startswith("<svg")
