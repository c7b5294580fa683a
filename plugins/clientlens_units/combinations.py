"""Which normalisations fit which aggregations."""

from __future__ import annotations

from typing import Literal

from clientlens_units.options import Aggregation, Normalisation

Reach = Literal["negative", "zero", "positive"]
"""The least that values may be: below zero; zero for whoever is last; above zero in practice."""

REACH: dict[Normalisation, Reach] = {
    "anchored": "positive",
    "min_max": "zero",
    "z_score": "negative",
    "rank": "positive",
    "percentile": "zero",
    "target": "zero",
    "reference": "zero",
}


def unfit(normalisation: Normalisation, aggregation: Aggregation, exponent: float) -> Reach | None:
    """The reach of a normalisation that its values can't be put together for; None if they can."""
    return _unfit(REACH[normalisation], aggregation, exponent)


def levels_unfit(within: Aggregation, above: Aggregation, exponent: float) -> Reach | None:
    """The same of scores of dimensions made by `within`, put together by `above`."""
    return _unfit("negative" if within == "copeland" else "positive", above, exponent)


def _unfit(reach: Reach, aggregation: Aggregation, exponent: float) -> Reach | None:
    """A power mean but the first needs values of 0 or more, and a low one none of 0."""
    power = {"geometric": 0.0, "harmonic": -1.0, "power": exponent}.get(aggregation, 1.0)
    if power == 1 or reach == "positive" or (reach == "zero" and power > 0):
        return None
    return reach
