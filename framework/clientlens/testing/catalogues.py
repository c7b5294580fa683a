"""The laws of catalogues: the sentences of a plugin, in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from clientlens.messages import LANGUAGES
from clientlens.testing.law import Breach

Said = dict[str, frozenset[str]]
"""Message → the variables that it names."""


def check_catalogues(locale: Path) -> None:
    """Refuse catalogues that can't be read, or don't hold the same messages with the same words."""
    first, *others = ((language, _read(locale, language)) for language in LANGUAGES)
    for other in others:
        _compare(first, other)
        _compare(other, first)


def _read(locale: Path, language: str) -> Said:
    """The messages of a catalogue, each as it is and with its attributes."""
    from fluent.syntax import FluentParser, ast

    path = locale / f"{language}.ftl"
    if not path.is_file():
        raise Breach(f"there is no {path.name} in the folder '{locale.name}'")
    body = FluentParser().parse(path.read_text(encoding="utf-8")).body
    for entry in body:
        if isinstance(entry, ast.Junk):
            raise Breach(f"{path.name} can't be read at {_first_line(entry.content)!r}")
    entries = [entry for entry in body if isinstance(entry, ast.Message | ast.Term)]
    twice = [key for key, count in Counter(e.id.name for e in entries).items() if count > 1]
    if twice:
        raise Breach(f"{path.name} holds '{twice[0]}' twice")
    return {entry.id.name: frozenset(_variables(entry)) for entry in entries}


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def _variables(node: object) -> Iterator[str]:
    """The names of all variables below a node of a parsed catalogue."""
    from fluent.syntax import ast

    if isinstance(node, ast.VariableReference):
        yield node.id.name
    elif isinstance(node, ast.BaseNode):
        for part in vars(node).values():
            yield from _variables(part)
    elif isinstance(node, list):
        for part in node:
            yield from _variables(part)


def _compare(one: tuple[str, Said], other: tuple[str, Said]) -> None:
    (language, said), (beside, known) = one, other
    if lacking := [f"'{key}'" for key in said if key not in known]:
        raise Breach(f"{beside}.ftl lacks {', '.join(lacking)}, which {language}.ftl has")
    for key, variables in said.items():
        if missing := sorted(variables - known[key]):
            raise Breach(f"'{key}' names ${missing[0]} in {language}.ftl, not in {beside}.ftl")
