"""Measurement invariance in words: what may be compared between groups, and what may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.plugin_api import Finding, Result, Table
from clientlens.stats.multiplicity import holm
from clientlens_csi.present.reading import EVERYBODY, Evidence
from clientlens_csi.study.options import CsiOptions, MicomOptions
from clientlens_csi.values.invariance import FEW, PAIR_SIGN, STEPS, Status

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

FULL, PARTIAL, NONE, UNTESTED = "full", "partial", "none", "untested"
HOLDS, DIFFERS = "holds", "differs"
_PAIR = ("subject", "other")
_SAME = 1 - 1e-9
_FEW_PAIRS = 3
"""So many pairs are told one by one."""
_COLUMNS = {"tested": "value", "chance_low": "low", "chance_high": "high", "p_value": "p_value"}
"""Column of the table → end of a `Tested`."""


def invariance_tables(result: Result) -> Iterator[Table]:
    """The decision on every two groups, the tests behind it, and the test of all groups at once."""
    asked = _asked(result)
    if asked is None or "micom_status" not in result.estimates.counts:
        return
    pairs, steps = _pairs_and_steps(result, asked)
    if len(pairs):
        yield Table("micom_pairs", _PAIR, pairs)
    if len(steps):
        yield Table("micom", (*_PAIR, "construct", "step"), steps, is_detail=True)
    distances = _distances(result)
    if len(distances):
        yield Table("group_distance", ("quantity",), distances, is_detail=True)


def invariance_findings(result: Result) -> Iterator[Finding]:
    """Every two groups: whether their paths and indices compare."""
    asked = _asked(result)
    if asked is None or "micom_status" not in result.estimates.counts:
        return
    pairs, steps = _pairs_and_steps(result, asked)
    yield from _of_pairs(pairs, steps) if len(pairs) <= _FEW_PAIRS else _of_many(pairs)
    for record in _distances(result).to_dict("records"):
        if record["quantity"] == "d_g":
            word = HOLDS if record["p_value"] >= asked.level else DIFFERS
            evidence: Evidence = {
                "p_value": float(record["p_value"]),
                "groups": int(record["groups"]),
            }
            yield Finding("measurement", (), f"csi-group-distance-{word}", evidence)


def _of_pairs(pairs: pd.DataFrame, steps: pd.DataFrame) -> Iterator[Finding]:
    """A sentence on every pair."""
    for record in pairs.to_dict("records"):
        subject = (str(record["subject"]), str(record["other"]))
        invariance, reason = str(record["invariance"]), str(record["reason"])
        if invariance == UNTESTED:
            yield Finding("caution", subject, "csi-micom-untested", {"reason": reason})
        elif invariance == NONE and reason:
            message = "csi-micom-unlike"
            yield Finding("caution", subject, message, {"reason": reason}, headline=True)
        elif invariance == NONE:
            differing = _differing(steps, subject)
            named = (*subject, *differing["construct"])
            evidence: Evidence = {"tested": float(differing["tested"].min())}
            yield Finding("caution", named, "csi-micom-none", evidence, headline=True)
        else:
            yield Finding("measurement", subject, f"csi-micom-{invariance}")


def _of_many(pairs: pd.DataFrame) -> Iterator[Finding]:
    """How many pairs compare and how many don't; the table names them."""
    for invariance in (NONE, PARTIAL, FULL, UNTESTED):
        count = int((pairs["invariance"] == invariance).sum())
        if count:
            kind = "caution" if invariance in (NONE, UNTESTED) else "measurement"
            evidence: Evidence = {"count": count, "total": len(pairs)}
            message = f"csi-micom-{invariance}-many"
            yield Finding(kind, (), message, evidence, headline=invariance == NONE)


def _asked(result: Result) -> MicomOptions | None:
    options: CsiOptions = result.options  # type: ignore[assignment]
    return options.micom if options.method == "structural" else None


def _differing(steps: pd.DataFrame, subject: tuple[str, str]) -> pd.DataFrame:
    """Constructs that the two groups make of other weights."""
    own = steps[(steps["subject"] == subject[0]) & (steps["other"] == subject[1])]
    return own[(own["step"] == "composition") & (own["verdict"] == DIFFERS)]


