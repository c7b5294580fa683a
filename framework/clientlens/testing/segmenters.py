"""The laws of a segmenter, and the example that it is tried on."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from clientlens.arrays import IntArray
from clientlens.config.study import SegmentationChoice, Study
from clientlens.engine import Prepared, prepare
from clientlens.errors import ClientLensError
from clientlens.messages import LANGUAGES, LOCALE, Messages
from clientlens.plugins import Registry
from clientlens.report.reasons import reason_in
from clientlens.sample import Sample
from clientlens.segmentation import Segmentation
from clientlens.segmenter import Segmenter, find_segments
from clientlens.testing.bad_answers import bad_values
from clientlens.testing.catalogues import check_catalogues
from clientlens.testing.door import CATALOGUES, DOCUMENTED, FITS, IN_SCHEMA, REFUSALS, SUITS
from clientlens.testing.example import Drawn, asked, draw, installed, load_values
from clientlens.testing.generated import Size, Values, generated_values, merged
from clientlens.testing.law import Breach, Statement
from clientlens.testing.options import check_documented, check_in_schema
from clientlens.testing.refusal import check_refusals
from clientlens.testing.shaken import shaken
from clientlens.testing.trial import Trial

FOUND = "found"
"""The attribute that the segments become."""


def make_segmenter_example(trial: Trial, size: Size) -> SegmenterExample:
    """An example of one size; a `ClientLensError` where the segmenter can't work on it."""
    known = installed()
    registry = replace(known, segmenters={**known.segmenters, trial.name: trial.plugin()})
    found = {FOUND: {"method": trial.name, **trial.options}}
    base = generated_values(size) | {"segments": {"found": found}, "models": {}}
    values = merged(base, trial.study)
    study = load_values(values, registry)
    return SegmenterExample(trial, values, registry, draw(study, registry, size, trial.truth))


@dataclass(frozen=True, eq=False)
class SegmenterExample:
    """A study whose segments are found by a method, with answers."""

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
    def choice(self) -> SegmentationChoice:
        """The entry under ``segments.found``."""
        return self.study.found[FOUND]

    @cached_property
    def _without(self) -> Prepared:
        """The answers as they are before any segments are found."""
        known = {c: own for c, own in self.study.respondents.items() if c not in self.study.found}
        study = replace(self.study, found={}, segments=None, respondents=known)
        return prepare(study, self.drawn.answers, self.registry, roles=self.drawn.roles)

    @property
    def n(self) -> int:
        """Respondents who were kept."""
        return len(self._without.kept)

    def on(self, drawn: Drawn) -> SegmenterExample:
        """The same method on other answers."""
        return replace(self, drawn=drawn)

    def sample(self, order: IntArray | None = None) -> Sample:
        """Everybody as answered, on arrays of their own."""
        everybody = self._without.estimation.everybody()
        rows = np.arange(self.n) if order is None else order
        ratings = everybody.ratings.select(rows)
        ratings = replace(ratings, values=ratings.values.copy())
        return Sample(ratings, everybody.weights[:, rows].copy())

    def find(self, sample: Sample, instance: Segmenter | None = None) -> Segmentation:
        """The segments, as the engine finds them."""
        method: Segmenter = instance or self.trial.plugin()
        methods = {**self.registry.segmenters, self.trial.name: method}
        return find_segments(sample, self.study, methods)[FOUND]

    def segments(self, sample: Sample, instance: Segmenter | None = None) -> Segmentation | None:
        """The same; None where it is no segmentation, of which one law tells."""
        try:
            return self.find(sample, instance)
        except (TypeError, ValueError):
            return None


def _documented(example: SegmenterExample) -> None:
    check_documented(example.trial.plugin.Options)


def _in_schema(example: SegmenterExample) -> None:
    method = example.trial.plugin
    check_in_schema("segmenter", method.name, method.Options, example.registry)


def _catalogues(example: SegmenterExample) -> None:
    locale: Path | None = example.trial.plugin.locale
    if locale is not None:
        check_catalogues(locale)


def _refusals(example: SegmenterExample) -> None:
    def try_out(values: Values) -> None:
        study = load_values(values, example.registry)
        drawn = asked(example.drawn, study)
        other = replace(example, values=values, drawn=drawn)
        other.find(other.sample())

    if example.segments(example.sample()) is not None:  # else another law tells of it
        check_refusals(example.values, try_out)


def _is_segmentation(example: SegmenterExample) -> None:
    example.find(example.sample())


def _demand_same(one: Segmentation | None, other: Segmentation | None, when: str) -> None:
    if one is None or other is None:
        return
    if one.codes != other.codes:
        raise Breach(f"the segments are {one.codes} once and {other.codes} once ({when})")
    if not np.array_equal(one.labels, other.labels):
        i = int(np.flatnonzero(one.labels != other.labels)[0])
        found = [values.values[i] for values in (one, other)]
        raise Breach(f"client {i} belongs to {found[0]} once and to {found[1]} once ({when})")


