"""The replicates: how many could not be estimated, or give what no population could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Result
from clientlens_csi.study.structural import TROUBLE
from clientlens_csi.troubles import NO_ESTIMATE, Trouble

if TYPE_CHECKING:
    import pandas as pd

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
    """Codes of all draws of a group, or of the sample as answered where there are none."""
    draws = result.estimates.draws(TROUBLE).sel(group=group).to_numpy()
    if not len(draws):
        draws = result.estimates.answered(TROUBLE).sel(group=group).to_numpy()[None]
    return draws[~np.isnan(draws)].astype(np.int64)


def shares_of_trouble(result: Result, group: str) -> tuple[float, float]:
    """Share of the replicates without an estimate, and of those that are inadmissible."""
    codes = troubles_of(result, group)
    if not len(codes):
        return 0.0, 0.0
    failed = (codes & int(NO_ESTIMATE)) > 0
    return float(failed.mean()), float(((codes > 0) & ~failed).mean())


def _iterations(result: Result, group: str) -> dict[str, float]:
    found = result.estimates["iterations"].sel(group=group).to_numpy()
    known = found[~np.isnan(found)]
    if not len(known):
        return {}
    return {
        "iterations_median": float(np.median(known)),
        "iterations_most": float(known.max()),
    }
