"""Names of codes and columns."""

from dataclasses import replace

from clientlens.report.words import words_of


def test_the_plugin_is_asked_before_the_core(evaluation, tmp_path):
    (tmp_path / "zh.ftl").write_text("class-keep_up = 甲区\n", encoding="utf-8")
    result = replace(evaluation["circle"], locale=tmp_path)
    assert words_of(evaluation, result).code("class", "keep_up") == "甲区"
    assert words_of(evaluation).code("class", "keep_up") == "优势区"


def test_a_code_that_no_catalogue_knows_stays_as_it_is(evaluation):
    words = words_of(evaluation)
    assert words.code("class", "=cmd()") == "=cmd()"
    assert words.column("radius of gyration") == "radius of gyration"
    assert words.code("indicator", "gone") == "gone"


def test_columns_of_probabilities_are_named_after_their_class(make_evaluation):
    words = words_of(make_evaluation("en"))
    assert words.column("p_keep_up") == "Probability of Keep up"


def test_groups_go_by_the_name_of_their_value(evaluation):
    words = words_of(evaluation)
    assert words.group("all") == "全部有效答卷"
    assert words.group("class=big") == "大客户"
