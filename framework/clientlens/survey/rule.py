"""The screening rule: what a plugin gives that tells whose answers to set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal, Protocol

from pydantic import Field

from clientlens.arrays import BoolArray
from clientlens.config.schema import Options
from clientlens.config.study import Study
from clientlens.errors import Problem
from clientlens.survey.answers import Answers

Action = Literal["remove", "flag"]


class ScreenOptions(Options):
    """Base of the options of every rule. A rule declares ``action`` anew for another default."""

    action: Action = Field(
        "flag", description="Set those caught aside, or keep them and say how many they are."
    )


class Screen(Protocol):
    """A screening rule. Derive from it and give at least `find`.

    An instance is made without arguments and keeps no state.

    Attributes
    ----------
    name : str
        What a study file writes under ``screening:``.
    Options : type
        Its options, derived from `ScreenOptions`; they join the study schema.
    """

    name: ClassVar[str]
    Options: ClassVar[type[ScreenOptions]]

    # Any: the options are the Options of the class, which a protocol can't say.
    def check(self, study: Study, options: Any) -> Iterable[Problem]:  # noqa: ARG002
        """Problems of the study with their places, before any answer is read."""
        return ()

    def find(self, answers: Answers, study: Study, options: Any) -> BoolArray:
        """(n,) whom the rule catches, of all respondents that came back."""
        ...
