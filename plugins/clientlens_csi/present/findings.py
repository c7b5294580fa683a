"""The findings: what a director should hear of the index, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from clientlens.plugin_api import Finding, Result
from clientlens_csi.present.reading import EVERYBODY, bounds_of
from clientlens_csi.present.replicates import counts_of_trouble, is_inadmissible
from clientlens_csi.study.design import Design, design_of
from clientlens_csi.study.options import CsiOptions

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Evidence = dict[str, float | int | str]

_MOST_NAMED = 3
_MANY_TROUBLES = 0.01
"""A share of troubled replicates that a reader must know of."""

_WEAK = ("alpha", "rho_c", "ave", "loading")
_SAME_THING = ("htmt", "fornell_larcker_margin")


def findings_of(result: Result) -> Iterator[Finding]:
    """Everybody first; of each group its index and what to mend first."""
    options: CsiOptions = result.options  # type: ignore[assignment]
    for group in result.estimates.groups:
        reason = result.estimates.absent.get((group, "index"))
        if reason or "index" not in result.estimates:
            yield _absent(group, reason or "")
            continue
        yield _index(result, group)
        if options.method == "weighted":
            yield from _costliest(result, group, "indicator")
            continue
        yield from _structural(result, group)


def _structural(result: Result, group: str) -> Iterator[Finding]:
    options: CsiOptions = result.options  # type: ignore[assignment]
    design = design_of(result.study, options)
    is_everybody = group == EVERYBODY
    yield from _strongest_driver(result, design, group)
    yield from _first_to_mend(result, design, group)
    yield from _costliest(result, group, "question")
    yield from _opposed(result, design, group)
    yield from _replicates(result, group)
    if not is_everybody:
        return
    yield from _unclear_paths(result)
    yield from _wrong_signs(result)
    yield from _measurement(result)
    yield from _fit(result)
    yield from _prediction(result)
    yield from _smallest_path(result)


def _opposed(result: Result, design: Design, group: str) -> Iterator[Finding]:
    """Constructs with items that weigh against the others: their index can leave 0 to 100."""
    shares = result.estimates.answered("question_share").sel(group=group)
    index = result.estimates.answered("construct_index").sel(group=group)
    for construct, block in design.blocks.items():
        own = shares.sel(question=list(block))
        if bool(index.sel(construct=construct).isnull()):
            yield Finding("caution", (construct,), "csi-no-index", group=group)
            continue
        against = tuple(str(q) for q in own["question"].values[(own < 0).to_numpy()])
        if against:
            is_headline = group == EVERYBODY and construct == design.index
            evidence: Evidence = {"index": float(index.sel(construct=construct))}
            message = "csi-opposed-index" if construct == design.index else "csi-opposed"
            subject = (construct, *against)
            yield Finding("caution", subject, message, evidence, group=group, headline=is_headline)


def _absent(group: str, reason: str) -> Finding:
    evidence: Evidence = {"reason": reason}
    return Finding("absent", (), "csi-absent", evidence, group=group, headline=group == EVERYBODY)


def _with_interval(
    result: Result, name: str, summary: xr.Dataset, evidence: Evidence, message: str
) -> tuple[Evidence, str]:
    """The number under its name with its interval, and the message that tells of both."""
    value, low, high = bounds_of(summary)
    found: Evidence = {name: value, **evidence}
    if np.isnan(low):
        return found, f"{message}-plain"
    level = f"{100 * result.estimates.uncertainty.level:g}%"
    return {**found, f"{name}_low": low, f"{name}_high": high, "level": level}, message


def _index(result: Result, group: str) -> Finding:
    summary = result.estimates.summary("index").sel(group=group)
    n = int(result.estimates.counts["n_respondents"].sel(group=group))
    evidence, message = _with_interval(result, "index", summary, {"n": n}, "csi-index")
    return Finding("index", (), message, evidence, group=group, headline=group == EVERYBODY)


def _strongest_driver(result: Result, design: Design, group: str) -> Iterator[Finding]:
    drivers = [construct for construct in design.modelled if construct in design.levers]
    importance = result.estimates["construct_importance"].sel(group=group, construct=drivers)
    answered = result.estimates.answered(importance)
    if not bool((answered > 0).any()):
        return
    code = str(answered["construct"].values[int(answered.argmax("construct"))])
    summary = result.estimates.summary(importance.sel(construct=[code])).isel(construct=0)
    evidence, message = _with_interval(result, "importance", summary, {}, "csi-driver")
    sure = _probability_of_first(result, importance, code)
    yield Finding(
        "driver",
        (code,),
        message,
        evidence,
        strength=1.0 if sure is None else sure,
        group=group,
        headline=group == EVERYBODY,
    )


def _first_to_mend(result: Result, design: Design, group: str) -> Iterator[Finding]:
    priority = result.estimates["construct_priority"].sel(group=group, construct=_levers(design))
    answered = result.estimates.answered(priority)
    if not bool((answered > 0).any()):
        return
    code = str(answered["construct"].values[int(answered.argmax("construct"))])
    index = result.estimates.answered("construct_index").sel(group=group, construct=code)
    effect = result.estimates.answered("construct_importance").sel(group=group, construct=code)
    sure = _probability_of_first(result, priority, code)
    evidence: Evidence = {
        "index": float(index),
        "importance": float(effect),
        "index_points": float(answered.sel(construct=code)),
    }
    message = "csi-first-plain"
    if sure is not None:
        evidence["p_first"], message = sure, "csi-first"
    strength = 1.0 if sure is None else sure
    yield Finding("priority", (code,), message, evidence, strength, group, group == EVERYBODY)


def _levers(design: Design) -> list[str]:
    """Constructs that questions measure and that can be acted on, which the index itself can't."""
    members = {design.index, *design.higher.get(design.index, ())}
    return [c for c in design.blocks if c in design.levers and c not in members]