def _pairs_and_steps(result: Result, asked: MicomOptions) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row for each pair, and a row for each construct and step of it."""
    import pandas as pd

    counts = result.estimates.counts.sel(group=EVERYBODY)
    makes_groups = asked.by in result.study.grouped_by
    pairs: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for label in map(str, counts["micom_pair"].values):
        of_pair = counts.sel(micom_pair=label)
        if np.isnan(float(of_pair["micom_status"])):
            continue  # a group that may not be shown
        ends = [f"{asked.by}={value}" for value in label.split(PAIR_SIGN)]
        if makes_groups and not set(ends) <= set(result.estimates.groups):
            continue  # one that together with other groups would tell of single clients
        key = dict(zip(_PAIR, ends, strict=True))
        own = _judged(list(_steps(of_pair)), asked)
        pairs.append({**key, **_pair(of_pair, own, asked)})
        steps += [{**key, **row} for row in own]
    return pd.DataFrame(pairs), pd.DataFrame(steps)


def _steps(of_pair: xr.Dataset) -> Iterator[dict[str, Any]]:
    """Rows of the constructs whose scores the pair can be compared by; a product has none."""
    for construct in map(str, of_pair["construct"].values):
        for step in STEPS:
            found = {
                column: float(of_pair[f"micom_{step}_{end}"].sel(construct=construct))
                for column, end in _COLUMNS.items()
            }
            if not np.isnan(found["tested"]):
                yield {"construct": construct, "step": step, **found}


def _judged(rows: list[dict[str, Any]], asked: MicomOptions) -> list[dict[str, Any]]:
    """Rows with what is made of them; a single item is its composite, which needs no test."""
    out = []
    for step in STEPS:
        own = [row for row in rows if row["step"] == step]
        p_values = np.array([row["p_value"] for row in own])
        is_trivial = [step == "composition" and row["tested"] > _SAME for row in own]
        if asked.adjust == "holm":
            adjusted = np.where(is_trivial, 1.0, holm(np.where(is_trivial, np.nan, p_values)))
        else:
            adjusted = p_values
        for row, p_value in zip(own, adjusted, strict=True):
            verdict = HOLDS if p_value >= asked.level else DIFFERS
            out.append({**row, "p_adjusted": float(p_value), "verdict": verdict})
    return out


def _pair(of_pair: xr.Dataset, steps: list[dict[str, Any]], asked: MicomOptions) -> dict[str, Any]:
    status = Status(int(of_pair["micom_status"]))
    sizes = {"n": int(of_pair["micom_n"]), "n_other": int(of_pair["micom_n_other"])}
    is_tested = status == Status.TESTED
    return {
        **sizes,
        "is_small": min(sizes.values()) < FEW,
        "invariance": decision(steps) if is_tested else _undecided(status),
        "permutations": asked.permutations if is_tested else 0,
        "failed": int(of_pair["micom_failed"]) if is_tested else 0,
        "reason": _reason(status, of_pair, asked),
    }


def decision(steps: list[dict[str, Any]]) -> str:
    """What the tests of all constructs say together.

    Returns
    -------
    str
        ``none`` where the groups make a composite of other weights; ``partial`` where the
        composites are the same, but a mean or a variance differs; else ``full``.
    """
    differing = {row["step"] for row in steps if row["verdict"] == DIFFERS}
    if "composition" in differing:
        return NONE
    return PARTIAL if differing else FULL


def _undecided(status: Status) -> str:
    """A question that one group wasn't asked breaks step 1; the rest can't be told."""
    return NONE if status == Status.NOT_ANSWERED else UNTESTED


def _reason(status: Status, of_pair: xr.Dataset, asked: MicomOptions) -> str:
    if status == Status.TOO_FEW:
        n = int(min(of_pair["micom_n"], of_pair["micom_n_other"]))
        return f"a group of {n} respondents is smaller than micom.minimum_n, {asked.minimum_n}"
    if status == Status.NO_ESTIMATE:
        return "the model can't be estimated in one of the groups"
    if status == Status.TESTED:
        return ""
    obstacle = of_pair["micom_obstacle"]
    names = ", ".join(map(str, obstacle["question"].values[obstacle.to_numpy() == status]))
    if status == Status.NOT_ANSWERED:
        return f"hardly anybody of a group answered {names}"
    return f"everybody of a group gave the same answer to {names}"


def _distances(result: Result) -> pd.DataFrame:
    import pandas as pd

    counts = result.estimates.counts
    columns = ["quantity", "distance", "critical", "p_value", "groups", "failed", "n"]
    if "group_distance_value" not in counts:
        return pd.DataFrame(columns=columns)
    own = counts.sel(group=EVERYBODY)
    if np.isnan(float(own["group_distance_n"])):
        return pd.DataFrame(columns=columns)
    shared: Mapping[str, int] = {
        name: int(own[f"group_distance_{name}"]) for name in ("groups", "failed", "n")
    }
    rows = []
    for name in map(str, own["group_distance"].values):
        value, high, p_value = (
            float(own[f"group_distance_{end}"].sel(group_distance=name))
            for end in ("value", "high", "p_value")
        )
        if not np.isnan(value):
            rows.append(
                {
                    "quantity": name,
                    "distance": value,
                    "critical": high,
                    "p_value": p_value,
                    **shared,
                }
            )
    return pd.DataFrame(rows, columns=columns)
