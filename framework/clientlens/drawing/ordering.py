"""Ordering: which item of a layer comes first, so that few links between layers cross.

Layer after layer is sorted by where the neighbours of its items stand [1]_, from several first
orders; then each layer takes the best of all its orders, or a large one trades places, as long
as that helps. Nothing is left to chance: the first orders are the same every time.

References
----------
.. [1] Sugiyama, Tagawa & Toda (1981), Methods for visual understanding of hierarchical system
       structures, IEEE Transactions on Systems, Man, and Cybernetics 11(2), 109-125.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import combinations, pairwise, permutations

import numpy as np

from clientlens.arrays import FloatArray, IntArray
from clientlens.drawing.chains import Chains
from clientlens.drawing.ranks import Edge

SMALL = 6
"""Items of a layer of which every order is tried."""

STARTS = 10
"""First orders: as given, backwards, then shuffled."""

SWEEPS = 4
"""To and fro over all layers, from each first order."""

COST_OF_DISORDER = 0.01
"""Of two items that stand otherwise than their neighbours, where a crossing counts 1."""

SEED = 1

Layers = tuple[tuple[int, ...], ...]


def in_order(chains: Chains) -> Chains:
    """Chains with the items of every layer sorted.

    Layers of boxes are ordered; in the lanes between two of them lines keep that order.

    Parameters
    ----------
    chains : Chains
        In any order.

    Returns
    -------
    Chains
    """
    lanes = {item for layer in chains.lanes for item in chains.layers[layer]}
    ways = [[item for item in way if item not in lanes] for way in chains.ways]
    solid = [items for layer, items in enumerate(chains.layers) if layer not in chains.lanes]
    links = tuple(link for way in ways for link in pairwise(way))
    key = _keys(chains.ways, order(tuple(map(tuple, solid)), links))
    return replace(chains, layers=[sorted(items, key=key.__getitem__) for items in chains.layers])


def _keys(ways: Sequence[Sequence[int]], solid: Layers) -> dict[int, tuple[int, int]]:
    """Of an item with a place, that; of one in a lane, the sum of those on both sides."""
    place = {item: i for items in solid for i, item in enumerate(items)}
    keys = {item: (i, 0) for item, i in place.items()}
    for way in ways:
        for i, item in enumerate(way):
            if item not in place:
                before = next(place[a] for a in reversed(way[:i]) if a in place)
                behind = next(place[b] for b in way[i:] if b in place)
                keys[item] = (before + behind, before)
    return keys


@lru_cache(maxsize=32)  # a diagram is laid out in several widths
def order(layers: Layers, links: tuple[Edge, ...]) -> Layers:
    """Sort the items of each layer so that few links cross.

    Parameters
    ----------
    layers : tuple of tuple of int
        The items of each layer.
    links : tuple of (item, item)
        From a layer to the next one.

    Returns
    -------
    tuple of tuple of int
        The same items. Of orders with as few crossings the one with the shortest links; turned
        so that lower numbers rather come first.

    Examples
    --------
    >>> order(((0, 1), (2, 3)), ((0, 3), (1, 2)))
    ((0, 1), (3, 2))
    """
    best = min(_candidates(layers, links), key=lambda found: _cost(found, links))
    is_backwards = sum(
        (one > other) - (one < other) for items in best for one, other in combinations(items, 2)
    )
    return tuple(items[::-1] for items in best) if is_backwards > 0 else best


def count_crossings(layers: Layers, links: Sequence[Edge]) -> int:
    """How many pairs of links cross.

    Parameters
    ----------
    layers : tuple of tuple of int
        In their order.
    links : sequence of (item, item)
        From a layer to the next one.
    """
    place = {item: (layer, i) for layer, items in enumerate(layers) for i, item in enumerate(items)}
    ends = [(*place[a], place[b][1]) for a, b in links]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for one, other in combinations(ends, 2)
    )


def _candidates(layers: Layers, links: Sequence[Edge]) -> Iterator[Layers]:
    rng = np.random.default_rng(SEED)
    for start in range(STARTS):
        first = [list(items) for items in layers]
        if start == 1:
            first = [items[::-1] for items in first]
        elif start > 1:
            first = [[items[i] for i in rng.permutation(len(items))] for items in first]
        yield _Order(first, links).improved()


def _cost(layers: Layers, links: Sequence[Edge]) -> tuple[int, float]:
    """Crossings, then how far links run across when every layer is centred."""
    place = {item: i - (len(items) - 1) / 2 for items in layers for i, item in enumerate(items)}
    return count_crossings(layers, links), sum(abs(place[a] - place[b]) for a, b in links)


class _Order:
    """The layers in some order, and the neighbours of each item before and behind it."""

    def __init__(self, layers: list[list[int]], links: Sequence[Edge]) -> None:
        self.layers = layers
        self.place: dict[int, int] = {}
        self.before: dict[int, list[int]] = {item: [] for items in layers for item in items}
        self.behind: dict[int, list[int]] = {item: [] for items in layers for item in items}
        for one, other in links:
            self.behind[one].append(other)
            self.before[other].append(one)
        for layer, items in enumerate(layers):
            self._put(layer, items)

    def improved(self) -> Layers:
        """The layers, after they were sorted to and fro."""
        last = len(self.layers) - 1
        for _ in range(SWEEPS):
            before = list(self.layers)
            for layer in range(1, last + 1):
                self._sort(layer, self.before)
            for layer in range(last - 1, -1, -1):
                self._sort(layer, self.behind)
            for layer in [*range(last + 1), *range(last, -1, -1)]:
                self._settle(layer)
            if self.layers == before:
                break
        return tuple(map(tuple, self.layers))

    def _put(self, layer: int, items: list[int]) -> None:
        self.layers[layer] = items
        self.place.update({item: place for place, item in enumerate(items)})

    def _sort(self, layer: int, neighbours: dict[int, list[int]]) -> None:
        """By the mean of the neighbours' places; who has none keeps its own."""
        items = self.layers[layer]
        means = {item: self._mean(item, neighbours[item]) for item in items}
        self._put(layer, sorted(items, key=means.__getitem__))

    def _mean(self, item: int, neighbours: list[int]) -> float:
        places = [self.place[neighbour] for neighbour in neighbours]
        return sum(places) / len(places) if places else self.place[item]

    def _settle(self, layer: int) -> None:
        """The best order, given the layers before and behind."""
        items = self.layers[layer]
        if len(items) > 1:
            costs = self._costs(items)
            found = _best_of_all(costs) if len(items) <= SMALL else _traded(costs)
            self._put(layer, [items[i] for i in found])

    def _costs(self, items: list[int]) -> FloatArray:
        """(i, i) what it costs that one item comes before another."""
        costs = np.zeros((len(items), len(items)))
        for neighbours in (self.before, self.behind):
            places = [sorted(self.place[n] for n in neighbours[item]) for item in items]
            for i, own in enumerate(places):
                for j, others in enumerate(places):
                    if i != j and own and others:
                        costs[i, j] += sum(a > b for a in own for b in others)
                        disorder = sum(own) * len(others) > sum(others) * len(own)
                        costs[i, j] += COST_OF_DISORDER * disorder
        return costs


def _best_of_all(costs: FloatArray) -> list[int]:
    orders, first, second = _orders(len(costs))
    return list(orders[costs[first, second].sum(axis=1).argmin()].tolist())


@cache
def _orders(count: int) -> tuple[IntArray, IntArray, IntArray]:
    """(o, i) all orders; (o, pairs) which item comes first in each pair, and which second."""
    orders = np.array(list(permutations(range(count))))
    one, other = np.triu_indices(count, k=1)
    return orders, orders[:, one], orders[:, other]


def _traded(costs: FloatArray) -> list[int]:
    """The order as it is, neighbours trading places as long as that is cheaper."""
    items, has_changed = list(range(len(costs))), True
    while has_changed:
        has_changed = False
        for i in range(len(items) - 1):
            one, other = items[i], items[i + 1]
            if costs[other, one] < costs[one, other] - COST_OF_DISORDER / 2:
                items[i], items[i + 1] = other, one
                has_changed = True
    return items
