"""The factors: what of the method is varied, and between which alternatives.

A run is one way to make the scores. It takes one alternative of every factor; a design of N runs is
an integer array (N, F) of alternatives, counted from 0, in the order of `FACTORS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, Hierarchy, IntArray
from clientlens.stats.weight_draws import dirichlet_weights, multiplied_weights
from clientlens_units.options import Aggregation, Normalisation, UnitsOptions

FACTORS = (
    "sampling",
    "weights",
    "weighting",
    "normalisation",
    "aggregation",
    "dimension_aggregation",
    "left_out",
)
SETS_OF_WEIGHTS = 512
"""So many sets of weights are drawn; a run takes one of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives:
    """What runs may choose from; the first of each is what the study asks for.

    Attributes
    ----------
    replicates : int
        Rows of the sample; row 0 is as answered.
    within, above : (S, J) and (S, D) arrays
        What weights are multiplied by, up to a factor of each family; all ones in the first.
    weightings : int
        Weights of the study, and those used in their place.
    normalisations, aggregations, dimension_aggregations : tuple
        By their names.
    left_out : tuple of int
        -1 for none, then every indicator.
    """

    replicates: int
    within: FloatArray
    above: FloatArray
    weightings: int
    normalisations: tuple[Normalisation, ...]
    aggregations: tuple[Aggregation, ...]
    dimension_aggregations: tuple[Aggregation, ...]
    left_out: tuple[int, ...]

    @property
    def counts(self) -> IntArray:
        """(F,) number of alternatives of each factor."""
        return np.array(
            [
                self.replicates,
                len(self.within),
                self.weightings,
                len(self.normalisations),
                len(self.aggregations),
                len(self.dimension_aggregations),
                len(self.left_out),
            ]
        )

    @property
    def varied(self) -> tuple[str, ...]:
        """The factors of the method with more than one alternative."""
        pairs = zip(FACTORS[1:], self.counts[1:].tolist(), strict=True)
        return tuple(name for name, count in pairs if count > 1)


def alternatives_of(
    options: UnitsOptions,
    hierarchy: Hierarchy,
    weights: tuple[FloatArray, FloatArray],
    replicates: int,
    rng: np.random.Generator,
) -> Alternatives:
    """What the options vary.

    Parameters
    ----------
    options : UnitsOptions
    hierarchy : Hierarchy
    weights : (J,) and (D,) arrays
        Weights within dimensions and of dimensions as answered, around which others are drawn.
    replicates : int
        Rows of the sample.
    rng : numpy.random.Generator
        Draws the weights.
    """
    vary = options.vary
    J, D = len(hierarchy.indicators), len(hierarchy.dimensions)
    parents = np.array(hierarchy.dimension_of)
    left_out = range(J) if vary.leave_one_out and J > 1 else ()
    return Alternatives(
        replicates,
        _multipliers(options, weights[0], parents, rng),
        _multipliers(options, weights[1], np.zeros(D, dtype=np.int64), rng),
        1 + len(vary.weightings),
        tuple(dict.fromkeys([options.normalisation, *vary.normalisations])),
        tuple(dict.fromkeys([options.aggregation, *vary.aggregations])),
        tuple(dict.fromkeys([options.dimension_aggregation, *vary.dimension_aggregations])),
        (-1, *left_out),
    )


def drawn_design(alternatives: Alternatives, runs: int, rng: np.random.Generator) -> IntArray:
    """(N, F) runs of random methods on the sample as answered."""
    design = rng.integers(alternatives.counts, size=(runs, len(FACTORS)))
    design[:, 0] = 0
    return design


def crossed_design(methods: IntArray, rows: IntArray) -> IntArray:
    """(R K, F) every one of K methods on every one of R rows, the methods of a row together."""
    design = np.tile(methods, (len(rows), 1))
    design[:, 0] = np.repeat(rows, len(methods))
    return design


def _multipliers(
    options: UnitsOptions, stated: FloatArray, parents: IntArray, rng: np.random.Generator
) -> FloatArray:
    """(S, k) what weights are multiplied by, the first row ones; one row where they're certain."""
    vary, ones = options.vary, np.ones((1, len(stated)))
    draws = SETS_OF_WEIGHTS - 1
    if vary.concentration is not None:
        drawn = dirichlet_weights(
            stated, parents, draws=draws, rng=rng, concentration=vary.concentration
        )
        return np.vstack([ones, drawn / np.where(stated > 0, stated, 1.0)])
    if vary.noise is not None:
        drawn = multiplied_weights(ones[0], parents, draws=draws, rng=rng, noise=vary.noise)
        return np.vstack([ones, drawn])
    return ones
