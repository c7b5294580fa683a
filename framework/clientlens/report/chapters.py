"""The chapters: findings in words, gathered by their kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clientlens.report.numbers import number, percent
from clientlens.report.sentences import sentence
from clientlens.report.words import Words, words_of
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.finding import Finding
from clientlens.survey.groups import EVERYBODY


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding in words with its evidence."""

    text: str
    strength: float
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def is_certain(self) -> bool:
        """A fact of the sample, or what every draw agrees on: its strength needs no showing."""
        return self.strength >= 1

    @property
    def strength_text(self) -> str:
        """The strength as percent."""
        return percent(self.strength)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Statements of one kind; where that is a class, it lends its colour."""

    code: str
    name: str
    statements: tuple[Statement, ...]
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Headlines:
    """What a director should hear of one model; ``title`` is empty where there is only one."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class GroupFindings:
    """What was found about one group."""

    name: str
    chapters: tuple[Chapter, ...]


def headlines_of(evaluation: Evaluation) -> Iterator[Headlines]:
    """The findings about everybody that belong on the first half page, model by model."""
    for result in evaluation.results.values():
        words = words_of(evaluation, result)
        findings = [f for f in result.findings if f.headline and f.group == EVERYBODY]
        if findings:
            title = words.model(result) if len(evaluation.results) > 1 else ""
            yield Headlines(title, tuple(_chapters(findings, result, words)))


def _chapters(findings: list[Finding], result: Result, words: Words) -> Iterator[Chapter]:
    """Findings by their kind, kinds in the order in which the model brings them."""
    for kind in dict.fromkeys(finding.kind for finding in findings):
        statements = tuple(
            Statement(
                sentence(finding, result, words.messages),
                finding.strength,
                tuple(_evidence(finding, words)),
            )
            for finding in findings
            if finding.kind == kind
        )
        yield Chapter(kind, words.kind(kind), statements, words.is_class(kind))


def _evidence(finding: Finding, words: Words) -> Iterator[tuple[str, str]]:
    for key, value in finding.evidence.items():
        text = words.code(key, value) if isinstance(value, str) else number(key, value)
        yield words.column(key), text


def findings_of(evaluation: Evaluation, result: Result, words: Words) -> Iterator[GroupFindings]:
    """All findings of a model, group by group."""
    for group in evaluation.groups:
        findings = [finding for finding in result.findings if finding.group == group.code]
        if findings:
            name = words.group_heading(group.code)
            yield GroupFindings(name, tuple(_chapters(findings, result, words)))
