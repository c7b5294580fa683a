"""The facts of a path diagram: constructs, and the arrows between them."""

from __future__ import annotations

from dataclasses import dataclass

from clientlens.plugin_api import Problem, RequestError, did_you_mean


@dataclass(frozen=True, slots=True)
class Node:
    """A construct.

    Attributes
    ----------
    code : str
        Names it in arrows.
    name : str
        What people call it; the code where it is empty.
    lines : tuple of str
        Further lines in small type, such as ``R² 0.68``.
    is_index : bool
        Whether it is the index, and stands out.
    is_lower_order : bool
        Whether it measures another construct, to which it is attached.
    """

    code: str
    name: str
    lines: tuple[str, ...] = ()
    is_index: bool = False
    is_lower_order: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A path, or a loading or weight of a lower-order construct.

    Attributes
    ----------
    source, target : str
        Codes of the constructs it joins.
    text : str
        On the arrow; a minus sign is part of it.
    detail : str
        In the tooltip, such as ``0.51 [0.38, 0.63]``.
    is_significant : bool or None
        Whether the interval excludes 0; None where that isn't known.
    is_negative : bool
        Whether the coefficient is below 0.
    is_measurement : bool
        Whether it joins a construct with one of lower order.
    """

    source: str
    target: str
    text: str
    detail: str = ""
    is_significant: bool | None = None
    is_negative: bool = False
    is_measurement: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """What a path diagram shows.

    Attributes
    ----------
    nodes : tuple of Node
        Each code once.
    arrows : tuple of Arrow
        Between these nodes; paths run in no circle.
    """

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    @property
    def joins(self) -> list[tuple[int, int]]:
        """The numbers of source and target of each arrow.

        Raises
        ------
        RequestError
            If an arrow names a construct that isn't there.
        """
        number = {node.code: i for i, node in enumerate(self.nodes)}
        for arrow in self.arrows:
            for code in (arrow.source, arrow.target):
                if code not in number:
                    message = f"an arrow of the path diagram names an unknown construct '{code}'"
                    raise RequestError(Problem(message, hint=did_you_mean(code, number)))
        return [(number[arrow.source], number[arrow.target]) for arrow in self.arrows]

    @property
    def attached(self) -> dict[int, tuple[int, int]]:
        """Lower-order constructs → the construct they measure, and the arrow that says so.

        Only those that take no other part in the model: the others stand on their own.
        """
        joins = self.joins
        found = {}
        for node, facts in enumerate(self.nodes):
            own = [arrow for arrow, ends in enumerate(joins) if node in ends]
            if facts.is_lower_order and len(own) == 1 and self.arrows[own[0]].is_measurement:
                (whole,) = set(joins[own[0]]) - {node}
                found[node] = (whole, own[0])
        return {part: way for part, way in found.items() if way[0] not in found}
