"""Layers: boxes in columns or rows, and arrows that run from one to the next.

The steps are those of Sugiyama, Tagawa & Toda [1]_, each in a module of its own: ranks, chains of
what edges pass, order, alignment, routes. Labels stand in layers of their own, as boxes do, so
that there is room for them [2]_. Nothing is random.

References
----------
.. [1] Sugiyama, Tagawa & Toda (1981), Methods for visual understanding of hierarchical system
       structures, IEEE Transactions on Systems, Man, and Cybernetics 11(2), 109-125.
.. [2] Gansner, Koutsofios, North & Vo (1993), A technique for drawing directed graphs, IEEE
       Transactions on Software Engineering 19(3), 214-230, section 5.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.drawing.alignment import Alignment, Spring
from clientlens.drawing.chains import Chains, make_chains
from clientlens.drawing.flow import least_length, spans
from clientlens.drawing.ordering import in_order
from clientlens.drawing.ports import PORT_GAP, Ports
from clientlens.drawing.ranks import Edge, find_ranks, fold_ranks
from clientlens.drawing.routes import Routes
from clientlens.errors import RequestError

Orientation = Literal["right", "down"]
"""Where arrows lead: from column to column, or from row to row."""

COMFORT: dict[Orientation, float] = {"right": 2.2, "down": 1.3}
"""By which two layers stand farther apart than at least, if there is room."""

STUB = 3.0
"""Pixels that lines run straight on beyond the boxes of a layer, where there are boxes."""

SPACINGS = (2.0, 1.6, 1.3)
"""By which things stand farther apart across than at least, if there is room."""

ADJUSTMENTS = 2
"""Boxes take their places, then arrows find their ports, so many times."""

STIFF = 3.0
"""Weight of a straight long line, where one at a box has 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where everything stands, in pixels from the upper left corner.

    Attributes
    ----------
    boxes : (m, 4) array
        Left, top, right, bottom of the boxes; none covers another.
    routes : tuple of (k, 2) arrays
        Points of each arrow, from the border of its source to that of its target; through no
        other box, through no label but its own.
    labels : (e, 4) array
        On their arrows; none covers a box or another label.
    size : (2,) array
        Width and height of the whole.
    """

    boxes: FloatArray
    routes: tuple[FloatArray, ...]
    labels: FloatArray
    size: FloatArray


def lay_out(
    sizes: npt.ArrayLike,
    edges: Sequence[Edge],
    label_sizes: npt.ArrayLike,
    *,
    orientation: Orientation = "right",
    width: float = float("inf"),
    docks: npt.ArrayLike | None = None,
) -> Layout:
    """Place boxes so that arrows lead one way, and arrows so that their labels can be read.

    The same arguments give the same layout.

    Parameters
    ----------
    sizes : (m, 2) array_like
        Width and height of each box.
    edges : (e,) sequence of (source, target)
        Boxes that arrows join; without circles.
    label_sizes : (e, 2) array_like
        Width and height of the label on each arrow.
    orientation : {"right", "down"}
        A source stands wholly to the left of its targets, or above them.
    width : float
        Not to be exceeded, if there is a way. Columns move together as far as their arrows
        allow; rows are halved.
    docks : (m, 2) array_like, optional
        Part of the side of each box, from its left or upper end on, at which arrows may end;
        by default the whole side.

    Returns
    -------
    Layout

    Raises
    ------
    RequestError
        If edges run in a circle, or shapes don't fit together.

    Examples
    --------
    >>> layout = lay_out([[80, 40], [80, 40]], [(0, 1)], [[30, 14]])
    >>> layout.boxes.tolist()
    [[0.0, 0.0, 80.0, 40.0], [160.6, 0.0, 240.6, 40.0]]
    >>> layout.routes[0].tolist()
    [[80.0, 20.0], [160.6, 20.0]]
    """
    turn = slice(None, None, 1 if orientation == "right" else -1)
    boxes = _rows("sizes", sizes)[:, turn]
    labels = _rows("label_sizes", label_sizes, len(edges))[:, turn]
    whole = np.column_stack([np.zeros(len(boxes)), boxes[:, 1]])
    sides = whole if docks is None else _rows("docks", docks, len(boxes))
    room = width if orientation == "down" else float("inf")
    chains = _loosened(in_order(_chains(boxes, edges, labels, room)), room)
    ports = Ports(chains, sides - boxes[:, 1:] / 2)
    across: Mapping[int, float] = {}
    for _ in range(ADJUSTMENTS):
        across = _aligned(chains, ports, room, across)
        ports.approach(across)
    length = width if orientation == "right" else float("inf")
    along = spans(chains, ports, across, comfort=COMFORT[orientation], length=length)
    routes = _routes(chains, ports, across, along, edges)
    routes.straighten()
    return _from_corner(routes, turn)


def least_width(sizes: npt.ArrayLike, edges: Sequence[Edge], label_sizes: npt.ArrayLike) -> float:
    """How narrow columns can be laid out at least; `lay_out` keeps to any greater width.

    Parameters
    ----------
    sizes, edges, label_sizes
        As for `lay_out`.

    Returns
    -------
    float
        Pixels.
    """
    boxes = _rows("sizes", sizes)
    labels = _rows("label_sizes", label_sizes, len(edges))
    return least_length(_chains(boxes, edges, labels, float("inf")))


def _loosened(chains: Chains, room: float) -> Chains:
    """As much space across as there is room for, up to what is comfortable."""
    layers = range(len(chains.layers))
    loose = (replace(chains, spacing=spacing) for spacing in SPACINGS)
    fitting = (some for some in loose if all(some.breadth(layer) <= room for layer in layers))
    return next(fitting, chains)


def _rows(name: str, values: npt.ArrayLike, count: int | None = None) -> FloatArray:
    """An argument as rows of two finite numbers; none at all is no rows."""
    rows = np.asarray(values, dtype=np.float64)
    rows = rows.reshape(0, 2) if rows.size == 0 else rows
    if rows.ndim != 2 or rows.shape[1] != 2 or count not in {None, len(rows)}:  # noqa: PLR2004
        wanted = "any number of" if count is None else str(count)
        raise RequestError(
            f"`{name}` of a layered layout must be {wanted} rows of 2 numbers, "
            f"got an array of shape {rows.shape}"
        )
    if not np.isfinite(rows).all():
        raise RequestError(f"`{name}` of a layered layout must be finite numbers")
    return rows


def _chains(
    sizes: FloatArray, edges: Sequence[Edge], label_sizes: FloatArray, room: float
) -> Chains:
    ranks = find_ranks(len(sizes), edges)
    breadths = (sizes[:, 1] + PORT_GAP).tolist()
    return make_chains(fold_ranks(ranks, edges, breadths, room), edges, sizes, label_sizes, room)


def _aligned(
    chains: Chains, ports: Ports, room: float, start: Mapping[int, float]
) -> Mapping[int, float]:
    """Where every item stands across."""
    gaps = [[chains.gap(a, b) for a, b in pairwise(items)] for items in chains.layers]
    half = (chains.extents[:, 1] / 2).tolist()
    ends = [(half[items[0]], half[items[-1]]) if items else (0.0, 0.0) for items in chains.layers]
    springs = [
        spring for edge in range(len(chains.ways)) for spring in _springs(chains, ports, edge)
    ]
    return Alignment(chains.layers, gaps, ends, springs, room, start).settled()


def _springs(chains: Chains, ports: Ports, edge: int) -> list[Spring]:
    """From item to item of an edge; those at its ends pull at its ports."""
    tail, *passed, head = chains.ways[edge]
    return [
        Spring(tail, passed[0], float(ports.tails[edge]), 1.0),
        *(Spring(one, other, 0.0, STIFF) for one, other in pairwise(passed)),
        Spring(passed[-1], head, -float(ports.heads[edge]), 1.0),
    ]


def _routes(
    chains: Chains,
    ports: Ports,
    across: Mapping[int, float],
    along: FloatArray,
    edges: Sequence[Edge],
) -> Routes:
    """Boxes and labels in their places, and arrows that run straight on through every layer."""
    layer_of = np.zeros(len(chains.kinds), dtype=np.int64)
    for layer, items in enumerate(chains.layers):
        layer_of[items] = layer
    reach = along[layer_of]  # (N, 2) of each item's layer
    places = np.array([across[item] for item in range(len(reach))])
    middles = np.column_stack([reach.mean(axis=1), places])
    boxes = np.hstack([middles - chains.extents / 2, middles + chains.extents / 2])  # (N, 4)
    is_solid = ~np.isin(layer_of, list(chains.lanes))
    reach[is_solid] += [-STUB, STUB]
    lines = []
    for edge, (tail, *passed, head) in enumerate(chains.ways):
        first, *between, last = ports.places(edge, across)
        points = [(boxes[tail, 2], first), (reach[tail, 1], first)]
        for item, place in zip(passed, between, strict=True):
            points += [(x, place) for x in (reach[item, 0], middles[item, 0], reach[item, 1])]
        points += [(reach[head, 0], last), (boxes[head, 0], last)]
        lines.append(np.array(list(dict.fromkeys(points))))
    return Routes(edges, boxes[: chains.kinds.count("box")], lines, boxes[chains.labels])


def _from_corner(routes: Routes, turn: slice) -> Layout:
    """The picture in its own directions, moved so that it begins at 0."""
    lines = [line[:, turn] for line in routes.lines]
    boxes, labels = (
        b.reshape(-1, 2, 2)[:, :, turn].reshape(-1, 4) for b in (routes.boxes, routes.labels)
    )
    points = np.vstack([boxes.reshape(-1, 2), labels.reshape(-1, 2), *lines, np.zeros((0, 2))])
    corner = points.min(axis=0) if len(points) else np.zeros(2)
    return Layout(
        boxes=boxes - np.tile(corner, 2),
        routes=tuple(line - corner for line in lines),
        labels=labels - np.tile(corner, 2),
        size=points.max(axis=0) - corner if len(points) else np.zeros(2),
    )
