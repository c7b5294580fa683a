"""The population: how answers hang together where a model is the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clientlens.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The correlations of some questions, and what a model should find in answers with them.

    Attributes
    ----------
    questions : tuple of str
        Their p names, as `clientlens.hierarchy.Question.name` has them.
    correlations : (p, p) array
        Pearson correlations of the answers.
    truth : mapping
        Quantity → label → the value that a consistent estimator comes near as n grows.
    """

    questions: tuple[str, ...]
    correlations: FloatArray
    truth: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
