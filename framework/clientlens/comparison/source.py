"""The source: one model of one run, whose numbers are set beside those of others."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.arrays import FloatArray, IntArray
from clientlens.errors import RequestError
from clientlens.results.estimates import Estimates
from clientlens.results.pairing import row_order
from clientlens.results.run import Run

if TYPE_CHECKING:
    import xarray as xr

Level = Literal["indicator", "dimension", "whole"]

QUANTITIES: dict[str, Level] = {
    "performance": "indicator",
    "importance": "indicator",
    "priority": "indicator",
    "class": "indicator",
    "dimension_score": "dimension",
    "index": "whole",
}
"""What is compared, under the names that all models share, and by what it comes."""

_INDEX_ENDS = (0.0, 100.0)


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A model of a run, as far as one group of respondents is concerned.

    Attributes
    ----------
    name : str
        Unique among the sources of a comparison.
    run, model : Run and str
        The run, and the entry under its ``models:``.
    group : str
        The group.
    order : (R,) integer array
        Which draw of the run stands in each row of the comparison.
    """

    name: str
    run: Run
    model: str
    group: str
    order: IntArray
    _known: dict[str, FloatArray] = field(default_factory=dict, init=False, repr=False)

    @property
    def estimates(self) -> Estimates:
        """The estimates of the model."""
        return self.run.estimates(self.model)

    def has(self, quantity: str) -> bool:
        """Whether the model gives a quantity, by what all models give it."""
        level = QUANTITIES[quantity]
        own = () if level == "whole" else (level,)
        data = self.estimates.data
        is_there = quantity in data and set(data[quantity].dims) == {"group", "replicate", *own}
        return is_there and not bool(np.isnan(self._rows(quantity)[0]).all())

    def reason(self, quantity: str) -> str:
        """Why the model hasn't given a quantity; empty where it just doesn't know it."""
        return self.estimates.absent.get((self.group, quantity), "")

    def codes(self, quantity: str) -> tuple[str, ...]:
        """Indicators or dimensions that a quantity comes by; empty for the whole."""
        level = QUANTITIES[quantity]
        if level == "whole":
            return ()
        return tuple(str(code) for code in self.estimates.data[level].values)

    def values(self, quantity: str, codes: Sequence[str] | None = None) -> FloatArray:
        """(1 + R, k) a quantity as answered, then in the draws, of the `codes` in their order.

        NaN where the source doesn't know a code; in all draws where its run has none. (1 + R, 1)
        for the whole.
        """
        rows = self._rows(quantity)
        if QUANTITIES[quantity] == "whole":
            return rows[:, None]
        known = {code: j for j, code in enumerate(self.codes(quantity))}
        wanted = self.codes(quantity) if codes is None else codes
        found = np.full((len(rows), len(wanted)), np.nan)
        for place, code in enumerate(wanted):
            if code in known:
                found[:, place] = rows[:, known[code]]
        return found

    def scale(self, quantity: str) -> tuple[float, float] | None:
        """Ends of the scale of a quantity; None where the model names none."""
        return _INDEX_ENDS if quantity == "index" else self.estimates.scale(quantity)

    def _rows(self, quantity: str) -> FloatArray:
        if quantity not in self._known:
            self._known[quantity] = self._read(quantity)
        return self._known[quantity]

    def _read(self, quantity: str) -> FloatArray:
        estimates = self.estimates
        array: xr.DataArray = estimates.data[quantity].sel(group=self.group)
        # Seven digits, as on disk: a run compares alike from there and from memory, and numbers
        # that models have reached by different ways are tied where they are equal.
        array = array.transpose("replicate", ...).astype(np.float32).astype(np.float64)
        draws = estimates.draws(array).to_numpy()
        answered = estimates.answered(array).to_numpy()[None]
        if not len(draws):
            empty = np.full((len(self.order), *answered.shape[1:]), np.nan)
            return np.concatenate([answered, empty])
        return np.concatenate([answered, draws[self.order]])


def sources_of(
    runs: Sequence[Run], models: Iterable[str] | None, group: str
) -> tuple[tuple[Source, ...], dict[str, str]]:
    """The sources of a comparison.

    Parameters
    ----------
    runs : sequence of Run
        What is compared, in this order.
    models : iterable of str, optional
        The entries under ``models:`` that are compared; by default all.
    group : str
        The group of respondents.

    Returns
    -------
    tuple and dict
        The sources; and name → why a model can't be one: it says nothing that others say as well.

    Raises
    ------
    RequestError
        A run hasn't the group, or may not show it; no run has one of the models.
    """
    for run in runs:
        run.group(group)
    wanted = _wanted(runs, models)
    draws = _fewest_draws(runs, wanted)
    orders = row_order(runs, draws)
    names = _names(runs, wanted)
    found, left_out = [], {}
    for number, (run, order) in enumerate(zip(runs, orders, strict=True)):
        for model in wanted[number]:
            source = Source(names[number, model], run, model, group, order)
            reason = _why_not(source)
            if reason:
                left_out[source.name] = reason
            else:
                found.append(source)
    return tuple(found), left_out


def pairs_of(sources: Sequence[Source]) -> tuple[tuple[Source, Source], ...]:
    """Which sources are set against each other.

    Within one run every model against every other. Of several runs the same model of each; where no
    two runs have a model of one name, every model against those of the other runs.
    """
    every = list(itertools.combinations(sources, 2))
    if len({id(source.run) for source in sources}) == 1:
        return tuple(every)
    across = [(one, other) for one, other in every if one.run is not other.run]
    same = [(one, other) for one, other in across if one.model == other.model]
    return tuple(same or across)


def _wanted(runs: Sequence[Run], models: Iterable[str] | None) -> list[tuple[str, ...]]:
    """The models of each run that are compared."""
    if models is None:
        return [run.models for run in runs]
    names = tuple(dict.fromkeys(models))
    for name in names:
        if not any(name in run.models for run in runs):
            known = dict.fromkeys(model for run in runs for model in run.models)
            message = f"no run that is compared has a model '{name}'. Known: {', '.join(known)}."
            raise RequestError(message)
    return [tuple(name for name in names if name in run.models) for run in runs]


def _fewest_draws(runs: Sequence[Run], wanted: Sequence[Sequence[str]]) -> int:
    """How many draws all have that have any."""
    counts = [
        int((run.estimates(model).data["kind"] == "draw").sum())
        for run, models in zip(runs, wanted, strict=True)
        for model in models[:1]
    ]
    return min((count for count in counts if count), default=0)


def _names(runs: Sequence[Run], wanted: Sequence[Sequence[str]]) -> dict[tuple[int, str], str]:
    """(number of the run, model) → a name of its own."""
    if len(runs) == 1:
        return {(0, model): model for model in wanted[0]}
    own = run_names(runs)
    is_one_model = len({model for models in wanted for model in models}) == 1
    return {
        (number, model): own[number] if is_one_model else f"{own[number]} · {model}"
        for number, models in enumerate(wanted)
        for model in models
    }


def run_names(runs: Sequence[Run]) -> tuple[str, ...]:
    """What the runs are called; those of one name are numbered."""
    names: list[str] = []
    for run in runs:
        name, number = run.name, 2
        while name in names:
            name, number = f"{run.name} ({number})", number + 1
        names.append(name)
    return tuple(names)


def _why_not(source: Source) -> str:
    if source.group not in source.estimates.groups:
        return "only_everybody"
    return "" if any(source.has(quantity) for quantity in QUANTITIES) else "nothing_shared"
