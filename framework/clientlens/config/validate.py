"""The validation of one part of a study against its schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from clientlens.config.schema import Options
from clientlens.config.text import Document, KeyPath
from clientlens.config.wording import problems_of
from clientlens.errors import Problem

_Schema = TypeVar("_Schema", bound=Options)


def validate(
    values: Mapping[str, Any],
    document: Document,
    schema: type[_Schema],
    path: KeyPath,
    problems: list[Problem],
) -> _Schema | None:
    """Values as `schema` has them; None where they don't fit, and `problems` says why.

    Parameters
    ----------
    values : mapping
        What stands at `path`.
    document : Document
        The study with its places.
    schema : type
        What the values should be.
    path : tuple
        Where they stand.
    problems : list of Problem
        Takes up what is wrong.
    """
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        problems += problems_of(error, document, schema, path)
        return None
