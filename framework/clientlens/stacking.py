"""The stacking: estimates of chunks and groups put together as one labelled dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.model import Values
from clientlens.results.estimates import Absent

if TYPE_CHECKING:
    import xarray as xr


def joined(chunks: list[Values]) -> Values:
    """The replicates of one group put together; absent in one chunk is absent in all."""
    joined: dict[str, FloatArray | Absent] = {}
    for name in chunks[0]:
        pieces = [chunk[name] for chunk in chunks]
        missing = next((piece for piece in pieces if isinstance(piece, Absent)), None)
        arrays = [piece for piece in pieces if not isinstance(piece, Absent)]
        joined[name] = missing or np.concatenate(arrays)
    return joined


_Pieces = tuple[FloatArray, ...] | Absent | None
"""A quantity of one group, chunk by chunk; None where it is of everybody alone."""


def _pieces(chunks: Sequence[Values], name: str) -> _Pieces:
    """What is absent in one chunk is absent in all."""
    if any(name not in chunk for chunk in chunks):
        return None
    found = [chunk[name] for chunk in chunks]
    missing = next((piece for piece in found if isinstance(piece, Absent)), None)
    return missing or tuple(piece for piece in found if not isinstance(piece, Absent))


def dataset(
    dims: Mapping[str, tuple[str, ...]],
    by_group: list[list[Values]],
    labels: Mapping[str, list[str]],
    leading: tuple[str, ...],
    absent: dict[tuple[str, str], str],
) -> xr.Dataset:
    """One variable per quantity that at least one group has; what is absent is noted.

    ``by_group`` holds the chunks of each group.
    """
    import xarray as xr

    variables = {}
    for name, own in dims.items():
        column = [_pieces(chunks, name) for chunks in by_group]
        for code, pieces in zip(labels["group"], column, strict=True):
            if isinstance(pieces, Absent):
                absent[code, name] = pieces.reason
        if any(isinstance(pieces, tuple) for pieces in column):
            variables[name] = ((*leading, *own), _stacked(column))
    used = {"group", *(dim for dims_, _ in variables.values() for dim in dims_)}
    coords = {dim: codes for dim, codes in labels.items() if dim in used}
    return xr.Dataset(variables, coords=coords)


def _stacked(column: Sequence[_Pieces]) -> FloatArray:
    """(G, …) the groups, each with its chunks behind each other; NaN where there is nothing."""
    first = next(pieces for pieces in column if isinstance(pieces, tuple))
    is_whole = len(first) == 1
    shape = np.shape(first[0]) if is_whole else (sum(map(len, first)), *first[0].shape[1:])
    stacked = np.empty((len(column), *shape))
    for g, pieces in enumerate(column):
        if not isinstance(pieces, tuple):
            stacked[g] = np.nan
        elif is_whole:
            stacked[g] = pieces[0]
        else:
            np.concatenate(pieces, out=stacked[g])
    return stacked
