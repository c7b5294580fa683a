"""The criteria: every quality criterion with its threshold, its source and the verdict.

A reader who doesn't know the thresholds finds them beside each number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens_csi.study.design import Design

if TYPE_CHECKING:
    import pandas as pd

HAIR = "Hair et al. (2022), A Primer on PLS-SEM, 3rd ed."
HENSELER = "Henseler, Ringle & Sarstedt (2015), J. Acad. Marketing Sci. 43, 115-135"
FORNELL = "Fornell & Larcker (1981), J. Marketing Res. 18, 39-50"
COHEN = "Cohen (1988), Statistical Power Analysis, 2nd ed., ch. 9"
HU = "Hu & Bentler (1999), Struct. Equ. Modeling 6, 1-55"
DIJKSTRA = "Dijkstra & Henseler (2015), MIS Quarterly 39, 297-316"
SHMUELI = "Shmueli et al. (2019), Eur. J. Marketing 53, 2322-2347"
SHARMA = "Sharma et al. (2023), Eur. J. Marketing 57, 1662-1677"
KOCK = "Kock & Hadaya (2018), Information Systems J. 28, 227-261"

GOOD_LOADING = 0.708
"""The item shares half of its variance with the construct."""

GOOD, FAIR, POOR, UNSURE, REDUNDANT = "good", "fair", "poor", "unsure", "redundant"
_SMALLEST_PATH = 2.486
"""Normal deviates of 5 %, one-sided, and of 80 % power together: the inverse square root method."""

Bounds = tuple[float, float, float]
"""Estimate and both ends of its interval, NaN where there is none."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One rule: what it is called, what counts as good, who says so."""

    code: str
    threshold: str
    source: str
    judge: Callable[[Bounds], str]


@dataclass(frozen=True, slots=True)
class Measured:
    """One number to be judged, and what it is about."""

    group: str
    subject: str
    other: str
    bounds: Bounds


def _at_least(good: float, fair: float) -> Callable[[Bounds], str]:
    return lambda b: GOOD if b[0] >= good else FAIR if b[0] >= fair else POOR


def _below(good: float, fair: float) -> Callable[[Bounds], str]:
    return lambda b: GOOD if b[0] < good else FAIR if b[0] < fair else POOR


def _reliability(b: Bounds) -> str:
    most = 0.95
    return REDUNDANT if b[0] > most else _at_least(0.70, 0.60)(b)


def _distinct(b: Bounds) -> str:
    """An interval that reaches 1 can't tell the two apart, whatever the estimate."""
    verdict = _below(0.85, 0.90)(b)
    return UNSURE if verdict != POOR and b[2] >= 1 else verdict


def _positive(b: Bounds) -> str:
    return GOOD if b[0] > 0 else POOR


def _clear(b: Bounds) -> str:
    """Whether the interval excludes 0."""
    if isnan(b[1]):
        return ""
    return "clear" if b[1] > 0 or b[2] < 0 else UNSURE


def _not_judged(_: Bounds) -> str:
    """What is told elsewhere, or only informs."""
    return ""


def _size(steps: Sequence[tuple[float, str]], otherwise: str) -> Callable[[Bounds], str]:
    return lambda b: next((word for least, word in steps if b[0] >= least), otherwise)


CRITERIA: Mapping[str, Criterion] = {
    c.code: c
    for c in (
        Criterion(
            "loading",
            "≥ 0.708; 0.40–0.708 weak",
            HAIR,
            _size([(GOOD_LOADING, GOOD), (0.40, "weak")], POOR),
        ),
        Criterion("alpha", "0.70–0.95; from 0.60 exploratory", HAIR, _reliability),
        Criterion("rho_a", "0.70–0.95; from 0.60 exploratory", HAIR, _reliability),
        Criterion("rho_c", "0.70–0.95; from 0.60 exploratory", HAIR, _reliability),
        Criterion("ave", "≥ 0.50", FORNELL, _at_least(0.50, 0.50)),
        Criterion("fornell_larcker_margin", "> 0", FORNELL, _positive),
        Criterion("htmt", "< 0.85; < 0.90 similar concepts", HENSELER, _distinct),
        Criterion("inner_vif", "< 3; < 5", HAIR, _below(3, 5)),
        Criterion("outer_vif", "< 3; < 5", HAIR, _below(3, 5)),
        Criterion("mode_b_weight", "≠ 0 (interval)", HAIR, _clear),
        Criterion(
            "r_squared",
            "0.25 / 0.50 / 0.75",
            HAIR,
            _size([(0.75, "substantial"), (0.50, "moderate"), (0.25, "weak")], "negligible"),
        ),
        Criterion(
            "f_squared",
            "0.02 / 0.15 / 0.35",
            COHEN,
            _size([(0.35, "large"), (0.15, "medium"), (0.02, "small")], "negligible"),
        ),
        Criterion("path", "≠ 0 (interval)", HAIR, _clear),
        Criterion("srmr", "< 0.08; < 0.10 lenient", HU, _below(0.08, 0.10)),
        Criterion("exact_fit", "p ≥ 1 − level", DIJKSTRA, _not_judged),
        Criterion("q2_predict", "> 0", SHMUELI, _positive),
        Criterion("cvpat", "< 0 (p < 0.05)", SHARMA, _not_judged),
        Criterion("smallest_path", "2.486 / √n", KOCK, _not_judged),
    )
}


