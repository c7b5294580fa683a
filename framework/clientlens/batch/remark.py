"""The remark: something that doesn't align, and so isn't summed up, or is and differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "no_region",
    "several_studies",
    "same_answers",
    "clients_undeclared",
    "other_model",
    "other_scale",
    "lacking",
    "no_draws",
    "no_error",
    "settings_differ",
]
"""What it is; the page says each in a sentence."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What doesn't align.

    Attributes
    ----------
    kind : str
        See `Kind`.
    studies : tuple of str
        Ids of the studies that it concerns.
    wave, region : str
        Where; empty texts where it isn't of one wave or region.
    model, quantity, code : str
        Of what: a model, one of its quantities, one indicator or dimension; or a part of the study.
    """

    kind: Kind
    studies: tuple[str, ...]
    wave: str = ""
    region: str = ""
    model: str = ""
    quantity: str = ""
    code: str = ""
