"""The replicates: how many could not be estimated, or give what no population could have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Result
from clientlens_csi.troubles import NO_ESTIMATE, Trouble
from clientlens_csi.values.structural import TROUBLE

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

ALL, GOOD = "all", "none"


def replicates_of(result: Result) -> pd.DataFrame:
    """Counts by group and trouble.

    Returns
    -------
    DataFrame
        ``trouble``: ``all`` replicates, those with ``none``, then every kind that came up; a
        replicate may have several. ``count``, ``share`` of all, and ``iterations_median`` and
        ``iterations_most`` of those that were estimated.
    """
    import pandas as pd

    rows = []
    for group in result.estimates.groups:
        codes = troubles_of(result, group)
        if not len(codes):
            continue
        found = {ALL: len(codes), GOOD: int((codes == 0).sum())}
        found |= {
            str(flag.name).lower(): int(((codes & flag) > 0).sum())
            for flag in Trouble
            if ((codes & flag) > 0).any()
        }
        iterations = _iterations(result, group)
        rows += [
            {
                "group": group,
                "trouble": name,
                "count": count,
                "share": count / len(codes),
                **(iterations if name == ALL else {}),
            }
            for name, count in found.items()
        ]
    columns = ["group", "trouble", "count", "share", "iterations_median", "iterations_most"]
    return pd.DataFrame(rows, columns=columns)


def troubles_of(result: Result, group: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Codes of all replicates of a group, or of the sample as answered where there are none.

    Replicates are draws, or what the jackknife leaves when it takes a respondent of the group away.
    """
    codes = result.estimates[TROUBLE].sel(group=group)
    found = codes.to_numpy()[_is_replicate(codes)]
    if not len(found):
        found = codes.to_numpy()[:1]
    return np.asarray(found[~np.isnan(found)], dtype=np.int64)


def _is_replicate(values: xr.DataArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(replicate,) true for draws; without them, for the rows of the jackknife of this group."""
    is_draw = values["kind"].to_numpy() == "draw"
    left_out = (values["kind"].to_numpy() == "jackknife") & values["concerns"].to_numpy()
    left_out &= values["stratum"].to_numpy() == 0  # nobody answers for the clients
    return np.asarray(is_draw if is_draw.any() else left_out)


@dataclass(frozen=True, slots=True)
class TroubleCounts:
    """How many of the replicates of a group are in trouble.

    ``total`` of them there are, 0 where none were drawn; ``failed`` have no estimate, and
    ``inadmissible`` ones give what no population could have.
    """

    total: int
    failed: int
    inadmissible: int


def counts_of_trouble(result: Result, group: str) -> TroubleCounts:
    """Replicates of a group in trouble."""
    codes = result.estimates[TROUBLE].sel(group=group)
    found = codes.to_numpy()[_is_replicate(codes)]
    known = found[~np.isnan(found)].astype(np.int64)
    failed = (known & int(NO_ESTIMATE)) > 0
    return TroubleCounts(len(known), int(failed.sum()), int(((known > 0) & ~failed).sum()))


def is_inadmissible(result: Result, group: str) -> bool:
    """Whether the solution of the sample as answered is one that no population could have."""
    code = float(result.estimates.answered(TROUBLE).sel(group=group))
    return code > 0


def _iterations(result: Result, group: str) -> dict[str, float]:
    found = result.estimates["iterations"].sel(group=group).to_numpy()
    known = found[~np.isnan(found)]
    if not len(known):
        return {}
    return {
        "iterations_median": float(np.median(known)),
        "iterations_most": float(known.max()),
    }
