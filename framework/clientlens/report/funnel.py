"""The funnel: how many questionnaires went out, came back, were set aside and remain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from clientlens.config.roles import CLIENTS
from clientlens.report.numbers import NO_BREAK, percent
from clientlens.report.words import Words
from clientlens.results.evaluation import Evaluation
from clientlens.survey.screening import Rate, Screening


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

    ``name`` says who was asked, ``valid_rate`` is the rate and its interval, ``summary`` one line
    on what came before.
    """

    name: str
    steps: tuple[Step, ...]
    valid: int
    valid_rate: tuple[str, str]
    summary: str
    remarks: tuple[str, ...]


def funnel_of(evaluation: Evaluation, words: Words) -> Funnel:
    """The funnel of the clients in the language of the report."""
    smallest = words("minimum-group", smallest=evaluation.study.report.minimum_group)
    return _funnel(CLIENTS, evaluation.screening, words, smallest)


def role_funnels_of(evaluation: Evaluation, words: Words) -> tuple[Funnel, ...]:
    """The funnel of every role that was asked beside the clients."""
    return tuple(_funnel(code, found, words) for code, found in evaluation.roles.items())


def _funnel(role: str, screening: Screening, words: Words, *remarks: str) -> Funnel:
    return Funnel(
        name=words.code("role", role),
        steps=tuple(_steps(screening, words)),
        valid=screening.valid,
        valid_rate=_rate(screening.valid_rate, words),
        summary=_summary(screening, words),
        remarks=(*_remarks(screening, words), *remarks),
    )


def _steps(screening: Screening, words: Words) -> Iterator[Step]:
    """Sent out, returned, what each rule removed in turn, valid; bars on one measure."""
    whole = screening.distributed or screening.returned
    width = _percent(screening.returned, whole)
    if screening.distributed is not None:
        yield Step(words("funnel-distributed"), screening.distributed, "", "stock", 0, 100)
    rate = _named_rate("response-rate", screening.response_rate, words)
    yield Step(words("funnel-returned"), screening.returned, rate, "stock", 0, width)
    left = screening.returned
    for rule in screening.rules:
        if rule.removed:
            left -= rule.removed
            name = words("funnel-removed", rule=words.code("rule", rule.rule))
            start, width = _percent(left, whole), _percent(rule.removed, whole)
            yield Step(name, rule.removed, "", "removed", start, width)
    rate = _named_rate("valid-rate", screening.valid_rate, words)
    width = _percent(screening.valid, whole)
    yield Step(words("funnel-valid"), screening.valid, rate, "valid", 0, width)


def _summary(screening: Screening, words: Words) -> str:
    if screening.distributed is None:
        return words("funnel-summary-returned", returned=screening.returned)
    return words("funnel-summary", distributed=screening.distributed, returned=screening.returned)


def _remarks(screening: Screening, words: Words) -> Iterator[str]:
    if screening.valid == screening.returned:
        yield words("funnel-nobody-removed")
    for rule in screening.rules:
        if rule.flagged:
            name = words.code("rule", rule.rule)
            yield words("funnel-flagged", rule=name, count=rule.flagged)


def _rate(rate: Rate, words: Words) -> tuple[str, str]:
    """A rate and its Wilson interval."""
    low, high = (percent(end, 1) for end in (rate.ci_low, rate.ci_high))
    ends = f"[{low},{NO_BREAK}{high}]"
    return percent(rate.estimate, 1), words("interval-at", level=percent(rate.level), interval=ends)


def _named_rate(name: str, rate: Rate | None, words: Words) -> str:
    return "" if rate is None else f"{words(name)} {percent(rate.estimate, 1)}"


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 3)
