"""Local models: what a method that found segments itself estimated in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clientlens.plugin_api import Result, Segmentation, Table
from clientlens_csi.study.setup import setup_of

METHODS = ("rebus", "fimix")
"""Those that find segments by a path model."""


def local_tables(result: Result) -> Iterator[Table]:
    """Coefficients of the segments that were found by this path model; none without any."""
    import pandas as pd

    rows = [row for name, found in _own(result).items() for row in _rows(result, name, found)]
    if rows:
        keys = ("code", "quantity", "subject", "other")
        yield Table("local", keys, pd.DataFrame(rows), is_detail=True)


def _own(result: Result) -> Mapping[str, Segmentation]:
    choices = result.study.found
    return {
        name: found
        for name, found in result.segmentations.items()
        if name in choices
        and choices[name].method in METHODS
        and getattr(choices[name].options, "model", None) == result.name
    }


def _rows(result: Result, name: str, found: Segmentation) -> Iterator[dict[str, Any]]:
    """Rows of the segments that are shown."""
    setup = setup_of(result.study, result.options)  # type: ignore[arg-type]
    owner = dict(zip(setup.reading.items, setup.reading.construct_of_item, strict=True))
    for quantity, by_segment in found.local.items():
        for segment, values in by_segment.items():
            group = f"{name}={segment}"
            if group not in result.estimates.groups:
                continue
            for label, value in values.items():
                subject, other = _ends(quantity, label, owner)
                yield {
                    "code": group,
                    "quantity": quantity,
                    "subject": subject,
                    "other": other,
                    "estimate": value,
                }


def _ends(quantity: str, label: str, owner: Mapping[str, str]) -> tuple[str, str]:
    """Source and target of a path, construct and item of a loading, else the construct alone."""
    if quantity == "path_coefficient":
        source, target = label.split(">")
        return source, target
    if quantity == "loading":
        return owner[label], label
    return ("", "") if quantity == "class_share" else (label, "")
