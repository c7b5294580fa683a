"""Estimates: labelled arrays of one model, with their intervals.

Dims are ``group, replicate`` and what the model declares (``indicator``, ``dimension`` …). The
coordinate ``kind`` tells what a replicate is: ``answered`` (the first), ``draw`` or ``jackknife``;
``concerns`` whether it may change a group at all, and ``stratum`` in which of the samples drawn
apart from each other it leaves somebody out: 0 for clients, then the roles.
Whatever is computed from estimates by xarray arithmetic keeps its replicates, so that a
difference of two estimates has its interval as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan
from types import EllipsisType
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.config.schema import Uncertainty
from clientlens.stats import intervals

if TYPE_CHECKING:
    import xarray as xr


_PARTS = ("estimate", "ci_low", "ci_high")
Side = Literal["above", "below", "near", "plain"]

SCALE, CLASSES = "scale", "classes"
"""Attributes of a quantity: both ends of its scale; the codes of its classes, by spaces."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A number that can't be had, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number as answered; ``low`` and ``high`` are None without an interval."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def parts(self) -> tuple[float, float | None, float | None]:
        """The value and both ends, as a picture wants them."""
        return self.value, self.low, self.high

    @property
    def side(self) -> Side:
        """On which side of nought the whole interval lies; "plain" without one."""
        if self.low is None or self.high is None:
            return "plain"
        if self.low > 0:
            return "above"
        return "below" if self.high < 0 else "near"

    def evidence(self, name: str, of: str = "") -> dict[str, float | int | str]:
        """The entries of a finding: the value as `name`, its ends as ``low`` and ``high``.

        `of` stands before the names of the ends: with ``index_`` they are read as an index is.
        """
        ends = {f"{of}low": self.low, f"{of}high": self.high}
        return {name: self.value, **{end: own for end, own in ends.items() if own is not None}}

    def text(self, form: str = ".2f") -> str:
        """As a picture writes it, each number in a format.

        Examples
        --------
        >>> Estimate(-0.5, -0.75, 0.25).text("+.1f")
        '−0.5  [−0.8, +0.2]'
        """
        text = f"{self.value:{form}}"
        if self.low is not None:
            text += f"  [{self.low:{form}}, {self.high:{form}}]"
        return text.replace("-", "\N{MINUS SIGN}")

    def negative(self) -> Estimate:
        """The same number with the other sign."""
        if self.low is None or self.high is None:
            return Estimate(-self.value)
        return Estimate(-self.value, -self.high, -self.low)


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """The estimates of one model for every group and replicate.

    Attributes
    ----------
    data : xarray.Dataset
        One variable per quantity; dims ``group, replicate, …``.
    counts : xarray.Dataset
        What has no replicates: numbers of answers, tests; dims ``group, …``.
    absent : mapping
        (group, quantity) → why it can't be had.
    uncertainty : Uncertainty
        Method, level and kind of the intervals.
    """

    data: xr.Dataset
    counts: xr.Dataset
    absent: Mapping[tuple[str, str], str]
    uncertainty: Uncertainty
    _summaries: dict[tuple[str, str | None], xr.Dataset] = field(
        default_factory=dict, init=False, repr=False
    )

    _failures: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def __getitem__(self, name: str) -> xr.DataArray:
        """A quantity with all its replicates."""
        return self.data[name]

    def __contains__(self, name: str) -> bool:
        return name in self.data.data_vars  # and not among its labels

    @property
    def groups(self) -> tuple[str, ...]:
        """Group codes; the first is ``all``."""
        return tuple(str(code) for code in self.data["group"].values)

    def scale(self, name: str) -> tuple[float, float] | None:
        """Both ends of the scale that a quantity is measured on; None where it has none."""
        ends = self.data[name].attrs.get(SCALE)
        return None if ends is None else (float(ends[0]), float(ends[1]))

    def classes(self, name: str) -> tuple[str, ...]:
        """Codes of the classes whose positions a quantity holds; none where it is a number."""
        return tuple(str(self.data[name].attrs.get(CLASSES, "")).split())

    def answered(self, values: str | xr.DataArray) -> xr.DataArray:
        """The estimate from the sample as answered."""
        return self._array(values).isel(replicate=0, drop=True)

    def draws(self, values: str | xr.DataArray) -> xr.DataArray:
        """The replicates that are draws from the sampling distribution; maybe none."""
        array = self._array(values)
        return array.isel(replicate=self._rows("draw"))

    def share(self, condition: xr.DataArray, where: xr.DataArray | None = None) -> xr.DataArray:
        """Share of the draws in which `condition` holds: a bootstrap probability.

        Draws that are not `where` (could not be estimated) are left out; NaN where none is left,
        as under the jackknife, whose rows are no draws.
        """
        kept = self.draws(where if where is not None else condition | True)
        count = kept.sum("replicate")
        hits = (self.draws(condition) & kept).sum("replicate")
        return (hits / count.where(count > 0)).astype(float)

    def summary(self, values: str | xr.DataArray, group: str | None = None) -> xr.Dataset:
        """``estimate, std_error, ci_low, ci_high, n_failed`` of a quantity.

        The interval is NaN where the study asks for no replicates, or none could be estimated. A
        quantity given by its name is summarised once, for whoever asks; with `group` no more of
        it than that group.
        """
        if not isinstance(values, str):
            return self._summarised(values if group is None else values.sel(group=group))
        known = self._summaries
        if group is not None and (values, None) in known:
            return known[values, None].sel(group=group)
        if (values, group) not in known:
            known[values, group] = self.summary(self.data[values], group)
        return known[values, group].copy()

    def _summarised(self, values: xr.DataArray) -> xr.Dataset:
        import xarray as xr

        array = values.transpose("replicate", ...)
        estimate = array.isel(replicate=0, drop=True).drop_vars("concerns", errors="ignore")
        spread = self._spread(array, estimate.to_numpy())
        return xr.Dataset(
            {"estimate": estimate, **{n: (estimate.dims, part) for n, part in spread.items()}}
        )

    def number(self, name: str, group: str = "all", **labels: str) -> Estimate | None:
        """One number: ``number("gap", indicator="speed")``; None where it is absent."""
        if name not in self:
            return None
        own = self.summary(name, group).sel(labels)
        return _estimate(*(float(own[part]) for part in _PARTS))

    def ranked(
        self, values: str | xr.DataArray, group: str = "all", *, is_falling: bool = False
    ) -> dict[str, float]:
        """Label → value as answered, from the lowest on, or the highest; none where it's absent."""
        if isinstance(values, str) and values not in self:
            return {}
        own = self.answered(values).sel(group=group).to_series().dropna()
        order = own.sort_values(ascending=not is_falling, kind="stable")
        return {str(label): float(value) for label, value in order.items()}

    def numbers(
        self, name: str, group: str = "all", *, is_falling: bool = False
    ) -> dict[str, Estimate]:
        """Label → number, from the lowest on, or the highest; none where it's absent."""
        order = self.ranked(name, group, is_falling=is_falling)
        if not order:
            return {}
        own = self.summary(name, group)
        (dim,) = own["estimate"].dims
        known = own.sel({dim: list(order)})
        columns = (known[part].to_numpy().tolist() for part in _PARTS)
        found = (_estimate(*parts) for parts in zip(*columns, strict=True))
        return {label: own for label, own in zip(order, found, strict=True) if own is not None}

    def failed(self) -> dict[str, int]:
        """Quantity → in how many replicates, added up over the groups, it could not be estimated.

        Only where the sample as answered could be: an absent quantity is told by `absent`.
        """
        if not self._failures:
            self._failures.update({str(name): _failed(own) for name, own in self.data.items()})
        return {name: count for name, count in self._failures.items() if count}

    def _spread(self, array: xr.DataArray, point: FloatArray) -> dict[str, FloatArray]:
        """The rest of a summary (…), NaN where there is no estimate."""
        known = ~np.isnan(point)
        if self.uncertainty.method == "none":
            nothing = np.full(point.shape, np.nan)
            none = np.zeros(point.shape)
            return {"std_error": nothing, "ci_low": nothing, "ci_high": nothing, "n_failed": none}
        if known.all():
            return self._spread_of(array, point, ...)
        # Most that can't be estimated are indicators which nobody was asked about.
        found = self._spread_of(array, point[known], known)
        return {
            name: _placed(part, known, 0 if name == "n_failed" else np.nan)
            for name, part in found.items()
        }

    def _spread_of(
        self, array: xr.DataArray, point: FloatArray, known: BoolArray | EllipsisType
    ) -> dict[str, FloatArray]:
        """The same of what is `known` alone."""
        settings = self.uncertainty
        if settings.method == "jackknife":
            left_out, strata = self._left_out(array, known)
            interval = intervals.jackknife_interval(point, left_out, settings.level, strata)
            error = intervals.jackknife_standard_error(left_out, strata)
            rows = array.to_numpy()[self._rows("jackknife")][:, known]
        else:
            rows = self._draws(array, known)
            interval = self._interval_of(array, point, rows, known)
            error = intervals.standard_error(rows)
        ends = {"ci_low": interval.low, "ci_high": interval.high}
        return {"std_error": error, **ends, "n_failed": np.isnan(rows).sum(axis=0)}

    def _interval_of(
        self,
        array: xr.DataArray,
        point: FloatArray,
        draws: FloatArray,
        known: BoolArray | EllipsisType,
    ) -> intervals.Interval:
        method = cast("intervals.IntervalMethod", self.uncertainty.interval_used)
        level = self.uncertainty.level
        if method != "bca":
            return intervals.interval(point, draws, level=level, method=method)
        left_out, strata = self._left_out(array, known)
        return intervals.interval(
            point, draws, level=level, method=method, jackknife=left_out, strata=strata
        )

    def _draws(self, array: xr.DataArray, known: BoolArray | EllipsisType) -> FloatArray:
        """(D, …) the draws; not copied where they follow each other, as they do."""
        rows, values = self._rows("draw"), array.to_numpy()
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            return values[rows[0] : rows[-1] + 1][:, known]
        return values[rows][:, known]

    def _left_out(
        self, array: xr.DataArray, known: BoolArray | EllipsisType
    ) -> tuple[FloatArray, IntArray]:
        """(m, …) jackknife rows, NaN where one doesn't concern a group; and their strata (m,)."""
        rows = array.isel(replicate=self._rows("jackknife"))
        left_out = rows.where(rows["concerns"]).transpose(*array.dims).to_numpy()
        return left_out[:, known], rows["stratum"].to_numpy()

    def _array(self, values: str | xr.DataArray) -> xr.DataArray:
        return self.data[values] if isinstance(values, str) else values

    def _rows(self, kind: str) -> IntArray:
        return np.flatnonzero(self.data["kind"].to_numpy() == kind)


def _estimate(value: float, low: float, high: float) -> Estimate | None:
    """None where there is no value."""
    if isnan(value):
        return None
    return Estimate(value) if isnan(low) else Estimate(value, low, high)


def _failed(array: xr.DataArray) -> int:
    """Replicates, added up over groups, that lack a number which the answered sample has."""
    missing = np.isnan(array.transpose("group", "replicate", ...).to_numpy())
    if not missing.any():
        return 0
    lost = missing & ~missing[:, :1]
    return int(lost.reshape(*lost.shape[:2], -1).any(axis=2).sum())


def _placed(values: FloatArray, known: BoolArray, rest: float) -> FloatArray:
    """Values where something is known, the `rest` elsewhere."""
    found = np.full(known.shape, rest)
    found[known] = values
    return found
