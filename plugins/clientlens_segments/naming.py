"""The order and the names of segments, both from their profile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from clientlens.plugin_api import (
    FloatArray,
    IntArray,
    Messages,
    Study,
    Text,
    hierarchy_of,
)
from clientlens.stats.moments import divide
from clientlens_segments.columns import GAP
from clientlens_segments.features import Made
from clientlens_segments.partition import centres_of, one_hot

LOCALE = Path(__file__).parent / "locale"

NOTABLE = 0.5
"""Standardised difference that counts as high or low: Cohen's medium effect."""

_THROUGHOUT = 0.8
"""So large a part of the features on one side makes a segment high, or low, throughout."""

_MOST_NAMED = 2
_ROUND = 9
"""Digits by which means are compared, so that the last bits of a sum don't order segments."""


def profile_order(made: Made, labels: IntArray, k: int, weights: FloatArray) -> IntArray:
    """(k,) segments by the mean of their answers, the highest first; ties by the next feature.

    Where segments rest on attributes alone, the largest comes first.
    """
    raw = centres_of(made.raw, labels, k, weights)  # (k, q)
    size = one_hot(labels, k).T @ weights
    first = raw[:, made.is_rating].mean(axis=1) if made.is_rating.any() else size
    keys = np.column_stack([first, raw]).round(_ROUND)
    return np.asarray(np.lexsort(-keys.T[::-1]), dtype=np.int64)


def standardised_differences(
    values: FloatArray, labels: IntArray, k: int, weights: FloatArray
) -> FloatArray:
    """(k, q) mean of each segment less that of all others, in pooled standard deviations.

    Cohen's d, with the variance within the segment and within the others pooled; NaN without any.
    """
    share = one_hot(labels, k) * weights[:, None]  # (n, k)
    rest = weights[:, None] - share
    mean, variance = _moments(share, values)
    rest_mean, rest_variance = _moments(rest, values)
    n, m = share.sum(axis=0)[:, None], rest.sum(axis=0)[:, None]
    pooled = (n * variance + m * rest_variance) / (n + m)
    return divide(mean - rest_mean, np.sqrt(pooled))


def _moments(share: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    total = share.sum(axis=0)[:, None]
    mean = divide(share.T @ values, total)
    square = divide(share.T @ values**2, total)
    return mean, np.maximum(square - mean**2, 0.0)


def names_of(
    made: Made, labels: IntArray, codes: Sequence[str], weights: FloatArray, study: Study
) -> dict[str, Text]:
    """Segment → what sets it apart, in both languages; no two are called the same."""
    differences = standardised_differences(made.values, labels, len(codes), weights)
    said = {
        language: [_name(row, made, Messages(language, [LOCALE]), study) for row in differences]
        for language in ("zh", "en")
    }
    for names in said.values():
        for i, name in enumerate(names):
            if names.count(name) > 1:
                names[i] = f"{name} ({codes[i]})"
    return {
        code: Text(zh=zh, en=en) for code, zh, en in zip(codes, said["zh"], said["en"], strict=True)
    }


def _name(differences: FloatArray, made: Made, words: Messages, study: Study) -> str:
    d = np.nan_to_num(differences)
    ratings = d[made.is_rating]
    if len(ratings) > _MOST_NAMED:
        for side, sign in (("high", 1), ("low", -1)):
            if (sign * ratings >= NOTABLE).mean() >= _THROUGHOUT:
                return words(f"segments-name-{side}-throughout")
    high = _foremost(d, made, words, study, 1)
    low = _foremost(d, made, words, study, -1)
    if high and low:
        return words("segments-name-both", high=high, low=low)
    if high or low:
        return words(f"segments-name-{'high' if high else 'low'}", features=high or low)
    return words("segments-name-average")


def _foremost(d: FloatArray, made: Made, words: Messages, study: Study, sign: int) -> str:
    """The features on one side that differ most."""
    order = np.argsort(-sign * d.round(_ROUND), kind="stable")
    notable = [made.names[i] for i in order if sign * d[i] >= NOTABLE][:_MOST_NAMED]
    is_told = len({name.partition(".")[0].partition("@")[0] for name in made.names}) > 1
    spelt = [feature_name(name, words, study, with_facet=is_told) for name in notable]
    return words("segments-and", one=spelt[0], other=spelt[1]) if len(spelt) > 1 else "".join(spelt)


def feature_name(feature: str, words: Messages, study: Study, *, with_facet: bool = True) -> str:
    """What people call a feature: ``importance.outlets``, ``gap@pricing``, ``city=xinyu``."""
    language: Literal["zh", "en"] = "en" if words.language == "en" else "zh"
    attribute, _, value = feature.partition("=")
    if value and attribute in study.respondents:
        known = study.respondents[attribute]
        named = known.names.get(value)
        title = (known.name.in_language(language) if known.name else None) or attribute
        shown = (named.in_language(language) if named else None) or value
        return words("segments-attribute-is", attribute=title, value=shown)
    block, _, code = feature.replace("@", ".").partition(".")
    if not code:
        item = study.items.get(feature)
        return (item.name.in_language(language) if item and item.name else None) or feature
    name = hierarchy_of(study).name(code, language)
    if not with_facet:
        return name
    if block == GAP:
        return words("segments-gap-of", name=name)
    facet = study.facets[block].name if block in study.facets else None
    title = (facet.in_language(language) if facet else None) or block
    return words("segments-facet-of", facet=title, name=name)
