"""The pairing of replicates: which rows of two runs weigh the same respondents alike.

Rows of two runs are *paired* where they give the same respondents the same weights, so that what
both runs share of the sampling error cancels in a difference. Rows that aren't may still be
related in disguise: two samples of the same size with the same seed draw the same counts, which
then fall on people who have nothing to do with each other. Such rows are never set against each
other as they stand; `row_order` shuffles them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from clientlens.arrays import IntArray
from clientlens.results.run import Run
from clientlens.stats.resample import generator

Reason = Literal[
    "same_run", "same_rows", "keyed", "no_replicates", "other_draws", "other_respondents",
    "other_answers", "other_region",
]  # fmt: skip
"""Why rows are paired (the first three), or why not."""

KEYED = frozenset({"poisson", "bayesian"})
PAIRED: frozenset[Reason] = frozenset({"same_run", "same_rows", "keyed"})


@dataclass(frozen=True, slots=True)
class Pairing:
    """Whether two runs are paired, and why or why not."""

    reason: Reason

    @property
    def is_paired(self) -> bool:
        """Whether the same row of both runs gives the same respondents the same weights."""
        return self.reason in PAIRED


def pair(first: Run, second: Run) -> Pairing:
    """Whether the rows of two runs are paired.

    Parameters
    ----------
    first, second : Run
        Two runs, or one twice.

    Returns
    -------
    Pairing
        ``same_run``: one run. ``same_rows``: the same respondents of the same file under the same
        draws. ``keyed``: Poisson or Bayesian weights of the same seed in one region, or of one
        file, where a respondent id has the same weights in every run, so that clients who are in
        both are paired whatever else differs. Otherwise what stands in the way.
    """
    return Pairing("same_run" if first is second else _reason(first, second))


def _reason(first: Run, second: Run) -> Reason:
    """Why the rows of two different runs are paired or not."""
    methods = {run.file.uncertainty.method for run in (first, second)}
    if "none" in methods:
        return "no_replicates"
    is_one_file = _answers(first) == _answers(second)
    if first.region != second.region and not is_one_file:
        return "other_region"
    is_one_way = _draws(first) == _draws(second)
    if is_one_way and methods <= KEYED:
        return "keyed"
    if not is_one_file:
        return "other_answers"
    if not is_one_way:
        return "other_draws"
    return "same_rows" if _is_same_sample(first, second) else "other_respondents"


def row_order(runs: Sequence[Run], draws: int) -> list[IntArray]:
    """The order in which the draws of each run are set against those of the others.

    Parameters
    ----------
    runs : sequence of Run
        All that are compared.
    draws : int
        How many draws of each are used, the first ones.

    Returns
    -------
    list of (draws,) integer arrays
        Positions among the draws. Runs that are paired with each other have the same order; every
        other one has a shuffled order of its own, which depends on nothing but its place.
    """
    leaders: list[Run] = []
    orders: list[IntArray] = []
    for run in runs:
        place = next((i for i, known in enumerate(leaders) if pair(known, run).is_paired), None)
        if place is None:
            place = len(leaders)
            leaders.append(run)
        orders.append(_order(place, draws))
    return orders


def _order(place: int, draws: int) -> IntArray:
    if place == 0:
        return np.arange(draws)
    return np.asarray(generator(place, "pairing of runs").permutation(draws))


def _draws(run: Run) -> tuple[Any, ...]:
    settings = run.file.uncertainty
    return settings.method, settings.seed, settings.cluster


def _answers(run: Run) -> tuple[Any, ...]:
    survey = run.file.survey
    return run.recipe["answers"]["sha256"], survey.sheet, survey.header_row


def _is_same_sample(first: Run, second: Run) -> bool:
    """The same rows kept, drawn by the same units, with the same design weights."""
    one, other = (run.recipe.get("respondents") for run in (first, second))
    return one is not None and one == other
