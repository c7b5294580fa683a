"""Alignment: where items stand across the layers, in their order, so that links run straight.

Links are springs. Layer after layer takes the places that cost least, given the others: a
regression that keeps the order [1]_, again and again until nothing moves.

References
----------
.. [1] Barlow, Bartholomew, Bremner & Brunk (1972), Statistical Inference under Order
       Restrictions, Wiley, section 1.2: pool adjacent violators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

ROUNDS = 60
"""To and fro over all layers at most."""

STILL = 0.2
"""Pixels below which nothing moves."""

HOMING = 1e-3
"""Weight of the pull to the middle, so that parts without a link don't drift away."""


@dataclass(frozen=True, slots=True)
class Spring:
    """A link that wants item `other` to stand `shift` farther across than item `one`."""

    one: int
    other: int
    shift: float
    weight: float


def settle(
    wishes: Sequence[float],
    weights: Sequence[float],
    gaps: Sequence[float],
    low: float = float("-inf"),
    high: float = float("inf"),
) -> list[float]:
    """Places as near to the wishes as order and distances allow.

    Parameters
    ----------
    wishes, weights : (i,) sequences of float
        Where each item would stand, and what each square pixel off costs.
    gaps : (i - 1,) sequence of float
        Least distance from each item to the next.
    low, high : float
        Bounds of the first and the last place; without room, the last one gives way.

    Returns
    -------
    list of float

    Examples
    --------
    >>> settle([10.0, 0.0, 50.0], [1.0, 1.0, 1.0], [20.0, 20.0])
    [-5.0, 15.0, 50.0]
    """
    reach = list(accumulate(gaps, initial=0.0))
    pools: list[tuple[float, float, int]] = []  # mean, weight, items
    for wish, weight, off in zip(wishes, weights, reach, strict=False):
        mean, total, count = wish - off, weight, 1
        while pools and pools[-1][0] > mean:
            before, heavy, many = pools.pop()
            mean = (mean * total + before * heavy) / (total + heavy)
            total, count = total + heavy, count + many
        pools.append((mean, total, count))
    flat = [max(min(mean, high - reach[-1]), low) for mean, _, n in pools for _ in range(n)]
    return [place + off for place, off in zip(flat, reach, strict=False)]


class Alignment:
    """Items on their way to places that leave the links straight.

    Parameters
    ----------
    layers : sequence of sequences of int
        The items of each layer, in their order.
    gaps : sequence of sequences of float
        Least distances in each layer, from each item to the next.
    ends : sequence of (float, float)
        Half the extents of the first and the last item of each layer.
    springs : sequence of Spring
        Between any two layers.
    room : float
        Items stand from 0 to here, if there is room; infinite where there is no limit.
    start : mapping of int to float, optional
        Places to begin with, in the order of the layers; by default close together.
    """

    def __init__(
        self,
        layers: Sequence[Sequence[int]],
        gaps: Sequence[Sequence[float]],
        ends: Sequence[tuple[float, float]],
        springs: Sequence[Spring],
        room: float,
        start: Mapping[int, float] | None = None,
    ) -> None:
        self.layers, self.gaps = layers, gaps
        is_bounded = room < float("inf")
        self.home = room / 2 if is_bounded else 0.0
        self.bounds = [(a, room - b) if is_bounded else (-float("inf"), room) for a, b in ends]
        self.pulls: dict[int, list[tuple[int, float, float]]] = {
            item: [] for items in layers for item in items
        }
        for spring in springs:
            self.pulls[spring.one].append((spring.other, -spring.shift, spring.weight))
            self.pulls[spring.other].append((spring.one, spring.shift, spring.weight))
        self.place: dict[int, float] = {}
        for items, apart in zip(layers, gaps, strict=True):
            reach = list(accumulate(apart, initial=self.home - sum(apart) / 2))
            self.place.update(zip(items, reach, strict=False))
        self.place.update(start or {})

    def settled(self) -> dict[int, float]:
        """The place of every item."""
        count = len(self.layers)
        for _ in range(ROUNDS):
            before = list(self.place.values())
            for layer in [*range(count), *range(count - 2, 0, -1)]:
                self._settle(layer)
            after = self.place.values()
            if max((abs(a - b) for a, b in zip(before, after, strict=True)), default=0) < STILL:
                break
        return self.place

    def _settle(self, layer: int) -> None:
        items = self.layers[layer]
        wishes, weights = [], []
        for item in items:
            wish, weight = HOMING * self.home, HOMING
            for other, shift, stiffness in self.pulls[item]:
                wish += stiffness * (self.place[other] + shift)
                weight += stiffness
            wishes.append(wish / weight)
            weights.append(weight)
        places = settle(wishes, weights, self.gaps[layer], *self.bounds[layer])
        self.place.update(zip(items, places, strict=True))
