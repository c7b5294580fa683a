"""The chart: its name and its words from the catalogue."""

import pytest

from clientlens.messages import Messages
from clientlens.results.chart import Chart


@pytest.mark.parametrize(
    ("key", "name"), [("nps-chart-answers", "answers"), ("spread-chart", "spread-chart")]
)
def test_a_chart_has_a_name_whatever_its_key(tmp_path, key, name):
    said = f"{key} = Answers\n{key}-describes = All of them"
    (tmp_path / "en.ftl").write_text(said, encoding="utf-8")
    chart = Chart.said(key, ({}, {}), Messages("en", [tmp_path]))
    assert (chart.name, chart.title) == (name, "Answers")
