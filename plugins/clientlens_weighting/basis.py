"""The basis: the units that an objective method compares, on the scale that the study declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Family,
    FloatArray,
    Options,
    Problem,
    Study,
    WeightingChoice,
    check_facet,
)
from clientlens_weighting.named import check_attribute
from clientlens_weighting.weights import Reason, Weights

RESPONDENTS = "respondents"
_DIGITS = 9
"""Means that agree so far are equal; what is left of them is rounding, and no variation."""

_BLOCK_CELLS = 2_000_000
"""Replicates × units × indicators at a time, some 16 MB for each step of a method."""


class BasisOptions(Options):
    """What is compared."""

    facet: str = Field("satisfaction", description="Facet whose ratings are compared.")
    basis: str = Field(
        RESPONDENTS,
        description="What is compared: `respondents`, or a respondent attribute whose values are "
        "units, such as branches.",
    )


class RatioOptions(BasisOptions):
    """What is compared by ratios, which depend on where the scale has its zero."""

    coding: Literal["index", "points"] = Field(
        "index",
        description="`index`: 0 to 100 between the ends of the declared scale; `points`: scale "
        "points as they are. The weights depend on it.",
    )


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Units × children with the replicates.

    Attributes
    ----------
    values : (R, m, k) array
        NaN where a unit has no value; the first axis is 1 where replicates share the values.
    counts : (R, m) array
        How often each unit counts.
    """

    values: FloatArray
    counts: FloatArray

    @property
    def number(self) -> int:
        """How many units have a value and count, in the first replicate."""
        has_value = ~np.isnan(self.values[0]).all(axis=1)
        return int((has_value & (self.counts[0] > 0)).sum())

    def blocks(self) -> Iterator[Data]:
        """The same in blocks of replicates that fit into memory."""
        R, m = self.counts.shape
        step = max(1, _BLOCK_CELLS // max(m * self.values.shape[2], 1))
        for start in range(0, R, step):
            rows = slice(start, start + step)
            own = self.values[rows] if len(self.values) == R else self.values
            yield Data(own, self.counts[rows])


Method = Callable[[FloatArray, FloatArray], Weights]
"""Values (R, m, k) and counts (R, m) → weights."""


def data_of(family: Family, options: BasisOptions) -> Data:
    """The units of one family.

    Parameters
    ----------
    family : Family
        The children of one node.
    options : BasisOptions
        Which units, of which facet; scale points only where they say so.
    """
    if options.basis == RESPONDENTS:
        points, counts = family.rows(options.facet)[None], family.sample.weights
    else:
        points = family.units(options.facet, options.basis)
        counts = np.ones(points.shape[:2])
    scale = family.scale(options.facet)
    is_index = getattr(options, "coding", "index") == "index"
    values = 100 * (points - scale.low) / (scale.high - scale.low) if is_index else points
    return Data(values.round(_DIGITS), counts)


def weigh_units(data: Data, method: Method) -> Weights:
    """The weights of a method, block by block."""
    if not data.values.shape[1]:
        return _none(data)
    found = [method(block.values, block.counts) for block in data.blocks()]
    return Weights(
        np.concatenate([weights.weights for weights in found]),
        np.concatenate([weights.reasons for weights in found]),
    )


def _none(data: Data) -> Weights:
    R, k = len(data.counts), data.values.shape[2]
    return Weights(np.full((R, k), np.nan), np.full(R, Reason.TOO_FEW_UNITS, dtype=np.int64))


def check_basis(study: Study, choice: WeightingChoice) -> Iterator[Problem]:
    """Whether the study asks what is to be compared."""
    options = choice.options
    assert isinstance(options, BasisOptions)  # noqa: S101  every method here derives its options
    yield from check_facet(study, options.facet, (*choice.path, "facet"))
    if options.basis != RESPONDENTS:
        known = [RESPONDENTS, *study.respondents]
        yield from check_attribute(study, options.basis, (*choice.path, "basis"), known)
    is_points = getattr(options, "coding", "index") == "points"
    if is_points and options.facet in study.facets:
        scale = study.scales[study.facets[options.facet].scale]
        if scale.low < 0:
            message = f"'{options.facet}' begins at {scale.low:g}, and ratios need a true zero"
            hint = "Use  coding: index."
            yield study.problem(message, *choice.path, "coding", hint=hint)
