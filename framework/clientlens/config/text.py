"""The text of one YAML file as plain values that remember their places."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from clientlens.errors import Place, Problem, StudyError

KeyPath = tuple[str | int, ...]
"""The way from the top of a document to a value: ``("models", "quadrant", "crosshair")``."""

MOST_BYTES = 4_000_000
MOST_DEPTH = 40
MOST_VALUES = 100_000
"""Aliases are followed up to so many values in all; a bomb of aliases stops here."""

_TEXTS_KEPT = 8
"""Bases that hundreds of studies extend are parsed once in a process."""

_FAST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?\Z")
_NULLS = frozenset({"", "~", "null"})
_BOOLEANS = {"true": True, "false": False}
_FOREIGN_BOOLEANS = frozenset(
    word
    for plain in ("yes", "no", "on", "off", "true", "false", "null")
    for word in (plain, plain.capitalize(), plain.upper())
) - {"true", "false", "null"}

WORDS_WITH_A_MEANING = _NULLS | set(_BOOLEANS) | _FOREIGN_BOOLEANS
"""What is no name in a study file, unless it is in quotes."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry stands: its key, and its value."""

    key: Place
    value: Place


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was read, and the hash that tells whether it is still the same."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Values of one or more merged files, and where each of them was written.

    ``values`` holds only dict, list, str, int, float, bool and None; ``files`` are in the order of
    merging, the study itself last.
    """

    values: dict[str, Any]
    spots: Mapping[KeyPath, Spot]
    files: tuple[TextFile, ...]

    def place(self, *path: str | int) -> Place:
        """Where the value at `path` stands, or the nearest entry above it."""
        return self._nearest(path).value

    def key_place(self, *path: str | int) -> Place:
        """Where the key of the entry at `path` stands, or the nearest entry above it."""
        return self._nearest(path).key

    def _nearest(self, path: KeyPath) -> Spot:
        for length in range(len(path), 0, -1):
            if path[:length] in self.spots:
                return self.spots[path[:length]]
        top = Place(self.files[-1].path)
        return Spot(top, top)


def read_yaml(path: Path, *, name: str | None = None, first: str = "study") -> Document:
    """Read one YAML file.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        How places call it; the path itself by default.
    first : str
        The key that such a file begins with, for a hint.

    Raises
    ------
    StudyError
        The file can't be read, isn't UTF-8 or YAML, gives a key twice, writes ``yes`` or ``no``
        without quotes, nests or repeats beyond reason. All problems of the file at once.
    """
    name = name or path.as_posix()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise StudyError(Problem(f"larger than {MOST_BYTES:,} bytes", Place(name)))
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise StudyError(Problem(f"can't be read: {reason}", Place(name))) from error
    document = _parsed(_decode(raw, name), name, first)
    file = TextFile(name, hashlib.sha256(raw).hexdigest())
    return replace(document, files=(file,))


@lru_cache(maxsize=_TEXTS_KEPT)
def _parsed(text: str, name: str, first: str) -> Document:
    """A document, parsed once; nobody writes into one, `clientlens.config.overlay` copies."""
    return parse_yaml(text, name, first=first)


def parse_yaml(text: str, name: str, *, first: str = "study") -> Document:
    """Parse YAML text; see `read_yaml`.

    Examples
    --------
    >>> document = parse_yaml("study: {id: a}", "s.yaml")
    >>> document.values, str(document.place("study", "id"))
    ({'study': {'id': 'a'}}, 's.yaml:1:13')
    """
    root = _compose(text, name)
    file = TextFile(name, hashlib.sha256(text.encode()).hexdigest())
    if root is None:
        return Document({}, {}, (file,))
    reader = _Reader(name)
    values = reader.value_of(root, ())
    if not isinstance(values, dict):
        reader.complain(root, "the file must hold a map of keys", f"Begin with '{first}:'.")
    if reader.problems:
        raise StudyError(reader.problems)
    return Document(values, reader.spots, (file,))


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte {error.start} is 0x{raw[error.start]:02X}"
        place = Place(name, line)
        raise StudyError(Problem(message, place, "Save the file as UTF-8.")) from error


def _compose(text: str, name: str) -> yaml.Node | None:
    try:
        _measure_depth(text, name)
        root: yaml.Node | None = yaml.compose(text, Loader=_FAST_LOADER)
    except yaml.YAMLError as error:
        raise StudyError(_syntax_problem(error, name)) from error
    return root


def _measure_depth(text: str, name: str) -> None:
    """Refuse deep nesting before composing, which recurses."""
    depth = 0
    for event in yaml.parse(text, Loader=_FAST_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            place = _place_of(event.start_mark, name)
            raise StudyError(Problem(f"nested more than {MOST_DEPTH} levels deep", place))


def _syntax_problem(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    place = _place_of(mark, name) if mark else Place(name)
    return Problem(f"not valid YAML: {reason}", place)


def _place_of(mark: Any, name: str) -> Place:
    return Place(name, mark.line + 1, mark.column + 1)


@dataclass(slots=True)
class _Reader:
    """Turns nodes into values, noting places and problems on the way."""

    name: str
    spots: dict[KeyPath, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def complain(self, node: yaml.Node, message: str, hint: str = "") -> None:
        self.problems.append(Problem(message, _place_of(node.start_mark, self.name), hint))

    def value_of(self, node: yaml.Node, path: KeyPath) -> Any:
        self.count += 1
        if self.count > MOST_VALUES or len(path) > MOST_DEPTH:
            message = (
                f"aliases (*name) repeat more than {MOST_VALUES:,} values or refer to themselves"
            )
            raise StudyError(Problem(message, _place_of(node.start_mark, self.name)))
        if isinstance(node, yaml.MappingNode):
            return self._map_of(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._entry(item, item, (*path, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)  # noqa: S101  the only other kind of node
        return self._scalar_of(node)

    def _entry(self, key: yaml.Node, value: yaml.Node, path: KeyPath) -> Any:
        places = (_place_of(node.start_mark, self.name) for node in (key, value))
        self.spots[path] = Spot(*places)
        return self.value_of(value, path)

    def _map_of(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key_of(key_node)
            if key is None:
                continue
            if key in values:
                first = self.spots[(*path, key)].key
                hint = f"First given in line {first.line}; keep one of the two."
                self.complain(key_node, f"key {key!r} is given twice", hint)
                continue
            values[key] = self._entry(key_node, value_node, (*path, key))
        return values

    def _key_of(self, node: yaml.Node) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self.complain(node, "a key must be one word or number, not a map or list")
        elif _is_plain(node) and node.value == "<<":
            self.complain(node, "merge keys (<<) are not read", "Use 'extends:' for a base file.")
        elif _is_plain(node) and node.value in _NULLS:
            self.complain(node, "a key is missing before ':'")
        elif _is_plain(node) and node.value in _FOREIGN_BOOLEANS | set(_BOOLEANS):
            self.complain(node, f"key {node.value} could mean a truth value", _quote(node.value))
        else:
            return str(node.value)
        return None

    def _scalar_of(self, node: yaml.ScalarNode) -> str | int | float | bool | None:
        text = str(node.value)
        if node.tag.startswith(("!", "tag:yaml.org,2002:python")):
            self.complain(node, f"tag '{node.tag}' is not read", "Write the plain value.")
        if not _is_plain(node):
            return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if text in _FOREIGN_BOOLEANS:
            self.complain(node, f"{text} could mean a truth value or a word", _quote(text))
        return self._number_of(node, text)

    def _number_of(self, node: yaml.ScalarNode, text: str) -> str | int | float:
        if _INTEGER.match(text):
            if len(text) > len(str(2**63)):
                self.complain(node, f"number {text[:20]}… is too long", "Quote it if it is a code.")
                return text
            return int(text)
        if _FLOAT.match(text):
            value = float(text)
            if math.isinf(value):
                self.complain(node, f"number {text} is too large")
            return value
        return text


def _is_plain(node: yaml.ScalarNode) -> bool:
    """Whether a scalar stands without quotes; libyaml says so by an empty style."""
    return not node.style


def _quote(text: str) -> str:
    meaning = {"y": "true", "o": "true", "n": "false", "t": "true", "f": "false"}
    plain = text.lower()
    value = {"on": "true", "off": "false", "null": "null"}.get(plain, meaning[plain[0]])
    return f"Write '{text}' in quotes if it is a word, {value} if it is a value."


def walk(values: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every entry of nested values with its path, parents first."""
    entries = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in entries:
        here = (*path, key)
        yield here, value
        if isinstance(value, (dict, list)):
            yield from walk(value, here)
