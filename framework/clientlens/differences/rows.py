"""The rows: every difference with its interval and its tests, as tidy tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.config.schema import Differences
from clientlens.differences.chance import Chance
from clientlens.differences.pairs import FEWEST_TESTED, Comparison, Pair
from clientlens.differences.permuted import Wanted
from clientlens.results.differences import (
    DIFFERENCE_COLUMNS,
    DIFFERENCE_KEYS,
    OVERALL_COLUMNS,
    OVERALL_KEYS,
)
from clientlens.results.estimates import Estimates
from clientlens.results.table import Table
from clientlens.stats.group_tests import (
    between_groups,
    detectable,
    henseler_probability,
    paired_test,
    permutation_p,
    pooled_test,
    step_down_p,
    two_sided,
    welch_test,
)
from clientlens.stats.multiplicity import benjamini_hochberg, holm
from clientlens.stats.resample import ReplicatePlan
from clientlens.survey.groups import Group

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

TOO_SMALL = f"fewer than {FEWEST_TESTED} answers in a group"
OVERLAP = "the groups share respondents"
OTHER_ROLES = "the groups are held against different parts of a role"
NOTHING_VARIES = "nothing varies in it"
FEW_GROUPS = f"fewer than two groups of {FEWEST_TESTED} answers"
_SAME = 1e-6
"""So near, in standard errors or relative to it, is what chance begins with to what is shown."""
_ADJUST = {"holm": holm, "benjamini_hochberg": benjamini_hochberg}
_DRAWS = ("bootstrap", "poisson", "bayesian")


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
    def quantities(self) -> Iterator[tuple[str, str]]:
        """Entry and quantity of everything that some group has."""
        for entry, names in self.wanted.items():
            yield from ((entry, name) for name in names if name in self.estimates[entry])

    def found(self, group: Group, entry: str) -> Estimates:
        """The estimates that a group is among."""
        own = self.estimates[entry]
        return own if group.code in own.groups else self.made[entry]


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """One quantity of one pair, by its number."""

    own: Compared
    entry: str
    quantity: str
    number: int

    @property
    def pair(self) -> Pair:
        """The two groups."""
        return self.own.comparison.pairs[self.number]

    @property
    def sides(self) -> tuple[tuple[Group, Estimates], tuple[Group, Estimates]]:
        """Both groups, each with the estimates that it is among."""
        first, second = self.pair.first, self.pair.second
        return (first, self.own.found(first, self.entry)), (
            second,
            self.own.found(second, self.entry),
        )

    @property
    def is_absent(self) -> bool:
        """Whether the quantity can't be had for either group."""
        name = self.quantity
        return any(
            name not in found or (group.code, name) in found.absent for group, found in self.sides
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Sided:
    """One quantity of both groups of a pair, with its difference on every replicate."""

    first: xr.DataArray
    second: xr.DataArray
    difference: xr.DataArray
    errors: tuple[FloatArray, FloatArray]


def difference_table(compared: Sequence[Compared]) -> Table:
    """``differences``: one row for each quantity, pair of groups and label."""
    import pandas as pd

    frames = [
        _family(own, entry, quantity) for own in compared for entry, quantity in own.quantities
    ]
    known = [frame for frame in frames if len(frame)]
    frame = pd.concat(known, ignore_index=True) if known else pd.DataFrame()
    return Table("differences", DIFFERENCE_KEYS, frame.reindex(columns=list(DIFFERENCE_COLUMNS)))


def overall_table(compared: Sequence[Compared]) -> Table:
    """``overall``: whether the groups of an attribute differ at all, quantity by quantity."""
    import pandas as pd

    rows = [_overall(own, entry, q) for own in compared for entry, q in own.quantities]
    frame = pd.DataFrame(rows, columns=list(OVERALL_COLUMNS))
    return Table("overall", OVERALL_KEYS, frame)


def _family(own: Compared, entry: str, quantity: str) -> pd.DataFrame:
    """All pairs and labels of one quantity: they are tested together."""
    import pandas as pd

    cases = [_Case(own, entry, quantity, i) for i in range(len(own.comparison.pairs))]
    parts = [_pair_frame(case) for case in cases if not case.is_absent]
    if not parts:
        return pd.DataFrame()
    frame = pd.concat(parts, ignore_index=True)
    if own.settings.adjust == "westfall_young":
        tested = sum(bool((part["test"] != "").any()) for part in parts)
        p = np.minimum(frame["p_adjusted"] * tested, 1.0)
    else:
        p = _ADJUST[own.settings.adjust](_p_used(frame))
    return frame.assign(p_adjusted=p).dropna(subset=["estimate"])


def _p_used(frame: pd.DataFrame) -> FloatArray:
    """The p value that counts, row by row; NaN without a test."""
    p = np.where(frame["test"] == "permutation", frame["p_permutation"], frame["p_parametric"])
    return np.where(frame["test"] == "", np.nan, p).astype(np.float64)


def _pair_frame(case: _Case) -> pd.DataFrame:
    import pandas as pd

    sided, pair = _sided(case), case.pair
    estimates = case.own.estimates[case.entry]
    summary = estimates.summary(sided.difference)
    columns: dict[str, Any] = {
        "model": case.entry,
        "quantity": case.quantity,
        "attribute": case.own.comparison.attribute,
        "group_1": pair.first.code,
        "group_2": pair.other,
        **_labels(sided.difference),
        "estimate_1": _flat(sided.first.isel(replicate=0).to_numpy()),
        "estimate_2": _flat(sided.second.isel(replicate=0).to_numpy()),
    }
    for name in ("estimate", "std_error", "ci_low", "ci_high"):
        columns[name] = _flat(summary[name].to_numpy())
    columns |= {"n_1": pair.first.n, "n_2": pair.second.n}
    columns |= _tests(case, sided, columns["estimate"], columns["std_error"])
    columns["detectable"] = detectable(columns["std_error"], estimates.uncertainty.level)
    frame = pd.DataFrame(columns)
    return frame.assign(p_adjusted=_within_pair(case, frame))


def _within_pair(case: _Case, frame: pd.DataFrame) -> FloatArray:
    """(labels,) p values that allow for the labels of one pair.

    Those of Westfall and Young where the test is by permutation, those of Holm where it isn't;
    with both in one pair, each is allowed half.
    """
    is_permuted = (frame["test"] == "permutation").to_numpy()
    is_other = (frame["test"] == "parametric").to_numpy()
    p = np.full(len(frame), np.nan)
    p[is_other] = holm(frame.loc[is_other, "p_parametric"])
    dealt = case.own.chance.differences(case.number, case.entry, case.quantity)
    if dealt is not None and is_permuted.any():
        rows = dealt.reshape(len(dealt), -1)[:, is_permuted]
        p[is_permuted] = step_down_p(rows[0], rows[1:])
    return np.minimum(p * (1 + (is_permuted.any() and is_other.any())), 1.0)


def _labels(values: xr.DataArray) -> dict[str, list[str] | str]:
    """``kind`` and ``key`` of each label; of several dims all pairs of labels, joined."""
    dims = [str(dim) for dim in values.dims if dim != "replicate"]
    if not dims:
        return {"kind": [""], "key": [""]}
    grid = np.meshgrid(*(values[dim].to_numpy().astype(str) for dim in dims), indexing="ij")
    rows = zip(*(axis.ravel() for axis in grid), strict=True)
    return {"kind": " × ".join(dims), "key": [" × ".join(row) for row in rows]}


def _flat(values: FloatArray) -> FloatArray:
    return np.asarray(values, dtype=np.float64).ravel()


def _sided(case: _Case) -> _Sided:
    arrays, errors = [], []
    for group, found in case.sides:
        array = found[case.quantity].sel(group=group.code, drop=True)
        arrays.append(array.transpose("replicate", ...))
        spread = found.summary(case.quantity)["std_error"].sel(group=group.code)
        errors.append(_flat(spread.to_numpy()))
    return _Sided(arrays[0], arrays[1], _difference(*arrays), (errors[0], errors[1]))


def _difference(first: xr.DataArray, second: xr.DataArray) -> xr.DataArray:
    """A difference on every replicate, and which jackknife rows concern it.

    Two groups without a common unit are two strata: their variances add up, as Welch's do.
    """
    a, b = (array["concerns"].to_numpy() for array in (first, second))
    stratum = first["stratum"].to_numpy()
    left_out = first["kind"].to_numpy() == "jackknife"
    if not (a & b & left_out & (stratum == 0)).any():
        stratum = np.where(b & left_out & (stratum == 0), stratum.max() + 1, stratum)
    bare = [array.drop_vars(["concerns", "stratum"]) for array in (first, second)]
    return (bare[0] - bare[1]).assign_coords(
        concerns=("replicate", a | b), stratum=("replicate", stratum)
    )


def _tests(case: _Case, sided: _Sided, d: FloatArray, error: FloatArray) -> dict[str, Any]:
    """The p values, the test that counts, and why there is none."""
    if not (case.own.settings.force or case.pair.is_large):
        return {**_no_tests(len(d)), "reason": TOO_SMALL}
    found = _parametric(case, sided, d, error)
    found["p_permutation"], reason = _by_chance(case, d, error)
    is_permuted, is_known = (
        ~np.isnan(found[f"p_{name}"]) for name in ("permutation", "parametric")
    )
    found["test"] = np.where(is_permuted, "permutation", np.where(is_known, "parametric", ""))
    why = np.where(is_permuted, "", reason)
    found["reason"] = np.where((found["test"] == "") & (why == ""), NOTHING_VARIES, why)
    return found


def _no_tests(labels: int) -> dict[str, Any]:
    names = ("p_permutation", "p_henseler", "p_parametric", "p_pooled")
    return dict.fromkeys(names, np.full(labels, np.nan)) | {"test": ""}


def _parametric(case: _Case, sided: _Sided, d: FloatArray, error: FloatArray) -> dict[str, Any]:
    """What the replicates alone say of a difference."""
    plan, pair = case.own.plan, case.pair
    found = _no_tests(len(d))
    if not pair.is_disjoint:
        return found | {"p_parametric": paired_test(d, error).p}
    m, n = (len(np.unique(plan.unit[group.mask])) for group in (pair.first, pair.second))
    e, f = sided.errors
    found["p_parametric"] = welch_test(d, e, f, m, n, error).p
    found["p_pooled"] = pooled_test(d, e, f, m, n).p
    if plan.method in _DRAWS:
        drawn = [_draws(array) for array in (sided.first, sided.second)]
        found["p_henseler"] = two_sided(henseler_probability(*drawn))
    return found


def _draws(values: xr.DataArray) -> FloatArray:
    """(B, labels) of the rows that are draws."""
    rows = values.isel(replicate=np.flatnonzero(values["kind"].to_numpy() == "draw")).to_numpy()
    return np.asarray(rows.reshape(len(rows), -1))


def _by_chance(case: _Case, d: FloatArray, error: FloatArray) -> tuple[FloatArray, str]:
    """(labels,) p values of the permutation test, and why there are none."""
    nothing, chance = np.full(len(d), np.nan), case.own.chance
    if not case.pair.is_disjoint:
        return nothing, OVERLAP
    dealt = chance.differences(case.number, case.entry, case.quantity)
    if dealt is None:
        return nothing, chance.reason
    rows = dealt.reshape(len(dealt), -1)
    is_same = np.abs(rows[0] - d) <= _SAME * np.fmax(np.abs(d), np.nan_to_num(error))
    p = np.where(is_same, permutation_p(rows[0], rows[1:]), np.nan)
    return p, "" if is_same.all() else OTHER_ROLES


def _overall(own: Compared, entry: str, quantity: str) -> dict[str, Any]:
    """One row: whether the groups differ in any label."""
    row: dict[str, Any] = {
        "model": entry,
        "quantity": quantity,
        "attribute": own.comparison.attribute,
        "statistic": np.nan,
        "p_permutation": np.nan,
        "reason": own.chance.reason or FEW_GROUPS,
    }
    estimates = own.chance.estimates(entry, quantity)
    if len(estimates) < 2:  # noqa: PLR2004  a group alone differs from nobody
        return row
    theta = np.stack([v.reshape(len(v), -1) for v in estimates.values()], axis=1)  # (1 + P, G, L)
    groups = own.comparison.groups
    statistic = between_groups(theta, [groups[number].n for number in estimates])
    p = permutation_p(statistic[0], statistic[1:])
    labels = int(np.isfinite(theta[0]).all(axis=0).sum())
    row |= {"groups": len(estimates), "labels": labels, "statistic": statistic[0]}
    return row | {"p_permutation": float(p), "reason": "" if np.isfinite(p) else NOTHING_VARIES}
