"""The advice: what moves the index most, and where most is to be gained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Finding, Result
from clientlens_csi.present.reading import EVERYBODY, Evidence, with_interval
from clientlens_csi.study.design import Design

if TYPE_CHECKING:
    import xarray as xr

_MOST_NAMED = 3


def advice_of(result: Result, design: Design, group: str) -> Iterator[Finding]:
    """The strongest driver, the construct to begin with and its part, the costliest questions.

    Whole constructs are compared with each other, and parts within theirs. The index itself and
    what can't be acted on are left aside.
    """
    levers = [c for c in design.modelled if c in design.levers and c != design.index]
    if not levers:
        return
    yield from _strongest_driver(result, levers, group)
    yield from _first_to_mend(result, design, levers, group)
    questions = [q for c in levers for q in _questions_of(c, design)]
    gain = result.estimates.answered("question_priority").sel(group=group, question=questions)
    yield from costliest(gain, group)


def costliest(gain: xr.DataArray, group: str) -> Iterator[Finding]:
    """The questions or indicators from which the index would gain most."""
    known = gain.to_series().dropna().sort_values(ascending=False, kind="stable")
    known = known[known > 0]
    named = tuple(str(code) for code in known.index[:_MOST_NAMED])
    if not named:
        return
    evidence: Evidence = {
        "index_points": float(known.iloc[:_MOST_NAMED].sum()),
        "count": len(named),
    }
    is_headline = group == EVERYBODY
    yield Finding("costliest", named, "csi-costliest", evidence, group=group, headline=is_headline)


def _questions_of(construct: str, design: Design) -> list[str]:
    """Of a whole, those of its parts that can be acted on."""
    parts = design.higher.get(construct, ())
    blocks = [part for part in parts if part in design.levers] if parts else [construct]
    return [question for block in blocks for question in design.blocks[block]]


def _strongest_driver(result: Result, levers: Sequence[str], group: str) -> Iterator[Finding]:
    importance = result.estimates["construct_importance"].sel(group=group, construct=levers)
    code = _highest(result, importance)
    if code is None:
        return
    summary = result.estimates.summary(importance.sel(construct=[code])).isel(construct=0)
    level = result.estimates.uncertainty.level
    evidence, message = with_interval("importance", summary, level, {}, "csi-driver")
    sure = _probability_of_first(result, importance, code)
    strength = 1.0 if sure is None else sure
    yield Finding("driver", (code,), message, evidence, strength, group, group == EVERYBODY)


def _first_to_mend(
    result: Result, design: Design, levers: Sequence[str], group: str
) -> Iterator[Finding]:
    """Where to begin among whole constructs, then within the one that was found."""
    priority = result.estimates["construct_priority"].sel(group=group)
    first = _highest(result, priority.sel(construct=levers))
    if first is None:
        return
    yield _begin_with(result, first, priority.sel(construct=levers), "csi-first")
    parts = [part for part in design.higher.get(first, ()) if part in design.levers]
    part = _highest(result, priority.sel(construct=parts)) if parts else None
    if part is not None:
        yield _begin_with(result, part, priority.sel(construct=parts), "csi-first-part")


def _begin_with(result: Result, code: str, priority: xr.DataArray, message: str) -> Finding:
    group = str(priority["group"].item())
    evidence: Evidence = {
        name: float(result.estimates.answered(quantity).sel(group=group, construct=code))
        for name, quantity in (
            ("index", "construct_index"),
            ("importance", "construct_importance"),
            ("index_points", "construct_priority"),
        )
    }
    is_alone = priority.sizes["construct"] == 1
    sure = None if is_alone else _probability_of_first(result, priority, code)
    if sure is None:
        message, strength = f"{message}-plain", 1.0
    else:
        evidence["p_first"] = strength = sure
    return Finding("priority", (code,), message, evidence, strength, group, group == EVERYBODY)


def _highest(result: Result, values: xr.DataArray) -> str | None:
    """The construct with the highest value; None where no value is positive."""
    answered = result.estimates.answered(values)
    if not bool((answered > 0).any()):
        return None
    return str(answered["construct"].values[int(answered.argmax("construct"))])


def _probability_of_first(result: Result, values: xr.DataArray, code: str) -> float | None:
    """Share of the draws in which a construct comes first; None where there are no draws."""
    draws = result.estimates.draws(values).transpose("replicate", "construct").to_numpy()
    known = draws[~np.isnan(draws).all(axis=1)]
    if not len(known):
        return None
    place = list(values["construct"].values).index(code)
    return float((np.nanargmax(known, axis=1) == place).mean())
