"""The wording of schema errors: pydantic's findings as sentences with their place."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from clientlens.config.text import Document, KeyPath
from clientlens.errors import Problem, did_you_mean

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a map of keys",
    "model_type": "a map of keys",
    "model_attributes_type": "a map of keys",
    "tuple_type": "a list",
    "list_type": "a list",
    "finite_number": "a finite number",
}
_LONGEST_QUOTE = 60


def problems_of(
    error: ValidationError, document: Document, schema: type[BaseModel], path: KeyPath = ()
) -> list[Problem]:
    """The findings of one validation as problems in the user's own text.

    Parameters
    ----------
    error : ValidationError
        What pydantic found below `path`.
    document : Document
        The merged study file with its places.
    schema : type of BaseModel
        The schema that was applied at `path`.
    path : tuple
        Where the validated values stand in the document.
    """
    found: dict[tuple[KeyPath, str], Problem] = {}
    for details in error.errors(include_url=False):
        inner = _inside(document, path, details["loc"])
        problem = _problem(details, document, schema, (path, inner))
        # A union reports one finding per branch; the first tells enough.
        found.setdefault(((*path, *inner), details["type"].split("_")[-1]), problem)
    return list(found.values())


def quote(value: object) -> str:
    """A value as the message shows it, cut where it is long."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _inside(document: Document, path: KeyPath, loc: Iterable[str | int]) -> KeyPath:
    """`loc` without pydantic's own marks (names of union branches, ``[key]``)."""
    inner: KeyPath = ()
    steps = list(loc)
    for i, step in enumerate(steps):
        is_last = i == len(steps) - 1
        if (*path, *inner, step) in document.spots or (is_last and step != "[key]"):
            inner = (*inner, step)
    return inner


def _problem(
    details: ErrorDetails,
    document: Document,
    schema: type[BaseModel],
    where: tuple[KeyPath, KeyPath],
) -> Problem:
    path, inner = where
    here = (*path, *inner)
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "extra_forbidden":
        hint = did_you_mean(str(inner[-1]), _known_keys(schema, inner[:-1]))
        return Problem(f"unknown key {inner[-1]!r}{_below(here)}", document.key_place(*here), hint)
    if kind == "missing":
        message = f"'{here[-1]}' is missing{_below(here)}"
        return Problem(message, document.key_place(*here[:-1]), _description(schema, inner))
    if kind == "string_pattern_mismatch":
        hint = "Use up to 64 letters, digits, _ or -, beginning with a letter or digit."
        return Problem(f"{quote(given)} can't be a code", document.key_place(*here), hint)
    message = _sentence(kind, given, context, details["msg"])
    said = f"{_subject(here)}{message}".replace(" : ", ": ", 1)
    return Problem(said, document.place(*here), _hint(kind, context, given))


def _sentence(kind: str, given: object, context: Mapping[str, Any], fallback: str) -> str:
    if kind in _EXPECTED:
        return f"must be {_EXPECTED[kind]}, got {quote(given)}"
    if kind == "literal_error":
        return f"can't be {quote(given)}"
    bounds = {
        "greater_than": "above",
        "greater_than_equal": "at least",
        "less_than": "below",
        "less_than_equal": "at most",
    }
    if kind in bounds:
        limit = next(iter(context.values()))
        return f"must be {bounds[kind]} {limit:g}, got {quote(given)}"
    if kind in ("too_long", "too_short", "string_too_long"):
        count = context.get("max_length", context.get("min_length"))
        what, got = ("values", context.get("actual_length"))
        if kind == "string_too_long":
            what, got = "characters at most", len(str(given))
        return f"must hold {count} {what}, got {got}"
    if kind == "value_error":
        return f": {context['error']}"
    return f": {fallback}, got {quote(given)}"


def _hint(kind: str, context: Mapping[str, Any], given: object) -> str:
    if kind != "literal_error":
        return ""
    known = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
    return did_you_mean(str(given), known)


def _subject(path: KeyPath) -> str:
    named = ".".join(str(step) for step in path[-2:] if not isinstance(step, int))
    return f"'{named}' " if named else "the value "


def _below(path: KeyPath) -> str:
    return f" in '{'.'.join(str(step) for step in path[:-1])}'" if len(path) > 1 else ""


def _known_keys(schema: type[BaseModel], inner: KeyPath) -> list[str]:
    model = _model_at(schema, inner)
    return list(model.model_fields) if model else []


def _description(schema: type[BaseModel], inner: KeyPath) -> str:
    model = _model_at(schema, inner[:-1])
    field = model.model_fields.get(str(inner[-1])) if model else None
    return (field.description or "") if field else ""


def _model_at(annotation: Any, inner: KeyPath) -> type[BaseModel] | None:
    """The schema that holds below `annotation` at the path `inner`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not inner:
            return annotation
        field = annotation.model_fields.get(str(inner[0]))
        return _model_at(field.annotation, inner[1:]) if field else None
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is dict:
        return _model_at(arguments[1], inner[1:])
    found = (_model_at(argument, inner) for argument in arguments)
    return next((model for model in found if model), None)
