"""Which of a study's models hold in the population, and for which questions."""

import numpy as np
import pytest

from simulation.studies import STUDY, drawn, refusal, values


def test_a_study_without_a_population_follows_the_rule_alone(tmp_path):
    text = STUDY.replace("factor: {items: [overall, again, trouble]}", "bare: {}")
    found = drawn({"correlation": {"items": 0.5}}, text, n=20_000)
    assert found.populations == {}
    read = values(found, tmp_path, text)
    assert np.corrcoef(read["overall"], read["trouble"])[0, 1] == pytest.approx(0.5, abs=0.03)


TWO_MODELS = STUDY.replace(
    "  factor:", "  items: {use: factor, items: [again, complained]}\n  factor:"
)


def test_two_models_that_speak_of_one_question_are_named():
    assert refusal(text=TWO_MODELS) == (
        "models 'items' and 'factor' both say how the answers to 'again' hang together\n"
        "    Choose one with --model items or --model factor."
    )


def test_one_of_two_models_is_chosen_by_name_or_by_the_truth():
    assert list(drawn(text=TWO_MODELS, model="items").populations) == ["items"]
    assert list(drawn({"models": {"factor": {}}}, TWO_MODELS).populations) == ["factor"]


def test_two_models_that_speak_of_different_questions_both_hold():
    text = TWO_MODELS.replace("[overall, again, trouble]", "[overall, trouble]")
    assert list(drawn(text=text).populations) == ["items", "factor"]


def test_a_model_that_offers_no_population_can_not_be_chosen():
    text = STUDY.replace("models:\n", "models:\n  bare: {}\n")
    assert refusal(text=text, model="bare") == (
        "model 'bare' offers no population. Models that do: factor."
    )
    assert refusal(model="facto") == (
        "the study has no model 'facto'. Did you mean 'factor'? Known: factor."
    )


def test_a_model_that_speaks_of_what_is_not_asked_is_named():
    text = STUDY.replace("[overall, again, trouble]", "[overall, agains]")
    assert refusal(text=text) == "model 'factor' speaks of 'agains', which the study doesn't ask"
