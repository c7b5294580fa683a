"""The class table: where every label belongs, how many of the draws say so, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Result
from clientlens.results.table import Table, with_dimension

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from clientlens.drawing.scatter import Spot
    from clientlens.messages import Messages

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


def near_line(
    classes: pd.DataFrame, below: float, otherwise: pd.Series[bool] | bool = False
) -> pd.Series[bool]:
    """Whether the sample can't tell a class: fewer than a share `below` of the draws agree.

    Parameters
    ----------
    classes : DataFrame
        From `class_frame`.
    below : float
        The least share that tells, 0 to 1.
    otherwise : Series or bool
        What holds where there are no draws.
    """
    by_share = classes["certainty"] < below
    found = by_share.where(classes["certainty"].notna(), otherwise)
    return (found | (classes["class"] == BOUNDARY)).astype(bool)


def placed(classes: pd.DataFrame, result: Result) -> pd.DataFrame:
    """The rows with their labels in columns, dimensions among them; without empty columns."""
    frame = classes.dropna(axis="columns", how="all").reset_index()
    return with_dimension(frame, result.hierarchy)


def class_table(rows: pd.DataFrame, name: str = "classes") -> Table:
    """The table of `placed` rows; without the certainty, which ``p_<class>`` says."""
    keys = [str(column) for column in rows.columns[: list(rows).index("class")]]
    if "indicator" in keys:
        keys.remove("dimension")
    return Table(name, tuple(keys), rows.drop(columns="certainty", errors="ignore"))


def class_spots(
    rows: pd.DataFrame,
    x: Mapping[str, float],
    y: Mapping[str, float],
    result: Result,
    words: Messages,
) -> list[Spot]:
    """The points of a scatter chart: every label at its place, looking like its class.

    Parameters
    ----------
    rows : DataFrame
        `placed` rows of one group with a column ``near_line``.
    x, y : mapping
        Label → its place, as `Estimates.ranked` gives it.
    result : Result
        What the model found.
    words : Messages
        The catalogue, with a message ``class-…`` for each class.
    """
    from clientlens.drawing.scatter import Spot

    spots = []
    for row in rows.to_dict("records"):
        code, own = str(row["indicator"]), str(row["class"])
        share = f" {row['certainty']:.0%}" if "certainty" in row else ""
        name, text = result.name_of(code, words.language), words(f"class-{own}") + share
        spots.append(Spot(name, x[code], y[code], result.looks[own], text, bool(row["near_line"])))
    return spots
