"""The sides: one quantity of the groups that are compared, as arrays over replicates and labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from clientlens.config.schema import Differences
from clientlens.differences.chance import Chance, Dealt
from clientlens.differences.pairs import Comparison, Pair
from clientlens.differences.permuted import Wanted
from clientlens.results.estimates import Estimates
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.groups import Group

if TYPE_CHECKING:
    import xarray as xr

SUMMARY = ("estimate", "std_error", "ci_low", "ci_high")


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One attribute: what is compared, and all that is known of it.

    ``estimates`` are those of everybody and the groups, ``made`` those of groups made for it, by
    entry; ``chance`` is what chance makes of the groups.
    """

    comparison: Comparison
    wanted: Wanted
    estimates: Mapping[str, Estimates]
    made: Mapping[str, Estimates]
    chance: Chance
    plan: ReplicatePlan
    settings: Differences

    @property
    def families(self) -> Iterator[Family]:
        """Every quantity that some group has."""
        for entry, names in self.wanted.items():
            yield from (Family(self, entry, n) for n in names if n in self.estimates[entry])


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One group.

    Attributes
    ----------
    values : (R, L) array
        Its estimates on every replicate.
    error : (L,) array
        Their standard errors.
    concerns : (R,) boolean array
        The replicates that may change it.
    """

    values: FloatArray
    error: FloatArray
    concerns: BoolArray


@dataclass(frozen=True, eq=False)
class Family:
    """One quantity of one attribute: all pairs and labels, which are tested together."""

    own: Compared
    entry: str
    quantity: str

    @property
    def estimates(self) -> Estimates:
        """Those of everybody and the groups."""
        return self.own.estimates[self.entry]

    @cached_property
    def sides(self) -> dict[str, Side]:
        """Group → what is known of it; without groups that have no estimate."""
        found = [self.estimates]
        if self.entry in self.own.made and self.quantity in self.own.made[self.entry]:
            found.append(self.own.made[self.entry])
        return {code: side for each in found for code, side in _sides(each, self.quantity)}

    @cached_property
    def pairs(self) -> dict[int, tuple[Pair, Side, Side]]:
        """Number of a pair → its groups, where both have an estimate."""
        return {
            number: (pair, self.sides[pair.first.code], self.sides[pair.second.code])
            for number, pair in enumerate(self.own.comparison.pairs)
            if pair.first.code in self.sides and pair.second.code in self.sides
        }

    @cached_property
    def labels(self) -> tuple[str, list[str]]:
        """The dim and its L labels; of several dims all pairs of labels, joined."""
        values = self.estimates[self.quantity]
        dims = [str(dim) for dim in values.dims if dim not in ("group", "replicate")]
        if not dims:
            return "", [""]
        grid = np.meshgrid(*(values[dim].to_numpy().astype(str) for dim in dims), indexing="ij")
        rows = zip(*(axis.ravel() for axis in grid), strict=True)
        return " × ".join(dims), [" × ".join(row) for row in rows]

    @cached_property
    def summaries(self) -> dict[int, dict[str, FloatArray]]:
        """Number of a pair → ``estimate, std_error, ci_low, ci_high`` (L,) of its difference."""
        rows = self.estimates[self.quantity]
        kinds, strata = rows["kind"].to_numpy(), rows["stratum"].to_numpy()
        by_strata: dict[bytes, list[int]] = {}
        own = {i: _strata(a, b, kinds, strata) for i, (_, a, b) in self.pairs.items()}
        for number, of_pair in own.items():
            by_strata.setdefault(of_pair.tobytes(), []).append(number)
        found: dict[int, dict[str, FloatArray]] = {}
        for numbers in by_strata.values():
            array = self._differences(numbers, kinds, own[numbers[0]])
            summary = self.estimates.summary(array)
            columns = {name: summary[name].to_numpy() for name in SUMMARY}  # (pairs, L)
            found |= {n: {k: v[i] for k, v in columns.items()} for i, n in enumerate(numbers)}
        return found

    def _differences(
        self, numbers: list[int], kinds: ObjectArray, strata: IntArray
    ) -> xr.DataArray:
        """Differences of some pairs on every replicate, as `Estimates.summary` wants them."""
        import xarray as xr

        sides = [self.pairs[number][1:] for number in numbers]
        return xr.DataArray(
            np.stack([a.values - b.values for a, b in sides]),
            dims=("pair", "replicate", "label"),
            coords={
                "kind": ("replicate", kinds),
                "stratum": ("replicate", strata),
                "concerns": (
                    ("pair", "replicate"),
                    np.stack([a.concerns | b.concerns for a, b in sides]),
                ),
            },
        )

    def dealt(self, number: int) -> Dealt | None:
        """What chance makes of a pair."""
        return self.own.chance.dealt(number, self.entry, self.quantity)

    def units(self, group: Group) -> int:
        """How many were drawn of a group: respondents, or clusters of them."""
        return len(np.unique(self.own.plan.unit[group.mask]))

    @property
    def draws(self) -> IntArray:
        """The replicates that are draws."""
        return np.flatnonzero(self.estimates[self.quantity]["kind"].to_numpy() == "draw")


def _sides(estimates: Estimates, quantity: str) -> Iterator[tuple[str, Side]]:
    values = estimates[quantity].transpose("group", "replicate", ...)
    X = values.to_numpy().reshape(*values.shape[:2], -1)  # (G, R, L)
    errors = estimates.summary(quantity)["std_error"].transpose("group", ...).to_numpy()
    concerns = values["concerns"].transpose("group", "replicate").to_numpy()
    for g, code in enumerate(estimates.groups):
        if (code, quantity) not in estimates.absent:
            yield code, Side(X[g], errors[g].reshape(-1), concerns[g])


def _strata(a: Side, b: Side, kinds: ObjectArray, strata: IntArray) -> IntArray:
    """(R,) the stratum in which a jackknife row leaves somebody out.

    Two groups without a common unit are two strata: their variances add up, as Welch's do.
    """
    of_clients = (kinds == "jackknife") & (strata == 0)
    if (a.concerns & b.concerns & of_clients).any():
        return strata
    return np.where(b.concerns & of_clients, strata.max(initial=0) + 1, strata)
