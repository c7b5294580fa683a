"""The plan: which stages a path model is estimated in, whatever its kind.

A plain model has one stage. Higher-order constructs need two, or items repeated; products need
the model without them first. Behind the plan all of them look alike: see `Solution`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from clientlens_csi.higher_order import Stages, repeated_indicators, two_stages
from clientlens_csi.layout import IntArray
from clientlens_csi.moderation import Method, Moderation, moderation
from clientlens_csi.structure import PRODUCT, REPEATED, Mode, PathStructure, path_structure

HigherOrder = Literal["disjoint", "embedded", "repeated"]


@dataclass(frozen=True, slots=True, eq=False)
class Repeated:
    """A model whose higher-order constructs repeat the items of their parts.

    ``columns`` (q,) is the question behind each item of ``structure``; ``higher`` names the parts
    of each higher-order construct.
    """

    structure: PathStructure
    columns: IntArray
    higher: Mapping[str, tuple[str, ...]]


Plan = PathStructure | Stages | Repeated | Moderation
"""How a model is estimated: as it is, in two stages, on repeated items, with products."""


def plan_of(  # noqa: PLR0913  what a model consists of
    blocks: Mapping[str, Sequence[str]],
    paths: Mapping[str, Collection[str]],
    *,
    higher: Mapping[str, Sequence[str]],
    modes: Mapping[str, Mode],
    reflective: Collection[str],
    markers: Mapping[str, str],
    higher_order: HigherOrder = "disjoint",
    products: Method = "two_stage",
) -> Plan:
    """Choose how a faultless model is estimated.

    Parameters
    ----------
    blocks, paths, modes, reflective, markers
        As in `clientlens_csi.structure.path_structure`; a path may come from a product ``a*b``.
    higher : mapping of str to names
        Higher-order construct → the constructs of `blocks` that measure it.
    higher_order : {"disjoint", "embedded", "repeated"}
        How higher-order constructs are estimated.
    products : {"two_stage", "product_indicators", "orthogonal"}
        How products are measured.

    Returns
    -------
    Plan

    Raises
    ------
    RequestError
        If the model has a fault.
    """
    if higher:
        if higher_order == "repeated":
            return _repeated(blocks, paths, higher, modes, markers)
        return two_stages(
            blocks,
            paths,
            higher,
            approach=higher_order,
            modes=modes,
            reflective=reflective,
            markers=markers,
        )
    if any(PRODUCT in source for sources in paths.values() for source in sources):
        return moderation(blocks, paths, method=products, modes=modes, markers=markers)
    return path_structure(blocks, paths, modes=modes, reflective=reflective, markers=markers)


def _repeated(
    blocks: Mapping[str, Sequence[str]],
    paths: Mapping[str, Collection[str]],
    higher: Mapping[str, Sequence[str]],
    modes: Mapping[str, Mode],
    markers: Mapping[str, str],
) -> Repeated:
    """A higher-order construct follows from its parts, whose items it repeats."""
    joined = {target: list(sources) for target, sources in paths.items()}
    for name, parts in higher.items():
        joined[name] = [*joined.get(name, []), *parts]
    known = {c: item for c, item in markers.items() if c in blocks}
    structure = path_structure(
        repeated_indicators(blocks, higher), joined, modes=modes, markers=known
    )
    questions = [question for block in blocks.values() for question in block]
    columns = [questions.index(item.split(REPEATED, 1)[-1]) for item in structure.items]
    parts_of = {name: tuple(parts) for name, parts in higher.items()}
    return Repeated(structure, np.array(columns), parts_of)
