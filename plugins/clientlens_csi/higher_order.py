"""Constructs measured by other constructs: repeated indicators, and two stages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import numpy.typing as npt

from clientlens.plugin_api import RequestError, did_you_mean
from clientlens_csi.estimates import PathEstimates, estimate
from clientlens_csi.layout import FloatArray, IntArray, replicates_first, replicates_last
from clientlens_csi.pls import MAX_ITERATIONS, TOLERANCE
from clientlens_csi.schemes import Scheme
from clientlens_csi.structure import REPEATED, Mode, PathStructure, path_structure

Blocks = Mapping[str, Sequence[str]]
Paths = Mapping[str, Collection[str]]
Approach = Literal["disjoint", "embedded"]


@dataclass(frozen=True, slots=True, eq=False)
class Stages:
    """A model with higher-order constructs as two ordinary ones.

    Attributes
    ----------
    first : PathStructure
        Without the higher-order constructs (disjoint), or with them on repeated items (embedded).
    columns : (p1,) integer array
        The item that each column of the first stage is; repeated items stand more than once.
    second : PathStructure
        The model as meant; its items are scores of the first stage, named as their constructs,
        and in the disjoint approach the items of the other constructs.
    sources : (p2,) integer array
        For each item of the second stage its column among the first's items and, behind them,
        the first's constructs.
    higher : mapping of str to tuple of str
        Higher-order construct → its parts.
    """

    first: PathStructure
    columns: IntArray
    second: PathStructure
    sources: IntArray
    higher: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class StageEstimates:
    """Both stages estimated; a replicate that the first leaves out, the second does too."""

    first: PathEstimates
    second: PathEstimates


def two_stages(  # noqa: PLR0913  what a model consists of
    blocks: Blocks,
    paths: Paths,
    higher: Mapping[str, Sequence[str]],
    *,
    approach: Approach = "disjoint",
    modes: Mode | Mapping[str, Mode] = "A",
    reflective: bool | Collection[str] = False,
    markers: Mapping[str, str] | None = None,
) -> Stages:
    """Write a model with higher-order constructs as two stages.

    Parameters
    ----------
    blocks : mapping of str to names
        Construct → its items, without the higher-order constructs.
    paths : mapping of str to names
        Target → sources, among higher-order and other constructs; never a lower-order one.
    higher : mapping of str to names
        Higher-order construct → the lower-order constructs that measure it.
    approach : {"disjoint", "embedded"}
        ``disjoint``: the lower-order constructs take the place of the higher one in the first
        stage. ``embedded``: the higher one is there, measured by all their items over again.
    modes, reflective
        As in `path_structure`; they may name higher-order constructs too. The scores of
        reflective lower-order constructs enter the second stage freed from their error.
    markers : mapping, optional
        As in `path_structure`; the marker of a higher-order construct is one of its parts.

    Returns
    -------
    Stages
        Columns of the matrices are the items, block after block.

    Raises
    ------
    RequestError
        If a lower-order construct isn't in `blocks` or has a path, or a stage is faulty.

    References
    ----------
    .. [1] Sarstedt et al. (2019), How to specify, estimate, and validate higher-order constructs
           in PLS-SEM, Australasian Marketing J. 27(3), 197-211.

    Examples
    --------
    >>> blocks = {"speed": ["s1", "s2"], "care": ["c1", "c2"], "loyalty": ["l1"]}
    >>> stages = two_stages(blocks, {"loyalty": ["service"]}, {"service": ["speed", "care"]})
    >>> stages.second.constructs, stages.second.items
    (('service', 'loyalty'), ('speed', 'care', 'l1'))
    """
    _check_higher(blocks, paths, higher)
    every = [*blocks, *higher]
    modes = {c: modes if isinstance(modes, str) else modes.get(c, "A") for c in every}
    if isinstance(reflective, bool):
        reflective = every if reflective else []
    if approach == "disjoint":
        first_blocks, first_paths = _disjoint_first(blocks, paths, higher)
    else:
        first_blocks, first_paths = _embedded_first(blocks, paths, higher, reflective)
    first = path_structure(
        first_blocks,
        first_paths,
        modes={c: modes[c] for c in first_blocks},
        reflective=[c for c in reflective if c in blocks],
        markers={c: item for c, item in (markers or {}).items() if c in blocks},
    )
    second_blocks = _second_blocks(blocks, higher, approach)
    second = path_structure(
        second_blocks,
        paths,
        modes={c: modes[c] for c in second_blocks},
        reflective=[c for c in reflective if c in second_blocks],
        markers={
            c: item for c, item in (markers or {}).items() if item in second_blocks.get(c, ())
        },
    )
    items = [item for block in blocks.values() for item in block]
    columns = [items.index(_repeated_from(item)) for item in first.items]
    known = [*first.items, *first.constructs]
    is_score = approach == "embedded"
    lower = {c for parts in higher.values() for c in parts}
    sources = [
        len(first.items) + first.constructs.index(name)
        if is_score or name in lower
        else known.index(name)
        for name in second.items
    ]
    parts_of = {name: tuple(parts) for name, parts in higher.items()}
    return Stages(first, np.array(columns), second, np.array(sources), parts_of)


def estimate_stages(
    matrices: npt.ArrayLike,
    stages: Stages,
    *,
    scheme: Scheme = "path",
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> StageEstimates:
    """Estimate the first stage, and the second on its scores.

    Parameters
    ----------
    matrices : (R, p, p) array
        Correlations or covariances of the items, each once.
    stages : Stages
        From `two_stages`.
    scheme, tolerance, max_iterations
        As in `clientlens_csi.pls.estimate_weights`.

    Returns
    -------
    StageEstimates
    """
    S = np.asarray(matrices, dtype=np.float64)[:, stages.columns[:, None], stages.columns]
    run = partial(estimate, scheme=scheme, tolerance=tolerance, max_iterations=max_iterations)
    first = run(S, stages.first)
    joint = _with_scores(first, stages.first)
    second = run(joint[:, stages.sources[:, None], stages.sources], stages.second)
    return StageEstimates(first, second)


def repeated_indicators(
    blocks: Blocks, higher: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Blocks in which higher-order constructs repeat the items of their parts.

    A repeated item is named after both, and its column is the item's own, see `Stages.columns`.

    Examples
    --------
    >>> repeated_indicators({"speed": ["s1"], "care": ["c1"]}, {"service": ["speed", "care"]})
    {'speed': ('s1',), 'care': ('c1',), 'service': ('service/s1', 'service/c1')}
    """
    repeated = {
        name: tuple(f"{name}{REPEATED}{item}" for part in parts for item in blocks[part])
        for name, parts in higher.items()
    }
    return {**{name: tuple(items) for name, items in blocks.items()}, **repeated}


