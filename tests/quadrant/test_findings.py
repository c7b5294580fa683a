import math

import numpy as np
import pytest

from clientlens.messages import Messages
from clientlens.survey.groups import Group
from clientlens_quadrant.model import Quadrant


def sentences(result, language):
    messages = Messages(language, [Quadrant.locale])
    return [messages(f.message, **_variables(f, result, language)) for f in result.findings]


def _variables(finding, result, language):
    names = [result.hierarchy.name(code, language) for code in finding.subject]
    shown = {k: f"{v:.2f}" if isinstance(v, float) else v for k, v in finding.evidence.items()}
    return {"name": ", ".join(names), **shown}


@pytest.fixture(scope="module")
def noisy():
    return np.random.default_rng(11).integers(1, 6, size=(25, 8)).astype(float)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("method", ["bootstrap", "jackknife", "none"])
def test_every_finding_can_be_said(evaluate, make_study, clear_answers, noisy, language, method):
    study = make_study(method=method)
    half = Group("half=one", np.arange(25) < 12, "half", "one")
    for result in (evaluate(clear_answers, study), evaluate(noisy, study, (half,))):
        said = sentences(result, language)
        assert len(said) == len(result.findings) > 3


def test_evidence_is_finite_or_text(evaluate, clear_answers, noisy):
    for X in (clear_answers, noisy):
        for finding in evaluate(X).findings:
            numbers = [v for v in finding.evidence.values() if not isinstance(v, str)]
            assert all(math.isfinite(v) for v in numbers), finding
            assert 0 <= finding.strength <= 1


def test_clear_answers_are_told_without_doubt(evaluate, clear_answers):
    found = {f.message: f for f in evaluate(clear_answers).findings}
    assert found["quadrant-list-concentrate"].subject == ("a2",)
    assert found["quadrant-list-keep_up"].subject == ("a1",)
    assert "quadrant-list-concentrate-near" not in found
    assert "b1" in found["quadrant-exceeds"].subject
    assert found["quadrant-nearest-low_priority"].subject == ("b2",)


def test_what_is_near_a_line_is_told_apart_from_what_is_sure(evaluate, noisy):
    result = evaluate(noisy)
    classes = result.table("classes").set_index("indicator")
    for finding in result.findings:
        if finding.kind in ("keep_up", "concentrate") and finding.message.startswith(
            "quadrant-list"
        ):
            is_near = finding.message.endswith("-near")
            assert (classes.loc[list(finding.subject), "near_line"] == is_near).all()


def test_headlines_fit_half_a_page_and_speak_of_everybody(evaluate, clear_answers, noisy):
    half = Group("half=one", np.arange(25) < 12, "half", "one")
    for result in (evaluate(clear_answers), evaluate(noisy, groups=(half,))):
        headlines = [f for f in result.findings if f.headline]
        assert 2 <= len(headlines) <= 6
        assert {f.group for f in headlines} == {"all"}


def test_a_refused_importance_is_a_finding(evaluate, make_study, clear_answers):
    options = {"importance": "derived", "overall": "overall", "method": "partial"}
    (finding,) = evaluate(clear_answers[:5], make_study(options=options)).findings
    assert finding.message == "quadrant-no-importance"
    assert "too few" in finding.evidence["reason"]
    assert finding.headline


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_replicates_nothing_is_said_of_the_sample(
    evaluate, make_study, clear_answers, noisy, language
):
    for X in (clear_answers, noisy):
        said = sentences(evaluate(X, make_study(method="none")), language)
        for word in ("sample", "near a line", "样本", "贴近", "接近"):
            assert not any(word in sentence for sentence in said)
