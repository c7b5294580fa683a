"""The tables: every number of the index, tidy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from clientlens.plugin_api import Result, Table, stack
from clientlens_csi.present.criteria import criteria_of
from clientlens_csi.present.exact_fit import exact_fit_of
from clientlens_csi.present.invariance import invariance_tables
from clientlens_csi.present.local import local_tables
from clientlens_csi.present.replicates import replicates_of
from clientlens_csi.study.design import design_of
from clientlens_csi.study.options import CsiOptions
from clientlens_csi.study.setup import setup_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_CONSTRUCTS = {
    "index": "construct_index",
    "importance": "construct_importance",
    "priority": "construct_priority",
    "r_squared": "r_squared",
    "rho_c": "rho_c",
    "ave": "ave",
    "alpha": "alpha",
    "alpha_standardised": "alpha_standardised",
    "rho_a": "rho_a",
    "r_squared_adjusted": "r_squared_adjusted",
    "index_equal_weights": "construct_index_equal",
    "index_deviation": "score_deviation",
}
"""Quantity of a table → name among the estimates."""

_IPMA = ("performance", "importance", "priority")
_EFFECTS = {
    "total": "total_effect",
    "indirect": "indirect_effect",
    "total_unstandardised": "total_effect_unstandardised",
}
_PAIRS = ("htmt", "htmt2", "correlation", "fornell_larcker_margin")
_PREDICTED = ("q2_predict", "rmse", "rmse_linear", "mae", "mae_linear")
_COMPARED = ("loss_difference", "loss_std_error", "loss_t", "loss_p")
KEYS_OF_EFFECTS = ("group", "source", "target", "kind", "via")


def tables_of(result: Result) -> Iterator[Table]:
    """Every table for which there are estimates; what a reader needs first comes first."""
    if "index" not in result.estimates:
        return
    options: CsiOptions = result.options  # type: ignore[assignment]
    if options.method == "weighted":
        yield from _weighted(result)
        return
    design = design_of(result.study, options)
    main = [
        Table("constructs", ("group", "construct", "quantity"), _constructs(result)),
        Table("paths", ("group", "source", "target", "quantity"), _paths(result)),
    ]
    details = [
        *_comparable(result),
        Table("ipma", ("group", "level", "code", "quantity"), _ipma(result), is_detail=True),
        Table("effects", KEYS_OF_EFFECTS, _effects(result), is_detail=True),
        *_measurement(result),
        *_pairs(result),
        *_fit(result),
        *_prediction(result),
        *_scores(result),
        Table("replicates", ("group", "trouble"), replicates_of(result), is_detail=True),
    ]
    yield from main
    frames = {table.name: table.frame for table in (*main, *details)}
    counts = result.estimates.counts["n_effective"]
    index = result.estimates.answered("index")
    effective = {
        group: float(counts.sel(group=group))
        for group in result.estimates.groups
        if bool(index.sel(group=group).notnull())
    }
    level = result.estimates.uncertainty.level
    judged = criteria_of(frames, design, effective, level)
    yield Table("criteria", ("group", "criterion", "subject", "other"), judged, is_detail=True)
    yield from details
    yield from invariance_tables(result)
    yield from local_tables(result)


def split(frame: pd.DataFrame, label: str, sign: str, into: tuple[str, str]) -> pd.DataFrame:
    """A frame with the two ends of a label in columns of their own, in its place."""
    ends = frame[label].str.split(sign, expand=True).reindex(columns=[0, 1])
    position = frame.columns.get_loc(label)
    out = frame.drop(columns=label)
    for i, name in enumerate(into):
        out.insert(int(position) + i, name, ends[i])  # type: ignore[arg-type]
    return out


def _summaries(result: Result, names: Mapping[str, str]) -> dict[str, xr.Dataset]:
    estimates = result.estimates
    return {label: estimates.summary(n) for label, n in names.items() if n in estimates}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _everybody(result: Result) -> xr.DataArray:
    """(group) respondents behind a number that rests on all of them."""
    return result.estimates.counts["n_respondents"]


def _constructs(result: Result) -> pd.DataFrame:
    n = result.estimates.counts["n_construct"]
    return stack(_summaries(result, _CONSTRUCTS), ("group", "construct"), n)


def _paths(result: Result) -> pd.DataFrame:
    found = _summaries(result, {"path": "path_coefficient"} | _same("f_squared", "inner_vif"))
    frame = stack(found, ("group", "path"), _everybody(result))
    return split(frame, "path", ">", ("source", "target"))


def _comparable(result: Result) -> Iterator[Table]:
    """Indicators under the names that all models share."""
    found = _summaries(result, _same(*_IPMA))
    if not found:
        return
    hierarchy = result.hierarchy
    frame = stack(found, ("group", "indicator"), _of_indicators(result))
    frame.insert(1, "dimension", frame["indicator"].map(hierarchy.parent))
    yield Table("indicators", ("group", "indicator", "quantity"), frame, is_detail=True)


def _of_indicators(result: Result) -> xr.DataArray:
    """(group, indicator) answers to the rating that measures each; NaN where none does."""
    counts = result.estimates.counts["n_question"]
    setup = setup_of(result.study, result.options)  # type: ignore[arg-type]
    place = {code: setup.columns[i] for code, i in setup.rating_of_indicator.items()}
    known = [code for code in result.hierarchy.indicators if code in place]
    picked = counts.sel(question=[place[code] for code in known])
    named = picked.assign_coords(question=known).rename(question="indicator")
    return named.reindex(indicator=list(result.hierarchy.indicators))


def _ipma(result: Result) -> pd.DataFrame:
    """The importance-performance map, of constructs and of questions."""
    import pandas as pd

    estimates, counts = result.estimates, result.estimates.counts
    importance = estimates["construct_importance"]
    constructs = {
        "performance": estimates["construct_index"].where(importance.notnull()),
        "importance": importance,
        "priority": estimates["construct_priority"],
    }
    weight = estimates["question_importance"]
    performance = estimates["question_performance"]
    questions = {
        "performance": performance.where(weight.notnull()),
        "importance": weight,
        "priority": estimates["question_priority"],
    }
    frames = []
    for level, dim, values in (
        ("construct", "construct", constructs),
        ("item", "question", questions),
    ):
        found = {name: estimates.summary(array) for name, array in values.items()}
        frame = stack(found, ("group", dim), counts[f"n_{dim}"]).rename(columns={dim: "code"})
        frame.insert(1, "level", level)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _effects(result: Result) -> pd.DataFrame:
    """Direct, indirect and total effects, and each row of paths on its own."""
    import pandas as pd

    n = _everybody(result)
    direct = stack(_summaries(result, {"direct": "path_coefficient"}), ("group", "path"), n)
    other = stack(_summaries(result, _EFFECTS), ("group", "effect"), n)
    frames = [
        split(direct, "path", ">", ("source", "target")).assign(via=""),
        split(other, "effect", ">", ("source", "target")).assign(via=""),
    ]
    if "chain_effect" in result.estimates and result.estimates["chain_effect"].sizes["chain"]:
        chains = stack(_summaries(result, {"specific": "chain_effect"}), ("group", "chain"), n)
        frames.append(_ends_of_chains(chains))
    frame = pd.concat(frames, ignore_index=True).rename(columns={"quantity": "kind"})
    return frame[[*KEYS_OF_EFFECTS, *[c for c in frame if c not in KEYS_OF_EFFECTS]]]


def _ends_of_chains(frame: pd.DataFrame) -> pd.DataFrame:
    parts = frame["chain"].str.split(">")
    return frame.drop(columns="chain").assign(
        source=parts.str[0], target=parts.str[-1], via=parts.str[1:-1].str.join(" > ")
    )


def _measurement(result: Result) -> Iterator[Table]:
    keys = ("group", "construct", "item", "quantity")
    owners = dict(zip(*_items(result), strict=True))
    weights = stack(
        _summaries(result, _same("weight", "outer_vif")), ("group", "item"), _everybody(result)
    )
    loadings = stack(_summaries(result, _same("loading")), ("group", "item"), _everybody(result))
    shares = stack(
        _summaries(result, {"unstandardised_weight": "question_share"}),
        ("group", "question"),
        result.estimates.counts["n_question"],
    ).rename(columns={"question": "item"})
    yield Table("loadings", keys, _with_owner(loadings, owners), is_detail=True)
    yield Table("weights", keys, _joined(_with_owner(weights, owners), shares, owners), True)
    cross = stack(
        _summaries(result, {"cross_loading": "cross_loading"}),
        ("group", "construct", "item"),
        _everybody(result),
    )
    yield Table("cross_loadings", keys, cross, is_detail=True)


def _items(result: Result) -> tuple[list[str], list[str]]:
    """Items and the construct that each measures."""
    setup = setup_of(result.study, result.options)  # type: ignore[arg-type]
    return list(setup.reading.items), list(setup.reading.construct_of_item)


def _with_owner(frame: pd.DataFrame, owners: Mapping[str, str]) -> pd.DataFrame:
    frame.insert(1, "construct", frame["item"].map(owners))
    return frame


def _joined(weights: pd.DataFrame, shares: pd.DataFrame, owners: Mapping[str, str]) -> pd.DataFrame:
    """Weights, then unstandardised ones: those on the items as they were answered."""
    import pandas as pd

    own = shares[shares["item"].isin(list(owners))].copy()
    return pd.concat([weights, _with_owner(own, owners)], ignore_index=True)


def _pairs(result: Result) -> Iterator[Table]:
    if not result.estimates["htmt"].sizes["pair"]:
        return
    frame = stack(_summaries(result, _same(*_PAIRS)), ("group", "pair"), _everybody(result))
    keys = ("group", "construct", "other", "quantity")
    yield Table("htmt", keys, split(frame, "pair", "~", ("construct", "other")), is_detail=True)


def _fit(result: Result) -> Iterator[Table]:
    frame = exact_fit_of(result)
    if len(frame):
        yield Table("fit", ("group", "quantity"), frame, is_detail=True)


def _prediction(result: Result) -> Iterator[Table]:
    counts = result.estimates.counts
    if "q2_predict" in counts:
        wide = counts[list(_PREDICTED)].to_dataframe().reset_index()
        predicted = wide.rename(columns={"predicted": "item"}).dropna(subset=["q2_predict"])
        losses = counts[list(_COMPARED)].to_dataframe().reset_index().dropna()
        for name, key, frame in (("predict", "item", predicted), ("cvpat", "benchmark", losses)):
            if len(frame):
                yield Table(name, ("group", key), frame.reset_index(drop=True), is_detail=True)


def _scores(result: Result) -> Iterator[Table]:
    counts = result.estimates.counts
    if "score_quantile" not in counts:
        return
    frame = counts["score_quantile"].to_dataframe().reset_index().dropna()
    frame = frame.rename(columns={"score_quantile": "index_at_quantile"})
    if len(frame):
        keys = ("group", "construct", "quantile")
        yield Table("scores", keys, frame.reset_index(drop=True), is_detail=True)


def _weighted(result: Result) -> Iterator[Table]:
    counts = result.estimates.counts
    indicators = stack(
        _summaries(result, _same(*_IPMA)), ("group", "indicator"), counts["n_indicator"]
    )
    indicators.insert(1, "dimension", indicators["indicator"].map(result.hierarchy.parent))
    named = {
        "performance": "dimension_score",
        "importance": "dimension_importance",
        "priority": "dimension_priority",
    }
    dimensions = stack(_summaries(result, named), ("group", "dimension"), counts["n_dimension"])
    overall = stack(_summaries(result, _same("index")), ("group",), counts["n_respondents"])
    yield Table("indicators", ("group", "indicator", "quantity"), indicators)
    yield Table("dimensions", ("group", "dimension", "quantity"), dimensions)
    yield Table("overall", ("group", "quantity"), overall, is_detail=True)
