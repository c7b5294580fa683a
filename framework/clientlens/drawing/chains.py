"""Chains: what an edge passes on its way, one item in every layer.

A layer holds the boxes of one rank; between two ranks lie lanes, layers in which labels stand.
An item is a box, or the spot of a layer through which an edge runs, with its label or without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.drawing.ranks import Edge

Kind = Literal["box", "label", "line"]

APART: dict[frozenset[Kind], float] = {
    frozenset({"box"}): 16.0,
    frozenset({"box", "line"}): 13.0,
    frozenset({"label"}): 5.0,
    frozenset({"label", "line"}): 6.0,
    frozenset({"line"}): 11.0,
}
"""Pixels between neighbours in a layer, by what they are; boxes and labels share none."""


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """The items of all layers; the first of them are the boxes.

    Attributes
    ----------
    layers : list of list of int
        The items of each layer, from the first layer on.
    ways : list of list of int
        Of each edge: source, then an item in every layer that it passes, target.
    labels : list of int
        The item of each edge that holds its label.
    kinds : list of {"box", "label", "line"}
        What each item is.
    extents : (N, 2) array
        Of each item along the flow and across; nothing for a line.
    lanes : frozenset of int
        The layers that hold labels and not boxes.
    spacing : float
        By which distances between neighbours in a layer are greater than at least.
    """

    layers: list[list[int]]
    ways: list[list[int]]
    labels: list[int]
    kinds: list[Kind]
    extents: FloatArray
    lanes: frozenset[int]
    spacing: float

    def depth(self, layer: int) -> float:
        """How far a layer reaches along the flow."""
        return max((float(self.extents[item, 0]) for item in self.layers[layer]), default=0.0)

    def gap(self, one: int, other: int) -> float:
        """Across from middle to middle of two items that are neighbours."""
        half = (self.extents[one, 1] + self.extents[other, 1]) / 2
        apart = APART[frozenset({self.kinds[one], self.kinds[other]})]
        return float(half) + self.spacing * apart

    def breadth(self, layer: int) -> float:
        """How much room across the items of a layer need in their order."""
        items = self.layers[layer]
        gaps = [self.gap(a, b) for a, b in pairwise(items)]
        ends = self.extents[[items[0], items[-1]], 1].sum() / 2 if items else 0.0
        return sum(gaps) + float(ends)


def make_chains(
    ranks: Sequence[int],
    edges: Sequence[Edge],
    sizes: FloatArray,
    label_sizes: FloatArray,
    room: float,
) -> Chains:
    """Give every edge an item in each layer that it passes, and its label to one of them.

    Parameters
    ----------
    ranks : (m,) sequence of int
        Of the boxes.
    edges : (e,) sequence of (source, target)
        To higher ranks.
    sizes : (m, 2) array
        Of the boxes, along the flow and across.
    label_sizes : (e, 2) array
        Of the labels, along the flow and across.
    room : float
        Across; where the labels between two ranks need more, they get lanes enough.

    Returns
    -------
    Chains
        With the items of each layer in the order of boxes and edges, as narrow as can be.
    """
    lanes = _lanes(ranks, edges, label_sizes[:, 1], room)
    first = [rank + sum(lanes[:rank]) for rank in range(len(lanes) + 1)]
    layers: list[list[int]] = [[] for _ in range(first[-1] + 1)]
    for node, rank in enumerate(ranks):
        layers[first[rank]].append(node)
    between = frozenset(range(len(layers))) - frozenset(first)
    ways, count = [], len(ranks)
    for source, target in edges:
        passed = range(first[ranks[source]] + 1, first[ranks[target]])
        items = list(range(count, count + len(passed)))
        for layer, item in zip(passed, items, strict=True):
            layers[layer].append(item)
        ways.append([source, *items, target])
        count += len(items)
    labels = _labels(ways, layers, between, label_sizes[:, 1])
    kinds: list[Kind] = ["box" if item < len(ranks) else "line" for item in range(count)]
    extents = np.zeros((count, 2))
    extents[: len(ranks)] = sizes
    for label, size in zip(labels, label_sizes, strict=True):
        kinds[label], extents[label] = "label", size
    return Chains(layers, ways, labels, kinds, extents, between, spacing=1.0)


def _lanes(
    ranks: Sequence[int], edges: Sequence[Edge], breadths: FloatArray, room: float
) -> list[int]:
    """How many lanes there are from each rank to the next: for labels that must stand there."""
    between = [[0.0] for _ in range(max(ranks, default=0))]
    for (source, target), breadth in zip(edges, breadths, strict=True):
        if ranks[target] == ranks[source] + 1:
            between[ranks[source]].append(float(breadth) + APART[frozenset({"label"})])
    return [max(1, int(np.ceil(sum(needed) / room))) for needed in between]


def _labels(
    ways: list[list[int]], layers: list[list[int]], lanes: frozenset[int], breadths: FloatArray
) -> list[int]:
    """The item for the label of each edge: short edges first, the rest where there is room."""
    layer_of = {item: layer for layer, items in enumerate(layers) for item in items}
    load = [0.0] * len(layers)
    labels = [0] * len(ways)
    for edge in sorted(range(len(ways)), key=lambda edge: len(ways[edge])):
        way = ways[edge][1:-1]
        middle = (len(way) - 1) / 2
        places = [
            (load[layer_of[item]] + abs(place - middle), item)
            for place, item in enumerate(way)
            if layer_of[item] in lanes
        ]
        labels[edge] = min(places)[1]
        load[layer_of[labels[edge]]] += float(breadths[edge])
    return labels
