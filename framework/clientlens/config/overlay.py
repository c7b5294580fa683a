"""The overlay: a study file that ``extends`` another, merged key by key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from clientlens.config.text import Document, KeyPath, Spot, read_yaml, walk
from clientlens.errors import Place, Problem, StudyError, did_you_mean

MOST_FILES = 16
ROOT_NAME = "configs"
VARY, OPTIONS = "vary", "options"
"""Where the choices of a study stand, and in each of them its options."""
_OPTION_DEPTH = 4
_LONGEST_NAME = 200


def find_root(path: Path) -> Path:
    """The folder that ``extends`` may not leave.

    It is the nearest folder named ``configs`` above the study file; where there is none, the
    folder above the one in which the study lies.
    """
    absolute = path.absolute()
    named = (folder for folder in absolute.parents if folder.name == ROOT_NAME)
    return next(named, absolute.parent.parent)


def read_document(path: Path, root: Path | None = None) -> Document:
    """Read a study file and all that it extends, merged; a later file wins.

    Raises
    ------
    StudyError
        A file can't be read, ``extends`` forms a circle or leaves the root, or ``null`` takes
        away what isn't there.
    """
    chain = _read_chain(path, (root or find_root(path)).resolve())
    merged = chain[0]
    problems: list[Problem] = []
    for document in chain[1:]:
        merged = _merge(merged, document, problems)
    if problems:
        raise StudyError(problems)
    return _without_nulls(merged)


def amend(document: Document, changes: Mapping[str, Any], name: str) -> Document:
    """A document with changes from outside a file; problems with them are told of `name`.

    Raises
    ------
    StudyError
        A None in `changes` takes away what isn't there.
    """
    here = Place(name)
    spots = {path: Spot(here, here) for path, _ in walk(changes)}
    problems: list[Problem] = []
    merged = _merge(document, Document(dict(changes), spots, ()), problems)
    if problems:
        raise StudyError(problems)
    return _without_nulls(merged)


def with_options(document: Document, picks: Mapping[str, str]) -> Document:
    """The study file that some options of its choices make, without the choices themselves.

    Every value has the place where it is written: in the option, or in what it is laid over.

    Parameters
    ----------
    document : Document
        The merged study file.
    picks : mapping
        Choice → option, in the order in which they are laid over the file.

    Raises
    ------
    StudyError
        An option takes away what isn't there.
    """
    merged, problems = document, list[Problem]()
    for choice, option in picks.items():
        merged = _merge(merged, part_of(document, (VARY, choice, OPTIONS, option)), problems)
    if problems:
        raise StudyError(problems)
    values = {key: value for key, value in merged.values.items() if key != VARY}
    return _without_nulls(Document(values, merged.spots, document.files))


def part_of(document: Document, path: KeyPath) -> Document:
    """The map that stands at `path` as a document of its own, every value at its place."""
    depth = len(path)
    spots = {p[depth:]: spot for p, spot in document.spots.items() if p[:depth] == path}
    return Document(_at(document.values, path), spots, ())


def _read_chain(path: Path, root: Path) -> list[Document]:
    """The files from the base to the study itself."""
    chain: list[Document] = []
    seen: list[Path] = []
    here: Path | None = path
    while here is not None:
        document = read_yaml(here, name=Path(os.path.normpath(here)).as_posix())
        chain.append(document)
        seen.append(here.resolve())
        here = _base_of(document, here, root)
        if here is not None and here.resolve() in seen:
            _refuse(document, "'extends' forms a circle", "One of the files must be the base.")
        if len(chain) > MOST_FILES:
            _refuse(document, f"'extends' goes through more than {MOST_FILES} files")
    return chain[::-1]


def _base_of(document: Document, path: Path, root: Path) -> Path | None:
    base = document.values.get("extends")
    if base is None:
        return None
    if not isinstance(base, str):
        _refuse(document, f"'extends' must name one file, got {base!r}")
    if PurePosixPath(base).is_absolute() or Path(base).is_absolute():
        _refuse(document, f"'extends: {base}' is absolute", "Name it relative to this file.")
    if "\0" in base:
        _refuse(document, "'extends' holds a NUL character")
    target = path.parent / base
    if len(base) > _LONGEST_NAME:
        _refuse(document, f"'extends' has {len(base)} characters, too many for a path")
    if not target.resolve().is_relative_to(root):
        hint = f"A study may extend files inside the folder '{root.name}' only."
        _refuse(document, f"'extends: {base}' leads out of the config root", hint)
    if not target.is_file():
        _refuse(document, f"'extends: {base}' names no file", _near_files(target))
    return target


def _near_files(target: Path) -> str:
    folder = target.parent
    names = sorted(p.name for p in folder.glob("*.yaml")) if folder.is_dir() else []
    return did_you_mean(target.name, names)


def _refuse(document: Document, message: str, hint: str = "") -> NoReturn:
    raise StudyError(Problem(message, document.place("extends"), hint))


def _merge(base: Document, over: Document, problems: list[Problem]) -> Document:
    spots = dict(base.spots)
    values = _merge_maps(base.values, over, (), spots, problems)
    return Document(values, spots, base.files + over.files)


def _merge_maps(
    base: dict[str, Any],
    over: Document,
    path: KeyPath,
    spots: dict[KeyPath, Spot],
    problems: list[Problem],
) -> dict[str, Any]:
    merged = dict(base)
    for key, value in _at(over.values, path).items():
        here = (*path, key)
        if value is None:
            _take_away(merged, over, here, problems)
        elif _are_merged(value, merged.get(key), here):
            spots[here] = over.spots[here]
            merged[key] = _merge_maps(merged[key], over, here, spots, problems)
        else:
            merged[key] = value
            _replace_spots(spots, over.spots, here)
    return merged


def _are_merged(newer: Any, older: Any, path: KeyPath) -> bool:
    """Whether a value is merged with an older one; otherwise it takes its place."""
    return isinstance(newer, dict) and isinstance(older, dict) and not _is_option(path)


def _is_option(path: KeyPath) -> bool:
    """Whether an option of a choice stands there: an overlay itself, whose nulls take away."""
    return len(path) == _OPTION_DEPTH and path[0] == VARY and path[2] == OPTIONS


def _take_away(
    merged: dict[str, Any], over: Document, path: KeyPath, problems: list[Problem]
) -> None:
    key = str(path[-1])
    if key in merged:
        del merged[key]
        return
    hint = did_you_mean(key, merged)
    message = f"nothing to take away: '{key}' is not in the files that this one extends"
    problems.append(Problem(message, over.key_place(*path), hint))


def _replace_spots(
    spots: dict[KeyPath, Spot], newer: Mapping[KeyPath, Spot], path: KeyPath
) -> None:
    depth = len(path)
    for old in [p for p in spots if p[:depth] == path]:
        del spots[old]
    spots.update((p, spot) for p, spot in newer.items() if p[:depth] == path)


def _at(values: Any, path: KeyPath) -> dict[str, Any]:
    for step in path:
        values = values[step]
    found: dict[str, Any] = values
    return found


def _without_nulls(document: Document) -> Document:
    """Drop keys without a value: in a file that extends nothing, ``null`` means "not said"."""
    values = _drop_nulls(document.values)
    values.pop("extends", None)
    kept = {path for path, _ in walk(values)}
    spots = {path: spot for path, spot in document.spots.items() if path in kept}
    return Document(values, spots, document.files)


def _drop_nulls(value: Any, path: KeyPath = ()) -> Any:
    if isinstance(value, dict) and not _is_option(path):
        return {key: _drop_nulls(v, (*path, key)) for key, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_drop_nulls(v, (*path, i)) for i, v in enumerate(value)]
    return value
