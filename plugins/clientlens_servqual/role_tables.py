"""The tables of the gaps between roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clientlens.plugin_api import Result, Table, stack
from clientlens_servqual.chain import Link, chain_of
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
    """As a whole, by quality dimension, by indicator; none where no role was asked."""
    if not links_of(result):
        return
    yield Table("roles", ("group", "role_gap", "quantity"), _whole(result))
    for name, dim in (("dimension", "quality_dimension"), ("item", "indicator")):
        keys = ("group", "role_gap", dim, "quantity")
        yield Table(f"roles_{name}s", keys, _parts(result, f"gap_{name}", dim), is_detail=True)


def _whole(result: Result) -> pd.DataFrame:
    """The gap and both of its means."""
    parts = ("gap", "of", "against")
    found = {part: _summaries(result, part) for part in parts}
    n = {part: _numbers(result, part) for part in parts}
    frame = stack(found, ("group", "role_gap"), n)
    links = frame["role_gap"].map(links_of(result))
    frame.insert(2, "rating_of", [str(link.of) for link in links])
    frame.insert(3, "rating_against", [str(link.against) for link in links])
    return frame


def _parts(result: Result, part: str, dim: str) -> pd.DataFrame:
    found = {"gap": _summaries(result, part)}
    return stack(found, ("group", "role_gap", dim), _numbers(result, part))


def _summaries(result: Result, part: str) -> xr.Dataset:
    """Summaries of one quantity of all gaps, along ``role_gap``."""
    import pandas as pd
    import xarray as xr

    links = links_of(result)
    found = [result.estimates.summary(quantity(code, part)) for code in links]
    return xr.concat(found, pd.Index(list(links), name="role_gap"))


def _numbers(result: Result, part: str) -> xr.DataArray:
    """How many a part of the gaps rests on, along ``role_gap``: of a gap its smaller side."""
    import pandas as pd
    import xarray as xr

    links = links_of(result)
    counts = result.estimates.counts
    found = xr.concat(
        [
            counts[[quantity(code, f"n_{part}")]].rename({quantity(code, f"n_{part}"): "n"})
            for code in links
        ],
        pd.Index(list(links), name="role_gap"),
    )
    return found["n"]
