"""The differences between two sources: how much more the second has, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.comparison.alignment import Aligned, Pair
from clientlens.comparison.source import QUANTITIES
from clientlens.comparison.spread import spread
from clientlens.stats.direction import direction_probability, two_sided_p
from clientlens.stats.multiplicity import benjamini_hochberg, holm

if TYPE_CHECKING:
    import pandas as pd

_ROUNDING = 1e-6
"""Replicates on disk have seven digits."""

KEYS = ("first", "second", "quantity", "indicator", "dimension")
COLUMNS = (
    *KEYS, "scale", "first_value", "second_value", "difference", "std_error", "low", "high",
    "p_direction", "p", "p_holm", "p_bh",
)  # fmt: skip


def difference_frame(pairs: Sequence[Pair], level: float) -> pd.DataFrame:
    """One row for each pair, quantity and indicator or dimension.

    p values of one pair and quantity are one family; those of the index are one over all pairs.
    """
    import pandas as pd

    rows = [row for pair in pairs for row in _pair_rows(pair, level)]
    frame = pd.DataFrame(rows, columns=[c for c in COLUMNS if c not in ("p_holm", "p_bh")])
    is_index = frame["quantity"] == "index"
    family = [
        ("", "", "index") if index else (first, second, quantity)
        for index, first, second, quantity in zip(
            is_index, frame["first"], frame["second"], frame["quantity"], strict=True
        )
    ]
    adjusted = frame.assign(p_holm=np.nan, p_bh=np.nan)
    for _, part in frame.groupby(pd.Index(family, tupleize_cols=False), sort=False):
        adjusted.loc[part.index, "p_holm"] = holm(part["p"].to_numpy())
        adjusted.loc[part.index, "p_bh"] = benjamini_hochberg(part["p"].to_numpy())
    return adjusted[list(COLUMNS)]


def _pair_rows(pair: Pair, level: float) -> Iterator[dict[str, Any]]:
    for quantity in QUANTITIES:
        aligned = pair.aligned(quantity) if quantity != "class" else None
        if aligned and aligned.scale is not None:
            yield from _rows(pair, aligned, aligned.scale, level)


def _rows(
    pair: Pair, aligned: Aligned, scale: tuple[float, ...], level: float
) -> Iterator[dict[str, Any]]:
    away = apart(aligned)  # (1 + R, k)
    found = spread(away, level)
    sure, p = direction_probability(away[0], away[1:]), two_sided_p(away[1:])
    kind = QUANTITIES[aligned.quantity]
    for j, code in enumerate(aligned.codes or ("",)):
        yield {
            "first": pair.first.name,
            "second": pair.second.name,
            "quantity": aligned.quantity,
            "indicator": code if kind == "indicator" else "",
            "dimension": _dimension_of(pair, code) if kind == "indicator" else code,
            "scale": scale_text(scale),
            "first_value": float(aligned.first[0, j]),
            "second_value": float(aligned.second[0, j]),
            "difference": float(found.estimate[j]),
            "std_error": float(found.std_error[j]),
            "low": float(found.low[j]),
            "high": float(found.high[j]),
            "p_direction": float(sure[j]),
            "p": float(p[j]),
        }


def apart(aligned: Aligned) -> FloatArray:
    """(1 + R, k) the second less the first; 0 where they differ in the last of their digits only.

    Without that, models that reach one number by different ways would differ surely by nothing.
    """
    away = aligned.second - aligned.first
    size = np.abs([*(aligned.scale or ()), *aligned.first[0], *aligned.second[0]]).max()
    return np.where(np.abs(away) <= _ROUNDING * size, 0.0, away)


def scale_text(scale: tuple[float, ...]) -> str:
    """Both ends as ``1-5``; nothing where a unit has none.

    Examples
    --------
    >>> scale_text((0.0, 100.0)), scale_text(())
    ('0-100', '')
    """
    return "-".join(f"{end:g}" for end in scale)


def _dimension_of(pair: Pair, indicator: str) -> str:
    """The dimension of an indicator in the study of the first source."""
    for code, dimension in pair.first.run.file.hierarchy.items():
        if indicator in dimension.indicators:
            return code
    return ""
