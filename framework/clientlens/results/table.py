"""The tidy table: key columns, then one estimate a row with its interval and its n."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

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
    parts = []
    for name, summary in quantities.items():
        counted = n.get(name) if isinstance(n, Mapping) else n
        complete = summary if counted is None else summary.assign(n=counted)
        parts.append(_long(complete, order).assign(quantity=name))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.dropna(subset=["estimate"])
    positions = {
        key: {str(code): i for i, code in enumerate(next(iter(quantities.values()))[key].values)}
        for key in order
    }
    positions["quantity"] = {name: i for i, name in enumerate(quantities)}
    by = [*order, "quantity"]
    frame = frame.sort_values(
        by, key=lambda column: column.map(positions[str(column.name)]), ignore_index=True
    )
    return frame.reindex(columns=[*by, *ESTIMATE_COLUMNS])


def _long(summary: xr.Dataset, order: list[str]) -> pd.DataFrame:
    frame = summary.drop_vars("n_failed", errors="ignore").to_dataframe(dim_order=order)
    return frame.reset_index()