def criteria_of(
    frames: Mapping[str, pd.DataFrame],
    design: Design,
    respondents: Mapping[str, float],
    level: float,
) -> pd.DataFrame:
    """Judge every number that has a criterion.

    Parameters
    ----------
    frames : mapping
        Table → its frame: loadings, weights, constructs, htmt, paths, fit, predict, cvpat.
    design : Design
        Modes of the constructs, signs that are expected.
    respondents : mapping
        Group → their effective number.
    level : float
        Of the intervals, and of the test of exact fit.

    Returns
    -------
    DataFrame
        ``group, criterion, subject, other, estimate, ci_low, ci_high, verdict, threshold,
        reference``.
    """
    import pandas as pd

    rows = [
        _row(criterion, measured)
        for code, found in _measured(frames, design)
        for criterion in [CRITERIA[code]]
        for measured in found
    ]
    smallest = CRITERIA["smallest_path"]
    rows += [_row(smallest, measured) for measured in _smallest_paths(respondents)]
    rows += list(_tested(frames.get("fit"), level))
    rows += list(_wrong_signs(frames["paths"], design))
    rows += list(_predictive(frames))
    return pd.DataFrame(rows, columns=list(COLUMNS))


COLUMNS = (
    "group", "criterion", "subject", "other", "estimate", "ci_low", "ci_high", "verdict",
    "threshold", "reference",
)  # fmt: skip


def _row(criterion: Criterion, measured: Measured, verdict: str | None = None) -> dict[str, Any]:
    estimate, low, high = measured.bounds
    return {
        "group": measured.group,
        "criterion": criterion.code,
        "subject": measured.subject,
        "other": measured.other,
        "estimate": estimate,
        "ci_low": low,
        "ci_high": high,
        "verdict": criterion.judge(measured.bounds) if verdict is None else verdict,
        "threshold": criterion.threshold,
        "reference": criterion.source,
    }


def _measured(
    frames: Mapping[str, pd.DataFrame], design: Design
) -> Iterator[tuple[str, list[Measured]]]:
    """Criterion → the numbers that it judges, in the order in which a report is read.

    Agreement of items is asked of constructs that their items reflect; the items that form one
    (mode B) need not agree [Hair et al. 2022].
    """
    formative = [c for c, mode in design.modes.items() if mode == "B"]
    loadings = frames["loadings"]
    items = loadings.groupby(["group", "construct"])["item"].transform("size")
    is_judged = (items > 1) & ~loadings["construct"].isin(formative)
    yield "loading", _quantity(loadings[is_judged], "loading", "item", "construct")
    constructs = frames["constructs"]
    reflected = constructs[~constructs["construct"].isin(formative)]
    for code in ("alpha", "rho_a", "rho_c", "ave"):
        yield code, _quantity(reflected, code, "construct")
    pairs = frames.get("htmt")
    if pairs is not None:
        pairs = pairs[~(pairs["construct"].isin(formative) | pairs["other"].isin(formative))]
        for code in ("fornell_larcker_margin", "htmt"):
            yield code, _quantity(pairs, code, "construct", "other")
    weights = frames["weights"][frames["weights"]["construct"].isin(formative)]
    yield "outer_vif", _quantity(weights, "outer_vif", "item", "construct")
    yield "mode_b_weight", _quantity(weights, "weight", "item", "construct")
    yield "r_squared", _quantity(frames["constructs"], "r_squared", "construct")
    # A whole that repeats its parts' items is made of them, which says nothing of paths.
    paths = frames["paths"]
    is_part = [
        source in design.higher.get(target, ())
        for source, target in zip(paths["source"], paths["target"], strict=True)
    ]
    for code in ("path", "f_squared", "inner_vif"):
        yield code, _quantity(paths[~np.array(is_part, dtype=bool)], code, "source", "target")
    yield from _of_fit(frames.get("fit"))


