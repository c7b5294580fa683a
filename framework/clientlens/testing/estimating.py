"""What estimates from a sample: the common side of models and weightings that laws look at."""

from __future__ import annotations

from typing import Any, Protocol

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.config.schema import Options
from clientlens.config.study import Study
from clientlens.plugins import Registry
from clientlens.sample import Sample
from clientlens.testing.example import Drawn
from clientlens.testing.generated import Values
from clientlens.testing.law import Breach
from clientlens.testing.numbers import Numbers, difference


class Estimating(Protocol):
    """An example of a plugin that makes numbers from a sample."""

    @property
    def values(self) -> Values:
        """The study as plain values."""
        ...

    @property
    def registry(self) -> Registry:
        """The installed plugins and the one that is tried."""
        ...

    @property
    def drawn(self) -> Drawn:
        """The study and its answers."""
        ...

    @property
    def study(self) -> Study:
        """The study as it was read."""
        ...

    @property
    def options(self) -> Options:
        """What the study writes for the plugin."""
        ...

    @property
    def tolerance(self) -> float:
        """How near two numbers must be that should be the same."""
        ...

    @property
    def n(self) -> int:
        """Respondents who were kept."""
        ...

    @property
    def weights(self) -> FloatArray:
        """(R, n) the sample as answered, and some draws."""
        ...

    @property
    def instance(self) -> Any:  # of the plugin's class
        """A new instance of the plugin."""
        ...

    def sample(
        self,
        weights: FloatArray | None = None,
        rows: IntArray | BoolArray | None = None,
        answered: FloatArray | None = None,
    ) -> Sample:
        """Some respondents under some weights (R, n), on arrays of their own."""
        ...

    def estimate(self, sample: Sample, instance: Any = None) -> Numbers:
        """What is estimated from a sample; by a new instance unless one is given."""
        ...

    def once(self, sample: Sample) -> Numbers:
        """What is told without replicates."""
        ...

    def on(self, values: Values, drawn: Drawn) -> Estimating:
        """The same plugin on another study or other answers."""
        ...


def demand_same(
    example: Estimating, one: Numbers, other: Numbers, when: str, tolerance: float | None = None
) -> None:
    """Refuse numbers that differ by more than the plugin's own tolerance, or by another one."""
    found = difference(one, other, example.tolerance if tolerance is None else tolerance)
    if found:
        raise Breach(f"{found} ({when})")
