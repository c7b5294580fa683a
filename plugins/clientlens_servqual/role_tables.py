"""The tables of the gaps between roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Result, Table, stack
from clientlens_servqual.chain import Link, chain_of
from clientlens_servqual.everybody import EVERYBODY
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.role_gaps import quantity

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


def links_of(result: Result) -> dict[str, Link]:
    """The gaps between roles that could be had of at least one group."""
    options: ServqualOptions = result.options  # type: ignore[assignment]
    links, _ = chain_of(result.study, options)
    return {code: link for code, link in links.items() if quantity(code, "gap") in result.estimates}


def role_tables(result: Result) -> Iterator[Table]:
    """As a whole, by quality dimension, by indicator; none where no role was asked.

    Indicators are told of everybody: by group they would fill a workbook that nobody reads.
    """
    if not links_of(result):
        return
    groups = list(result.estimates.groups)
    yield Table("roles", ("group", "role_gap", "quantity"), _whole(result, groups))
    for name, dim, of in (
        ("dimension", "quality_dimension", groups),
        ("item", "indicator", [EVERYBODY]),
    ):
        keys = ("group", "role_gap", dim, "quantity")
        found = {"gap": _summaries(result, f"gap_{name}", of)}
        frame = stack(found, keys[:-1], _numbers(result, f"gap_{name}", of))
        yield Table(f"roles_{name}s", keys, frame, is_detail=True)


def _whole(result: Result, groups: list[str]) -> pd.DataFrame:
    """The gap and both of its means."""
    parts = ("gap", "of", "against")
    found = {part: _summaries(result, part, groups) for part in parts}
    n = {part: _numbers(result, part, groups) for part in parts}
    frame = stack(found, ("group", "role_gap"), n)
    links = frame["role_gap"].map(links_of(result))
    frame.insert(2, "rating_of", [str(link.of) for link in links])
    frame.insert(3, "rating_against", [str(link.against) for link in links])
    return frame


def _summaries(result: Result, part: str, groups: list[str]) -> xr.Dataset:
    """Summaries of one quantity of all gaps, along ``role_gap``."""
    group = groups[0] if len(groups) == 1 else None
    names = [quantity(code, part) for code in links_of(result)]
    found = [result.estimates.summary(name, group) for name in names]
    return _along_gaps(result, found, groups)


def _numbers(result: Result, part: str, groups: list[str]) -> xr.DataArray:
    """How many a part of the gaps rests on, along ``role_gap``: of a gap its smaller side."""
    counts = result.estimates.counts
    found = [counts[quantity(code, f"n_{part}")].to_dataset(name="n") for code in links_of(result)]
    return _along_gaps(result, found, groups)["n"]


def _along_gaps(result: Result, found: list[xr.Dataset], groups: list[str]) -> xr.Dataset:
    """Alike numbers of all gaps as one; a group alone may stand without its dim."""
    import xarray as xr

    parts = [
        own.sel(group=groups) if "group" in own.dims else own.expand_dims(group=groups)
        for own in found
    ]
    first = parts[0]
    coords = {**{dim: first[dim] for dim in first.dims}, "role_gap": list(links_of(result))}
    variables = {
        name: (
            (*array.dims, "role_gap"),
            np.stack([own[name].to_numpy() for own in parts], axis=-1),
        )
        for name, array in first.items()
    }
    return xr.Dataset(variables, coords)
