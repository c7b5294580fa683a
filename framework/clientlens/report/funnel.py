"""The funnel: how many questionnaires went out, came back, were set aside and remain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from clientlens.report.numbers import NO_BREAK, percent
from clientlens.report.words import Words
from clientlens.results.evaluation import Evaluation
from clientlens.stats.proportions import wilson_interval
from clientlens.survey.screen import Screening


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how many, which part of the whole, and where its bar lies in percent."""

    name: str
    count: int
    rate: str
    kind: Literal["stock", "removed", "valid"]
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps in order, with what a reader should know of them.

    ``valid_rate`` is the rate and its interval, ``summary`` one line on what came before.
    """

    steps: tuple[Step, ...]
    valid: int
    valid_rate: tuple[str, str]
    summary: str
    remarks: tuple[str, ...]


def funnel_of(evaluation: Evaluation, words: Words) -> Funnel:
    """The funnel of an evaluation in the language of its report."""
    screening = evaluation.screening
    return Funnel(
        steps=tuple(_steps(screening, words)),
        valid=screening.valid,
        valid_rate=_rate(screening.valid, screening.returned),
        summary=_summary(screening, words),
        remarks=tuple(_remarks(evaluation, words)),
    )


def _steps(screening: Screening, words: Words) -> Iterator[Step]:
    """Sent out, returned, what each rule removed in turn, valid; bars on one measure."""
    whole = screening.distributed or screening.returned
    if screening.distributed is not None:
        yield Step(words("funnel-distributed"), screening.distributed, "", "stock", 0, 100)
        rate = _labelled(words("response-rate"), screening.returned, screening.distributed)
    else:
        rate = ""
    width = _percent(screening.returned, whole)
    yield Step(words("funnel-returned"), screening.returned, rate, "stock", 0, width)
    left = screening.returned
    for rule in screening.rules:
        if rule.action == "remove" and rule.count:
            left -= rule.count
            name = words("funnel-removed", rule=words.code("rule", rule.rule))
            start, width = _percent(left, whole), _percent(rule.count, whole)
            yield Step(name, rule.count, "", "removed", start, width)
    rate = _labelled(words("valid-rate"), screening.valid, screening.returned)
    width = _percent(screening.valid, whole)
    yield Step(words("funnel-valid"), screening.valid, rate, "valid", 0, width)


def _summary(screening: Screening, words: Words) -> str:
    if screening.distributed is None:
        return words("funnel-summary-returned", returned=screening.returned)
    return words(
        "funnel-summary", distributed=screening.distributed, returned=screening.returned
    )


def _remarks(evaluation: Evaluation, words: Words) -> Iterator[str]:
    screening = evaluation.screening
    if screening.valid == screening.returned:
        yield words("funnel-nobody-removed")
    for rule in screening.rules:
        if rule.action == "flag" and rule.count:
            yield words("funnel-flagged", rule=words.code("rule", rule.rule), count=rule.count)
    yield words("minimum-group", smallest=evaluation.study.report.minimum_group)


def _rate(part: int, whole: int) -> tuple[str, str]:
    """A rate and its Wilson interval at 95 %."""
    ends = wilson_interval(part, whole)
    low, high = (percent(float(end), 1) for end in (ends.low, ends.high))
    return percent(part / whole, 1), f"[{low},{NO_BREAK}{high}]"


def _labelled(name: str, part: int, whole: int) -> str:
    return f"{name} {percent(part / whole, 1)}"


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 3)
