"""The influence: which choice changes which conclusion, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from clientlens.arrays import BoolArray, FloatArray
from clientlens.multiverse.grid import Grid, Picks
from clientlens.multiverse.outcomes import Outcomes, switches
from clientlens.stats.grid_variance import grid_shares
from clientlens.stats.moments import divide

if TYPE_CHECKING:
    import pandas as pd

_ROUNDING = 1e-9
"""Numbers that differ by less, relative to their size, are the same."""
_FEWEST_POINTS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """What each of c choices does to each of Q conclusions.

    Attributes
    ----------
    switches, changes : (c, Q) arrays
        Pairs of universes that differ in the choice alone and both know the conclusion; those in
        which it differs.
    largest_change : (c, Q) array
        Of a number, between the two of such a pair; NaN for what is no number.
    main_share, total_share : (c, Q) arrays
        Share of a number's variance over the universes that the choice causes alone, and alone or
        together with others; NaN where the universes that know it make no full grid, and for a
        choice with one option left in it.
    """

    switches: FloatArray
    changes: FloatArray
    largest_change: FloatArray
    main_share: FloatArray
    total_share: FloatArray


def influence_of(outcomes: Outcomes, grid: Grid, picks: Sequence[Picks]) -> Influence:
    """The influence of every choice of a grid; `picks` are those of the rows of `outcomes`."""
    choices = list(grid.options)
    picked = [tuple(own[choice] for choice in choices) for own in picks]
    by_choice = [
        _switched(outcomes, switches(picked, position)) for position in range(len(choices))
    ]
    counted, changed, largest = (np.stack(parts) for parts in zip(*by_choice, strict=True))
    main, total = _shares(outcomes, grid)
    return Influence(counted, changed, largest, main, total)


def _switched(
    outcomes: Outcomes, pairs: npt.NDArray[np.int64]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(Q,) switches, changes, largest change over pairs (P, 2) of universes."""
    one, other = outcomes.values[pairs[:, 0]], outcomes.values[pairs[:, 1]]  # (P, Q)
    known = ~np.isnan(one) & ~np.isnan(other)
    differ = known & ~are_equal(one, other)
    size = np.where(known, np.abs(one - other), 0.0)
    largest = size.max(axis=0, initial=0.0)
    is_told = outcomes.are_numbers & known.any(axis=0)
    return (
        known.sum(axis=0).astype(np.float64),
        differ.sum(axis=0).astype(np.float64),
        np.where(is_told, largest, np.nan),
    )


def are_equal(one: FloatArray, other: FloatArray) -> BoolArray:
    """Where two arrays hold the same, but for rounding; NaN equals nothing."""
    scale = np.maximum(np.maximum(np.abs(one), np.abs(other)), 1.0)
    return np.asarray(np.abs(one - other) <= _ROUNDING * scale)


def _shares(outcomes: Outcomes, grid: Grid) -> tuple[FloatArray, FloatArray]:
    """(c, Q) main and total shares of the variance of each number."""
    axes = len(grid.options)
    main = np.full((axes, len(outcomes.labels)), np.nan)
    total = main.copy()
    if not grid.is_full:
        return main, total
    shape = tuple(len(options) for options in grid.options.values())
    known = ~np.isnan(outcomes.values)
    patterns, of_column = np.unique(known, axis=1, return_inverse=True)
    for number, pattern in enumerate(patterns.T):
        columns = (of_column.ravel() == number) & outcomes.are_numbers
        kept = _full_part(pattern.reshape(shape))
        if kept is None or not columns.any():
            continue
        values = outcomes.values[:, columns].reshape(*shape, -1)[np.ix_(*kept)]
        shares = grid_shares(values, axes)
        tried = [axis for axis in range(axes) if len(kept[axis]) > 1]
        where = np.ix_(tried, columns)
        main[where], total[where] = shares.main[tried], shares.total[tried]
    return main, total


def _full_part(known: BoolArray) -> tuple[npt.NDArray[np.int64], ...] | None:
    """Positions on each axis without the options that know nothing; None unless all is known there.

    Options that failed altogether leave a smaller grid, which is full again.
    """
    axes = range(known.ndim)
    kept = tuple(
        np.flatnonzero(known.any(axis=tuple(other for other in axes if other != axis)))
        for axis in axes
    )
    if not all(len(positions) for positions in kept) or not known[np.ix_(*kept)].all():
        return None
    return kept if np.prod([len(k) for k in kept]) >= _FEWEST_POINTS else None


def influence_frame(outcomes: Outcomes, grid: Grid, influence: Influence) -> pd.DataFrame:
    """One row a conclusion and choice."""
    import pandas as pd

    by_conclusion = pd.MultiIndex.from_tuples(
        outcomes.labels, names=["model", "conclusion", "subject"]
    )
    share = divide(influence.changes, influence.switches)
    columns = {
        "switches": influence.switches.astype(np.int64),
        "changed_share": np.where(outcomes.are_numbers, np.nan, share),
        "largest_change": influence.largest_change,
        "main_share": influence.main_share,
        "total_share": influence.total_share,
    }
    c = len(grid.options)
    frame = by_conclusion.repeat(c).to_frame(index=False)
    frame["choice"] = np.tile(list(grid.options), len(outcomes.labels))
    return frame.assign(**{name: values.T.ravel() for name, values in columns.items()})


def idle_options(
    outcomes: Outcomes, grid: Grid, picks: Sequence[Picks]
) -> tuple[tuple[str, str], ...]:
    """Choice and option that change nothing at all, wherever they stand in the place of the base.

    An option whose universes say nothing isn't among them.
    """
    choices = list(grid.options)
    picked = [tuple(own[choice] for choice in choices) for own in picks]
    found = []
    for position, (choice, options) in enumerate(grid.options.items()):
        pairs = switches(picked, position)
        for option in options[1:]:
            own = [
                (i, j)
                for i, j in pairs.tolist()
                if {picked[i][position], picked[j][position]} == {options[0], option}
            ]
            if _say_the_same(outcomes.values, own):
                found.append((choice, option))
    return tuple(found)


def _say_the_same(values: FloatArray, pairs: list[tuple[int, int]]) -> bool:
    """Whether all pairs of universes agree in all they say, and say something."""
    told = [(i, j) for i, j in pairs if not (_is_silent(values[i]) or _is_silent(values[j]))]
    return bool(told) and all(_agree(values[i], values[j]) for i, j in told)


def _is_silent(row: FloatArray) -> bool:
    return bool(np.isnan(row).all())


def _agree(one: FloatArray, other: FloatArray) -> bool:
    both_unknown = np.isnan(one) & np.isnan(other)
    return bool((both_unknown | are_equal(one, other)).all())
