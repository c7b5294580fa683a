"""The axes of results: constructs, items, questions, paths, effects, chains, pairs, with labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clientlens_csi import effects
from clientlens_csi.effects import Chain
from clientlens_csi.layout import FloatArray
from clientlens_csi.solution import Reading

MOST_CHAINS = 1000
"""Indirect effects are told row by row up to so many; their sums always are."""


@dataclass(frozen=True, eq=False)
class Axes:
    """What stands on the axes of a reading's results, as numbers of the structure."""

    reading: Reading

    @cached_property
    def paths(self) -> tuple[tuple[int, int], ...]:
        """(source, target) of every path, target by target."""
        structure = self.reading.structure
        return tuple(
            (int(source), int(target))
            for target in structure.endogenous
            for source in structure.sources(target)
        )

    @cached_property
    def effects(self) -> tuple[tuple[int, int], ...]:
        """(source, target) of everything that acts on something, by a path or through others."""
        structure = self.reading.structure
        before: dict[int, set[int]] = {}
        for target in structure.order:
            own = [int(source) for source in structure.sources(target)]
            before[int(target)] = set(own).union(*(before[source] for source in own))
        return tuple(
            (int(source), int(target))
            for target in structure.order
            for source in structure.order
            if int(source) in before[int(target)]
        )

    @cached_property
    def has_too_many_chains(self) -> bool:
        """Whether rows of paths are too many to be told one by one."""
        return effects.count_chains(self.reading.structure) > MOST_CHAINS

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """Rows of two paths or more; none where they are too many."""
        if self.has_too_many_chains:
            return ()
        return effects.indirect_chains(self.reading.structure)

    def labels(self, questions: tuple[str, ...]) -> dict[str, list[str]]:
        """Axis → its labels; constructs of a label are joined by ``>``, of a pair by ``~``."""
        names = self.reading.structure.constructs
        return {
            "construct": list(self.reading.constructs),
            "item": list(self.reading.items),
            "question": list(questions),
            "path": [f"{names[s]}>{names[t]}" for s, t in self.paths],
            "effect": [f"{names[s]}>{names[t]}" for s, t in self.effects],
            "chain": [">".join(names[c] for c in chain) for chain in self.chains],
            "pair": [f"{one}~{other}" for one, other, _ in self.reading.pairs],
        }


def padded(values: FloatArray, reading: Reading) -> FloatArray:
    """(R, C) values of the modelled constructs, NaN for lower-order ones."""
    out = np.full((len(values), len(reading.constructs)), np.nan)
    out[:, : values.shape[1]] = values
    return out


def picked(values: FloatArray, ends: tuple[tuple[int, int], ...]) -> FloatArray:
    """(R, number of pairs) cells ``[:, target, source]``."""
    return np.stack([values[:, target, source] for source, target in ends], axis=1)
