"""The comparison: differences between groups on shared replicates, tested by permutation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clientlens.chunks import Progress
from clientlens.config.differences import quantities_compared
from clientlens.config.schema import Differences
from clientlens.differences.chance import chances_of
from clientlens.differences.findings import findings_of
from clientlens.differences.pairs import Comparison, comparisons_of
from clientlens.differences.rows import difference_table, overall_table
from clientlens.differences.sides import Compared
from clientlens.estimation import Estimation
from clientlens.model import numbers_of
from clientlens.results.differences import GroupDifferences
from clientlens.results.estimates import Estimates
from clientlens.survey.groups import Group


def compare_groups(
    estimation: Estimation,
    estimates: Sequence[Estimates],
    groups: Sequence[Group],
    settings: Differences,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> GroupDifferences:
    """Compare the groups of a study in every quantity that it asks for.

    Parameters
    ----------
    estimation : Estimation
        What was estimated, for everybody and for all groups that may be shown.
    estimates : sequence of Estimates
        What came of it, one for each task.
    groups : sequence of Group
        Everybody first, then all groups.
    settings : Differences
        What is compared, and how.
    jobs : int
        Chunks that are worked on at once; the result doesn't depend on it.
    progress : callable, optional
        Told after every chunk.

    Returns
    -------
    GroupDifferences
        Empty tables where no attribute has two groups that may be shown.
    """
    tasks = [task for task in estimation.tasks if not task.model.only_everybody]
    known = {
        task.choice.name: numbers_of(task.model, estimation.study, task.choice.options)
        for task in tasks
    }
    wanted = quantities_compared(settings.quantities, known)
    comparisons = comparisons_of(settings, groups)
    own = replace(estimation, tasks=tuple(t for t in tasks if t.choice.name in wanted))
    by_entry = {
        task.choice.name: found
        for task, found in zip(estimation.tasks, estimates, strict=True)
        if task.choice.name in wanted
    }
    made = _made(own, comparisons, jobs, progress)
    chances = chances_of(own, comparisons, settings, wanted, jobs, progress)
    compared = [
        Compared(comparison, wanted, by_entry, made, chance, own.plan, settings)
        for comparison, chance in zip(comparisons, chances, strict=True)
    ]
    differences, overall = difference_table(compared), overall_table(compared)
    attributes = tuple(comparison.attribute for comparison in comparisons)
    circular = tuple(name for name in attributes if name in estimation.study.found)
    return GroupDifferences(
        settings,
        attributes,
        differences,
        overall,
        findings_of(differences, overall, estimation.study.uncertainty.level, circular),
        circular,
    )


def _made(
    estimation: Estimation,
    comparisons: Sequence[Comparison],
    jobs: int,
    progress: Progress | None,
) -> dict[str, Estimates]:
    """Entry → estimates of the groups that are made to be compared with, on the same replicates."""
    groups = tuple(group for comparison in comparisons for group in comparison.made)
    if not groups or not estimation.tasks:
        return {}
    found = replace(estimation, groups=groups).run_replicates(jobs, progress)
    entries = (task.choice.name for task in estimation.tasks)
    return dict(zip(entries, found, strict=True))
