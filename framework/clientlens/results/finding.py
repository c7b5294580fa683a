"""The finding: something a director should hear, as data; the words are made from it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, about whom, how strong, and on which numbers.

    Attributes
    ----------
    kind : str
        What sort of finding: ``keep_up``, ``concentrate`` …; reports group by it.
    subject : tuple of str
        Codes of the indicators or dimensions it is about.
    message : str
        Key of the sentence in the plugin's catalogue.
    evidence : mapping
        Numbers and words that the sentence names; a finite number, or text.
    strength : float
        How far it can be relied on, 0 to 1; usually a bootstrap probability.
    group : str
        The group of respondents it holds for.
    headline : bool
        Whether it belongs on the first half page.
    """

    kind: str
    subject: tuple[str, ...]
    message: str
    evidence: Mapping[str, float | int | str] = field(default_factory=dict)
    strength: float = 1.0
    group: str = "all"
    headline: bool = False
