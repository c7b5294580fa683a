"""The summaries: what one universe says, as rows of tidy frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.multiverse.differences import Beside
from clientlens.results.evaluation import Result
from clientlens.survey.groups import EVERYBODY

if TYPE_CHECKING:
    import pandas as pd

    from clientlens.results.estimates import Estimates

NUMBERS = {
    "index": None,
    "dimension_score": "dimension",
    "performance": "indicator",
    "importance": "indicator",
    "priority": "indicator",
}
"""Quantities that a sweep follows, in the order of its tables, and by what each of them comes.

Models give them by these names. One that comes by something else as well, such as by branches,
isn't followed: parts of the clients have numbers of their own, whose disclosure nobody looks at.
"""

PRIORITY = "priority"
NUMBER_COLUMNS = (
    *("universe", "model", "quantity", "subject", "estimate", "std_error", "ci_low", "ci_high"),
    *("difference", "difference_low", "difference_high"),
)
CLASS_COLUMNS = ("universe", "model", "indicator", "class", "probability")

Row = dict[str, Any]
"""Any: codes, numbers and truth values of one row of a frame."""


def number_rows(result: Result, beside: Beside) -> list[Row]:
    """Every number of a result that a sweep follows, for everybody; the subject is its code.

    An index has no subject. Differences are from the study as it is, where that has the number.
    """
    return [row for name in NUMBERS for row in _rows(result, name, beside)]


def _rows(result: Result, quantity: str, beside: Beside) -> Iterator[Row]:
    estimates = result.estimates
    if EVERYBODY not in estimates.groups or not _comes_by(estimates, quantity, NUMBERS[quantity]):
        return
    frame = _long(estimates.summary(quantity).sel(group=EVERYBODY, drop=True))
    differences = _differences(result, quantity, beside)
    for row in _records(frame.dropna(subset=["estimate"])):
        subject = row["subject"]
        found = {name: row[name] for name in ("estimate", "std_error", "ci_low", "ci_high")}
        own = differences.get(subject, {})
        yield {
            "model": result.name,
            "quantity": quantity,
            "subject": subject,
            **found,
            "difference": own.get("estimate", np.nan),
            "difference_low": own.get("ci_low", np.nan),
            "difference_high": own.get("ci_high", np.nan),
        }


def _differences(result: Result, quantity: str, beside: Beside) -> dict[str, Row]:
    """Subject → difference from the study as it is; none without such a number on that scale."""
    base = beside.base.results.get(result.name)
    if base is None or not _comes_by(base.estimates, quantity, NUMBERS[quantity]):
        return {}
    if base.estimates.scale(quantity) != result.estimates.scale(quantity):
        return {}
    found = beside.difference(result.estimates, result.name, quantity)
    frame = _long(found.sel(group=EVERYBODY, drop=True))
    return {str(row["subject"]): row for row in _records(frame)}


def _comes_by(estimates: Estimates, quantity: str, level: str | None) -> bool:
    """Whether a quantity is there, by these alone; None for one number of everybody."""
    own = {"group", "replicate"} | ({level} if level else set())
    return quantity in estimates and set(estimates[quantity].dims) == own


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _long(summary: Any) -> pd.DataFrame:  # Any: a summary of one dim or none
    """One row a subject; a quantity with none has the blank subject."""
    import pandas as pd

    dims = list(summary["estimate"].dims)
    if not dims:
        return pd.DataFrame([{"subject": "", **{k: float(v) for k, v in summary.items()}}])
    frame: pd.DataFrame = summary.to_dataframe().reset_index()
    return frame.assign(subject=frame[dims[0]].astype(str))


def class_rows(result: Result) -> list[Row]:
    """The class of each indicator for everybody, where a quantity of the model tells one.

    ``probability`` is the share of the draws in which an indicator is in the same class; of those
    draws that have one.
    """
    return [
        row
        for quantity in result.estimates.data
        if result.estimates.classes(str(quantity))
        and _comes_by(result.estimates, str(quantity), "indicator")
        for row in _class_rows(result, str(quantity))
    ]


def _class_rows(result: Result, quantity: str) -> Iterator[Row]:
    estimates, codes = result.estimates, result.estimates.classes(quantity)
    positions = estimates[quantity].sel(group=[EVERYBODY])
    answered = estimates.answered(positions)
    same = estimates.share(positions == answered, where=positions.notnull())
    own = answered.sel(group=EVERYBODY)
    shares = same.sel(group=EVERYBODY).to_numpy()
    cells = zip(own["indicator"].to_numpy(), own.to_numpy(), shares, strict=True)
    for indicator, position, share in cells:
        if not np.isnan(position):
            yield {
                "model": result.name,
                "indicator": str(indicator),
                "class": codes[int(position)],
                "probability": float(share),
            }


def classes_in_order(result: Result) -> tuple[str, ...]:
    """The classes that a result tells apart."""
    found = (result.estimates.classes(str(quantity)) for quantity in result.estimates.data)
    return next((codes for codes in found if codes), ())
