"""The sheet: which quantities a table holds, and what counts the answers behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clientlens.results.evaluation import Result
from clientlens.results.table import Table, stack, with_dimension

RESPONDENTS = "n_respondents"
"""What counts all respondents of a group."""

_Dims = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tidy table: one row for each label and quantity, with its interval and its n.

    Attributes
    ----------
    quantities : sequence of str, or mapping of str to str
        What it holds, in this order, all of the same dims; a mapping says what a row is called
        that holds a quantity: ``{"gap": "dimension_gap"}``. What is absent is left out.
    n : str
        The one of `Model.once_dims` that counts the answers behind them.
    n_of : mapping
        Quantity → another count, where it rests on others.
    is_detail : bool
        As in `Table`.
    """

    quantities: Sequence[str] | Mapping[str, str]
    n: str = RESPONDENTS
    n_of: Mapping[str, str] = field(default_factory=dict)
    is_detail: bool = False

    @property
    def rows(self) -> dict[str, str]:
        """What a row is called → the quantity that it holds."""
        own = self.quantities
        return dict(own) if isinstance(own, Mapping) else {name: name for name in own}

    def count(self, quantity: str) -> str:
        """What counts the answers behind a quantity."""
        return self.n_of.get(quantity, self.n)


def sheets_of(dims: _Dims, classes: Iterable[str] = ()) -> dict[str, Sheet]:
    """A sheet for all numbers that have the same dims, named after these.

    Parameters
    ----------
    dims : mapping
        Quantity → its dims.
    classes : iterable of str
        Quantities that hold positions among classes; they are no numbers.

    Examples
    --------
    >>> found = sheets_of({"gap": ("indicator",), "index": (), "need": ("indicator",)})
    >>> {name: list(sheet.rows) for name, sheet in found.items()}
    {'indicators': ['gap', 'need'], 'overall': ['index']}
    """
    found: dict[str, list[str]] = {}
    for quantity, own in dims.items():
        if quantity not in classes:
            found.setdefault(_called(own), []).append(quantity)
    return {name: Sheet(tuple(quantities)) for name, quantities in found.items()}


def _called(dims: tuple[str, ...]) -> str:
    return "_".join(f"{dim}s" for dim in dims) or "overall"


def tables_of(result: Result, sheets: Mapping[str, Sheet]) -> Iterator[Table]:
    """The tables that sheets declare; none of a sheet all of whose quantities are absent."""
    for name, sheet in sheets.items():
        rows = {row: own for row, own in sheet.rows.items() if own in result.estimates}
        if rows:
            yield _table(result, name, sheet, rows)


def _table(result: Result, name: str, sheet: Sheet, rows: Mapping[str, str]) -> Table:
    estimates = result.estimates
    keys = _keys(result, name, rows.values())
    counts = {
        row: estimates.counts[sheet.count(quantity)]
        for row, quantity in rows.items()
        if sheet.count(quantity) in estimates.counts
    }
    found = {row: estimates.summary(quantity) for row, quantity in rows.items()}
    frame = with_dimension(stack(found, keys, counts), result.hierarchy)
    return Table(name, (*keys, "quantity"), frame, sheet.is_detail)


def _keys(result: Result, name: str, quantities: Iterable[str]) -> tuple[str, ...]:
    """The dims that all of a sheet's quantities have."""
    of = {
        quantity: tuple(str(d) for d in result.estimates[quantity].dims if d != "replicate")
        for quantity in quantities
    }
    if len(set(of.values())) > 1:
        told = ", ".join(f"{quantity} {' × '.join(dims)}" for quantity, dims in of.items())
        raise ValueError(f"the quantities of sheet '{name}' don't have the same dims: {told}")
    return next(iter(of.values()))
