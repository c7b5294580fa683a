"""The findings: what a director should hear of the index, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from clientlens.plugin_api import Finding, Result
from clientlens_csi.present.advice import advice_of, costliest
from clientlens_csi.present.invariance import invariance_findings
from clientlens_csi.present.reading import EVERYBODY, Evidence, with_interval
from clientlens_csi.present.replicates import counts_of_trouble, is_inadmissible
from clientlens_csi.study.design import Design, design_of
from clientlens_csi.study.options import CsiOptions

if TYPE_CHECKING:
    import pandas as pd

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
            priority = result.estimates.answered("priority").sel(group=group)
            yield from costliest(priority, group)
            continue
        yield from _structural(result, group)


def _structural(result: Result, group: str) -> Iterator[Finding]:
    options: CsiOptions = result.options  # type: ignore[assignment]
    design = design_of(result.study, options)
    is_everybody = group == EVERYBODY
    if is_everybody:
        yield from _inadmissible_groups(result)
    if is_inadmissible(result, group):
        message = "csi-inadmissible-sample"
        yield Finding("caution", (), message, group=group, headline=is_everybody)
    else:
        yield from advice_of(result, design, group)
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
    yield from invariance_findings(result)


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


def _inadmissible_groups(result: Result) -> Iterator[Finding]:
    """Groups whose solution no population could have, in one finding for the headlines."""
    named = tuple(
        group
        for group in result.estimates.groups
        if group != EVERYBODY and is_inadmissible(result, group)
    )
    if named:
        evidence: Evidence = {"count": len(named)}
        yield Finding("caution", named, "csi-inadmissible-groups", evidence, headline=True)


def _absent(group: str, reason: str) -> Finding:
    evidence: Evidence = {"reason": reason}
    return Finding("absent", (), "csi-absent", evidence, group=group, headline=group == EVERYBODY)


def _index(result: Result, group: str) -> Finding:
    summary = result.estimates.summary("index").sel(group=group)
    n = int(result.estimates.counts["n_respondents"].sel(group=group))
    level = result.estimates.uncertainty.level
    evidence, message = with_interval("index", summary, level, {"n": n}, "csi-index")
    return Finding("index", (), message, evidence, group=group, headline=group == EVERYBODY)


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
    if not len(power):
        return
    predicted = result.table("predict")
    predicted = predicted[predicted["group"] == EVERYBODY]
    better = predicted["rmse"] < predicted["rmse_linear"]
    evidence: Evidence = {"count": int(better.sum()), "total": len(better)}
    yield Finding("prediction", (), f"csi-power-{power['verdict'].iloc[0]}", evidence)
    for record in found[found["criterion"] == "cvpat"].to_dict("records"):
        word = f"csi-loss-{record['subject']}-{record['verdict']}"
        yield Finding("prediction", (), word, {"loss_difference": float(record["estimate"])})


def _replicates(result: Result, group: str) -> Iterator[Finding]:
    is_everybody = group == EVERYBODY
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