def _disjoint_first(blocks: Blocks, paths: Paths, higher: Blocks) -> tuple[Blocks, Paths]:
    parts = {**{c: (c,) for c in blocks}, **{c: tuple(v) for c, v in higher.items()}}
    opened = {
        part: [s for source in sources for s in parts.get(source, (source,))]
        for target, sources in paths.items()
        for part in parts.get(target, (target,))
    }
    return blocks, opened


def _embedded_first(
    blocks: Blocks, paths: Paths, higher: Blocks, reflective: Collection[str]
) -> tuple[Blocks, Paths]:
    """A reflective construct acts on its parts; the parts act on a composite."""
    joined = {target: list(sources) for target, sources in paths.items()}
    for name, parts in higher.items():
        if name in reflective:
            joined.update({part: [name] for part in parts})
        else:
            joined[name] = [*joined.get(name, []), *parts]
    return repeated_indicators(blocks, higher), joined


def _second_blocks(
    blocks: Blocks, higher: Mapping[str, Sequence[str]], approach: Approach
) -> dict[str, Sequence[str]]:
    """Higher-order constructs stand where their first part stood."""
    owner = {part: name for name, parts in higher.items() for part in parts}
    out: dict[str, Sequence[str]] = {}
    for construct, items in blocks.items():
        if construct in owner:
            out.setdefault(owner[construct], higher[owner[construct]])
        else:
            out[construct] = [construct] if approach == "embedded" else items
    return out


def _with_scores(first: PathEstimates, structure: PathStructure) -> FloatArray:
    """(R, p + C, p + C) correlations of the items and of the scores, freed from error."""
    S = replicates_last(first.item_correlations)
    r = replicates_last(first.correlations)
    is_corrected = structure.is_reflective & np.array([len(b) > 1 for b in structure.blocks])
    rho = np.where(is_corrected[:, None], replicates_last(first.rho_a), 1.0)
    U = replicates_last(first.cross_loadings) / np.sqrt(np.where(rho > 0, rho, np.nan))
    joint = np.concatenate(
        [np.concatenate([S, U], axis=1), np.concatenate([U.swapaxes(0, 1), r], axis=1)]
    )
    return replicates_first(joint)


def _repeated_from(item: str) -> str:
    return item.split(REPEATED, 1)[-1]


def _check_higher(blocks: Blocks, paths: Paths, higher: Mapping[str, Sequence[str]]) -> None:
    seen: dict[str, str] = {}
    for name, parts in higher.items():
        for part in parts:
            if part not in blocks:
                hint = did_you_mean(part, blocks)
                raise RequestError(f"unknown construct '{part}' under '{name}'. {hint}")
            if part in seen:
                raise RequestError(f"construct '{part}' measures both '{seen[part]}' and '{name}'")
            seen[part] = name
    for target, sources in paths.items():
        for construct in (target, *sources):
            if construct in seen:
                raise RequestError(
                    f"construct '{construct}' has a path, but '{seen[construct]}' stands for it: "
                    f"draw the path there"
                )
