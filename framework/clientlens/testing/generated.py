"""The generated study: what is asked, as plain values, in which a plugin is tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]

SEED = 1
REPLICATES = 24
FACETS = ("importance", "satisfaction", "expectation", "competitor")
_DIMENSIONS = ("staff", "price", "access")
_SERVQUAL = ("reliability", "responsiveness", "assurance")


@dataclass(frozen=True, slots=True)
class Size:
    """How large an example is: respondents, indicators of each dimension, share of blanks."""

    clients: int
    indicators: tuple[int, ...]
    missing: float = 0.0

    def __str__(self) -> str:
        gaps = f", {self.missing:.0%} of the answers left out" if self.missing else ""
        return f"{self.clients} clients and {sum(self.indicators)} indicators{gaps}"


SIZES = (Size(20, (2, 1)), Size(60, (3, 2)), Size(60, (3, 2), 0.05))
"""Small ones first, so that what is found wrong can be read."""


def generated_values(size: Size) -> Values:
    """A study that most plugins can work on."""
    return {
        "study": {"id": "generated", "title": {"zh": "生成的调查", "en": "A generated study"}},
        "survey": {"respondent_id": "id"},
        "scales": {"five": {"points": [1, 5]}, "eleven": {"points": [0, 10]}},
        "facets": {facet: {"scale": "five"} for facet in FACETS},
        "hierarchy": _hierarchy(size.indicators),
        "items": {
            "overall": {"name": {"zh": "总体满意度", "en": "Overall"}, "scale": "five"},
            "recommend": {"scale": "eleven"},
            "loyalty": {"scale": "five"},
        },
        "respondents": {
            "client_class": {"values": {"large": "large", "small": "small"}},
            "branch": {"values": {name: name for name in ("north", "south", "east")}},
        },
        "segments": {"by": "client_class"},
        "uncertainty": {"replicates": REPLICATES, "seed": SEED},
        "report": {"language": "en"},
    }


def _hierarchy(counts: tuple[int, ...]) -> Values:
    dimensions: Values = {}
    for code, servqual, count in zip(_DIMENSIONS, _SERVQUAL, counts, strict=False):
        name = {"zh": f"维度 {code}", "en": code.capitalize()}
        indicators = {f"{code}_{i}": {"servqual": servqual} for i in range(1, count + 1)}
        dimensions[code] = {"name": name, "indicators": indicators}
    return dimensions


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> Values:
    """A study with a fragment laid over it, key by key; None takes a key away.

    A ``hierarchy`` stands in place of the generated one.
    """
    values = dict(base)
    for key, change in changes.items():
        if change is None:
            values.pop(key, None)
        elif key != "hierarchy" and isinstance(change, Mapping):
            own = values.get(key)
            values[key] = merged(own if isinstance(own, Mapping) else {}, change)
        else:
            values[key] = change
    return values
