"""The alignment of two sources: which numbers of theirs compare, and what doesn't and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.comparison.source import QUANTITIES, Source
from clientlens.results.pairing import Pairing, pair

HUNDRED = (0.0, 100.0)
RESCALED = frozenset({"performance", "dimension_score"})
"""Quantities that mean the same on any scale; a weight or a priority doesn't."""


@dataclass(frozen=True, slots=True)
class Unaligned:
    """Something that doesn't compare.

    Attributes
    ----------
    first, second : str
        The two sources; ``second`` is empty where a source compares with no other.
    quantity, code : str
        What of it, and of which indicator or dimension; empty for all.
    reason : str
        ``only_in_first``, ``not_in_second``, ``no_common_scale`` …
    detail : str
        What the model says of it.
    """

    first: str
    second: str
    quantity: str
    code: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Two sources side by side.

    ``codes`` are the indicators or dimensions that both have, ``first`` and ``second`` their values
    (1 + R, k), the first row as answered. ``scale`` are the ends of what both are measured on; None
    where only their order compares, and an empty tuple where the unit is one but has no ends.
    """

    quantity: str
    codes: tuple[str, ...]
    first: FloatArray
    second: FloatArray
    scale: tuple[float, ...] | None
    is_rescaled: bool = False

    def is_tied(self, side: str) -> bool:
        """Whether all are equal on one side, ``first`` or ``second``, so that nothing is ranked."""
        answered = getattr(self, side)[0]
        return bool((answered == answered[0]).all())


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two sources that are set against each other."""

    first: Source
    second: Source

    @property
    def names(self) -> tuple[str, str]:
        """The names of both."""
        return self.first.name, self.second.name

    @property
    def pairing(self) -> Pairing:
        """Whether their replicates are paired, and why."""
        return pair(self.first.run, self.second.run)

    @property
    def kind(self) -> str:
        """What differs: ``models``, ``settings``, ``regions``, ``waves``, or ``studies``."""
        one, other = self.first.run, self.second.run
        if one is other:
            return "models"
        if one.recipe["answers"]["sha256"] == other.recipe["answers"]["sha256"]:
            return "settings"
        is_region, is_wave = one.region != other.region, one.wave != other.wave
        if is_region == is_wave:
            return "studies"
        return "regions" if is_region else "waves"

    def aligned(self, quantity: str) -> Aligned | None:
        """A quantity of both; None where either hasn't got it, or no code is common."""
        if not (self.first.has(quantity) and self.second.has(quantity)):
            return None
        codes = self.codes(quantity)
        if not codes and QUANTITIES[quantity] != "whole":
            return None
        values = [source.values(quantity, codes) for source in (self.first, self.second)]
        scale, is_rescaled = self._scale(quantity)
        if is_rescaled:
            values = [
                on_hundred(rows, source.scale(quantity))
                for rows, source in zip(values, (self.first, self.second), strict=True)
            ]
        return Aligned(quantity, codes, values[0], values[1], scale, is_rescaled)

    def codes(self, quantity: str) -> tuple[str, ...]:
        """Codes with a value as answered in both, in the order of the first."""
        known = [_with_values(source, quantity) for source in (self.first, self.second)]
        return tuple(code for code in known[0] if code in known[1])

    def unaligned(self) -> Iterator[Unaligned]:
        """Everything of the two that doesn't compare."""
        for level in ("indicator", "dimension"):
            yield from self._foreign_codes(level)
        for quantity in QUANTITIES:
            yield from self._unaligned(quantity)

    def _foreign_codes(self, level: str) -> Iterator[Unaligned]:
        """Indicators or dimensions that only one of the two studies has."""
        one, other = (_nodes(source, level) for source in (self.first, self.second))
        for code in one:
            if code not in other:
                yield Unaligned(*self.names, "", code, "only_in_first")
        for code in other:
            if code not in one:
                yield Unaligned(*self.names, "", code, "only_in_second")

    def _unaligned(self, quantity: str) -> Iterator[Unaligned]:
        sides = {"first": self.first, "second": self.second}
        lacking = {side: source for side, source in sides.items() if not source.has(quantity)}
        if len(lacking) == len(sides):
            return
        for side, source in lacking.items():
            yield Unaligned(*self.names, quantity, "", f"not_in_{side}", source.reason(quantity))
        if lacking:
            return
        if QUANTITIES[quantity] != "whole":
            yield from self._without_values(quantity)
        if quantity == "class":
            one, other = (source.estimates.classes("class") for source in sides.values())
            if not set(one) & set(other):
                yield Unaligned(*self.names, quantity, "", "no_common_classes")
        elif self._scale(quantity)[0] is None:
            yield Unaligned(*self.names, quantity, "", "no_common_scale")
        yield from self._tied(quantity)

    def _tied(self, quantity: str) -> Iterator[Unaligned]:
        aligned = self.aligned(quantity) if quantity != "class" else None
        if aligned and len(aligned.codes) > 1:
            for side in ("first", "second"):
                if aligned.is_tied(side):
                    yield Unaligned(*self.names, quantity, "", f"all_tied_in_{side}")

    def _without_values(self, quantity: str) -> Iterator[Unaligned]:
        """Codes of both studies that one of them has no value of."""
        level = QUANTITIES[quantity]
        one, other = (_nodes(source, level) for source in (self.first, self.second))
        sides = {"first": self.first, "second": self.second}
        known = {side: _with_values(source, quantity) for side, source in sides.items()}
        for code in (code for code in one if code in other):
            for side, codes in known.items():
                others = known["second" if side == "first" else "first"]
                if code not in codes and code in others:
                    yield Unaligned(*self.names, quantity, code, f"no_value_in_{side}")

    def _scale(self, quantity: str) -> tuple[tuple[float, ...] | None, bool]:
        """Ends of the common scale, and whether values must be brought to 0 to 100 for it."""
        one, other = (source.scale(quantity) for source in (self.first, self.second))
        if one is not None and one == other:
            return one, False
        if one is not None and other is not None:
            return (HUNDRED, True) if quantity in RESCALED else (None, False)
        is_alike = one is other is None and self._is_one_measure()
        return ((), False) if is_alike else (None, False)

    def _is_one_measure(self) -> bool:
        """Whether both are one model with the same options."""
        (one, a), (other, b) = ((s.run, s.model) for s in (self.first, self.second))
        return one.use(a) == other.use(b) and one.options(a) == other.options(b)


def on_hundred(values: FloatArray, ends: tuple[float, ...] | None) -> FloatArray:
    """Values on 0 to 100 of a scale with these ends."""
    if not ends:
        raise ValueError("a scale without ends can't be brought to 0 to 100")
    low, high = ends
    return np.asarray(100 * (values - low) / (high - low))


def _nodes(source: Source, level: str) -> tuple[str, ...]:
    """Indicators or dimensions of the study of a source."""
    hierarchy = source.run.file.hierarchy
    if level == "dimension":
        return tuple(hierarchy)
    return tuple(code for dimension in hierarchy.values() for code in dimension.indicators)


def _with_values(source: Source, quantity: str) -> tuple[str, ...]:
    codes = source.codes(quantity)
    answered = source.values(quantity, codes)[0][: len(codes)]
    return tuple(c for c, value in zip(codes, answered, strict=True) if not np.isnan(value))
