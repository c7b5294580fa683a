"""The absences: what a group has no estimate of, told as findings with their reasons."""

from __future__ import annotations

from collections.abc import Iterator

from clientlens.results.evaluation import Result
from clientlens.results.finding import Finding
from clientlens.survey.groups import EVERYBODY


def absences(result: Result, group: str = EVERYBODY, of: str | None = None) -> Iterator[Finding]:
    """One finding for each reason why something of a group is absent.

    Parameters
    ----------
    result : Result
        What a model found.
    group : str
        Code of the group.
    of : str, optional
        A quantity: then only the reason why it is absent, with all that is absent for it.
    """
    absent = result.estimates.absent
    for reason in dict.fromkeys(why for (own, _), why in absent.items() if own == group):
        names = [name for (own, name), why in absent.items() if (own, why) == (group, reason)]
        if of is None or of in names:
            yield _finding(result, group, reason, names)


def _finding(result: Result, group: str, reason: str, names: list[str]) -> Finding:
    if set(map(str, result.estimates.data)) <= set(names):
        headline = group == EVERYBODY
        return Finding("absent", (), "absent-all", {"reason": reason}, 1.0, group, headline)
    evidence = {"quantities": " ".join(names), "reason": reason}
    return Finding("absent", (), "absent-some", evidence, group=group)
