"""The templates: satisfaction index models of the literature, shipped as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clientlens.plugin_api import Problem, RequestError, Text, did_you_mean

TEMPLATES: tuple[str, ...] = ("scsb", "acsi", "ecsi", "ccsi", "ncsb", "gbt19038")
"""Codes, in the order of the page ``docs/csi-templates.md``."""

FOLDER = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class TemplateConstruct:
    """A construct of a template.

    Attributes
    ----------
    name : Text
        What people call it.
    meaning : Text
        What its items ask, in one line.
    """

    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Template:
    """A published model: everything but the items.

    Attributes
    ----------
    code : str
        What a study writes.
    name : Text
        What people call it.
    source : str
        Where it was published, and how sure its list of paths is.
    index : str
        The construct that is the index.
    constructs : mapping of str to TemplateConstruct
        Sources before their targets.
    paths : mapping of str to tuple of str
        Target → its sources.
    negative : frozenset of (str, str)
        (source, target) of the paths that the literature expects to be negative.
    either : frozenset of (str, str)
        (source, target) of those that it expects with either sign.
    no_levers : frozenset of str
        Constructs that nobody can act on, such as expectations.
    """

    code: str
    name: Text
    source: str
    index: str
    constructs: Mapping[str, TemplateConstruct]
    paths: Mapping[str, tuple[str, ...]]
    negative: frozenset[tuple[str, str]]
    either: frozenset[tuple[str, str]]
    no_levers: frozenset[str]

    @property
    def signs(self) -> Mapping[tuple[str, str], int]:
        """(source, target) → 1 or -1, where the literature expects one of them."""
        drawn = ((s, target) for target, sources in self.paths.items() for s in sources)
        return {
            pair: -1 if pair in self.negative else 1 for pair in drawn if pair not in self.either
        }


def template(code: str) -> Template:
    """The template of a code; its file is read once.

    Parameters
    ----------
    code : str
        One of `TEMPLATES`.

    Returns
    -------
    Template

    Raises
    ------
    RequestError
        If there is no such template.

    Examples
    --------
    >>> template("ecsi").paths["loyalty"]
    ('image', 'satisfaction', 'complaints')
    """
    if code not in TEMPLATES:
        hint = did_you_mean(code, TEMPLATES)
        raise RequestError(Problem(f"unknown template '{code}'", hint=hint))
    return _read(code)


@cache
def _read(code: str) -> Template:
    import yaml

    text = (FOLDER / f"{code}.yaml").read_text(encoding="utf-8")
    return _template(code, yaml.safe_load(text))


def _template(code: str, facts: Mapping[str, Any]) -> Template:
    """A template of a file's plain values, whose shape the tests hold."""
    return Template(
        code=code,
        name=Text(**facts["name"]),
        source=facts["source"],
        index=facts["index"],
        constructs={c: _construct(texts) for c, texts in facts["constructs"].items()},
        paths={target: tuple(sources) for target, sources in facts["paths"].items()},
        negative=frozenset(_pairs(facts.get("expected_negative", {}))),
        either=frozenset(_pairs(facts.get("either_sign", {}))),
        no_levers=frozenset(facts.get("no_levers", ())),
    )


def _construct(texts: Mapping[str, Mapping[str, str]]) -> TemplateConstruct:
    return TemplateConstruct(name=Text(**texts["name"]), meaning=Text(**texts["meaning"]))


def _pairs(paths: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """(source, target) of every path."""
    return [(source, target) for target, sources in paths.items() for source in sources]
