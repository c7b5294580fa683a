"""The order and the names of segments, and what their own models say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from clientlens.plugin_api import FloatArray, IntArray, Messages, Text
from clientlens_csi.effects import total_effects
from clientlens_csi.segments.basis import Basis

LOCALE = Path(__file__).parents[1] / "locale"

_ROUND = 9
"""Digits by which means are compared, so that the last bits of a sum don't order segments."""

_MOST_NAMED = 2

Local = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Quantity → segment → label → value."""


def codes_of(k: int) -> tuple[str, ...]:
    """The codes of k segments."""
    return tuple(f"s{i + 1}" for i in range(k))


def profile_order(basis: Basis, labels: IntArray, k: int) -> IntArray:
    """(k,) classes by the mean score of the index, the most satisfied first; ties by size."""
    w = basis.clients.w
    size = np.bincount(labels, weights=w, minlength=k)
    score = np.bincount(labels, weights=w * basis.scores[:, basis.target], minlength=k) / size
    return np.asarray(np.lexsort([-size, -score.round(_ROUND)]), dtype=np.int64)


def names_of(basis: Basis, paths: FloatArray) -> dict[str, Text]:
    """Segment → what moves the index most in it, by paths (k, C, C) in the order of segments.

    Where that is the same in several, what comes second as well; then the code beside it.
    """
    strongest = _strongest(basis, paths)
    for named in range(1, _MOST_NAMED + 1):
        drivers = [tuple(found[:named]) for found in strongest]
        if len(set(drivers)) == len(drivers):
            break
    codes = codes_of(len(paths))
    return {
        code: _name(basis, own, "" if drivers.count(own) == 1 else code)
        for code, own in zip(codes, drivers, strict=True)
    }


def local_values(basis: Basis, paths: FloatArray, **by_construct: FloatArray) -> Local:
    """The coefficients of the segments' own models, in the order of segments.

    Parameters
    ----------
    basis : Basis
        Names of the constructs.
    paths : (k, C, C) array
        ``B[:, target, source]``.
    **by_construct : (k, E) array
        More quantities of endogenous constructs.
    """
    names = basis.structure.constructs
    codes = codes_of(len(paths))
    found = {
        "path_coefficient": {
            code: {
                f"{names[s]}>{names[t]}": float(paths[i, t, s]) for s, t in basis.setup.axes.paths
            }
            for i, code in enumerate(codes)
        }
    }
    for quantity, values in by_construct.items():
        found[quantity] = {
            code: {
                names[t]: float(v)
                for t, v in zip(basis.structure.endogenous, values[i], strict=True)
            }
            for i, code in enumerate(codes)
        }
    return found


def _strongest(basis: Basis, paths: FloatArray) -> list[list[int]]:
    """Constructs by the size of their total effect on the index, segment by segment."""
    effect = np.abs(total_effects(paths, basis.structure)[:, basis.target])  # (k, C)
    acting = np.flatnonzero((effect > 0).any(axis=0))
    return [
        [int(acting[i]) for i in np.argsort(-own[acting].round(_ROUND), kind="stable")]
        for own in effect
    ]


def _name(basis: Basis, drivers: Sequence[int], code: str) -> Text:
    """What moves the index, in both languages."""
    languages: tuple[Literal["zh", "en"], ...] = ("zh", "en")
    said = {}
    for language in languages:
        words = Messages(language, [LOCALE])
        known = [basis.structure.constructs[c] for c in drivers]
        texts = [basis.setup.design.names.get(c) for c in known]
        called = [
            (text and text.in_language(language)) or c for text, c in zip(texts, known, strict=True)
        ]
        joined = words("csi-segment-and").join(called)
        key = "csi-segment-coded" if code else "csi-segment"
        said[language] = words(key, name=joined, code=code)
    return Text(**said)
