"""The reason why something is absent, in the language of a report.

Models give their reasons in English, so that a run reads the same everywhere. The English
catalogue holds each as a message called ``reason-…``; what it recognises is said as the message of
that name in the language of the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from clientlens.messages import Messages

_PREFIX = "reason-"
NODE_VARIABLES = frozenset({"node", "beside"})
"""Variables of a reason that hold an indicator or a dimension, which have names."""


def reason_in(
    messages: Messages, reason: str, spell: Callable[[str, str], str] = lambda _, code: code
) -> str:
    """A reason in the language of the messages; as it stands where no catalogue knows it.

    Parameters
    ----------
    messages : Messages
        The catalogues: the core's and, above them, the plugin's.
    reason : str
        As a model gave it.
    spell : callable, optional
        What a code is called, given the name of the variable that holds it: a role's name.
    """
    for folder in reversed(messages.folders):
        for key, pattern in _patterns(folder / "en.ftl"):
            found = pattern.fullmatch(reason)
            if found and key in messages:
                named = {name: spell(name, code) for name, code in found.groupdict().items()}
                return messages(key, **named)
    return reason


@cache
def _patterns(catalogue: Path) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Message → what the reasons look like that it says; those with more text come first."""
    if not catalogue.is_file():
        return ()
    found = sorted(_messages(catalogue), key=lambda pair: -len(pair[1]))
    return tuple((key, re.compile(pattern)) for key, pattern in found)


def _messages(catalogue: Path) -> Iterator[tuple[str, str]]:
    from fluent.runtime import FluentResource
    from fluent.syntax import ast

    for entry in FluentResource(catalogue.read_text(encoding="utf-8")).body:
        if not isinstance(entry, ast.Message) or not entry.id.name.startswith(_PREFIX):
            continue
        if entry.value is not None:
            yield entry.id.name, "".join(map(_expression, entry.value.elements))


def _expression(element: object) -> str:
    """The regular expression of a stretch of text, or of a variable in it."""
    from fluent.syntax import ast

    if isinstance(element, ast.TextElement):
        return re.escape(element.value)
    inner = element.expression if isinstance(element, ast.Placeable) else None
    if isinstance(inner, ast.VariableReference):
        return f"(?P<{inner.id.name}>.+?)"
    raise TypeError("a reason holds text and variables alone")