def _quantity(
    frame: pd.DataFrame, quantity: str, subject: str, other: str | None = None
) -> list[Measured]:
    own = frame[frame["quantity"] == quantity]
    return [
        Measured(
            str(record["group"]),
            str(record[subject]),
            str(record[other]) if other else "",
            (float(record["estimate"]), float(record["ci_low"]), float(record["ci_high"])),
        )
        for record in own.to_dict("records")
    ]


def _of_fit(frame: pd.DataFrame | None) -> Iterator[tuple[str, list[Measured]]]:
    if frame is not None:
        own = frame[frame["quantity"] == "srmr"].to_dict("records")
        values = [(str(r["group"]), float(r["distance"])) for r in own]
        yield "srmr", [Measured(group, "", "", (value, nan, nan)) for group, value in values]


def _tested(frame: pd.DataFrame | None, level: float) -> Iterator[dict[str, Any]]:
    """The test of exact fit, by SRMR, at the level of the study's intervals."""
    if frame is None:
        return
    own = frame[(frame["quantity"] == "srmr") & frame["p_value"].notna()]
    for record in own.to_dict("records"):
        p = float(record["p_value"])
        measured = Measured(str(record["group"]), "", "", (p, nan, nan))
        yield _row(CRITERIA["exact_fit"], measured, GOOD if p >= 1 - level else POOR)


def _smallest_paths(respondents: Mapping[str, float]) -> list[Measured]:
    """The smallest path that a sample of this size finds, group by group."""
    return [
        Measured(group, "", "", (_SMALLEST_PATH / n**0.5, nan, nan))
        for group, n in respondents.items()
        if n > 0
    ]


def _wrong_signs(paths: pd.DataFrame, design: Design) -> Iterator[dict[str, Any]]:
    """Paths against the sign that the template expects of them."""
    for measured in _quantity(paths, "path", "source", "target"):
        estimate, low, high = measured.bounds
        sign = design.signs.get((measured.subject, measured.other), 0)
        if sign * estimate >= 0:
            continue
        is_sure = (high < 0) if sign > 0 else (low > 0)
        yield {
            **_row(CRITERIA["path"], measured, POOR if is_sure else UNSURE),
            "criterion": "sign",
            "threshold": "< 0" if sign < 0 else "> 0",
            "reference": "",
        }


def _predictive(frames: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    """Each question's Q², how many beat a linear model, and the test of the losses."""
    predict = frames.get("predict")
    if predict is None or not len(predict):
        return
    for record in predict.to_dict("records"):
        bounds = (float(record["q2_predict"]), nan, nan)
        measured = Measured(str(record["group"]), str(record["item"]), "", bounds)
        yield _row(CRITERIA["q2_predict"], measured)
    # A question that the mean predicts as well isn't predicted, whatever a linear model does.
    is_better = (predict["rmse"] < predict["rmse_linear"]) & (predict["q2_predict"] > 0)
    for group, better in is_better.groupby(predict["group"], sort=False).mean().items():
        measured = Measured(str(group), "", "", (float(better), nan, nan))
        yield {
            **_row(CRITERIA["q2_predict"], measured, _power(float(better))),
            "criterion": "predictive_power",
            "threshold": "1 / ≥ 0.5 / > 0",
        }
    yield from _losses(frames["cvpat"])


def _losses(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for record in frame.to_dict("records"):
        difference = float(record["loss_difference"])
        is_sure = float(record["loss_p"]) < 0.05  # noqa: PLR2004  the usual level of this test
        word = (GOOD if difference < 0 else POOR) if is_sure else UNSURE
        bounds = (difference, nan, nan)
        measured = Measured(str(record["group"]), str(record["benchmark"]), "", bounds)
        yield _row(CRITERIA["cvpat"], measured, word)


def _power(better: float) -> str:
    """By the share of the questions that the path model predicts better than a linear model."""
    half = 0.5
    if better == 1:
        return "high"
    return "medium" if better >= half else "low" if better > 0 else "none"
