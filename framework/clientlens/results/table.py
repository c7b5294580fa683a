"""The tidy table: key columns, then one estimate a row with its interval and its n."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.hierarchy import Hierarchy

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
ESTIMATE_COLUMNS = ("estimate", "std_error", "ci_low", "ci_high", "n")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table with declared keys: no two rows share them.

    ``name`` is the second half of the file name, ``<model>.<name>.csv``. A table of details
    stands among all tables only; another one with estimates is set as a matrix of its own.
    """

    name: str
    keys: tuple[str, ...]
    frame: pd.DataFrame
    is_detail: bool = False

    def __post_init__(self) -> None:
        missing = [key for key in self.keys if key not in self.frame]
        if missing:
            raise ValueError(f"table '{self.name}' has no key column {', '.join(missing)}")
        if self.frame.duplicated(list(self.keys)).any():
            raise ValueError(f"table '{self.name}' has rows with the same {', '.join(self.keys)}")


def check_tables(tables: Iterable[Table]) -> None:
    """Each becomes a file of its own, whose numbers every program can read."""
    known: set[str] = set()
    for table in tables:
        if not _NAME.fullmatch(table.name):
            message = f"a table is called {table.name!r}"
            raise ValueError(f"{message}; names are lower case, as in a file name")
        if table.name in known:
            raise ValueError(f"two tables are called '{table.name}'")
        known.add(table.name)
        for column, cells in table.frame.select_dtypes("number").items():
            if np.isinf(cells).any():
                raise ValueError(f"table '{table.name}' holds an infinite number under '{column}'")


def stack(
    quantities: Mapping[str, xr.Dataset],
    keys: Iterable[str],
    n: Mapping[str, xr.DataArray] | xr.DataArray | None = None,
) -> pd.DataFrame:
    """Summaries of several quantities as one long frame.

    Parameters
    ----------
    quantities : mapping
        Name → summary (see `Estimates.summary`), all with the dims `keys`.
    keys : iterable of str
        Dims that become the first columns, in this order; ``quantity`` follows them.
    n : DataArray, or mapping of quantity → DataArray
        Numbers of answers behind the estimates.

    Returns
    -------
    pandas.DataFrame
        Rows in the order of the dims, within them in the order of `quantities`. A row without an
        estimate is left out: `Estimates.absent` says why.
    """
    import pandas as pd

    order = list(keys)
    if not quantities:
        return pd.DataFrame(columns=[*order, "quantity", *ESTIMATE_COLUMNS])
    labels = {key: _labels([summary[key] for summary in quantities.values()]) for key in order}
    counts = [n.get(name) if isinstance(n, Mapping) else n for name in quantities]
    found = {
        column: [_cells(summary[column], labels) for summary in quantities.values()]
        for column in ESTIMATE_COLUMNS[:-1]
    }
    nobody = np.array(np.nan)
    found["n"] = [nobody if count is None else _cells(count, labels) for count in counts]
    shape = (*map(len, labels.values()), len(quantities))
    columns = {name: _ravelled(cells, shape) for name, cells in found.items()}
    known = np.flatnonzero(~np.isnan(columns["estimate"]))
    places = np.unravel_index(known, shape)
    return pd.DataFrame(
        {
            **{key: own.take(at) for (key, own), at in zip(labels.items(), places, strict=False)},
            "quantity": pd.Index(list(quantities)).take(places[-1]),
            **{name: cells[known] for name, cells in columns.items()},
        }
    )


def with_dimension(frame: pd.DataFrame, hierarchy: Hierarchy) -> pd.DataFrame:
    """The frame with the dimension of its indicators behind the group, if it has indicators."""
    if "indicator" not in frame or "dimension" in frame:
        return frame
    parents = {code: hierarchy.parent(code) for code in hierarchy.indicators}
    found = frame["indicator"].map(parents)
    return frame.assign(dimension=found)[_behind("group", "dimension", list(frame.columns))]


def _behind(column: str, new: str, columns: list[str]) -> list[str]:
    """Columns with a new one behind another; in front where that isn't there."""
    at = columns.index(column) + 1 if column in columns else 0
    return [*columns[:at], new, *columns[at:]]


def _labels(own: Sequence[xr.DataArray]) -> pd.Index:
    """The labels of one key, in the order in which the quantities have them."""
    first, *others = (labels.to_index() for labels in own)
    if all(labels.equals(first) for labels in others):
        return first
    return reduce(lambda known, labels: known.append(labels[~labels.isin(known)]), others, first)


def _cells(values: xr.DataArray, labels: Mapping[str, pd.Index]) -> FloatArray:
    """The numbers of one quantity along all keys; NaN where it hasn't the label."""
    moved = {
        key: own
        for key, own in labels.items()
        if key in values.dims and not values[key].to_index().equals(own)
    }
    placed = values.reindex(moved) if moved else values
    cells = placed.transpose(*(key for key in labels if key in values.dims)).to_numpy()
    return np.expand_dims(cells, [i for i, key in enumerate(labels) if key not in values.dims])


def _ravelled(cells: Sequence[npt.ArrayLike], shape: tuple[int, ...]) -> FloatArray:
    """The cells of all quantities row by row, the quantity changing first."""
    return np.stack([np.broadcast_to(own, shape[:-1]) for own in cells], axis=-1).ravel()
