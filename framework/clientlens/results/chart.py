"""The chart: a picture as text, in the forms a report needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """One picture as Vega-Lite specifications.

    Attributes
    ----------
    name : str
        Unique within the model; part of file names and anchors.
    title, description : str
        Heading, and what somebody who can't see the picture should know.
    wide : Spec
        For a screen of 900 px and more; may be interactive.
    narrow : Spec or None
        For a telephone (about 360 px); the wide one is scaled where there is none.
    print : Spec or None
        For paper: still, and readable in grey; the wide one where there is none.
    note : str
        A sentence or two below the picture on how to read it.
    """

    name: str
    title: str
    description: str
    wide: Spec
    narrow: Spec | None = None
    print: Spec | None = None
    note: str = ""
