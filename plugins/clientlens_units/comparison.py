"""The comparison: all that tables of units are made of, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import BoolArray, FloatArray, Result
from clientlens_units.options import UnitsOptions
from clientlens_units.scores import Method
from clientlens_units.standing import Scores, Standing, best_of, scores_of, standing_of
from clientlens_units.values import method_of


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Units with their scores, and what is believed of their ranks: None without errors."""

    result: Result
    options: UnitsOptions
    units: npt.NDArray[np.object_]
    n: FloatArray
    scores: Scores
    standing: Standing | None

    @property
    def level(self) -> float:
        """Level of the intervals."""
        return self.result.study.uncertainty.level

    @property
    def seed(self) -> int:
        """Seed of the study."""
        return self.result.study.uncertainty.seed

    @property
    def k(self) -> int:
        """How many the best are."""
        return best_of(self.scores.known, self.options)

    @property
    def may_rank(self) -> bool:
        """Whether ranks are shown: without errors nothing forbids the order."""
        return self.standing is None or self.standing.may_rank

    @property
    def method(self) -> Method:
        """How the scores were made."""
        return method_of(self.result.study, self.options)

    @property
    def known(self) -> BoolArray:
        """(U,) boolean: whether a unit has a score."""
        return ~np.isnan(self.scores.value)


def comparison_of(result: Result) -> Comparison:
    """Scores and standing of the units of a result."""
    options: UnitsOptions = result.options  # type: ignore[assignment]
    scores = scores_of(result)
    settings = result.study.uncertainty
    n = result.estimates.counts["n"].isel(group=0).to_numpy()
    standing = standing_of(scores, n, options, level=settings.level, seed=settings.seed)
    units = result.estimates["score"]["unit"].to_numpy().astype(object)
    return Comparison(result, options, units, n, scores, standing)
