"""Weights from how far units lie apart, and from what suits each unit best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Literal

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
)
from clientlens.stats.moments import divide
from clientlens_weighting import dispersion
from clientlens_weighting.basis import (
    RESPONDENTS,
    BasisOptions,
    Method,
    RatioOptions,
    check_basis,
    data_of,
    weigh_units,
)
from clientlens_weighting.critic import critic
from clientlens_weighting.envelopment import middle_weights
from clientlens_weighting.outcome import outcome
from clientlens_weighting.weights import Weights as Solved
from clientlens_weighting.weights import weights_of


class _OfUnits(Weighting):
    """What every method has that compares units."""

    name = ""
    Options: ClassVar[type[Options]] = BasisOptions

    def check(
        self,
        study: Study,
        nodes: Sequence[str | None],  # noqa: ARG002
        choice: WeightingChoice,
    ) -> Iterable[Problem]:
        """The facet and the basis."""
        return check_basis(study, choice)

    # Any: each method below has options of its own.
    def weigh(self, family: Family, options: Any, parts: Mapping[str, Weights]) -> Weights:  # noqa: ARG002
        """By how the units differ, with their number."""
        data = data_of(family, options)
        solved = weigh_units(data, self.method(options, len(family.children)))
        return outcome(solved, diagnostics={"units": data.number})

    def method(self, options: Any, k: int) -> Method:
        """The arithmetic for k children under these options."""
        raise NotImplementedError


class Entropy(_OfUnits):
    """Entropy: what differs more between units weighs more."""

    name = "entropy"
    Options = RatioOptions

    def method(self, options: Any, k: int) -> Method:  # noqa: ARG002
        """See `clientlens_weighting.dispersion.entropy`."""
        return dispersion.entropy


class StandardDeviation(_OfUnits):
    """Standard deviations, the least fragile of the family."""

    name = "standard_deviation"

    def method(self, options: Any, k: int) -> Method:  # noqa: ARG002
        """See `clientlens_weighting.dispersion.standard_deviation`."""
        return dispersion.standard_deviation


class Variation(_OfUnits):
    """Coefficients of variation."""

    name = "variation"
    Options = RatioOptions

    def method(self, options: Any, k: int) -> Method:  # noqa: ARG002
        """See `clientlens_weighting.dispersion.variation`."""
        return dispersion.variation


class Gini(_OfUnits):
    """Gini coefficients."""

    name = "gini"
    Options = RatioOptions

    def method(self, options: Any, k: int) -> Method:  # noqa: ARG002
        """See `clientlens_weighting.dispersion.gini`."""
        return dispersion.gini


class Merec(_OfUnits):
    """What the removal of an indicator does to the units' performance."""

    name = "merec"
    Options = RatioOptions

    def method(self, options: Any, k: int) -> Method:  # noqa: ARG002
        """See `clientlens_weighting.dispersion.merec`."""
        return dispersion.merec


class CriticOptions(BasisOptions):
    """Options of CRITIC."""

    correlation: Literal["pearson", "spearman"] = Field(
        "pearson", description="How indicators are held to repeat one another."
    )


class Critic(_OfUnits):
    """CRITIC: how far units lie apart, and how little indicators repeat one another."""

    name = "critic"
    Options = CriticOptions

    def method(self, options: CriticOptions, k: int) -> Method:  # noqa: ARG002
        """See `clientlens_weighting.critic.critic`."""
        return partial(critic, correlation=options.correlation)


class DoubtOptions(BasisOptions):
    """Options of benefit of the doubt."""

    basis: str = Field(
        description="Respondent attribute whose values are the units, such as branches."
    )
    least: float = Field(
        0.5, ge=0, le=1, description="Lowest weight, in equal ones: 0.5 is half of an equal weight."
    )
    most: float = Field(1.5, ge=1, description="Highest weight, in equal ones.")
    bounded: Literal["weights", "contributions"] = Field(
        "weights",
        description="What is bounded: a share of the weights, or of the unit's own score.",
    )


class BenefitOfTheDoubt(_OfUnits):
    """The mean of the weights that suit each unit best."""

    name = "benefit_of_the_doubt"
    Options = DoubtOptions

    def check(
        self,
        study: Study,
        nodes: Sequence[str | None],  # noqa: ARG002
        choice: WeightingChoice,
    ) -> Iterable[Problem]:
        """The facet, and units of several respondents each."""
        return _check_doubt(study, choice)

    def method(self, options: DoubtOptions, k: int) -> Method:
        """See `clientlens_weighting.envelopment.middle_weights`."""
        bounds = (options.least / k, min(options.most / k, 1.0))

        def solve(values: FloatArray, counts: FloatArray) -> Solved:  # noqa: ARG001
            return _mean_of_units(middle_weights(values, *bounds, bounded=options.bounded))

        return solve


def _check_doubt(study: Study, choice: WeightingChoice) -> Iterator[Problem]:
    options: DoubtOptions = choice.options  # type: ignore[assignment]
    if options.basis == RESPONDENTS:
        message = "benefit of the doubt solves a programme for each unit, too many for respondents"
        hint = "Name an attribute that makes units, such as the branch."
        yield study.problem(message, *choice.path, "basis", hint=hint)
        return
    yield from check_basis(study, choice)


def _mean_of_units(weights: FloatArray) -> Solved:
    """The mean over the units (R, m, k) that have weights."""
    known = np.asarray(~np.isnan(weights).any(axis=2))
    number = known.sum(axis=1)
    total = np.where(known[:, :, None], weights, 0.0).sum(axis=1)
    return weights_of(divide(total, np.asarray(number, dtype=np.float64)[:, None]))


OBJECTIVE: tuple[type[Weighting], ...] = (
    Entropy,
    StandardDeviation,
    Variation,
    Gini,
    Merec,
    Critic,
    BenefitOfTheDoubt,
)
