"""The absences: what a group has no estimate of, told as findings with their reasons."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.hierarchy import questions_of
from clientlens.results.evaluation import Result
from clientlens.results.finding import Finding
from clientlens.survey.groups import EVERYBODY


def absences(result: Result, group: str = EVERYBODY, of: str | None = None) -> Iterator[Finding]:
    """One finding for each reason why something of a group is absent.

    Answers that aren't shown, for so few gave them, are told by a note and by no finding.

    Parameters
    ----------
    result : Result
        What a model found.
    group : str
        Code of the group.
    of : str, optional
        A quantity: then only the reason why it is absent, with all that is absent for it.
    """
    known = set(map(str, result.estimates.data))
    hidden = {question.name for question in questions_of(result.study)} - known
    absent = {
        name: why
        for (own, name), why in result.estimates.absent.items()
        if own == group and name not in hidden
    }
    for reason in dict.fromkeys(absent.values()):
        names = [name for name, why in absent.items() if why == reason]
        if of is None or of in names:
            yield _finding(group, reason, names, is_all={*absent, *known} == {*names})


def _finding(group: str, reason: str, names: list[str], *, is_all: bool) -> Finding:
    if is_all:
        headline = group == EVERYBODY
        return Finding("absent", (), "absent-all", {"reason": reason}, 1.0, group, headline)
    evidence = {"quantities": " ".join(names), "reason": reason}
    return Finding("absent", (), "absent-some", evidence, group=group)
