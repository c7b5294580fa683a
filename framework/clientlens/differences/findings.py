"""The findings: where groups surely differ, where the sample can't tell, and how fine it looks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from clientlens.differences.rows import TOO_SMALL
from clientlens.results.finding import Finding
from clientlens.results.table import Table

if TYPE_CHECKING:
    import pandas as pd

MOST_OF_QUANTITY = 3
MOST_OF_ATTRIBUTE = 6
"""So many differences of one quantity, and of one attribute, are told in words."""


def findings_of(
    differences: Table, overall: Table, level: float, circular: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What the tables say, attribute by attribute.

    A quantity that several models share is told of the first one that has it.

    Parameters
    ----------
    differences, overall : Table
        From `clientlens.differences.rows`.
    level : float
        A difference is sure where its adjusted p value is below one minus it.
    circular : collection of str
        Attributes whose groups were found in the answers: that they differ is no news, so it is
        no headline.
    """
    told = lead_rows(differences.frame)
    found = []
    for attribute in dict.fromkeys(overall.frame["attribute"]):
        rows = told[told["attribute"] == attribute]
        whole = lead_rows(overall.frame[overall.frame["attribute"] == attribute])
        own = [*_overall(whole, 1 - level), *_sure(rows, 1 - level), *_rest(rows, 1 - level)]
        is_news = attribute not in circular
        found += [replace(each, headline=each.headline and is_news) for each in own]
    return tuple(found)


def lead_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the first model that has a quantity."""
    first = frame.drop_duplicates("quantity").set_index("quantity")["model"]
    return frame[frame["model"] == frame["quantity"].map(first)]


def clearest(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by how clear a difference is: most standard errors first; without an error, largest."""
    error = frame["std_error"].to_numpy(dtype=np.float64)
    size = frame["estimate"].abs().to_numpy(dtype=np.float64)
    z = np.divide(size, error, out=np.full(len(frame), np.nan), where=error > 0)
    by = z if np.isfinite(z).any() else size
    return frame.iloc[np.argsort(-np.nan_to_num(by, nan=-1.0), kind="stable")]


def _overall(whole: pd.DataFrame, alpha: float) -> Iterator[Finding]:
    """Whether the groups differ at all, quantity by quantity."""
    for row in whole.dropna(subset=["p_permutation"]).to_dict("records"):
        p = float(row["p_permutation"])
        verdict = "differ" if p < alpha else "unclear"
        yield Finding(
            f"groups_{verdict}",
            (str(row["quantity"]),),
            f"groups-{verdict}",
            {name: str(row[name]) for name in ("attribute", "model", "quantity")}
            | {"p_permutation": p},
            strength=1 - p,
            headline=True,
        )


def _sure(rows: pd.DataFrame, alpha: float) -> Iterator[Finding]:
    """The clearest differences that are sure."""
    sure = clearest(rows[rows["p_adjusted"] < alpha])
    is_told = sure.duplicated(["group_1", "group_2", "key"]) & (sure["key"] != "")
    sure = sure[~is_told]  # satisfaction and priority of one indicator say much the same
    few = sure.groupby("quantity", sort=False).head(MOST_OF_QUANTITY).head(MOST_OF_ATTRIBUTE)
    for number, row in enumerate(few.to_dict("records")):
        known = ("ci_low", "ci_high")
        evidence = {name: float(row[name]) for name in known if np.isfinite(row[name])}
        p, d = float(row["p_adjusted"]), float(row["estimate"])
        side = "lower" if d < 0 else "higher"
        names = ("attribute", "model", "quantity", "group_1", "group_2", "kind", "key")
        yield Finding(
            "difference",
            (str(row["key"] or row["quantity"]),),
            f"difference-{side}" + ("" if evidence else "-only"),
            {n: str(row[n]) for n in names} | {"estimate": d, "p_adjusted": p} | evidence,
            strength=1 - p,
            group=str(row["group_1"]),
            headline=number < 2,  # noqa: PLR2004  two are enough for the first page
        )


def _rest(rows: pd.DataFrame, alpha: float) -> Iterator[Finding]:
    """How many differences are sure, and what could have been found."""
    if rows.empty:
        return
    first = rows[rows["quantity"] == rows["quantity"].iloc[0]]
    evidence: dict[str, float | int | str] = {
        "attribute": str(rows["attribute"].iloc[0]),
        "compared": len(rows),
        "sure": int((rows["p_adjusted"] < alpha).sum()),
        "untested": int((rows["reason"] == TOO_SMALL).sum()),
        "model": str(first["model"].iloc[0]),
        "quantity": str(first["quantity"].iloc[0]),
        "alpha": alpha,
    }
    if first["detectable"].notna().any():
        evidence["detectable"] = float(first["detectable"].median())
    yield Finding("differences_in_all", (), "differences-in-all", evidence)
