"""The flow: where each layer begins and ends in the direction in which arrows lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.drawing.chains import Chains
from clientlens.drawing.ports import Ports

BEHIND_A_BOX, BEFORE_A_BOX, ELSEWHERE = 9.0, 14.0, 5.0
"""Least pixels between two layers; an arrow's head needs some."""

SLOPE = 0.45
"""Pixels along the flow that a line likes to have for each across."""

MOST = 46.0
"""Pixels that steep lines get at most."""


def least_length(chains: Chains) -> float:
    """How short all layers can be together.

    Parameters
    ----------
    chains : Chains
        In any order.

    Returns
    -------
    float
        Pixels.
    """
    return sum(map(chains.depth, range(len(chains.layers)))) + sum(_least(chains))


def spans(
    chains: Chains, ports: Ports, across: Mapping[int, float], *, comfort: float, length: float
) -> FloatArray:
    """Where each layer begins and ends.

    Parameters
    ----------
    chains : Chains
        The layers.
    ports : Ports
        Where arrows begin and end.
    across : mapping of int to float
        Where every item stands.
    comfort : float
        By which layers stand farther apart than at least, and where lines are steep still
        farther; if there is room.
    length : float
        Of all layers together, not to be exceeded if they can be so short.

    Returns
    -------
    (L, 2) array
        Pixels.
    """
    depths = [chains.depth(layer) for layer in range(len(chains.layers))]
    least = _least(chains)
    steepest = _steepest(chains, ports, across)
    liked = [
        max(comfort * low, min(SLOPE * rise, MOST))
        for low, rise in zip(least, steepest, strict=True)
    ]
    gaps = _shared_out(least, liked, length - sum(depths))
    begins = np.cumsum([0.0, *(depth + gap for depth, gap in zip(depths, gaps, strict=False))])[
        : len(depths)
    ]
    return np.column_stack([begins, begins + depths])


def _least(chains: Chains) -> list[float]:
    """Pixels that are needed from each layer to the next."""
    is_lane = [layer in chains.lanes for layer in range(len(chains.layers))]
    return [_least_between(one, other) for one, other in pairwise(is_lane)]


def _least_between(is_lane: bool, next_is_lane: bool) -> float:
    if is_lane and next_is_lane:
        return ELSEWHERE
    return BEHIND_A_BOX if next_is_lane else BEFORE_A_BOX


def _steepest(chains: Chains, ports: Ports, across: Mapping[int, float]) -> list[float]:
    """How far lines run across from each layer to the next, at most."""
    layer_of = {item: layer for layer, items in enumerate(chains.layers) for item in items}
    steepest = [0.0] * (len(chains.layers) - 1)
    for edge, way in enumerate(chains.ways):
        places = ports.places(edge, across)
        for layer, (one, other) in enumerate(pairwise(places), start=layer_of[way[0]]):
            steepest[layer] = max(steepest[layer], abs(other - one))
    return steepest


def _shared_out(least: Sequence[float], liked: Sequence[float], room: float) -> list[float]:
    """The gaps that are liked, or as much of them as there is room for."""
    wanted = sum(liked) - sum(least)
    share = min(1.0, max(0.0, room - sum(least)) / wanted) if wanted else 0.0
    return [low + share * (high - low) for low, high in zip(least, liked, strict=True)]
