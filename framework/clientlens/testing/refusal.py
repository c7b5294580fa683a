"""The law of refusals: what a plugin can't do is refused with a place, before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clientlens.errors import ClientLensError
from clientlens.testing.generated import Values
from clientlens.testing.law import Breach

_PARTS = ("facets", "items", "respondents")


def check_refusals(values: Values, try_out: Callable[[Values], None]) -> None:
    """Take each part of a study away, and see that a plugin does without or says so.

    Parameters
    ----------
    values : dict
        The study with the plugin in it.
    try_out : callable
        Reads a study and lets the plugin work on answers to it; raises `ClientLensError` where it
        is refused.
    """
    for what, changed in _without_a_part(values):
        try:
            try_out(changed)
        except ClientLensError as error:
            _check_places(what, error)
        except Exception as error:
            raise Breach(f"{what} it stops with {type(error).__name__}: {error}") from error


def _check_places(what: str, error: ClientLensError) -> None:
    for problem in error.problems:
        if problem.place is None:
            raise Breach(f"{what} it is refused without a place: {problem.message}")


def _without_a_part(values: Values) -> Iterator[tuple[str, Values]]:
    """The study without one facet, item or attribute, without all of them, without a hierarchy."""
    for part in _PARTS:
        known = values.get(part) or {}
        for code in known:
            kept = {key: value for key, value in known.items() if key != code}
            yield f"without {part}.{code}", _tidied({**values, part: kept})
    yield "without items", _tidied({**values, "items": {}})
    if "hierarchy" in values:
        yield "without a hierarchy", _without_hierarchy(values)


def _tidied(values: Values) -> Values:
    """Groups are made only by attributes that are left."""
    by = (values.get("segments") or {}).get("by")
    if isinstance(by, str) and by not in values.get("respondents", {}):
        kept = {key: value for key, value in values["segments"].items() if key != "by"}
        return {**{k: v for k, v in values.items() if k != "segments"}, **_if_any(kept)}
    return values


def _if_any(segments: Values) -> Values:
    return {"segments": segments} if segments else {}


def _without_hierarchy(values: Values) -> Values:
    """Facets are asked about indicators, and go with them."""
    return {key: value for key, value in values.items() if key not in ("hierarchy", "facets")}
