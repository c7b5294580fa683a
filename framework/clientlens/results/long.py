"""The long frame: everything that was estimated, one number a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from clientlens.results.estimates import Estimates

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

LEAD = ("run", "model", "group", "quantity")
NUMBERS = ("estimate", "std_error", "low", "high", "method")
_PARTS = {"estimate": "estimate", "std_error": "std_error", "ci_low": "low", "ci_high": "high"}


def long_frame(parts: Iterable[tuple[str, str, Estimates]]) -> pd.DataFrame:
    """Every estimate of several models as one frame.

    Parameters
    ----------
    parts : iterable of (run, model, Estimates)
        Whose estimates they are, and the estimates.

    Returns
    -------
    pandas.DataFrame
        ``run, model, group, quantity``, a column for each key that any of them has (``indicator``,
        ``dimension``, ``construct`` …; empty where a quantity hasn't got it), then ``estimate,
        std_error, low, high`` and ``method``, how the interval was read. A number that couldn't be
        had has no row. Classes aren't numbers, and aren't here.
    """
    import pandas as pd

    frames = [frame for run, model, found in parts for frame in _frames(run, model, found)]
    if not frames:
        return pd.DataFrame(columns=[*LEAD, *NUMBERS])
    keys = dict.fromkeys(
        str(name) for frame in frames for name in frame if name not in (*LEAD, *NUMBERS)
    )
    whole = pd.concat(frames, ignore_index=True).reindex(columns=[*LEAD, *keys, *NUMBERS])
    return whole.fillna(dict.fromkeys(keys, ""))


def _frames(run: str, model: str, estimates: Estimates) -> Iterable[pd.DataFrame]:
    settings = estimates.uncertainty
    method = "none" if settings.method == "none" else f"{settings.method} {settings.interval_used}"
    for name in map(str, estimates.data.data_vars):
        if estimates.classes(name):
            continue
        frame = _framed(estimates.summary(name)).dropna(subset=["estimate"])
        yield frame.assign(run=run, model=model, quantity=name, method=method)


def _framed(summary: xr.Dataset) -> Any:  # a DataFrame; pandas is imported late
    plain = summary.drop_vars("n_failed").reset_coords(drop=True)
    frame = plain.rename(_PARTS).to_dataframe().reset_index()
    labels = {column: str for column in frame if column not in _PARTS.values()}
    return frame.astype(labels)
