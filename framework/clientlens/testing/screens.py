"""The laws of a screening rule, and the example that it is tried on."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from clientlens.arrays import BoolArray, IntArray
from clientlens.config.schema import Options
from clientlens.config.study import Study
from clientlens.errors import ClientLensError
from clientlens.plugins import Registry
from clientlens.survey.answers import Answers
from clientlens.survey.screen import Screen, screen
from clientlens.testing.bad_answers import bad_values
from clientlens.testing.door import DOCUMENTED, FITS, IN_SCHEMA, REFUSALS, SUITS
from clientlens.testing.example import Drawn, asked, draw, installed, load_values
from clientlens.testing.generated import Size, Values, generated_values, merged
from clientlens.testing.law import Breach, Statement
from clientlens.testing.options import check_documented, check_in_schema
from clientlens.testing.refusal import check_refusals
from clientlens.testing.shaken import shaken
from clientlens.testing.trial import Trial

_HURRY = 0.2
"""So much of the usual time takes who hurries."""


def make_screen_example(trial: Trial, size: Size) -> ScreenExample:
    """An example of one size; a `ClientLensError` where the rule can't work on it."""
    known = installed()
    registry = replace(known, screens={**known.screens, trial.name: trial.plugin()})
    base = generated_values(size) | {"screening": {trial.name: dict(trial.options)}, "models": {}}
    values = merged(base, trial.study)
    study = load_values(values, registry)
    drawn = draw(study, registry, size, trial.truth)
    drawn = replace(drawn, answers=_careless(drawn.answers))
    example = ScreenExample(trial, values, registry, drawn)
    example.find()
    return example


def _careless(answers: Answers) -> Answers:
    """The same answers; a client gave those of another, and every other client hurried."""
    order = np.arange(len(answers))
    order[-2] = 1
    doubled = _reordered(answers, order)
    seconds = doubled.seconds
    if seconds is not None:
        seconds = seconds.copy()
        seconds[1::2] *= _HURRY
        seconds[2::8] *= _HURRY
    return replace(doubled, seconds=seconds, ids=answers.ids, rows=answers.rows)


@dataclass(frozen=True, eq=False)
class ScreenExample:
    """A study that is screened by a rule, with answers."""

    trial: Trial
    values: Values
    registry: Registry
    drawn: Drawn

    @property
    def description(self) -> str:
        """What it is made of, in a line."""
        return self.drawn.description

    @property
    def study(self) -> Study:
        """The study as it was read."""
        return self.drawn.study

    @property
    def options(self) -> Options:
        """What the study writes for the rule."""
        return next(c.options for c in self.study.screening if c.rule == self.trial.name)

    @property
    def answers(self) -> Answers:
        """Those of everybody, as a copy."""
        return _reordered(self.drawn.answers, np.arange(len(self.drawn.answers)))

    def find(self, answers: Answers | None = None, instance: Screen | None = None) -> BoolArray:
        """(n,) whom the rule catches."""
        rule: Screen = instance or self.trial.plugin()
        own = self.answers if answers is None else answers
        return rule.find(own, self.study, self.options)

    def caught(
        self, answers: Answers | None = None, instance: Screen | None = None
    ) -> BoolArray | None:
        """The same; None where it isn't whom the rule catches, of which one law tells."""
        own = self.answers if answers is None else answers
        found = self.find(own, instance)
        is_one = isinstance(found, np.ndarray) and found.dtype == bool
        return found if is_one and found.shape == (len(own),) else None


def _documented(example: ScreenExample) -> None:
    check_documented(example.trial.plugin.Options)


def _in_schema(example: ScreenExample) -> None:
    rule = example.trial.plugin
    check_in_schema("screen", rule.name, rule.Options, example.registry)


def _refusals(example: ScreenExample) -> None:
    def try_out(values: Values) -> None:
        study = load_values(values, example.registry)
        drawn = asked(example.drawn, study)
        replace(example, values=values, drawn=drawn).find()

    check_refusals(example.values, try_out)


def _is_caught(example: ScreenExample) -> None:
    try:
        screen(example.answers, example.study, example.registry.screens)
    except ClientLensError:
        return  # nobody is left, which a rule may find


def _demand_same(one: BoolArray | None, other: BoolArray | None, when: str) -> None:
    if one is None or other is None or np.array_equal(one, other):
        return
    i = int(np.flatnonzero(one != other)[0])
    raise Breach(f"client {i} is caught once and once not ({when})")


