"""The trial: a plugin, and how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from clientlens.errors import ClientLensError
from clientlens.plugins import faults_of
from clientlens.testing.door import FITS, SUITS
from clientlens.testing.generated import SIZES, Size
from clientlens.testing.law import Example, Obstacle, stopped_with

Made = TypeVar("Made", bound=Example)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A plugin, and how it is tried.

    Attributes
    ----------
    plugin : type
        The class.
    options : mapping
        What a study writes for it.
    study : mapping
        What is laid over the generated study.
    truth : mapping
        What is true of the answers, as in a truth file.
    tolerance : float
        How near two numbers must be that should be the same.
    """

    plugin: Any  # a class with the names of its protocol
    options: Mapping[str, Any] = field(default_factory=dict)
    study: Mapping[str, Any] = field(default_factory=dict)
    truth: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = 1e-7

    @property
    def name(self) -> str:
        """What studies call the plugin."""
        return str(getattr(self.plugin, "name", self.plugin.__name__))


@dataclass(frozen=True, slots=True, eq=False)
class Tried(Generic[Made]):
    """A plugin of some kind and its examples, each made once.

    ``make`` makes an example and lets the plugin work on it; a `ClientLensError` where it can't.
    """

    kind: str
    hook: str
    trial: Trial
    make: Callable[[Trial, Size], Made]
    _known: list[tuple[Made, ...] | Obstacle] = field(default_factory=list)

    @property
    def plugin(self) -> str:
        """What it is called: ``model 'quadrant'``."""
        return f"{self.kind} '{self.trial.name}'"

    def examples(self) -> tuple[Made, ...] | Obstacle:
        """From the smallest to the largest, as far as the plugin can work on them."""
        if not self._known:
            self._known.append(self._made())
        return self._known[0]

    def _made(self) -> tuple[Made, ...] | Obstacle:
        if faults := faults_of(self.trial.plugin, self.hook):
            return Obstacle(FITS.name, f"the class is one {faults[0]}")
        found: list[Made] = []
        refusal: ClientLensError | None = None
        for size in SIZES:
            try:
                found.append(self.make(self.trial, size))
            except ClientLensError as error:
                refusal = error
            except Exception as error:  # noqa: BLE001  the plugin's own, whatever it is
                return Obstacle(SUITS.name, f"with {size} {stopped_with(error)}", error)
        if refusal and not found:
            return Obstacle(SUITS.name, f"it refuses every generated study: {refusal}")
        return tuple(found)
