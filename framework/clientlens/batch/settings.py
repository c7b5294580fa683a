"""The settings of a study as far as numbers depend on them, to see where studies differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

_WORDS = frozenset({"name", "names", "title", "note", "question", "column", "columns", "basis"})
"""What people read, and where the answers stand: no number depends on it."""
_OWN = frozenset({"study", "survey", "report", "respondents", "segments", "extends", "roles"})
"""Parts in which every study is its own, or that don't touch the estimates of everybody."""
_OWN_UNCERTAINTY = frozenset({"seed", "replicates"})
_BY_ENTRY = frozenset({"hierarchy", "models", "facets", "scales", "items", "screening"})
"""Maps whose entries are told apart."""


def settings_of(study: Mapping[str, Any]) -> dict[str, str]:
    """Part of a merged study → digest of what it says there.

    Examples
    --------
    >>> one, other = (
    ...     settings_of({"models": {"quadrant": {"crosshair": rule}}})
    ...     for rule in ("median", "mean")
    ... )
    >>> [part for part in one if one[part] != other[part]]
    ['models.quadrant']
    """
    return {part: _digest(value) for part, value in _parts(study)}


def _parts(study: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in study.items():
        if key in _OWN:
            continue
        if key == "uncertainty":
            yield key, {k: v for k, v in value.items() if k not in _OWN_UNCERTAINTY}
        elif key in _BY_ENTRY:
            yield from ((f"{key}.{code}", entry) for code, entry in value.items())
        else:
            yield key, value


def _digest(value: Any) -> str:
    text = json.dumps(_without_words(value), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_words(v) for k, v in value.items() if k not in _WORDS}
    return [_without_words(v) for v in value] if isinstance(value, list) else value
