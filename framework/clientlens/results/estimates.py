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
from typing import TYPE_CHECKING, cast

import numpy as np

from clientlens.arrays import FloatArray, IntArray
from clientlens.config.schema import Uncertainty
from clientlens.stats import intervals

if TYPE_CHECKING:
    import xarray as xr


SCALE, CLASSES = "scale", "classes"
"""Attributes of a quantity: both ends of its scale; the codes of its classes, by spaces."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A number that can't be had, and why."""

    reason: str


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
    _summaries: dict[str, xr.Dataset] = field(default_factory=dict, init=False, repr=False)

    def __getitem__(self, name: str) -> xr.DataArray:
        """A quantity with all its replicates."""
        return self.data[name]

    def __contains__(self, name: str) -> bool:
        return name in self.data

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

    def summary(self, values: str | xr.DataArray) -> xr.Dataset:
        """``estimate, std_error, ci_low, ci_high, n_failed`` of a quantity.

        The interval is NaN where the study asks for no replicates, or none could be estimated. A
        quantity given by its name is summarised once, for whoever asks.
        """
        if not isinstance(values, str):
            return self._summarised(values)
        if values not in self._summaries:
            self._summaries[values] = self._summarised(self.data[values])
        return self._summaries[values].copy()

    def _summarised(self, values: xr.DataArray) -> xr.Dataset:
        import xarray as xr

        array = values.transpose("replicate", ...)
        estimate = array.isel(replicate=0, drop=True)
        spread = self._spread(array, estimate)
        parts = {"estimate": estimate}
        for name, part in spread.items():
            parts[name] = estimate.copy(data=part)
        return xr.Dataset(parts)

    def failed(self) -> dict[str, int]:
        """Quantity → in how many replicates, added up over the groups, it could not be estimated.

        Only where the sample as answered could be: an absent quantity is told by `absent`.
        """
        counts = {str(name): _failed(array) for name, array in self.data.items()}
        return {name: count for name, count in counts.items() if count}

    def _spread(self, array: xr.DataArray, estimate: xr.DataArray) -> dict[str, FloatArray]:
        point = estimate.to_numpy()
        draws = array.isel(replicate=self._rows("draw")).to_numpy()
        rows = array.isel(replicate=self._rows("jackknife"))
        left_out = rows.where(rows["concerns"]).transpose(*array.dims).to_numpy()
        strata = rows["stratum"].to_numpy()
        settings = self.uncertainty
        if settings.method == "jackknife":
            error = intervals.jackknife_standard_error(left_out, strata)
            interval = intervals.jackknife_interval(point, left_out, settings.level, strata)
            failed = rows.isnull().sum("replicate").to_numpy()
        elif settings.method == "none":
            nothing = np.full(point.shape, np.nan)
            none = np.zeros(point.shape)
            return {"std_error": nothing, "ci_low": nothing, "ci_high": nothing, "n_failed": none}
        else:
            error = intervals.standard_error(draws)
            method = cast("intervals.IntervalMethod", settings.interval_used)
            interval = intervals.interval(
                point,
                draws,
                level=settings.level,
                method=method,
                jackknife=left_out,
                strata=strata,
            )
            failed = np.isnan(draws).sum(axis=0)
        known = ~np.isnan(point)
        parts = {"std_error": error, "ci_low": interval.low, "ci_high": interval.high}
        found = {name: np.where(known, part, np.nan) for name, part in parts.items()}
        return found | {"n_failed": np.where(known, failed, 0)}

    def _array(self, values: str | xr.DataArray) -> xr.DataArray:
        return self.data[values] if isinstance(values, str) else values

    def _rows(self, kind: str) -> IntArray:
        return np.flatnonzero(self.data["kind"].to_numpy() == kind)


def _failed(array: xr.DataArray) -> int:
    """Replicates, added up over groups, that lack a number which the answered sample has."""
    missing = np.isnan(array.transpose("group", "replicate", ...).to_numpy())
    if not missing.any():
        return 0
    lost = missing & ~missing[:, :1]
    return int(lost.reshape(*lost.shape[:2], -1).any(axis=2).sum())
