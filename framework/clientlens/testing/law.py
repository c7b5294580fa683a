"""The law: one thing that every plugin of a kind keeps, and how it is told where one is broken."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from clientlens.errors import ClientLensError, RequestError, did_you_mean


class Breach(Exception):  # noqa: N818  the law is broken by the plugin, not by its checking
    """What was found where a law is broken; the law itself says what was expected."""


class BrokenLaw(AssertionError):  # noqa: N818  as above
    """A plugin doesn't keep a law; the message says which, on what example, and what would mend it.

    An assertion, so that test runners show it as a failed test.
    """


class Example(Protocol):
    """A generated study with answers, small enough to be read."""

    @property
    def description(self) -> str:
        """What it is made of, in a line."""
        ...


@dataclass(frozen=True, slots=True)
class Statement:
    """What a law says.

    Attributes
    ----------
    name : str
        What it is called, in lists of tests and in exemptions.
    expected : str
        What a plugin does that keeps it.
    mend : str
        What would usually mend one that doesn't.
    hold : callable
        Holds an example to it: raises `Breach`, or returns what should be told, or None.
    takes_any_size : bool
        Whether it depends on no answers, so that one example is enough.
    """

    name: str
    expected: str
    mend: str
    hold: Callable[[Any], str | None]  # Any: the example of the plugin's own kind
    takes_any_size: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a plugin can't be tried: the law that tells of it, what was found, and what raised it."""

    law: str
    found: str
    cause: Exception | None = None


class Bench(Protocol):
    """A plugin, and the examples that it is tried on."""

    @property
    def plugin(self) -> str:
        """What it is called: ``model 'quadrant'``."""
        ...

    def examples(self) -> Sequence[Example] | Obstacle:
        """From the smallest to the largest, as far as the plugin can work on them."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """One law for one plugin: a test of it.

    Attributes
    ----------
    statement : Statement
        What it says.
    exemption : str or None
        Why the plugin can't keep it; None where it must.
    """

    statement: Statement
    bench: Bench
    exemption: str | None = None

    @property
    def name(self) -> str:
        """What the law is called."""
        return self.statement.name

    def __str__(self) -> str:
        if self.exemption is None:
            return self.name
        return f"{self.name} (exempt: {self.exemption})"

    def check(self) -> str:
        """Hold the plugin to the law, on small examples first.

        Returns
        -------
        str
            What should be told, such as how long a replicate takes; mostly nothing.

        Raises
        ------
        BrokenLaw
            The plugin breaks it, or is exempt from it and keeps it.
        """
        examples = self.bench.examples()
        if isinstance(examples, Obstacle):
            return self._hindered(examples)
        told = ""
        for example in examples[:1] if self.statement.takes_any_size else examples:
            broken = self._held(example)
            if isinstance(broken, str):
                told = broken
            elif self.exemption is None:
                raise BrokenLaw(self._failure(example, broken)) from broken.__cause__
            else:
                return f"exempt: {self.exemption}"
        if self.exemption is not None:
            raise BrokenLaw(self._needless())
        return told

    def _hindered(self, obstacle: Obstacle) -> str:
        """One law tells of an obstacle; the others aren't tried."""
        if obstacle.law == self.name:
            raise BrokenLaw(self._failure(None, Breach(obstacle.found))) from obstacle.cause
        return f"not tried, for it breaks '{obstacle.law}'"

    def _held(self, example: Example) -> str | Breach:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # one law tells of them
            try:
                return self.statement.hold(example) or ""
            except Breach as breach:
                return breach
            except Exception as error:  # noqa: BLE001  the plugin's own, whatever it is
                return _stopped(error)

    def _failure(self, example: Example | None, breach: Breach) -> str:
        lines = [f"{self.bench.plugin} breaks the law '{self.name}'"]
        if example is not None:
            lines.append(f"smallest example: {example.description}")
        lines += [f"found: {breach}", f"expected: {self.statement.expected}"]
        return "\n    ".join([*lines, f"to mend it: {self.statement.mend}"])

    def _needless(self) -> str:
        head = f"{self.bench.plugin} is exempt from the law '{self.name}', and keeps it"
        return f"{head}\n    to mend it: take the exemption away ({self.exemption!r})"


def _stopped(error: Exception) -> Breach:
    breach = Breach(stopped_with(error))
    breach.__cause__ = error
    return breach


def stopped_with(error: Exception) -> str:
    """What is found where a plugin doesn't go on."""
    kind = "" if isinstance(error, ClientLensError) else f"{type(error).__name__}: "
    return f"it stops with {kind}{error}"


def laws_for(
    statements: Iterable[Statement], bench: Bench, exempt: Mapping[str, str]
) -> tuple[Law, ...]:
    """The laws of a plugin with its exemptions; an exemption from no law is refused."""
    by_name = {statement.name: statement for statement in statements}
    for name, reason in exempt.items():
        if name not in by_name:
            message = f"{bench.plugin} is exempt from '{name}', which is no law"
            raise RequestError(f"{message}. {did_you_mean(name, by_name)}")
        if not reason.strip():
            raise RequestError(f"{bench.plugin} is exempt from '{name}' without a reason")
    return tuple(Law(each, bench, exempt.get(name)) for name, each in by_name.items())
