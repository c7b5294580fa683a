"""The roll-up: what the studies of its parts say of a region, weighted by their clients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.batch.digest import QUANTITIES, Digest
from clientlens.batch.regions import Region, Surveyed, below, parents_of
from clientlens.batch.remark import Remark
from clientlens.results.disk import Rows
from clientlens.stats import intervals
from clientlens.stats.strata import mean_over_strata

Basis = Literal["clients", "answers"]

LEVEL = 0.95
"""Of intervals where the studies have levels of their own."""
_FEWEST = 2
"""So many draws at least make an interval."""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One number of a region.

    Attributes
    ----------
    wave, region : str
        ``region`` is written with slashes, and empty for all.
    model, quantity, code : str
        ``code`` is an indicator or a dimension, empty for the whole.
    estimate : float
        The mean of the studies.
    std_error, ci_low, ci_high : float or None
        From the draws; None where a study has none.
    level : float
        Of the interval.
    n_failed : int
        Draws that could not be estimated in one of the studies.
    studies, n : int
        How many studies, and valid answers in them.
    clients : int or None
        For how many the studies speak, where all declare it.
    weighted_by : {"clients", "answers"}
        By what the mean is weighted.
    """

    wave: str
    region: str
    model: str
    quantity: str
    code: str
    estimate: float
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    level: float
    n_failed: int
    studies: int
    n: int
    clients: int | None
    weighted_by: Basis


def roll_up(wave: str, surveyed: Surveyed, remarks: list[Remark]) -> Iterator[RegionRow]:
    """Sum up every region of a wave that holds others; what doesn't align goes to `remarks`."""
    for parent in parents_of(surveyed):
        parts = [surveyed[region] for region in below(parent, surveyed)]
        whole = _Whole(wave, parent, tuple(parts))
        if twice := whole.with_same_answers():
            remarks.append(whole.remark("same_answers", twice))
            continue
        if undeclared := [part for part in parts if part.about.clients is None]:
            remarks.append(whole.remark("clients_undeclared", undeclared))
        for model in dict.fromkeys(name for part in parts for name in part.models):
            yield from _of_model(whole, model, remarks)


@dataclass(frozen=True, slots=True, eq=False)
class _Whole:
    """A region in a wave, and the studies of its parts."""

    wave: str
    region: Region
    parts: tuple[Digest, ...]

    @property
    def basis(self) -> Basis:
        return "answers" if any(part.about.clients is None for part in self.parts) else "clients"

    @property
    def weights(self) -> FloatArray:
        """(K,) what each study counts; one measure for all of them."""
        by_clients = self.basis == "clients"
        return np.array(
            [part.about.clients if by_clients else part.n for part in self.parts], float
        )

    @property
    def level(self) -> float:
        levels = {part.uncertainty.level for part in self.parts}
        return levels.pop() if len(levels) == 1 else LEVEL

    def with_same_answers(self) -> list[Digest]:
        """Studies of one survey file: they aren't drawn apart."""
        files = [part.answers for part in self.parts]
        return [part for part in self.parts if files.count(part.answers) > 1]

    # kind and the rest as `Remark` has them
    def remark(
        self,
        kind: Literal[
            "same_answers",
            "clients_undeclared",
            "other_model",
            "other_scale",
            "lacking",
            "no_draws",
        ],
        studies: Sequence[Digest],
        model: str = "",
        quantity: str = "",
        code: str = "",
    ) -> Remark:
        ids = tuple(study.about.id for study in studies)
        return Remark(kind, ids, self.wave, "/".join(self.region), model, quantity, code)


def _of_model(whole: _Whole, model: str, remarks: list[Remark]) -> Iterator[RegionRow]:
    if not any(part.models[model].rows for part in whole.parts if model in part.models):
        return  # a model that gives nothing to be summed up, in no study
    if lacking := [part for part in whole.parts if model not in part.models]:
        remarks.append(whole.remark("lacking", lacking, model))
        return
    if len({part.models[model].use for part in whole.parts}) > 1:
        remarks.append(whole.remark("other_model", whole.parts, model))
        return
    for quantity in QUANTITIES:
        rows = [part.models[model].rows.get(quantity) for part in whole.parts]
        known = [found for found in rows if found is not None]
        if not known:
            continue
        if len(known) < len(rows):
            without = [p for p, found in zip(whole.parts, rows, strict=True) if found is None]
            remarks.append(whole.remark("lacking", without, model, quantity))
        elif len({found.scale for found in known}) > 1:
            remarks.append(whole.remark("other_scale", whole.parts, model, quantity))
        else:
            yield from _of_quantity(whole, model, quantity, known, remarks)


def _of_quantity(
    whole: _Whole, model: str, quantity: str, rows: Sequence[Rows], remarks: list[Remark]
) -> Iterator[RegionRow]:
    shared: list[str] = []
    for code in dict.fromkeys(label for found in rows for label in found.labels):
        without = [p for p, found in zip(whole.parts, rows, strict=True) if not found.knows(code)]
        if len(without) == len(rows):
            continue  # a model that rates other indicators alone, in every study
        if without:
            remarks.append(whole.remark("lacking", without, model, quantity, code))
        else:
            shared.append(code)
    if not shared:
        return
    if without := [p for p, found in zip(whole.parts, rows, strict=True) if found.draws < _FEWEST]:
        remarks.append(whole.remark("no_draws", without, model, quantity))
    mean = mean_over_strata(
        [found.of(shared) for found in rows],
        whole.weights,
        [part.about.id for part in whole.parts],
    )  # (1 + R, k)
    yield from _rows(whole, model, quantity, shared, mean)


def _rows(
    whole: _Whole, model: str, quantity: str, codes: Sequence[str], mean: FloatArray
) -> Iterator[RegionRow]:
    error = intervals.standard_error(mean[1:])
    ends = intervals.interval(mean[0], mean[1:], level=whole.level)
    failed = intervals.failed_count(mean[1:])
    clients = sum(part.about.clients or 0 for part in whole.parts)
    for i, code in enumerate(codes):
        yield RegionRow(
            wave=whole.wave,
            region="/".join(whole.region),
            model=model,
            quantity=quantity,
            code=code,
            estimate=float(mean[0, i]),
            std_error=_known(error[i]),
            ci_low=_known(ends.low[i]),
            ci_high=_known(ends.high[i]),
            level=whole.level,
            n_failed=int(failed[i]),
            studies=len(whole.parts),
            n=sum(part.n for part in whole.parts),
            clients=clients if whole.basis == "clients" else None,
            weighted_by=whole.basis,
        )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