def _same_again(example: ScreenExample) -> None:
    one, other = shaken(example.caught)
    _demand_same(one, other, "two runs on the same answers")


def _no_state(example: ScreenExample) -> None:
    used: Screen = example.trial.plugin()
    half = np.arange(len(example.answers)) % 2 == 0
    example.caught(example.answers.select(half), used)
    again, fresh = example.caught(None, used), example.caught()
    _demand_same(fresh, again, "a new instance, and one used on other clients before")


def _untouched(example: ScreenExample) -> None:
    answers, before = example.answers, example.answers
    example.find(answers)
    for (name, own), (_, kept) in zip(_columns(answers), _columns(before), strict=True):
        if not np.array_equal(own, kept, equal_nan=own.dtype == float):
            raise Breach(f"the {name} are others after the rule has looked at them")


def _columns(answers: Answers) -> Iterator[tuple[str, Any]]:
    """The arrays that a rule may look at, by what they are called."""
    yield "answers", answers.values
    yield from ((f"values of '{code}'", own) for code, own in answers.attributes.items())
    others = {"seconds": answers.seconds, "weights": answers.weights, "ids": answers.ids}
    yield from ((name, own) for name, own in others.items() if own is not None)


def _client_order(example: ScreenExample) -> None:
    order = np.arange(len(example.answers))[::-1]
    turned = example.caught(_reordered(example.answers, order))
    one = example.caught()
    when = "clients as they came, and in reverse order"
    _demand_same(one, None if turned is None else turned[order], when)


def _reordered(answers: Answers, order: IntArray) -> Answers:
    def of(column: Any) -> Any:  # an array, or None
        return None if column is None else column[order]

    attributes: Mapping[str, Any] = {c: of(column) for c, column in answers.attributes.items()}
    return replace(
        answers,
        values=answers.values[order],
        attributes=attributes,
        ids=of(answers.ids),
        weights=of(answers.weights),
        seconds=of(answers.seconds),
        rows=answers.rows[order],
    )


def _one_by_one(example: ScreenExample) -> None:
    half = np.arange(len(example.answers)) % 2 == 0
    whole, part = example.caught(), example.caught(example.answers.select(half))
    if whole is not None and part is not None and not np.array_equal(whole[half], part):
        i = int(np.flatnonzero(half)[whole[half] != part][0])
        raise Breach(f"client {i} is caught once and once not (among all, and among every other)")


def _bad_answers(example: ScreenExample) -> None:
    for what, values in bad_values(example.study, example.drawn.answers):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                example.find(replace(example.drawn.answers, values=values))
        except ClientLensError:
            continue
        except Exception as error:
            raise Breach(f"{what}: it stops with {type(error).__name__}: {error}") from error


SCREEN_LAWS = (
    FITS.held(),
    SUITS.held(),
    DOCUMENTED.held_by(_documented),
    IN_SCHEMA.held_by(_in_schema),
    REFUSALS.held_by(_refusals),
    Statement(
        "it tells whom it catches",
        "find returns a boolean array (n,), True for whom the rule catches",
        "Compare arrays, not lists; make the array with np.zeros(len(answers), dtype=bool).",
        _is_caught,
    ),
    Statement(
        "the same answers catch the same clients",
        "a second run on the same answers catches the same clients",
        "Draw nothing by chance.",
        _same_again,
    ),
    Statement(
        "an instance keeps nothing between calls",
        "what a rule was asked before changes nothing",
        "Pass what is needed from call to call.",
        _no_state,
    ),
    Statement(
        "what is handed in stays as it was",
        "the answers are the same after the rule has looked at them",
        "Make a new array instead of writing into one that was handed in.",
        _untouched,
    ),
    Statement(
        "the order of clients doesn't matter",
        "the same clients in another order are caught alike",
        "Don't use positions of respondents.",
        _client_order,
    ),
    Statement(
        "clients are judged one by one",
        "who is caught among all is caught among every other client as well",
        "Hold a client to limits of the options, not to what others answered.",
        _one_by_one,
    ),
    Statement(
        "gaps and constants don't stop it",
        "unanswered questions, silent clients and answers without variance make no exception and "
        "no warning",
        "Divide only where the divisor isn't zero; NaN means no answer.",
        _bad_answers,
    ),
)
