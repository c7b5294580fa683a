"""The tables: every number of the gap model, tidy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from clientlens.plugin_api import Result, Table, stack
from clientlens_servqual.confirmatory import correlation_table, fit_table
from clientlens_servqual.layout import layout_of
from clientlens_servqual.once import OVERALL, RELIABILITIES, STRUCTURE, SURFACE, TESTS
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.response_surface import TERMS
from clientlens_servqual.role_tables import role_tables
from clientlens_servqual.values import ZONE

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_ITEMS = (
    "gap", "perception", "expectation", "priority", "adequacy", "zone_position", "superiority",
    "share_in_zone", "zone_width",
)  # fmt: skip
_DIMENSIONS = {
    "gap": "dimension_gap",
    "perception": "dimension_perception",
    "expectation": "dimension_expectation",
    "priority": "dimension_priority",
    "adequacy": "dimension_adequacy",
    "zone_position": "dimension_zone_position",
    "superiority": "dimension_superiority",
    "weight_share": "dimension_weight",
}
_OVERALL = ("index", "gap_overall", "gap_weighted", "perception_overall", "perception_weighted")


def is_importance_gap(options: ServqualOptions) -> bool:
    """Whether importance stands in for expectation: then no number may be called a SERVQUAL gap."""
    return options.expectation == options.importance_facet


def labelled(name: str, options: ServqualOptions) -> str:
    """A quantity under the name that says what was compared."""
    if not is_importance_gap(options):
        return name
    return name.replace("gap", "importance_gap").replace("expectation", "importance")


def tables_of(result: Result) -> Iterator[Table]:
    """Every table that has rows."""
    if "gap" in result.estimates:
        yield from (table for table in _tables(result) if len(table.frame))


def _tables(result: Result) -> Iterator[Table]:
    yield Table("items", ("group", "quality_dimension", "indicator", "quantity"), _items(result))
    keys = ("group", "quality_dimension", "quantity")
    yield Table("dimensions", keys, _dimensions(result))
    yield Table("overall", ("group", "quantity"), _overall(result), is_detail=True)
    yield from role_tables(result)
    yield Table("tests", ("group", "indicator"), _tests(result), is_detail=True)
    yield Table("reliability", keys, _reliability(result), is_detail=True)
    yield Table("structure", ("group", "indicator"), _structure(result), is_detail=True)
    yield Table("confirmatory", ("group", "quantity"), fit_table(result), is_detail=True)
    pair = ("group", "quality_dimension", "other_dimension", "quantity")
    yield Table("dimension_correlations", pair, correlation_table(result), is_detail=True)
    if "r_squared_surface" in result.estimates.counts:
        yield Table("surface", ("group", "quantity"), _surface(result), is_detail=True)
    if "n_inverted" in result.estimates.counts:
        yield Table("inversions", ("group", "indicator"), _inversions(result), is_detail=True)


def _summaries(result: Result, names: Mapping[str, str]) -> dict[str, xr.Dataset]:
    options: ServqualOptions = result.options  # type: ignore[assignment]
    estimates = result.estimates
    return {
        labelled(label, options): estimates.summary(name)
        for label, name in names.items()
        if name in estimates
    }


def _items(result: Result) -> pd.DataFrame:
    found = _summaries(result, {name: name for name in _ITEMS})
    counts = result.estimates.counts
    n = {name: counts["n_zone" if name in ZONE else "n_pairs"] for name in found}
    frame = stack(found, ("group", "indicator"), n)
    layout = layout_of(result.study, result.options)  # type: ignore[arg-type]
    owner = layout.of(result.hierarchy.indicators)
    frame.insert(1, "quality_dimension", frame["indicator"].map(owner))
    by = frame["quality_dimension"].map({code: i for i, code in enumerate(layout.dimensions)})
    groups = {code: i for i, code in enumerate(result.estimates.groups)}
    frame = frame.assign(_group=frame["group"].map(groups), _by=by)
    frame = frame.sort_values(["_group", "_by"], kind="stable", ignore_index=True)
    return frame.drop(columns=["_group", "_by"])


def _dimensions(result: Result) -> pd.DataFrame:
    n = result.estimates.counts["n_dimension"]
    return stack(_summaries(result, _DIMENSIONS), ("group", "quality_dimension"), n)


def _overall(result: Result) -> pd.DataFrame:
    options: ServqualOptions = result.options  # type: ignore[assignment]
    is_weighted = options.weights != "equal"
    names = [name for name in _OVERALL if is_weighted or not name.endswith("_weighted")]
    found = _summaries(result, {name: name for name in names})
    return stack(found, ("group",), result.estimates.counts["n_respondents"])


def _tests(result: Result) -> pd.DataFrame:
    """Both tests beside each other, and whether they disagree at the level of the intervals."""
    counts = result.estimates.counts
    names = {f"test_{name}": name for name in TESTS}
    wide = counts[["n_pairs", *names]].to_dataframe().reset_index()
    frame = wide.rename(columns={**names, "n_pairs": "n"}).dropna(subset=["t"])
    limit = 1 - result.estimates.uncertainty.level
    is_sure = [frame[name] < limit for name in ("t_p_holm", "wilcoxon_p_holm")]
    options: ServqualOptions = result.options  # type: ignore[assignment]
    frame.insert(2, "contrast", labelled(options.sign, options))
    return frame.assign(tests_disagree=is_sure[0] != is_sure[1]).reset_index(drop=True)


def _reliability(result: Result) -> pd.DataFrame:
    counts = result.estimates.counts
    known = [name for name in (*RELIABILITIES, *OVERALL) if name in counts]
    options: ServqualOptions = result.options  # type: ignore[assignment]
    named = {name: labelled(name, options) for name in known}
    wide = counts[known].rename(named).to_dataframe().reset_index()
    frame = wide.melt(["group", "quality_dimension"], var_name="quantity", value_name="value")
    return frame.dropna(subset=["value"]).reset_index(drop=True)


def _structure(result: Result) -> pd.DataFrame:
    """How perceptions go with their own dimension, and with the nearest other one."""
    layout = layout_of(result.study, result.options)  # type: ignore[arg-type]
    counts = result.estimates.counts
    first, *others = STRUCTURE
    names = [name for name in (first, "confirmatory_loading", *others) if name in counts]
    frame = counts[names].to_dataframe().reset_index()
    frame = frame.dropna(subset=["r_own"]).reset_index(drop=True)
    owner = layout.of(result.hierarchy.indicators)
    frame.insert(1, "quality_dimension", frame["indicator"].map(owner))
    known = dict(enumerate(layout.dimensions))
    return frame.assign(other=[known.get(code, "") for code in frame["other"]])


def _surface(result: Result) -> pd.DataFrame:
    counts = result.estimates.counts
    options: ServqualOptions = result.options  # type: ignore[assignment]
    names = [*SURFACE, *(f"surface_{term}" for term in TERMS)]
    named = {name: labelled(name, options) for name in names if name != "n_surface"}
    wide = counts[list(named)].rename(named).to_dataframe().reset_index()
    frame = wide.melt("group", var_name="quantity", value_name="value")
    n = counts["n_surface"].to_series()
    frame = frame.assign(n=frame["group"].map(n)).dropna(subset=["value"]).reset_index(drop=True)
    return frame.astype({"n": int})


def _inversions(result: Result) -> pd.DataFrame:
    counts = result.estimates.counts
    frame = counts[["n_inverted", "n_zone"]].to_dataframe().reset_index()
    frame = frame.rename(columns={"n_inverted": "inverted", "n_zone": "n"})
    frame = frame.dropna(subset=["inverted"]).reset_index(drop=True)
    return frame.astype({"inverted": int, "n": int})
