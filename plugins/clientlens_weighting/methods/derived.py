"""Weights from how an overall rating moves with its drivers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Family,
    FloatArray,
    Options,
    Problem,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
    check_facet,
    check_item,
)
from clientlens.stats.regression import correlation, r_squared, standardised_betas
from clientlens.stats.relative_importance import MOST_DRIVERS
from clientlens.stats.resample import generator
from clientlens_weighting import derived
from clientlens_weighting.outcome import outcome
from clientlens_weighting.weights import Weights as Solved

Measure = Literal["squared_correlation", "beta", "pratt", "last", "lmg", "johnson", "car"]

_MEASURES: Mapping[str, Callable[[FloatArray], Solved]] = {
    "squared_correlation": derived.squared_correlation,
    "beta": derived.beta,
    "pratt": derived.pratt,
    "last": derived.last,
    "lmg": derived.lmg,
    "johnson": derived.johnson,
    "car": derived.car,
}


class DerivedOptions(Options):
    """Options of derived importance."""

    overall: str = Field(description="Item with the overall rating that is explained.")
    facet: str = Field("satisfaction", description="Facet whose ratings explain it.")
    measure: Measure = Field(
        "johnson", description="How a driver's part is found; `beta` and `pratt` may be negative."
    )
    orders: int = Field(
        500,
        ge=2,
        description="For `lmg` of more than 15: pairs of orders of entry that are drawn.",
    )


class Derived(Weighting):
    """Derived importance."""

    name = "derived"
    Options = DerivedOptions

    def check(
        self,
        study: Study,
        nodes: Sequence[str | None],  # noqa: ARG002
        choice: WeightingChoice,
    ) -> Iterable[Problem]:
        """The facet, and the item with the overall rating."""
        options: DerivedOptions = choice.options  # type: ignore[assignment]
        yield from check_facet(study, options.facet, (*choice.path, "facet"))
        yield from check_item(study, options.overall, (*choice.path, "overall"))

    def weigh(
        self,
        family: Family,
        options: DerivedOptions,
        parts: Mapping[str, Weights],  # noqa: ARG002
    ) -> Weights:
        """By the measure that the options name, from pairwise correlations."""
        R = family.corr(options.facet, options.overall)  # (R, k + 1, k + 1)
        solved = _solved(R, family, options)
        told = {"r_squared": float(r_squared(R[:1])[0])}
        if isinstance(solved, derived.SampledWeights):
            told["sampling_error"] = float(solved.sampling_error[0].max())
        return outcome(solved, at_fault=_negative(R, family, options), diagnostics=told)


def _solved(R: FloatArray, family: Family, options: DerivedOptions) -> Solved:
    if options.measure == "lmg" and len(family.children) > MOST_DRIVERS:
        rng = generator(family.study.uncertainty.seed, f"lmg {family.node or ''}")
        return derived.sampled_lmg(R, orders=options.orders, rng=rng)
    return _MEASURES[options.measure](R)


def _negative(R: FloatArray, family: Family, options: DerivedOptions) -> list[str]:
    """Drivers whose part is negative in the sample as answered."""
    if options.measure not in ("beta", "pratt"):
        return []
    parts = standardised_betas(R[:1])[0]
    if options.measure == "pratt":
        parts = parts * correlation(R[:1])[0]
    return [code for code, part in zip(family.children, np.asarray(parts), strict=True) if part < 0]
