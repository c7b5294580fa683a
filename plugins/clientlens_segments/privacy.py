"""Cells of a table that can't be shown: too small, or told by subtracting others from a total."""

from __future__ import annotations

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray


def hidden_cells(counts: FloatArray, minimum: int, axes: tuple[int, ...]) -> BoolArray:
    """Which cells of a table (r, c) of counts are hidden.

    Parameters
    ----------
    counts : (r, c) array
        Respondents in every cell.
    minimum : int
        A cell with fewer is hidden, one with none as well; it is no secret then.
    axes : tuple of int
        Along which the totals are known: 0 for those of columns, 1 for those of rows.

    Returns
    -------
    (r, c) boolean array
        Along every such axis the hidden cells together hold nobody, or at least `minimum`.

    Notes
    -----
    Where the hidden cells of a line are too few together, the smallest shown one is hidden as well,
    until nothing changes.
    """
    hidden = np.asarray(counts < minimum)
    while True:
        before = hidden.copy()
        for axis in axes:
            _widen(counts if axis == 1 else counts.T, hidden if axis == 1 else hidden.T, minimum)
        if (hidden == before).all():
            return hidden


def _widen(counts: FloatArray, hidden: BoolArray, minimum: int) -> None:
    """Hide one more cell of every row that tells too much; `hidden` is a view."""
    lost = np.where(hidden, counts, 0.0).sum(axis=1)
    for i in np.flatnonzero((lost > 0) & (lost < minimum)):
        shown = np.flatnonzero(~hidden[i])
        if len(shown):
            hidden[i, shown[counts[i, shown].argmin()]] = True
