"""The names of a new plugin: all that is made of the one that its author gives."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from clientlens.errors import Problem
from clientlens.plugins import CORE, Registry

PREFIX = "clientlens_"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 30
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
"""What a study file reads as a value, or refuses without quotes, and not as a name."""


@dataclass(frozen=True, slots=True)
class Names:
    """What everything of a plugin is called.

    Attributes
    ----------
    plugin : str
        The plugin, and what it offers: ``rank_sum``, what a study file writes.
    """

    plugin: str

    @property
    def package(self) -> str:
        """The package that is imported: ``clientlens_rank_sum``."""
        return f"{PREFIX}{self.plugin}"

    @property
    def distribution(self) -> str:
        """What is installed: ``clientlens-rank-sum``."""
        return self.package.replace("_", "-")


def check_name(name: str, registry: Registry, kind: str) -> Iterator[Problem]:
    """What is wrong with a name for a plugin of some kind: that of the template.

    Parameters
    ----------
    name : str
        The name that an author gives.
    registry : Registry
        What is installed.
    kind : str
        What the plugin offers, as the hook calls it: ``clientlens_models``.
    """
    if name.startswith(PREFIX) and name != PREFIX:
        hint = f"Say '{name.removeprefix(PREFIX)}': the package gets the prefix by itself."
        yield Problem(f"'{name}' begins with the prefix of all packages", hint=hint)
    elif not _NAME.fullmatch(name) or len(name) > _LONGEST:
        hint = f"Small letters a to z, digits and single _, at most {_LONGEST} characters."
        near = _mended(name)
        suggestion = f"\nFor example '{near}'." if near else ""
        yield Problem(f"'{name}' can't be the name of a package", hint=hint + suggestion)
    elif _is_word(name):
        language = "Python" if keyword.iskeyword(name) else "a study file"
        yield Problem(f"'{name}' is a word of {language} itself", hint="Take another name.")
    else:
        yield from _check_taken(Names(name), registry, kind)


def _mended(name: str) -> str:
    """A name that could be meant; empty where none is near."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_").lstrip("_0123456789")
    near = plain[:_LONGEST].rstrip("_").removeprefix(PREFIX)
    return "" if _is_word(near) else near


def _is_word(name: str) -> bool:
    """Whether a name has a meaning of its own, in Python or in a study file."""
    return keyword.iskeyword(name) or name in _YAML_WORDS


def _check_taken(names: Names, registry: Registry, kind: str) -> Iterator[Problem]:
    """A plugin, what it offers and its package have names of their own."""
    hint = "Take another name; 'clientlens plugins' lists those that are taken."
    installed = {plugin.name: plugin.distribution for plugin in registry.plugins} | {CORE: CORE}
    offered = {name: origin for (hook, name), origin in registry.origins.items() if hook == kind}
    if names.plugin in installed:
        message = f"a plugin '{names.plugin}' is installed already, by {installed[names.plugin]}"
        yield Problem(message, hint=hint)
    elif names.plugin in offered:
        message = f"'{names.plugin}' is offered already, by plugin '{offered[names.plugin]}'"
        yield Problem(message, hint=hint)
    elif find_spec(names.package) is not None:
        message = f"a package {names.package} is installed already"
        yield Problem(message, hint="Take another name, or uninstall it.")
