"""The tables: sizes, profile, choice of the number, stability, and the rule, tidy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.plugin_api import Messages, Result, Segmentation, Table, stack
from clientlens_segments.criteria import MOST_COMPARED, silhouettes
from clientlens_segments.naming import feature_name
from clientlens_segments.options import SegmentsOptions
from clientlens_segments.rule import predictors_of
from clientlens_segments.values import SEPARATOR, Layout, layout_of

if TYPE_CHECKING:
    import pandas as pd

EVERYBODY = "all"
_QUANTILES = {"p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9}
_DIGITS = 10
_DETAILS = frozenset({"profile", "attributes", "association", "choice", "silhouettes"})

_Maker = tuple[tuple[str, ...], Callable[[Result], "pd.DataFrame"]]
"""The keys of a table behind the group, and what makes its rows."""


def tables_of(result: Result) -> Iterator[Table]:
    """Every table that has rows."""
    layout = layout_of(result.study, _options(result))
    has_segments = "share" in result.estimates and bool(layout.segments)
    makers: dict[str, _Maker] = {
        **(_of_segments(layout) if has_segments else {}),
        "choice": (("segmentation", "criterion", "number"), _choice),
        "silhouettes": (("segment",), _silhouettes),
    }
    for name, (keys, make) in makers.items():
        frame = make(result)
        if len(frame):
            yield Table(name, ("group", *keys), frame, is_detail=name in _DETAILS)


def _of_segments(layout: Layout) -> Mapping[str, _Maker]:
    makers: dict[str, _Maker] = {
        "sizes": (("segment",), _sizes),
        "profile": (("segment", "feature", "quantity"), _profile),
    }
    if layout.levels:
        makers["attributes"] = (("segment", "level", "quantity"), _levels)
        makers["association"] = (("segmentation", "attribute", "quantity"), _association)
    return {
        **makers,
        "rule": (("segmentation", "end"), _rule),
        "rule_accuracy": (("segmentation",), _accuracy),
    }


def _options(result: Result) -> SegmentsOptions:
    return result.options  # type: ignore[return-value]


def _framed(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([{"group": EVERYBODY, **row} for row in rows])


def _sizes(result: Result) -> pd.DataFrame:
    """One line a segment: respondents, share, and how well it comes out again."""
    summary = result.estimates.summary("share").isel(group=0)
    n = result.estimates.counts["n"].isel(group=0).to_numpy()
    rows = []
    for i, segment in enumerate(summary["segment"].values.tolist()):
        if isnan(n[i]):
            continue
        own = {key: float(summary[key].values[i]) for key in ("estimate", "ci_low", "ci_high")}
        attribute, _, value = segment.partition(SEPARATOR)
        found = result.segmentations.get(attribute)
        stability = found.local.get("stability", {}).get(value, {}) if found else {}
        rows.append(
            {
                "segment": segment,
                "n": int(n[i]),
                "share": own["estimate"],
                "share_low": own["ci_low"],
                "share_high": own["ci_high"],
                "jaccard": stability.get("jaccard", np.nan),
            }
        )
    return _framed(rows)


def _profile(result: Result) -> pd.DataFrame:
    """Means, differences from all others, and these in standard deviations."""
    names = ("feature_mean", "difference", "standardised_difference")
    quantities = {name: result.estimates.summary(name) for name in names}
    n = result.estimates.counts["n_feature"]
    return stack(quantities, ("group", "segment", "feature"), n)


def _levels(result: Result) -> pd.DataFrame:
    """Shares of the values of attributes, and lifts."""
    quantities = {name: result.estimates.summary(name) for name in ("level_share", "lift")}
    return stack(quantities, ("group", "segment", "level"), result.estimates.counts["n_level"])


def _association(result: Result) -> pd.DataFrame:
    summary = {"association": result.estimates.summary("association")}
    return stack(summary, ("group", "segmentation", "attribute"))


def _choice(result: Result) -> pd.DataFrame:
    """Every criterion of every number that was tried."""
    rows = []
    for name, found in _shown(result):
        chosen = len(found.codes) or 1
        for criterion, values in found.criteria.items():
            for number, value in sorted(values.items()):
                rows.append(
                    {
                        "segmentation": name,
                        "criterion": criterion,
                        "number": number,
                        "value": float(f"{value:.{_DIGITS}g}"),
                        "is_chosen": number == chosen,
                        "is_decisive": criterion == found.chosen_by,
                    }
                )
    return _framed(rows)


def _shown(result: Result) -> list[tuple[str, Segmentation]]:
    layout = layout_of(result.study, _options(result))
    return [(s, result.segmentations[s]) for s in layout.segmentations if s in result.segmentations]


def _silhouettes(result: Result) -> pd.DataFrame:
    """How silhouettes are spread in every found segment."""
    minimum = result.study.report.minimum_group
    rows = []
    for name, found in _shown(result):
        values = silhouettes_of(found)
        for i, code in enumerate(found.codes):
            own = values[(found.labels == i) & ~np.isnan(values)]
            if len(own) < minimum:
                continue
            spread = {key: float(np.quantile(own, q)) for key, q in _QUANTILES.items()}
            share = float((own < 0).mean())
            mean = float(own.mean())
            rows.append(
                {"segment": f"{name}{SEPARATOR}{code}", "n": len(own), "mean": mean, **spread}
                | {"share_negative": share}
            )
    return _framed(rows)


def silhouettes_of(found: Segmentation) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(n,) silhouettes of respondents, of the first `MOST_COMPARED` in steps; NaN of the others."""
    values = np.full(len(found.labels), np.nan)
    if found.features is None or not found.codes or not len(found.features.names):
        return values
    known = np.flatnonzero((found.labels >= 0) & ~np.isnan(found.features.values).any(axis=1))
    rows = known[:: -(-len(known) // MOST_COMPARED)]
    values[rows] = silhouettes(found.features.values[rows], found.labels[rows])
    return values


def _rule(result: Result) -> pd.DataFrame:
    """The ends of the rule: the way to each in words, and who arrives."""
    layout = layout_of(result.study, _options(result))
    counts = result.estimates.counts.isel(group=0)
    language = result.study.report.language
    words = Messages(language, [result.locale])
    rows = []
    for g, segmentation in enumerate(layout.segmentations):
        own = counts.isel(segmentation=g)
        predictors = predictors_of(layout, segmentation)
        for e, end in enumerate(counts["end"].values.tolist()):
            n = float(own["rule_n"].values[e])
            if isnan(n):
                continue
            steps = zip(
                own["rule_question"].values[e],
                own["rule_bound"].values[e],
                own["rule_is_above"].values[e],
                strict=True,
            )
            told = [
                condition(result, words, predictors[int(q)], float(bound), is_above=above > 0)
                for q, bound, above in steps
                if not isnan(q)
            ]
            rows.append(
                {
                    "segmentation": segmentation,
                    "end": int(end),
                    "condition": words("segments-rule-and").join(told) or words("segments-anybody"),
                    "segment": layout.segments[int(own["rule_segment"].values[e])],
                    "n": int(n),
                    "purity": float(own["rule_purity"].values[e]),
                }
            )
    return _framed(rows)


def condition(
    result: Result, words: Messages, predictor: str, bound: float, *, is_above: bool
) -> str:
    """One step of a rule in words: on a scale, from a point on or up to one."""
    name = feature_name(predictor, words, result.study)
    if SEPARATOR in predictor:
        return words(f"segments-rule-{'is' if is_above else 'is-not'}", name=name)
    point = int(np.floor(bound)) + (1 if is_above else 0)
    side = "at-least" if is_above else "at-most"
    return words(f"segments-rule-{side}", name=name, point=str(point))


def _accuracy(result: Result) -> pd.DataFrame:
    counts = result.estimates.counts.isel(group=0)
    rows = []
    for g, segmentation in enumerate(counts["segmentation"].values.tolist()):
        accuracy, error, baseline = (
            float(counts[name].values[g])
            for name in ("rule_accuracy", "rule_accuracy_error", "rule_baseline")
        )
        if not isnan(accuracy):
            rows.append(
                {
                    "segmentation": segmentation,
                    "accuracy": accuracy,
                    "std_error": error,
                    "baseline": baseline,
                    "is_better": accuracy - 2 * error > baseline,
                }
            )
    return _framed(rows)
