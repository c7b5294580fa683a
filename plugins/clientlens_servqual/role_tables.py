"""The tables of the gaps between roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clientlens.plugin_api import Result, Table, stack
from clientlens_servqual.chain import Link, chain_of
from clientlens_servqual.options import ServqualOptions

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


def links_of(result: Result) -> dict[str, Link]:
    """The gaps between roles that could be had of at least one group."""
    options: ServqualOptions = result.options  # type: ignore[assignment]
    links, _ = chain_of(result.study, options)
    return {code: link for code, link in links.items() if f"{code}_gap" in result.estimates}


def role_tables(result: Result) -> Iterator[Table]:
    """As a whole, by quality dimension, by indicator; none where no role was asked."""
    if not links_of(result):
        return
    yield Table("roles", ("group", "role_gap", "quantity"), _whole(result))
    for name, dim in (("dimension", "quality_dimension"), ("item", "indicator")):
        keys = ("group", "role_gap", dim, "quantity")
        yield Table(f"roles_{name}s", keys, _parts(result, f"gap_{name}", dim), is_detail=True)


def _whole(result: Result) -> pd.DataFrame:
    """The gap and both of its means; a gap rests on as many as its smaller side."""
    n_of, n_against = (_numbers(result, name) for name in ("n_of", "n_against"))
    n = {"gap": n_of.where(n_of <= n_against, n_against), "of": n_of, "against": n_against}
    found = {part: _summaries(result, part) for part in n}
    frame = stack(found, ("group", "role_gap"), n)
    links = frame["role_gap"].map(links_of(result))
    frame.insert(2, "rating_of", [str(link.of) for link in links])
    frame.insert(3, "rating_against", [str(link.against) for link in links])
    return frame


def _parts(result: Result, part: str, dim: str) -> pd.DataFrame:
    n_of, n_against = (_numbers(result, name) for name in ("n_of", "n_against"))
    summary = _summaries(result, part)
    n = n_of.where(n_of <= n_against, n_against).broadcast_like(summary["estimate"])
    return stack({"gap": summary}, ("group", "role_gap", dim), n)


def _summaries(result: Result, part: str) -> xr.Dataset:
    """Summaries of one quantity of all gaps, along ``role_gap``."""
    import pandas as pd
    import xarray as xr

    links = links_of(result)
    found = [result.estimates.summary(f"{code}_{part}") for code in links]
    return xr.concat(found, pd.Index(list(links), name="role_gap"))


def _numbers(result: Result, name: str) -> xr.DataArray:
    """(role_gap, group) how many gave a rating; NaN where a group has no such gap."""
    import numpy as np
    import xarray as xr

    links = links_of(result)
    counts = result.estimates.counts
    found = np.stack([counts[f"{code}_{name}"].to_numpy() for code in links])
    groups = list(result.estimates.groups)
    return xr.DataArray(found, {"role_gap": list(links), "group": groups}, ("role_gap", "group"))