def _same_again(example: SegmenterExample) -> None:
    one, other = shaken(lambda: example.segments(example.sample()))
    _demand_same(one, other, "two runs with one seed")


def _no_state(example: SegmenterExample) -> None:
    used: Segmenter = example.trial.plugin()
    half = np.arange(example.n // 2)
    try:
        example.segments(example.sample(half), used)
    except ClientLensError:
        return
    again = example.segments(example.sample(), used)
    fresh = example.segments(example.sample())
    _demand_same(fresh, again, "a new instance, and one used on other clients before")


def _untouched(example: SegmenterExample) -> None:
    sample = example.sample()
    ratings = sample.ratings
    handed = {
        "answers": ratings.values,
        "weights": sample.weights,
        **{f"values of '{code}'": column for code, column in ratings.attributes.items()},
    }
    before = {name: array.copy() for name, array in handed.items()}
    method: Segmenter = example.trial.plugin()
    rng = np.random.default_rng(1)
    try:
        method.find(sample, example.study, example.choice.options, rng)
    except ClientLensError:
        return
    for name, array in handed.items():
        if not np.array_equal(array, before[name], equal_nan=array.dtype == float):
            raise Breach(f"the {name} of the sample are others after segments were found")


def _client_order(example: SegmenterExample) -> None:
    order = np.arange(example.n)[::-1]
    one = example.segments(example.sample())
    turned = example.segments(example.sample(order))
    when = "clients as they came, and in reverse order"
    _demand_same(one, turned and turned.select(order), when)


def _bad_answers(example: SegmenterExample) -> None:
    for what, values in bad_values(example.study, example.drawn.answers):
        other = example.on(
            replace(example.drawn, answers=replace(example.drawn.answers, values=values))
        )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                other.segments(other.sample())
        except ClientLensError:
            continue
        except Exception as error:
            raise Breach(f"{what}: it stops with {type(error).__name__}: {error}") from error


def _words(example: SegmenterExample) -> None:
    found = example.segments(example.sample())
    locale: Path | None = example.trial.plugin.locale
    if found is None or locale is None:
        return
    for language in LANGUAGES:
        messages = Messages(language, [LOCALE, locale])
        for key in (f"segmenter-{example.trial.name}", *_criteria(found)):
            if key not in messages:
                raise Breach(f"'{key}' is in no catalogue in {language}")
    chinese = Messages(LANGUAGES[0], [LOCALE, locale])
    for reason in filter(None, (found.reason, *found.remarks)):
        if reason_in(chinese, reason) == reason:
            raise Breach(f"the reason {reason!r} is said by no 'reason-…' of the catalogues")


def _criteria(found: Segmentation) -> Iterator[str]:
    yield from (f"criterion-{name}" for name in found.criteria)


SEGMENTER_LAWS = (
    FITS.held(),
    SUITS.held(),
    DOCUMENTED.held_by(_documented),
    IN_SCHEMA.held_by(_in_schema),
    REFUSALS.held_by(_refusals),
    CATALOGUES.held_by(_catalogues),
    Statement(
        "it returns a segmentation",
        "every client has a position among the codes or -1, every segment has a client, "
        "probabilities sum to one, and where there are no segments a reason tells why",
        "Give labels (n,) as positions in codes; say why in reason where codes are none.",
        _is_segmentation,
    ),
    Statement(
        "one seed gives one segmentation",
        "a second run with the same seed finds the same segments",
        "Draw from rng alone, and hand it on: random_state=int(rng.integers(2**31)).",
        _same_again,
    ),
    Statement(
        "an instance keeps nothing between calls",
        "what a segmenter was asked before changes nothing",
        "Pass what is needed from call to call.",
        _no_state,
    ),
    Statement(
        "what is handed in stays as it was",
        "answers and weights are the same after segments were found",
        "Make a new array instead of writing into one that was handed in.",
        _untouched,
    ),
    Statement(
        "the order of clients doesn't matter",
        "the same clients in another order make the same segments, of the same codes",
        "Order codes by the profiles of segments, not by who comes first.",
        _client_order,
    ),
    Statement(
        "gaps and constants don't stop it",
        "unanswered questions, silent clients and answers without variance give fewer segments, "
        "or none and a reason; no exception and no warning",
        "Label who can't be placed -1, and say in reason why there are no segments.",
        _bad_answers,
    ),
    Statement(
        "its words are in every language",
        "segmenter-<name>, criterion-<name> and reason-… for its reasons and remarks stand in "
        "zh.ftl and en.ftl, where it has catalogues",
        "Add what is missing to both catalogues.",
        _words,
    ),
)
