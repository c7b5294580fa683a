"""The note: one thing that a reader should know beside the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that could not be told; ``weight`` is ``warning`` where a reader must know it."""

    text: str
    weight: Literal["warning", "remark"] = "warning"
