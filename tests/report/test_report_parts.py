"""The funnel, the key figures, the notes, the settings."""

from dataclasses import replace

import pytest

from clientlens.report.funnel import funnel_of
from clientlens.report.key_figures import class_counts, index_of
from clientlens.report.notes import notes_of
from clientlens.report.settings import settings_of
from clientlens.report.words import words_of


def test_bars_of_the_funnel_join_without_a_gap(evaluation):
    steps = funnel_of(evaluation, words_of(evaluation)).steps
    returned, removed, valid = steps[1], steps[2], steps[-1]
    assert removed.start + removed.width == pytest.approx(returned.width)
    assert valid.width == pytest.approx(removed.start)


def test_the_funnel_accounts_for_everybody(evaluation):
    steps = funnel_of(evaluation, words_of(evaluation)).steps
    assert [step.count for step in steps] == [64, 64, 8, 56]
    removed = sum(step.count for step in steps if step.kind == "removed")
    assert steps[1].count - removed == steps[-1].count


def test_a_study_that_does_not_say_how_many_went_out_begins_with_those_returned(evaluation):
    screening = replace(evaluation.screening, distributed=None, response_rate=None)
    funnel = funnel_of(replace(evaluation, screening=screening), words_of(evaluation))
    assert [step.count for step in funnel.steps] == [64, 8, 56]
    assert funnel.summary == "回收 64"


def test_flagged_answers_are_told_apart_from_removed_ones(evaluation):
    remarks = funnel_of(evaluation, words_of(evaluation)).remarks
    assert remarks[0] == "仅作标记，未剔除：作答过快 2 份。"


def test_counts_of_classes_add_up_to_the_lines(evaluation):
    counts = class_counts(evaluation["circle"])
    assert counts == {"keep_up": 2, "concentrate": 1}


def test_the_index_comes_with_its_interval(evaluation):
    index = index_of(evaluation["circle"])
    assert index.low < index.estimate < index.high


def test_a_group_without_estimates_has_no_index(evaluation):
    assert index_of(evaluation["circle"], "class=few") is None


def test_notes_name_suppressed_groups_failed_replicates_and_absent_quantities(evaluation):
    assert [(note.weight, note.text) for note in notes_of(evaluation)] == [
        ("warning", "以下分组少于 5 份答卷，不予显示：少数。"),
        ("warning", "圆圈模型：满意度有 2 次重复抽样未能估计，相应区间由其余各次得出。"),
        ("remark", "圆圈模型，大客户：未给出重要度。原因：n is too small。"),
    ]


def test_settings_hold_defaults_and_the_recipe(evaluation):
    found = {
        f"{block.name}.{setting.path}": setting.value
        for block in settings_of(evaluation)
        for setting in block.settings
    }
    assert found["models.circle.radius"] == "1.5"
    assert found["uncertainty.level"] == "0.95"
    assert found["uncertainty.seed"] == "7"
    assert found["report.minimum_group"] == "5"
    assert found["recipe.versions.clientlens"] == "0.1.0"
