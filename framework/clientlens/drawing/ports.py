"""Ports: at which spots of a box's side arrows end, in the order in which they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.drawing.alignment import settle
from clientlens.drawing.chains import Chains

PORT_GAP = 13.0
"""Pixels between arrows on one side of a box, if it is large enough."""

PORT_MARGIN = 11.0
"""Pixels from the corner of a box to the first arrow."""


class Ports:
    """The ends of arrows, across from the middle of their box.

    Parameters
    ----------
    chains : Chains
        With layers in their order.
    docks : (m, 2) array
        Part of the side of each box where arrows may end, across from its middle.
    """

    def __init__(self, chains: Chains, docks: FloatArray) -> None:
        self.chains = chains
        self.docks = docks
        self.tails = np.zeros(len(chains.ways))  # (e,) where arrows begin
        self.heads = np.zeros(len(chains.ways))  # (e,) where they end
        self._groups = list(_groups(chains))
        for node, end, edges in self._groups:
            middle, gap = docks[node].mean(), self._gap(node, len(edges))
            self._of(end)[edges] = middle + gap * (np.arange(len(edges)) - (len(edges) - 1) / 2)

    def approach(self, across: Mapping[int, float]) -> None:
        """Move all ports towards where their arrows come from or go to.

        Parameters
        ----------
        across : mapping of int to float
            Where every item stands.
        """
        for node, end, edges in self._groups:
            beside = 1 if end == 0 else -2
            wishes = [across[self.chains.ways[e][beside]] - across[node] for e in edges]
            low, high = self._usable(node)
            gaps = [self._gap(node, len(edges))] * (len(edges) - 1)
            self._of(end)[edges] = settle(wishes, [1.0] * len(edges), gaps, low, high)

    def places(self, edge: int, across: Mapping[int, float]) -> list[float]:
        """Where an arrow stands across: at its source, in every layer between, at its target."""
        places = [across[item] for item in self.chains.ways[edge]]
        places[0] += float(self.tails[edge])
        places[-1] += float(self.heads[edge])
        return places

    def _of(self, end: int) -> FloatArray:
        return self.tails if end == 0 else self.heads

    def _usable(self, node: int) -> tuple[float, float]:
        low, high = self.docks[node]
        margin = min(PORT_MARGIN, (high - low) / 2)
        return float(low + margin), float(high - margin)

    def _gap(self, node: int, count: int) -> float:
        low, high = self._usable(node)
        return min(PORT_GAP, (high - low) / max(count - 1, 1))


def _groups(chains: Chains) -> Iterator[tuple[int, int, list[int]]]:
    """Box, 0 for arrows that begin there or -1 for those that end, and these in their order."""
    place = {item: i for items in chains.layers for i, item in enumerate(items)}
    for end, beside in ((0, 1), (-1, -2)):
        groups: dict[int, list[int]] = {}
        for edge, way in enumerate(chains.ways):
            groups.setdefault(way[end], []).append(edge)
        for node, edges in groups.items():
            yield node, end, sorted(edges, key=lambda e: place[chains.ways[e][beside]])
