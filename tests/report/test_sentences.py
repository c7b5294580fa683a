"""Findings in words."""

import pytest

from clientlens.errors import PluginError
from clientlens.report.sentences import sentence
from clientlens.report.words import words_of
from clientlens.results.finding import Finding


def said(evaluation, finding):
    result = evaluation["circle"]
    return sentence(finding, result, words_of(evaluation, result).messages)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "2 个指标有待改进：收费、专业能力，差值 −0.35。"),
        ("en", "2 indicators need work: 收费, Skill, gap −0.35."),
    ],
)
def test_subjects_are_named_and_joined_in_the_language(make_evaluation, language, text):
    finding = Finding("concentrate", ("fee", "skill"), "circle-improve", {"gap": -0.354})
    assert said(make_evaluation(language), finding) == text


def test_a_sentence_can_count(make_evaluation):
    finding = Finding("concentrate", ("skill",), "circle-improve", {"gap": 0.0})
    assert said(make_evaluation("en"), finding) == "One indicator needs work: Skill, gap 0.00."


def test_shares_are_read_as_percent_and_an_index_with_one_digit(evaluation):
    keep = Finding("keep_up", ("rate",), "circle-keep", {"p_keep_up": 0.731})
    index = Finding("overall", (), "circle-index", {"index": 82.04, "n": 56})
    assert said(evaluation, keep) == "利率标准值得保持，概率 73%。"
    assert said(evaluation, index) == "指数为 82.0，依据 56 份答卷。"


@pytest.mark.parametrize(
    "finding",
    [Finding("keep_up", (), "no-such-message"), Finding("keep_up", (), "circle-improve")],
    ids=["no message", "no evidence"],
)
def test_a_finding_without_words_names_the_model_and_the_catalogue(evaluation, finding):
    with pytest.raises(PluginError, match=r"model 'circle' can't say .* in zh[\s\S]*zh\.ftl"):
        said(evaluation, finding)
