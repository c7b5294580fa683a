"""The screening rules at work: who is kept, who is set aside, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clientlens.arrays import BoolArray
from clientlens.config.study import Study
from clientlens.errors import AnswersError, Place, Problem, StudyError, at_work
from clientlens.survey.answers import Answers
from clientlens.survey.carelessness import AttentionCheck, IdenticalFacets, StraightLine, TooFast
from clientlens.survey.eligibility import Duplicates, Incomplete, OutOfFrame
from clientlens.survey.rule import Action, Screen, ScreenOptions
from clientlens.survey.screening import Rate, RuleCount, Screening

__all__ = ["BUILT_IN_SCREENS", "Screen", "ScreenOptions", "Screening", "screen"]

BUILT_IN_SCREENS: tuple[type[Screen], ...] = (
    AttentionCheck,
    Duplicates,
    IdenticalFacets,
    Incomplete,
    OutOfFrame,
    StraightLine,
    TooFast,
)


def screen(
    answers: Answers, study: Study, screens: Mapping[str, Screen]
) -> tuple[Answers, Screening]:
    """Set aside whom the rules of a study remove.

    Every rule looks at everybody who came back, so their order changes no one's fate, only which
    rule is said to have set aside a respondent that several rules catch: the first in the study
    file.

    Parameters
    ----------
    answers : Answers
        Of all respondents.
    study : Study
        The study; without ``screening:`` everybody is kept.
    screens : mapping
        Name → rule.

    Returns
    -------
    tuple of Answers and Screening
        Those kept, and how it came to them.

    Raises
    ------
    AnswersError
        Nobody is left.
    StudyError
        More questionnaires came back than went out.
    TypeError
        A rule returns something else than whom it catches: a mistake of its author.
    """
    distributed, returned = study.survey.distributed, len(answers)
    if distributed is not None and distributed < returned:
        message = f"{distributed} questionnaires went out, but {returned} came back"
        hint = f"{answers.source.path} has {returned} rows of answers."
        raise StudyError(study.problem(message, "survey", "distributed", hint=hint))
    actions, caught = _apply(answers, study, screens)
    kept, rules = _count(actions, caught, returned)
    valid = int(kept.sum())
    if not valid:
        raise AnswersError(_nobody_left(rules, returned, answers.source.path))
    level = study.uncertainty.level
    screening = Screening(
        distributed=distributed,
        returned=returned,
        valid=valid,
        rules=rules,
        response_rate=None if distributed is None else Rate.of(returned, distributed, level),
        valid_rate=Rate.of(valid, returned, level),
        rows=answers.rows,
        ids=answers.ids,
        caught=caught,
    )
    return answers.select(kept), screening


def _apply(
    answers: Answers, study: Study, screens: Mapping[str, Screen]
) -> tuple[dict[str, Action], dict[str, BoolArray]]:
    """What each rule does, and whom it catches."""
    actions: dict[str, Action] = {}
    caught: dict[str, BoolArray] = {}
    for choice in study.screening:
        assert isinstance(choice.options, ScreenOptions)  # noqa: S101  as `Screen.Options` says
        actions[choice.rule] = choice.options.action
        with at_work(screens[choice.rule]):
            found = screens[choice.rule].find(answers, study, choice.options)
            _check_found(found, choice.rule, len(answers))
        caught[choice.rule] = found
    return actions, caught


def _check_found(found: object, rule: str, n: int) -> None:
    """Anything else than a boolean array would set aside others than the rule means."""
    if not isinstance(found, np.ndarray):
        raise TypeError(f"screening rule '{rule}' returns {type(found).__name__}, no array")
    if found.dtype != bool or found.shape != (n,):
        got = f"{found.dtype} of shape {found.shape}"
        raise TypeError(f"screening rule '{rule}' returns {got}, not bool of shape ({n},)")


def _count(
    actions: Mapping[str, Action], caught: Mapping[str, BoolArray], returned: int
) -> tuple[BoolArray, tuple[RuleCount, ...]]:
    """Who is kept, and the counts of each rule."""
    kept = np.ones(returned, dtype=bool)
    removed = dict.fromkeys(actions, 0)
    for rule, action in actions.items():
        if action == "remove":
            removed[rule] = int((kept & caught[rule]).sum())
            kept &= ~caught[rule]
    flagged = {
        rule: int((kept & caught[rule]).sum()) if action == "flag" else 0
        for rule, action in actions.items()
    }
    counts = tuple(
        RuleCount(rule, action, int(caught[rule].sum()), removed[rule], flagged[rule])
        for rule, action in actions.items()
    )
    return kept, counts


def _nobody_left(rules: tuple[RuleCount, ...], returned: int, file: str) -> Problem:
    steps = ", ".join(f"{count.rule} {count.removed}" for count in rules if count.removed)
    message = f"nobody is left after screening: {returned} came back; set aside by {steps}"
    return Problem(message, Place(file), "Loosen a rule under screening, or say  action: flag.")
