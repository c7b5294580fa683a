"""The verdict on each indicator: its class, how sure that is, how far the lines are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from clientlens.plugin_api import FloatArray, Hierarchy, IntArray, Result
from clientlens_quadrant import quadrants
from clientlens_quadrant.lines import same_scale
from clientlens_quadrant.options import QuadrantOptions
from clientlens_quadrant.quadrants import BOUNDARY, CLASSES, UNKNOWN

if TYPE_CHECKING:
    import xarray as xr

Level = Literal["high", "low", "line"]

_LEVELS: dict[float, Level] = {1.0: "high", -1.0: "low", 0.0: "line"}
_NEAR_IN_ERRORS = 1.28
"""A normal deviate: beyond it lies a tenth on either side, so the line's side has 0.9."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of one indicator in one group.

    Attributes
    ----------
    group, indicator, dimension : str
        Their codes.
    importance, performance : float
        As answered.
    importance_level, performance_level : {"high", "low", "line"}
        Against the crosshair.
    quadrant : str
        One of `CLASSES`.
    probabilities : mapping
        Class → share of the draws; empty where there are none.
    distance_importance, distance_performance : float
        Signed, in scale points; above the line is positive.
    neighbour : str
        The class across the nearer line.
    is_near_line : bool
        Whether the sample can't tell the class from its neighbours, or it lies on a line.
    is_tested : bool
        Whether there are replicates to judge that by.
    diagonal_class : str or None
        Class by the line of equal ratings; None where the axes don't compare.
    """

    group: str
    indicator: str
    dimension: str
    importance: float
    performance: float
    importance_level: Level
    performance_level: Level
    quadrant: str
    probabilities: Mapping[str, float]
    distance_importance: float
    distance_performance: float
    neighbour: str
    is_near_line: bool
    is_tested: bool
    diagonal_class: str | None

    @property
    def certainty(self) -> float | None:
        """Bootstrap probability of its class; None where there are no draws."""
        return self.probabilities.get(self.quadrant)

    @property
    def distance_to_neighbour(self) -> float:
        """Distance to the nearer line, not signed."""
        return min(abs(self.distance_importance), abs(self.distance_performance))

    @property
    def strength(self) -> float:
        """How far the class can be relied on, 0 to 1; 1 far from the lines without draws."""
        if self.certainty is not None:
            return self.certainty
        return 0.5 if self.is_near_line else 1.0


def verdicts_of(result: Result) -> tuple[Verdict, ...]:
    """The verdicts of a result, group by group in leaf order; none without importance.

    An indicator without a mean in a group has no verdict there.
    """
    estimates = result.estimates
    if "importance" not in estimates or "performance" not in estimates:
        return ()
    positions = _Positions(result)
    return tuple(
        positions.verdict(g, j)
        for g in range(len(estimates.groups))
        for j in range(len(result.hierarchy.indicators))
        if positions.classes[g, 0, j] != UNKNOWN
    )


def distances(result: Result) -> dict[str, xr.DataArray]:
    """Distance of each indicator to both lines, with its replicates; empty without importance."""
    estimates = result.estimates
    axes = ("importance", "performance")
    if any(axis not in estimates for axis in axes):
        return {}
    return {
        f"distance_{axis}": (estimates[axis] - estimates[f"crosshair_{axis}"]).transpose(
            "group", "replicate", "indicator"
        )
        for axis in axes
    }


class _Positions:
    """Where the indicators of a result lie in every group and replicate, as plain arrays."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.options: QuadrantOptions = result.options  # type: ignore[assignment]
        self.distances = distances(result)
        self.importance_side, self.performance_side = (
            self._side(axis) for axis in ("importance", "performance")
        )
        self.classes: IntArray = quadrants.classify(self.importance_side, self.performance_side)

    def verdict(self, g: int, j: int) -> Verdict:
        """The verdict on indicator j in group g."""
        own = int(self.classes[g, 0, j])
        away = {axis: float(d.values[g, 0, j]) for axis, d in self.distances.items()}
        hierarchy = self.hierarchy
        code = hierarchy.indicators[j]
        return Verdict(
            group=self.result.estimates.groups[g],
            indicator=code,
            dimension=hierarchy.parent(code),
            importance=float(self._answered("importance")[g, j]),
            performance=float(self._answered("performance")[g, j]),
            importance_level=_LEVELS[float(self.importance_side[g, 0, j])],
            performance_level=_LEVELS[float(self.performance_side[g, 0, j])],
            quadrant=CLASSES[own],
            probabilities=self._probabilities_of(g, j),
            distance_importance=away["distance_importance"],
            distance_performance=away["distance_performance"],
            neighbour=self._neighbour(g, j, **away),
            is_near_line=own == BOUNDARY or self._is_unsure(g, j, own),
            is_tested=self._is_tested(g, j),
            diagonal_class=self._diagonal_class(g, j),
        )

    @cached_property
    def hierarchy(self) -> Hierarchy:
        return self.result.hierarchy

    @cached_property
    def probabilities(self) -> FloatArray:
        """(G, J, 5) share of the draws in each class; NaN where there are no draws."""
        estimates = self.result.estimates
        classes = self.distances["distance_importance"].copy(data=self.classes)
        shares = [
            estimates.share(classes == k, where=classes != UNKNOWN).to_numpy()
            for k in range(len(CLASSES))
        ]
        return np.stack(shares, axis=-1)

    @cached_property
    def errors(self) -> tuple[FloatArray, ...]:
        """(G, J) standard errors of the two distances."""
        summary = self.result.estimates.summary
        return tuple(summary(d)["std_error"].to_numpy() for d in self.distances.values())

    @cached_property
    def by_diagonal(self) -> IntArray | None:
        """(G, J) classes by the diagonal, as answered; None where the axes don't compare."""
        if not same_scale(self.result.study, self.options):
            return None
        return quadrants.classify_by_diagonal(
            self._answered("importance"),
            self._answered("performance"),
            self.classes[:, 0],
            self.options.tolerance,
        )

    def _side(self, axis: str) -> FloatArray:
        """(G, R, J) side of the line on one axis."""
        values = self.result.estimates[axis].to_numpy()
        cut = self.result.estimates[f"crosshair_{axis}"].to_numpy()  # (G, R)
        return quadrants.side(
            values, cut, tolerance=self.options.tolerance, digits=self.options.round_digits
        )

    def _answered(self, name: str) -> FloatArray:
        return self.result.estimates[name].to_numpy()[:, 0]  # (G, J)

    def _probabilities_of(self, g: int, j: int) -> dict[str, float]:
        shares = self.probabilities[g, j]
        if np.isnan(shares).any():
            return {}
        return {name: float(share) for name, share in zip(CLASSES, shares, strict=True)}

    def _is_unsure(self, g: int, j: int, own: int) -> bool:
        """Too few draws in its class or, without draws, too few standard errors from a line."""
        share = self.probabilities[g, j, own]
        if not np.isnan(share):
            return bool(share < self.options.near_line_below)
        away = [abs(d.values[g, 0, j]) for d in self.distances.values()]
        return any(
            distance < _NEAR_IN_ERRORS * error[g, j]
            for distance, error in zip(away, self.errors, strict=True)
        )

    def _is_tested(self, g: int, j: int) -> bool:
        has_draws = not np.isnan(self.probabilities[g, j]).any()
        return has_draws or not any(np.isnan(error[g, j]) for error in self.errors)

    def _neighbour(
        self, g: int, j: int, *, distance_importance: float, distance_performance: float
    ) -> str:
        """The class across the nearer line; on a line, the class on its upper side."""
        sides = [self.importance_side[g, 0, j], self.performance_side[g, 0, j]]
        nearer = int(abs(distance_performance) < abs(distance_importance))
        sides[nearer] = -sides[nearer]
        up, good = (np.array([1.0 if value == 0 else value]) for value in sides)
        return CLASSES[int(quadrants.classify(up, good)[0])]

    def _diagonal_class(self, g: int, j: int) -> str | None:
        return None if self.by_diagonal is None else CLASSES[int(self.by_diagonal[g, j])]
