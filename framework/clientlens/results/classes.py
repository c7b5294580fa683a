"""The class table: where every label belongs, how many of the draws say so, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Result
from clientlens.results.table import Table, with_dimension

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


BOUNDARY = "boundary"
"""The class of what lies on a line."""


def class_frame(estimates: Estimates, classes: xr.DataArray, names: Sequence[str]) -> pd.DataFrame:
    """The class of every label as answered, with its bootstrap probabilities.

    Parameters
    ----------
    estimates : Estimates
        Which replicates are draws.
    classes : DataArray
        Positions in `names`, NaN where there is no class; dims ``group``, ``replicate`` and that
        of the labels.
    names : sequence of str
        Codes of the classes.

    Returns
    -------
    pandas.DataFrame
        One row for each group and label that has a class, with them as its index: ``class``,
        then ``p_<class>``, the share of the draws in each class, and ``certainty``, that of its
        own; NaN where there are no draws.
    """
    own = estimates.answered(classes)
    frame = own.to_series().rename("class").to_frame()
    for position, name in enumerate(names):
        share = estimates.share(classes == position, where=classes >= 0)
        frame[f"p_{name}"] = share.transpose(*own.dims).to_numpy().ravel()
    frame = frame[frame["class"] >= 0]
    found = [names[int(position)] for position in frame["class"]]
    records = zip(frame.to_dict("records"), found, strict=True)
    certainty = [float(row[f"p_{name}"]) for row, name in records]
    frame = frame.assign(certainty=certainty)
    frame["class"] = found
    return frame


def class_rows(
    result: Result,
    names: Sequence[str],
    *,
    below: float = 0.0,
    otherwise: xr.DataArray | bool = False,
    unsure: xr.DataArray | bool = False,
    columns: Mapping[str, xr.DataArray] | None = None,
) -> pd.DataFrame:
    """The rows of a table of classes, for a model that says more of each label.

    Parameters
    ----------
    result : Result
        What the model found; its quantity ``class`` holds positions among `names`.
    names : sequence of str
        Codes of the classes.
    below : float
        ``near_line`` says that the sample can't tell the class: fewer than this share of the draws
        agree, or it is `BOUNDARY`.
    otherwise : DataArray or bool
        By group and label: what ``near_line`` says where there are no draws.
    unsure : DataArray or bool
        By group and label: where it says so in any case.
    columns : mapping, optional
        Column → what it says of every label, by group and label.

    Returns
    -------
    DataFrame
        ``group``, the dimension of an indicator, the label, the class and its probabilities (see
        `class_frame`), the columns, ``near_line``; without columns that are empty.
    """
    frame = class_frame(result.estimates, result.estimates["class"], names)
    for name, values in (columns or {}).items():
        frame[name] = values.to_series()[frame.index]
    plain, always = (
        where if isinstance(where, bool) else where.to_series()[frame.index]
        for where in (otherwise, unsure)
    )
    near = (frame["certainty"] < below).where(frame["certainty"].notna(), plain)
    frame["near_line"] = (near | always | (frame["class"] == BOUNDARY)).astype(bool)
    return _placed(frame, result)


def class_tables(
    result: Result,
    classes: Mapping[str, Sequence[str]],
    rows_of: Callable[[Result], pd.DataFrame] | None = None,
) -> Iterator[Table]:
    """A table for each quantity that holds classes: everybody's class and the probability of each.

    Parameters
    ----------
    result : Result
        What the model found.
    classes : mapping
        Quantity → codes of its classes.
    rows_of : callable, optional
        Makes the rows of ``class`` by `class_rows`, where a model says more of each label.
    """
    for quantity, names in classes.items():
        if quantity in result.estimates:
            made = rows_of(result) if rows_of and quantity == "class" else None
            rows = _plain_rows(result, quantity, names) if made is None else made
            if len(rows):
                yield _table(rows, "classes" if quantity == "class" else quantity)


def _plain_rows(result: Result, quantity: str, names: Sequence[str]) -> pd.DataFrame:
    frame = class_frame(result.estimates, result.estimates[quantity], names)
    return _placed(frame, result)


def _table(rows: pd.DataFrame, name: str) -> Table:
    """The certainty is left out, for ``p_<class>`` says it."""
    keys = [str(column) for column in rows.columns[: list(rows).index("class")]]
    if "indicator" in keys:
        keys.remove("dimension")
    return Table(name, tuple(keys), rows.drop(columns="certainty", errors="ignore"))


def _placed(classes: pd.DataFrame, result: Result) -> pd.DataFrame:
    """The rows with their labels in columns, dimensions among them; without empty columns."""
    known = classes.dropna(axis="columns", how="all") if len(classes) else classes
    return with_dimension(known.reset_index(), result.hierarchy)
