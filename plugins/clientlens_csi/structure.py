"""What a path model says: constructs, the items that measure them, the paths between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from clientlens.plugin_api import Problem, RequestError, did_you_mean
from clientlens_csi.layout import BoolArray, IntArray

Mode = Literal["A", "B", "unit"]
"""Correlation weights, regression weights, or equal weights of the standardised items."""

Part = Literal["constructs", "paths"]

PRODUCT = "*"
"""Joins the factors of a product of constructs: ``image*satisfaction``."""

REPEATED = "/"
"""Stands in the name of an item that repeats a question: ``service/s1``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a path model can't say.

    Attributes
    ----------
    part : {"constructs", "paths"}
        Whether a block or a list of sources is at fault.
    construct : str
        The key in it.
    message, hint : str
        What is wrong, and what would do.
    """

    part: Part
    construct: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PathStructure:
    """A checked path model over p items and C constructs; make it with `path_structure`.

    Attributes
    ----------
    constructs : tuple of str
        The C names, in the order of every construct axis.
    items : tuple of str
        The p names, in the order of every item axis.
    blocks : tuple of (p_c,) integer arrays
        The items of each construct; every item stands in exactly one block.
    modes : tuple of {"A", "B", "unit"}
        How the weights of each block are made.
    is_reflective : (C,) boolean array
        True where the block measures a common factor, so that consistent PLS corrects its
        loadings and correlations; false for a composite.
    paths : (C, C) boolean array
        ``paths[target, source]``; free of cycles.
    order : (C,) integer array
        Constructs sorted so that every source comes before its targets.
    markers : tuple of int or None
        The item that gives a construct its sign; None for the dominant orientation.
    """

    constructs: tuple[str, ...]
    items: tuple[str, ...]
    blocks: tuple[IntArray, ...]
    modes: tuple[Mode, ...]
    is_reflective: BoolArray
    paths: BoolArray
    order: IntArray
    markers: tuple[int | None, ...]

    @property
    def construct_of(self) -> IntArray:
        """(p,) construct that each item measures."""
        out = np.empty(len(self.items), dtype=np.int64)
        for construct, block in enumerate(self.blocks):
            out[block] = construct
        return out

    @property
    def spans(self) -> tuple[slice | IntArray, ...]:
        """Items of each construct: a slice, which costs no copy, where they stand together."""
        return tuple(_span(block) for block in self.blocks)

    @property
    def is_member(self) -> BoolArray:
        """(p, C) true where the item measures the construct."""
        return np.asarray(self.construct_of[:, None] == np.arange(len(self.constructs)))

    @property
    def endogenous(self) -> IntArray:
        """Constructs that some path leads to, sources first."""
        has_sources = np.asarray(self.paths.any(axis=1))
        return np.asarray(self.order[has_sources[self.order]])

    def sources(self, target: int) -> IntArray:
        """Constructs with a path to `target`, in construct order."""
        return np.flatnonzero(self.paths[target])

    def position(self, construct: str) -> int:
        """Number of a construct.

        Raises
        ------
        RequestError
            If there is no such construct.
        """
        if construct not in self.constructs:
            hint = did_you_mean(construct, self.constructs)
            raise RequestError(Problem(f"unknown construct '{construct}'", hint=hint))
        return self.constructs.index(construct)


def path_structure(
    blocks: Mapping[str, Sequence[str]],
    paths: Mapping[str, Collection[str]],
    *,
    items: Sequence[str] | None = None,
    modes: Mode | Mapping[str, Mode] = "A",
    reflective: bool | Collection[str] = False,
    markers: Mapping[str, str] | None = None,
) -> PathStructure:
    """Check a path model written with names, and number it.

    Parameters
    ----------
    blocks : mapping of str to names
        Construct → its items. The order of the keys is the order of the constructs.
    paths : mapping of str to names
        Target → the constructs that act on it.
    items : sequence of str, optional
        Order of the p items in the correlation matrices; by default block after block.
    modes : str or mapping
        One mode for all, or construct → mode; a construct that isn't named has mode A.
    reflective : bool or names
        All, none, or those constructs that are common factors (consistent PLS).
    markers : mapping, optional
        Construct → the item that gives it its sign.

    Returns
    -------
    PathStructure

    Raises
    ------
    RequestError
        With every fault that `find_faults` finds, or if `items` are not those of the blocks.

    Examples
    --------
    >>> model = path_structure(
    ...     {"quality": ["q1", "q2"], "satisfaction": ["s1"]}, {"satisfaction": ["quality"]}
    ... )
    >>> model.paths.astype(int)
    array([[0, 0],
           [1, 0]])
    """
    modes = {c: modes if isinstance(modes, str) else modes.get(c, "A") for c in blocks}
    if isinstance(reflective, bool):
        reflective = list(blocks) if reflective else []
    faults = find_faults(blocks, paths, modes=modes, reflective=reflective, markers=markers)
    if faults:
        raise RequestError([Problem(f.message, hint=f.hint) for f in faults])
    names = tuple(item for block in blocks.values() for item in block)
    columns = names if items is None else tuple(items)
    if sorted(columns) != sorted(names):
        raise RequestError(f"`items` must name each of the {len(names)} items of the blocks once")
    constructs = tuple(blocks)
    markers = markers or {}
    return PathStructure(
        constructs=constructs,
        items=columns,
        blocks=tuple(np.array([columns.index(i) for i in block]) for block in blocks.values()),
        modes=tuple(modes[c] for c in constructs),
        is_reflective=np.array([c in reflective for c in constructs]),
        paths=np.array([[s in paths.get(t, ()) for s in constructs] for t in constructs]),
        order=np.array([constructs.index(c) for c in _sorted_by_paths(constructs, paths)]),
        markers=tuple(columns.index(markers[c]) if c in markers else None for c in constructs),
    )


def find_faults(
    blocks: Mapping[str, Sequence[str]],
    paths: Mapping[str, Collection[str]],
    *,
    modes: Mapping[str, Mode] | None = None,
    reflective: Collection[str] = (),
    markers: Mapping[str, str] | None = None,
) -> tuple[Fault, ...]:
    """Everything that keeps a path model from being estimated; empty where nothing does.

    Parameters
    ----------
    blocks, paths, modes, reflective, markers
        As in `path_structure`.

    Returns
    -------
    tuple of Fault
        Blocks first, then paths, then how the whole hangs together.

    Examples
    --------
    >>> faults = find_faults({"a": ["x"], "b": []}, {"b": ["a"], "a": ["b"]})
    >>> [fault.message for fault in faults]
    ["construct 'b' has no items", 'the paths run in a circle: b → a → b']
    """
    found = [*_block_faults(blocks), *_path_faults(blocks, paths)]
    found += _mode_faults(blocks, modes or {}, reflective)
    found += _marker_faults(blocks, markers or {})
    circle = _circle(paths)
    if circle:
        message = f"the paths run in a circle: {' → '.join(circle)}"
        hint = "PLS path models have none: take one of these paths away."
        found.append(Fault("paths", circle[1], message, hint))
    return (*found, *_connection_faults(blocks, paths))


def _span(block: IntArray) -> slice | IntArray:
    first, length = int(block[0]), len(block)
    together = np.array_equal(block, np.arange(first, first + length))
    return slice(first, first + length) if together else block


def _block_faults(blocks: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    if len(blocks) < 2:  # noqa: PLR2004  a source and a target
        message = f"a path model needs two constructs or more, got {len(blocks)}"
        yield Fault("constructs", next(iter(blocks), ""), message)
    used: dict[str, str] = {}
    for construct, items in blocks.items():
        if not items:
            hint = "Name its items, or leave the construct and its paths out."
            yield Fault("constructs", construct, f"construct '{construct}' has no items", hint)
        for item, times in Counter(items).items():
            if times > 1:
                message = f"item '{item}' stands {times} times in construct '{construct}'"
                yield Fault("constructs", construct, message)
            if item in used:
                message = f"item '{item}' measures both '{used[item]}' and '{construct}'"
                yield Fault("constructs", construct, message, "Keep it in one of them.")
            used.setdefault(item, construct)


def _path_faults(
    blocks: Mapping[str, Sequence[str]], paths: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    for target, sources in paths.items():
        if target not in blocks:
            yield _unknown("paths", target, target, blocks)
        for source, times in Counter(sources).items():
            if source not in blocks:
                yield _unknown("paths", target, source, blocks)
            if times > 1:
                message = f"the path from '{source}' to '{target}' is drawn {times} times"
                yield Fault("paths", target, message)


def _mode_faults(
    blocks: Mapping[str, Sequence[str]], modes: Mapping[str, Mode], reflective: Collection[str]
) -> Iterator[Fault]:
    for construct in [*modes, *reflective]:
        if construct not in blocks:
            yield _unknown("constructs", construct, construct, blocks)
    for construct, mode in modes.items():
        if construct in reflective and mode != "A":
            message = f"construct '{construct}' is reflective, but its weights have mode {mode}"
            hint = "Consistent PLS rests on correlation weights: use mode A, or make it composite."
            yield Fault("constructs", construct, message, hint)


def _marker_faults(
    blocks: Mapping[str, Sequence[str]], markers: Mapping[str, str]
) -> Iterator[Fault]:
    for construct, item in markers.items():
        if construct not in blocks:
            yield _unknown("constructs", construct, construct, blocks)
        elif item not in blocks[construct]:
            message = f"marker '{item}' is no item of construct '{construct}'"
            hint = did_you_mean(item, blocks[construct])
            yield Fault("constructs", construct, message, hint)


def _connection_faults(
    blocks: Mapping[str, Sequence[str]], paths: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    """Constructs that no chain of paths, in either direction, joins to the largest part."""
    parts = _parts(blocks, paths)
    if len(blocks) < 2 or len(parts) == 1:  # noqa: PLR2004  a source and a target
        return
    largest = max(parts, key=len)
    for part in parts:
        if part is largest:
            continue
        names = ", ".join(f"'{construct}'" for construct in part)
        subject = "construct" if len(part) == 1 else "constructs"
        message = f"no path joins {subject} {names} to the rest of the model"
        hint = f"Draw a path, or leave the {subject} out."
        yield Fault("constructs", part[0], message, hint)


def _parts(
    blocks: Mapping[str, Sequence[str]], paths: Mapping[str, Collection[str]]
) -> list[list[str]]:
    part_of = {construct: {construct} for construct in blocks}
    for target, sources in paths.items():
        for source in sources:
            if target in blocks and source in blocks:
                joined = part_of[target] | part_of[source]
                part_of.update(dict.fromkeys(joined, joined))
    distinct = {id(part): part for part in part_of.values()}
    return [[c for c in blocks if c in part] for part in distinct.values()]


def _sorted_by_paths(
    constructs: Collection[str], paths: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Sources before targets; ties keep the order of the constructs."""
    waiting, done = list(constructs), list[str]()
    while waiting:
        following = next(c for c in waiting if all(s in done for s in paths.get(c, ())))
        waiting.remove(following)
        done.append(following)
    return tuple(done)


def _circle(paths: Mapping[str, Collection[str]]) -> list[str]:
    """Constructs along one circle of paths, the first repeated at the end; empty without one."""
    open_targets = {target: set(sources) for target, sources in paths.items() if sources}
    while True:
        free = [t for t, sources in open_targets.items() if not sources & open_targets.keys()]
        if not free:
            break
        for target in free:
            del open_targets[target]
    if not open_targets:
        return []
    walk = [next(iter(open_targets))]
    while walk[-1] not in walk[:-1]:
        walk.append(next(s for s in paths[walk[-1]] if s in open_targets))
    return walk[walk.index(walk[-1]) :][::-1]


def _unknown(part: Part, key: str, construct: str, known: Collection[str]) -> Fault:
    message = f"unknown construct '{construct}'"
    return Fault(part, key, message, did_you_mean(construct, known))