def _probability_of_first(result: Result, values: xr.DataArray, code: str) -> float | None:
    """Share of the draws in which a construct comes first; None where there are no draws."""
    draws = result.estimates.draws(values).transpose("replicate", "construct").to_numpy()
    known = draws[~np.isnan(draws).all(axis=1)]
    if not len(known):
        return None
    place = list(values["construct"].values).index(code)
    return float((np.nanargmax(known, axis=1) == place).mean())


def _costliest(result: Result, group: str, dim: str) -> Iterator[Finding]:
    """The questions or indicators from which the index would gain most."""
    estimates = result.estimates
    if dim == "indicator":
        gain = estimates.answered("priority").sel(group=group)
    else:
        gain = estimates.answered("question_priority").sel(group=group)
        gain = gain.sel(question=_lever_questions(result))
    known = gain.to_series().dropna().sort_values(ascending=False, kind="stable")
    known = known[known > 0]
    named = [str(code) for code in known.index[:_MOST_NAMED]]
    if not named:
        return
    evidence: Evidence = {
        "index_points": float(known.iloc[:_MOST_NAMED].sum()),
        "count": len(named),
    }
    yield Finding(
        "costliest",
        tuple(named),
        "csi-costliest",
        evidence,
        group=group,
        headline=group == EVERYBODY,
    )


def _lever_questions(result: Result) -> list[str]:
    """Questions of what can be acted on."""
    options: CsiOptions = result.options  # type: ignore[assignment]
    design = design_of(result.study, options)
    return [question for construct in _levers(design) for question in design.blocks[construct]]


def _criteria(result: Result) -> pd.DataFrame:
    frame = result.table("criteria")
    return frame[frame["group"] == EVERYBODY]


def _unclear_paths(result: Result) -> Iterator[Finding]:
    paths = _criteria(result).query("criterion == 'path'")
    unsure = int((paths["verdict"] == "unsure").sum())
    if len(paths) and unsure:
        evidence: Evidence = {"count": unsure, "total": len(paths)}
        yield Finding("caution", (), "csi-unclear-paths", evidence)


def _wrong_signs(result: Result) -> Iterator[Finding]:
    signs = _criteria(result).query("criterion == 'sign'")
    for record in signs.to_dict("records"):
        word = "csi-wrong-sign" if record["verdict"] == "poor" else "csi-wrong-sign-unsure"
        subject = (str(record["subject"]), str(record["other"]))
        yield Finding("caution", subject, word, {"path": float(record["estimate"])})


def _measurement(result: Result) -> Iterator[Finding]:
    """Constructs that are measured badly, and pairs that may be one."""
    found = _criteria(result)
    for code in _WEAK:
        weak = found[(found["criterion"] == code) & (found["verdict"] == "poor")]
        if len(weak):
            subject = tuple(dict.fromkeys(weak["subject"]))
            yield Finding("measurement", subject, f"csi-weak-{code}", {"count": len(subject)})
    for code in _SAME_THING:
        pairs = found[(found["criterion"] == code) & found["verdict"].isin(["poor", "unsure"])]
        for record in pairs.to_dict("records"):
            subject = (str(record["subject"]), str(record["other"]))
            evidence: Evidence = {code: float(record["estimate"])}
            yield Finding("measurement", subject, f"csi-same-{code}", evidence)


def _fit(result: Result) -> Iterator[Finding]:
    found = {str(record["criterion"]): record for record in _criteria(result).to_dict("records")}
    if "srmr" not in found:
        return
    evidence: Evidence = {"srmr": float(found["srmr"]["estimate"])}
    verdict = str(found["srmr"]["verdict"])
    if "exact_fit" in found:
        evidence["exact_p"] = float(found["exact_fit"]["estimate"])
        tested = "holds" if found["exact_fit"]["verdict"] == "good" else "rejected"
        yield Finding("fit", (), f"csi-fit-{verdict}-{tested}", evidence)
    else:
        yield Finding("fit", (), f"csi-fit-{verdict}", evidence)


def _prediction(result: Result) -> Iterator[Finding]:
    found = _criteria(result)
    power = found[found["criterion"] == "predictive_power"]
    if len(power):
        word = str(power["verdict"].iloc[0])
        evidence: Evidence = {"better_share": float(power["estimate"].iloc[0])}
        yield Finding("prediction", (), f"csi-power-{word}", evidence)


def _replicates(result: Result, group: str) -> Iterator[Finding]:
    is_everybody = group == EVERYBODY
    if is_inadmissible(result, group):
        message = "csi-inadmissible-sample"
        yield Finding("caution", (), message, group=group, headline=is_everybody)
    found = counts_of_trouble(result, group)
    for count, message in ((found.failed, "csi-failed"), (found.inadmissible, "csi-inadmissible")):
        if count:
            evidence: Evidence = {"count": count, "total": found.total}
            is_headline = is_everybody and count > _MANY_TROUBLES * found.total
            yield Finding("caution", (), message, evidence, group=group, headline=is_headline)


def _smallest_path(result: Result) -> Iterator[Finding]:
    found = _criteria(result)
    smallest = found[found["criterion"] == "smallest_path"]
    if len(smallest):
        evidence: Evidence = {
            "path": float(smallest["estimate"].iloc[0]),
            "n": round(float(result.estimates.counts["n_effective"].sel(group=EVERYBODY))),
        }
        yield Finding("caution", (), "csi-smallest-path", evidence)
