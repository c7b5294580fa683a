"""The weightings of a study: which method weighs what, and with which options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clientlens.config.study import Vocabulary, WeightingChoice, WeightingPlan
from clientlens.config.text import Document, KeyPath
from clientlens.config.validate import validate
from clientlens.errors import Problem, did_you_mean

EQUAL = "equal"
_LEVELS = ("dimensions", "indicators", "within")
_PARTS = "of"
"""Below this key stand the parts of a combination."""


def choose_weightings(
    value: Any, document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[WeightingPlan | None, dict[str, WeightingPlan]]:
    """The weighting that a study uses, and those that it compares with it.

    Parameters
    ----------
    value : any
        What stands below ``weighting:``; whatever isn't a map is told by the schema.
    document : Document
        The study with its places.
    vocabulary : Vocabulary
        The methods that plugins offer.
    problems : list of Problem
        Takes up what is wrong.
    """
    entry = value if isinstance(value, dict) else {}
    choosing = _Choosing(document, vocabulary, problems)
    used = choosing.plan(entry, ("weighting",), EQUAL)
    compared = {}
    for name, other in _maps(entry.get("compare")).items():
        plan = choosing.plan(other, ("weighting", "compare", name), name)
        if plan:
            compared[name] = plan
    return used, compared


class _Choosing:
    """Reads entries, and notes what is wrong with them."""

    def __init__(self, document: Document, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.problems = problems

    def plan(self, entry: Mapping[str, Any], path: KeyPath, default: str) -> WeightingPlan | None:
        """A whole weighting: a method for all, and others for some levels."""
        # Below 'compare' there is nothing to compare with: the method complains of the key.
        skipped = _LEVELS if "compare" in path else (*_LEVELS, "compare")
        own = {key: v for key, v in entry.items() if key not in skipped}
        whole = self.choice(own, path, default)
        written = _maps(entry)
        levels: dict[str, WeightingChoice | None] = {
            level: self.choice(written[level], (*path, level), None) if level in written else whole
            for level in ("dimensions", "indicators")
        }
        within = {
            code: self.choice(other, (*path, "within", code), None)
            for code, other in _maps(entry.get("within")).items()
        }
        dimensions, indicators = levels["dimensions"], levels["indicators"]
        if not (whole and dimensions and indicators and all(within.values())):
            return None
        return WeightingPlan(dimensions, indicators, {c: w for c, w in within.items() if w})

    def choice(
        self, entry: Mapping[str, Any], path: KeyPath, default: str | None
    ) -> WeightingChoice | None:
        """One method with its options; None where it can't be had."""
        method = entry.get("method", default)
        known = self.vocabulary.weightings
        if not isinstance(method, str) or method not in known:
            self._complain(method, path, is_written="method" in entry)
            return None
        options = {key: value for key, value in entry.items() if key not in ("method", _PARTS)}
        parts = {
            name: self.choice(part, (*path, _PARTS, name), name)
            for name, part in _maps(entry.get(_PARTS)).items()
        }
        if _PARTS in entry and not isinstance(entry[_PARTS], dict):
            options[_PARTS] = entry[_PARTS]  # the options complain of it
        checked = validate(options, self.document, known[method], path, self.problems)
        if checked is None or not all(parts.values()):
            return None
        return WeightingChoice(method, checked, path, {n: p for n, p in parts.items() if p})

    def _complain(self, method: Any, path: KeyPath, *, is_written: bool) -> None:
        hint = did_you_mean(str(method), sorted(self.vocabulary.weightings))
        if method is None:
            self.problems.append(
                Problem("'method' is missing", self.document.key_place(*path), hint)
            )
            return
        place = self.document.place(*path, "method") if is_written else None
        message = f"unknown weighting '{method}'"
        self.problems.append(Problem(message, place or self.document.key_place(*path), hint))


def _maps(value: Any) -> dict[str, dict[str, Any]]:
    entries = value.items() if isinstance(value, dict) else ()
    return {key: entry for key, entry in entries if isinstance(entry, dict)}
