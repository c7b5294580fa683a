"""The differences: a universe against the study as it is, row by row where rows are paired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import IntArray
from clientlens.engine import Prepared
from clientlens.multiverse.evaluations import Evaluated
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation
from clientlens.results.pairing import PAIRED, pair
from clientlens.results.run import run_of
from clientlens.stats.resample import generator
from clientlens.survey.groups import EVERYBODY

if TYPE_CHECKING:
    import xarray as xr

SAME_SAMPLE, SAME_DRAWS = "same_sample", "same_draws"
_DRAWS = "draw"
_PLAN = ("method", "draws", "seed", "jackknife_rows")


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The study as it is, and how the rows of a universe stand to its own.

    Attributes
    ----------
    base : Evaluation
        The study as it is.
    pairing : str
        ``same_sample``: the very same rows. ``same_draws``: rows that draw the same clients equally
        often, under other design weights. Otherwise the reason of a `Pairing`.
    """

    base: Evaluation
    pairing: str

    def difference(self, estimates: Estimates, model: str, quantity: str) -> xr.Dataset:
        """Universe minus base: ``estimate, std_error, ci_low, ci_high`` over the labels of both.

        Rows that aren't paired are set against each other in a shuffled order, so that the same
        counts don't fall on people who have nothing to do with each other.
        """
        own = estimates[quantity].sel(group=[EVERYBODY])
        base_estimates = self.base[model].estimates
        base = base_estimates[quantity].sel(group=[EVERYBODY])
        if self.pairing in (SAME_SAMPLE, SAME_DRAWS):
            return estimates.summary(own - base)
        if _has_no_draws(estimates) or _has_no_draws(base_estimates):
            return _apart(estimates, base_estimates, quantity)
        draws = min(len(_draws(own)), len(_draws(base)))
        order = np.arange(draws)
        if self.pairing not in PAIRED:
            order = generator(0, "universe beside the study").permutation(draws)
        settings = estimates.uncertainty
        if settings.interval == "bca":  # there are no rows left out that are common to both
            settings = settings.model_copy(update={"interval": None})
        difference = _drawn(own, np.arange(draws)) - _drawn(base, order)
        return replace(estimates, uncertainty=settings).summary(difference)


def beside(base: Evaluated, other: Evaluated) -> Beside:
    """How a universe stands to the study as it is; both could be evaluated."""
    one, another = base.evaluation, other.evaluation
    if base.sample == other.sample:
        return Beside(one, SAME_SAMPLE)
    if base.prepared and other.prepared and _draw_alike(base.prepared, other.prepared):
        return Beside(one, SAME_DRAWS)
    return Beside(one, pair(run_of(one), run_of(another)).reason)


def _draw_alike(one: Prepared, other: Prepared) -> bool:
    """Whether every row draws the same clients equally often, whatever they weigh by design."""
    if one.estimation.roles.strata or other.estimation.roles.strata:
        return False
    first, second = one.estimation.plan, other.estimation.plan
    same_people = one.kept.source.sha256 == other.kept.source.sha256 and np.array_equal(
        one.kept.rows, other.kept.rows
    )
    same_plan = all(getattr(first, name) == getattr(second, name) for name in _PLAN)
    return same_people and same_plan and np.array_equal(first.unit, second.unit)


def _has_no_draws(estimates: Estimates) -> bool:
    return not (estimates.data["kind"] == _DRAWS).any()


def _draws(values: xr.DataArray) -> IntArray:
    return np.flatnonzero(values["kind"].to_numpy() == _DRAWS)


def _drawn(values: xr.DataArray, order: IntArray) -> xr.DataArray:
    """The sample as answered, then draws in some order, numbered anew."""
    rows = np.concatenate([[0], _draws(values)[order]])
    kinds = np.array(["answered", *[_DRAWS] * len(order)])
    kept = values.isel(replicate=rows).drop_vars(["concerns", "stratum", "kind"])
    return kept.assign_coords(
        replicate=np.arange(len(rows)),
        kind=("replicate", kinds),
        stratum=("replicate", np.zeros(len(rows), dtype=np.int64)),
        concerns=(("group", "replicate"), np.ones((1, len(rows)), dtype=bool)),
    )


def _apart(estimates: Estimates, base: Estimates, quantity: str) -> xr.Dataset:
    """A difference of samples without draws: their jackknife variances add up."""
    import xarray as xr
    from scipy.special import ndtri

    one, other = (e.summary(quantity).sel(group=[EVERYBODY]) for e in (estimates, base))
    difference = one["estimate"] - other["estimate"]
    error = (one["std_error"] ** 2 + other["std_error"] ** 2) ** 0.5
    half = float(ndtri((1 + base.uncertainty.level) / 2)) * error
    return xr.Dataset(
        {
            "estimate": difference,
            "std_error": error,
            "ci_low": difference - half,
            "ci_high": difference + half,
        }
    )
