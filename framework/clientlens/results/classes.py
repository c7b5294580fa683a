"""The class table: where every label belongs, and how many of the draws say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clientlens.results.estimates import Estimates

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


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
