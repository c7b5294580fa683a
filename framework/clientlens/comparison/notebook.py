"""The display of a comparison in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from clientlens.comparison.comparison import Comparison

_MEASURES = ("kendall", "concordance", "top_overlap", "rank_biased_overlap", "kappa")


def html_of(comparison: Comparison) -> str:
    """Which sources are compared, how well they agree, and how far their indices lie apart."""
    names = ", ".join(escape(source.name) for source in comparison.sources)
    kind = comparison.kind if comparison.is_paired else f"{comparison.kind}, not paired"
    parts = [f"<p><b>Comparison</b> ({kind}): {names}</p>", _shown(agreement_table(comparison))]
    index = comparison.differences.query("quantity == 'index'")
    if len(index):
        columns = ["first", "second", "difference", "low", "high", "p_direction", "p_holm"]
        parts.append(_shown(index[columns].reset_index(drop=True)))
    if len(comparison.unaligned):
        parts.append(
            f"<p>{len(comparison.unaligned)} things don't compare: <code>.unaligned</code></p>"
        )
    return "\n".join(parts)


def agreement_table(comparison: Comparison) -> pd.DataFrame:
    """Pairs and quantities down, measures across, as answered."""
    frame = comparison.agreement
    wide = frame.pivot_table(
        index=["first", "second", "quantity"],
        columns="measure",
        values="estimate",
        sort=False,
        dropna=False,
    )
    return wide.reindex(columns=[m for m in _MEASURES if m in wide]).dropna(how="all")


def _shown(frame: pd.DataFrame) -> str:
    return str(frame.to_html(float_format=lambda value: f"{value:.2f}", na_rep="", border=0))
