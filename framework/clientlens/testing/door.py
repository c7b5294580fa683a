"""What the laws of the door say, for plugins of every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clientlens.testing.law import Statement


@dataclass(frozen=True, slots=True)
class _Saying:
    """What a law says, before it is known how a kind of plugins is held to it."""

    name: str
    expected: str
    mend: str

    def held(self) -> Statement:
        """The law for a plugin that has come this far; see `clientlens.testing.trial.Tried`."""
        return self.held_by(lambda _: None)

    def held_by(self, hold: Callable[[Any], str | None]) -> Statement:
        """The law for a kind of plugins; no answers enter it, so one example is enough."""
        return Statement(self.name, self.expected, self.mend, hold, takes_any_size=True)


FITS = _Saying(
    "it fits its hook",
    "the class has every name of its protocol, a text for a name, and Options of the right kind",
    "Derive from the protocol in clientlens.plugin_api, and give what the message names.",
)
SUITS = _Saying(
    "it works on a generated study",
    "the plugin can be tried: it refuses no generated study that has what its options name",
    "Give laws_of its options=, and in study= the facets, items and attributes that it needs.",
)
DOCUMENTED = _Saying(
    "options are documented",
    "every option, and every part of one, has a description",
    'Write  Field(default, description="…").',
)
IN_SCHEMA = _Saying(
    "options stand in the study schema",
    "clientlens schema describes every option, so that editors complete and check it",
    "Use types that pydantic can describe as JSON Schema.",
)
REFUSALS = _Saying(
    "what it can't do is refused with a place",
    "a study without a facet, an item, an attribute or a hierarchy works, or is refused with file, "
    "line and column; it never stops with a traceback",
    "Yield study.problem(…, hint=…) from check for everything that options name and that may be "
    "missing.",
)
CATALOGUES = _Saying(
    "every language says the same",
    "zh.ftl and en.ftl hold the same messages with the same variables",
    "Add what is missing to the other catalogue.",
)
