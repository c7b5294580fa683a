"""Ranks: in which layer each node of an acyclic graph stands.

An edge leads to a later rank, and edges are as short as can be in all: the network simplex
method [1]_ on a tree of edges that span one rank each. Graphs here are small, so cut values are
counted afresh.

References
----------
.. [1] Gansner, Koutsofios, North & Vo (1993), A technique for drawing directed graphs, IEEE
       Transactions on Software Engineering 19(3), 214-230, section 2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from clientlens.errors import RequestError

Edge = tuple[int, int]
"""Source, target."""

MOST_EXCHANGES = 200
"""Of tree edges; so that equally good trees can't follow each other in a circle."""

ROOM_OF_AN_EDGE = 13.0
"""Pixels of a rank that an edge takes up that passes it."""


def find_ranks(count: int, edges: Sequence[Edge]) -> list[int]:
    """The rank of every node, from 0 on.

    Parameters
    ----------
    count : int
        Nodes.
    edges : sequence of (source, target)
        Without circles.

    Returns
    -------
    list of int
        Every edge leads to a higher rank; the sum of the ranks that edges climb is least.
        A node that may as well stand higher goes where fewest others are.

    Raises
    ------
    RequestError
        If edges run in a circle.

    Examples
    --------
    >>> find_ranks(4, [(0, 1), (1, 2), (3, 2)])
    [0, 1, 2, 1]
    """
    ranks = _longest_paths(count, edges)
    for part in _parts(count, edges):
        _Tree(part, [edge for edge in edges if edge[0] in part], ranks).shorten()
        lowest = min(ranks[node] for node in part)
        for node in part:
            ranks[node] -= lowest
    _balance(ranks, edges)
    return ranks


def fold_ranks(
    ranks: Sequence[int], edges: Sequence[Edge], breadths: Sequence[float], room: float
) -> list[int]:
    """Halve ranks that need more room than there is, as often as it takes.

    Parameters
    ----------
    ranks : (m,) sequence of int
        As `find_ranks` gives them.
    edges : sequence of (source, target)
        Those that pass a rank need room in it.
    breadths : (m,) sequence of float
        Room that each node needs.
    room : float
        Of a rank.

    Returns
    -------
    list of int
        More ranks; every edge still leads to a higher one.

    Examples
    --------
    >>> fold_ranks([0, 0, 0, 0, 1], [(0, 4), (1, 4)], [10, 10, 10, 10, 10], room=35)
    [1, 1, 0, 0, 2]
    """
    folded, rank = list(ranks), 0
    while rank <= max(folded, default=-1):
        nodes = [node for node, own in enumerate(folded) if own == rank]
        passing = sum(folded[s] < rank < folded[t] for s, t in edges)
        needed = sum(breadths[node] for node in nodes) + passing * ROOM_OF_AN_EDGE
        if len(nodes) == 1 or needed <= room:
            rank += 1
            continue
        # What edges lead from stands later, near its targets.
        nodes.sort(key=lambda node: sum((s == node) - (t == node) for s, t in edges))
        later = nodes[(len(nodes) + 1) // 2 :]
        folded = [r + (r > rank or node in later) for node, r in enumerate(folded)]
    return folded


def _longest_paths(count: int, edges: Sequence[Edge]) -> list[int]:
    """Ranks as low as can be."""
    ranks = [0] * count
    for _ in range(count + 1):
        climbing = [(s, t) for s, t in edges if ranks[t] <= ranks[s]]
        for source, target in climbing:
            ranks[target] = max(ranks[target], ranks[source] + 1)
        if not climbing:
            return ranks
    raise RequestError("`edges` of a layered layout must not run in a circle")


def _parts(count: int, edges: Sequence[Edge]) -> Iterator[set[int]]:
    """The nodes that edges join, in either direction."""
    left = set(range(count))
    while left:
        part = _reached(min(left), edges)
        left -= part
        yield part


def _reached(start: int, edges: Collection[Edge]) -> set[int]:
    """The nodes to which edges lead from one, in either direction."""
    reached, added = {start}, True
    while added:
        added = False
        for source, target in edges:
            if (source in reached) != (target in reached):
                reached |= {source, target}
                added = True
    return reached


def _balance(ranks: list[int], edges: Sequence[Edge]) -> None:
    """Move nodes with as many edges from as to them, which changes no sum, to emptier ranks."""
    for node in range(len(ranks)):
        below = [ranks[s] for s, t in edges if t == node]
        above = [ranks[t] for s, t in edges if s == node]
        if below and len(below) == len(above):
            others = [*ranks[:node], *ranks[node + 1 :]]
            ranks[node] = min(range(max(below) + 1, min(above)), key=others.count)


class _Tree:
    """A tree of tight edges that joins all nodes of a part; writes into `ranks`."""

    def __init__(self, nodes: set[int], edges: Sequence[Edge], ranks: list[int]) -> None:
        self.nodes = nodes
        self.edges = list(dict.fromkeys(edges))
        self.weights = [edges.count(edge) for edge in self.edges]
        self.ranks = ranks
        self.members: list[Edge] = []
        self._grow()

    def shorten(self) -> None:
        """Exchange edges of the tree as long as the sum gets less."""
        for _ in range(MOST_EXCHANGES):
            leaving = next((edge for edge in self.members if self._cut_value(edge) < 0), None)
            if leaving is None:
                return
            lower = self._lower_side(leaving)
            entering = min(self._into(lower), key=self._slack)
            self._shift(self.nodes - lower, self._slack(entering))
            self.members[self.members.index(leaving)] = entering

    def _slack(self, edge: Edge) -> int:
        return self.ranks[edge[1]] - self.ranks[edge[0]] - 1

    def _shift(self, nodes: set[int], by: int) -> None:
        for node in nodes:
            self.ranks[node] += by

    def _grow(self) -> None:
        """Take in edge after edge, moving what is joined already until the next one is tight."""
        joined = {min(self.nodes)}
        while joined != self.nodes:
            leaving = [e for e in self.edges if (e[0] in joined) != (e[1] in joined)]
            nearest = min(leaving, key=self._slack)
            slack = self._slack(nearest)
            self._shift(joined, slack if nearest[0] in joined else -slack)
            self.members.append(nearest)
            joined |= set(nearest)

    def _lower_side(self, edge: Edge) -> set[int]:
        """The nodes on the side of an edge's source when it leaves the tree."""
        return _reached(edge[0], [other for other in self.members if other != edge])

    def _into(self, lower: set[int]) -> list[Edge]:
        return [e for e in self.edges if e[0] not in lower and e[1] in lower]

    def _cut_value(self, edge: Edge) -> int:
        """How much longer all edges get if this one does by one rank."""
        lower = self._lower_side(edge)
        value = 0
        for (source, target), weight in zip(self.edges, self.weights, strict=True):
            value += weight * ((source in lower) - (target in lower))
        return value
