"""Structural weights: what every node of the hierarchy counts for, in every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.hierarchy import Hierarchy


@dataclass(frozen=True, slots=True, eq=False)
class StructuralWeights:
    """The weights of one weighting.

    Attributes
    ----------
    dimensions : (R, D) array
        Of the dimensions; every row sums to one.
    within : (R, J) array
        Of the indicators within their dimension; those of each dimension sum to one.
    dimension_of : tuple of int
        Number of the dimension of each indicator.
    diagnostics : mapping
        (node, name) → number, as answered: a consistency ratio, a condition number. The node is a
        dimension, or empty for the dimensions themselves.
    remarks : mapping
        Node → what its weights should be read with.

    A row is NaN where the weights of a replicate couldn't be had.
    """

    dimensions: FloatArray
    within: FloatArray
    dimension_of: tuple[int, ...]
    diagnostics: Mapping[tuple[str, str], float] = field(default_factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def effective(self) -> FloatArray:
        """(R, J) weight of each indicator in the whole; every row sums to one."""
        return np.asarray(self.within * self.dimensions[:, list(self.dimension_of)])

    def row(self, row: int) -> StructuralWeights:
        """The weights of one replicate, (1, D) and (1, J)."""
        own = slice(row, row + 1)
        return replace(self, dimensions=self.dimensions[own], within=self.within[own])


def written_weights(hierarchy: Hierarchy, rows: int) -> StructuralWeights:
    """The weights that the hierarchy itself has, alike in every replicate."""
    D, J = len(hierarchy.dimensions), len(hierarchy.indicators)
    return StructuralWeights(
        np.broadcast_to(np.array(hierarchy.dimension_weights), (rows, D)),
        np.broadcast_to(np.array(hierarchy.indicator_weights), (rows, J)),
        hierarchy.dimension_of,
    )
