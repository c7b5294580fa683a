import json

import numpy as np
import pytest

from clientlens.drawing import vega
from clientlens.messages import Messages
from clientlens_quadrant.model import Quadrant

FORMS = ("wide", "narrow", "print")


@pytest.fixture(scope="module")
def xinyu(published, make_study, evaluate):
    """Twenty-six indicators whose means are those of the published matrix."""
    study = published["xinyu_sums"]
    sums = np.array(study["importance_sum"] + study["performance_sum"])
    rows = np.arange(study["n"])[:, None]
    X = sums // study["n"] + (rows < sums % study["n"])
    return evaluate(X, make_study(sizes=(4, 4, 4, 4, 4, 3, 3)))


@pytest.fixture(scope="module")
def charts(xinyu):
    return {chart.name: chart for chart in draw(xinyu)}


def draw(result, language="zh"):
    return result.charts(Messages(language, [Quadrant.locale]))


def specs(chart):
    return [getattr(chart, form) for form in FORMS if getattr(chart, form) is not None]


def values(spec, **wanted):
    """All inline data rows that hold these keys."""
    found = []
    if isinstance(spec, dict):
        if "values" in spec and isinstance(spec["values"], list):
            rows = [row for row in spec["values"] if isinstance(row, dict)]
            found += [row for row in rows if wanted["key"] in row]
        found += [row for part in spec.values() for row in values(part, **wanted)]
    if isinstance(spec, list):
        found += [row for part in spec for row in values(part, **wanted)]
    return found


def test_the_charts(charts):
    assert list(charts) == ["matrix", "certainty", "gaps"]
    assert all(chart.title and chart.description and chart.note for chart in charts.values())
    assert all(getattr(charts["matrix"], form) for form in FORMS)


def test_every_form_is_plain_json_and_draws(charts):
    for chart in charts.values():
        for spec in specs(chart):
            json.dumps(spec, allow_nan=False)
            assert "<svg" in vega.to_svg(spec)


def test_the_same_answers_give_the_same_bytes(xinyu, charts):
    again = {chart.name: chart for chart in draw(xinyu)}
    for name, chart in charts.items():
        for one, other in zip(specs(chart), specs(again[name]), strict=True):
            assert json.dumps(one) == json.dumps(other)


def test_every_indicator_is_named_once_on_paper(xinyu, charts):
    written = [row["text"] for row in values(charts["matrix"].print, key="text")]
    for code in xinyu.hierarchy.indicators:
        assert written.count(code) == 1


def test_the_narrow_chart_numbers_the_indicators_and_gives_the_key(xinyu, charts):
    written = [row["text"] for row in values(charts["matrix"].narrow, key="text")]
    for number, code in enumerate(xinyu.hierarchy.indicators, start=1):
        assert written.count(str(number)) == 1
        assert f"{number}  {code}" in written


def test_only_the_screen_has_switches_and_tooltips(charts):
    chart = charts["matrix"]
    assert "tooltip" in json.dumps(chart.wide)
    assert "checkbox" in json.dumps(chart.wide)
    for spec in (chart.print, chart.narrow):
        assert "tooltip" not in json.dumps(spec)
        assert "param" not in json.dumps(spec)


def test_a_class_is_told_by_shape_and_not_by_colour_alone(charts):
    rows = values(charts["matrix"].print, key="certainty")
    looks = {(row["class"], row["shape"]) for row in rows}
    assert len({shape for _, shape in looks}) == len({name for name, _ in looks}) == len(looks)


def test_what_lies_near_a_line_has_a_ring(xinyu, charts):
    near = set(xinyu.table("classes").query("near_line")["indicator"])
    rings = [
        layer
        for layer in charts["matrix"].print["vconcat"][0]["layer"]
        if layer["mark"].get("strokeDash") == [2.5, 2.5]
    ]
    assert {row["indicator"] for row in rings[0]["data"]["values"]} <= near
    assert len(rings) == 1


def test_the_bars_of_an_indicator_fill_the_whole_length(charts):
    ends: dict[str, float] = {}
    for row in values(charts["certainty"].wide, key="from"):
        assert row["from"] == pytest.approx(ends.get(row["indicator"], 0.0), abs=1e-3)
        ends[row["indicator"]] = row["to"]
    assert list(ends.values()) == pytest.approx([1.0] * 26, abs=1e-3)


@pytest.mark.parametrize("method", ["jackknife", "none"])
def test_without_draws_there_is_no_certainty_to_show(evaluate, make_study, clear_answers, method):
    drawn = draw(evaluate(clear_answers, make_study(method=method)), "en")
    assert [chart.name for chart in drawn] == ["matrix", "gaps"]
    for chart in drawn:
        for spec in specs(chart):
            assert "<svg" in vega.to_svg(spec)


def test_two_axes_of_different_scales_have_no_gaps(evaluate, make_study, clear_answers):
    X = np.minimum(clear_answers, 4)
    drawn = draw(evaluate(X, make_study(importance_scale="four")))
    assert [chart.name for chart in drawn] == ["matrix", "certainty"]


def test_without_importance_there_is_nothing_to_draw(evaluate, make_study, clear_answers):
    options = {"importance": "derived", "overall": "overall", "method": "partial"}
    assert draw(evaluate(clear_answers[:5], make_study(options=options))) == ()


def test_derived_importance_is_called_so(evaluate, make_study, clear_answers):
    overall = clear_answers[:, 4:].sum(axis=1)
    X = np.column_stack([clear_answers, np.clip(overall - 9, 1, 5)])
    options = {"importance": "derived", "overall": "overall"}
    drawn = draw(evaluate(X, make_study(options=options)), "en")
    assert "Derived importance" in json.dumps(drawn[0].wide)


def test_names_that_every_javascript_object_knows_are_drawn(make_study, evaluate, clear_answers):
    codes = ["constructor", "toString", "valueOf", "hasOwnProperty"]
    study = make_study(codes=codes, label="constructor")
    drawn = draw(evaluate(clear_answers, study), "en")
    assert [chart.name for chart in drawn] == ["matrix", "certainty", "gaps"]
    for chart in drawn:
        for spec in specs(chart):
            svg = vega.to_svg(spec)
            assert all(code in svg for code in codes)
