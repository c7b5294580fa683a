"""The fit: one partition, and how it places others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray
from clientlens_segments.partition import centres_of, nearest

Place = Callable[[FloatArray, FloatArray], tuple[IntArray, FloatArray | None]]
"""Data and weights of everybody → labels (n,), and probabilities (n, k) where a method has them."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A partition of some rows into k segments.

    Attributes
    ----------
    labels : (n,) array
        From 0; -1 for none.
    k : int
        How many segments there are.
    place : callable
        Assigns everybody, where the fit has seen some rows only.
    criteria : mapping
        What the method itself says of it, by name.
    """

    labels: IntArray
    k: int
    place: Place
    criteria: Mapping[str, float] = field(default_factory=dict)


class Method(Protocol):
    """A way to part rows into segments."""

    @property
    def most_rows(self) -> int:
        """It is fitted to so many rows at most, the others are placed."""
        ...

    def fit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """The best of several starts; None where there are no such segments."""
        ...

    def refit(
        self, data: FloatArray, k: int, weights: FloatArray, rng: np.random.Generator
    ) -> Fit | None:
        """The same with fewer starts, for the resamples of a bootstrap."""
        ...


def by_nearest_centre(features: FloatArray, labels: IntArray, k: int, weights: FloatArray) -> Place:
    """Everybody goes to the nearest centre; who was fitted to none does as well."""
    centres = centres_of(features, labels, k, weights)

    def place(everybody: FloatArray, _: FloatArray) -> tuple[IntArray, Any]:
        return nearest(everybody, centres), None

    return place
