"""The differences: a universe against the study as it is, row by row where rows are paired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import IntArray
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation
from clientlens.results.pairing import Pairing, pair
from clientlens.results.run import Run, run_of
from clientlens.stats.resample import generator
from clientlens.survey.groups import EVERYBODY

if TYPE_CHECKING:
    import xarray as xr

_DRAWS = "draw"


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The study as it is, and how the rows of a universe stand to its own.

    Attributes
    ----------
    base : Evaluation
        The study as it is.
    is_same_sample : bool
        Whether the universe has the very same rows, those of a jackknife among them.
    pairing : Pairing
        Otherwise, whether the draws give the same clients the same weights.
    """

    base: Evaluation
    is_same_sample: bool
    pairing: Pairing

    def difference(self, estimates: Estimates, model: str, quantity: str) -> xr.Dataset:
        """Universe minus base: ``estimate, std_error, ci_low, ci_high`` over the labels of both.

        Rows that aren't paired are set against each other in a shuffled order, so that the same
        counts don't fall on people who have nothing to do with each other.
        """
        own = estimates[quantity].sel(group=[EVERYBODY])
        base_estimates = self.base[model].estimates
        base = base_estimates[quantity].sel(group=[EVERYBODY])
        if self.is_same_sample:
            return estimates.summary(own - base)
        if _has_no_draws(estimates) or _has_no_draws(base_estimates):
            return _apart(estimates, base_estimates, quantity)
        draws = min(len(_draws(own)), len(_draws(base)))
        order = np.arange(draws)
        if not self.pairing.is_paired:
            order = generator(0, "universe beside the study").permutation(draws)
        settings = estimates.uncertainty
        if settings.interval == "bca":  # there are no rows left out that are common to both
            settings = settings.model_copy(update={"interval": None})
        difference = _drawn(own, np.arange(draws)) - _drawn(base, order)
        return replace(estimates, uncertainty=settings).summary(difference)


def beside(base: Evaluation, run: Run, other: Evaluation, *, is_same_sample: bool) -> Beside:
    """How a universe stands to the study as it is, whose `run` is given."""
    pairing = Pairing("same_run") if is_same_sample else pair(run, run_of(other))
    return Beside(base, is_same_sample, pairing)


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
