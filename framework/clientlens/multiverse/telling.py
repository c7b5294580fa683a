"""The telling: what each universe says, as rows, beside the study as it is."""

from __future__ import annotations

from dataclasses import dataclass

from clientlens.errors import ClientLensError
from clientlens.multiverse.differences import Beside, beside
from clientlens.multiverse.disclosure import Disclosure
from clientlens.multiverse.evaluations import Evaluated
from clientlens.multiverse.summaries import Row, class_rows, number_rows
from clientlens.multiverse.universes import Universe
from clientlens.results.evaluation import Evaluation, Result

BASE = "base"
"""How the study as it is stands to itself; see `Beside` for others."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one universe says.

    Attributes
    ----------
    universe : Universe
        The universe.
    sample : int
        The sample that it shares with others; 0 where its options don't go together.
    n : int or None
        Respondents.
    pairing : str
        How its rows stand to those of the study: ``base``, or as a `Beside` says.
    shows_numbers : bool
        Whether its numbers may be shown beside those of others.
    reason : str
        Why it says nothing; blank where it does.
    numbers, classes : tuple of rows
        What it says.
    """

    universe: Universe
    sample: int
    n: int | None = None
    pairing: str = ""
    shows_numbers: bool = False
    reason: str = ""
    numbers: tuple[Row, ...] = ()
    classes: tuple[Row, ...] = ()


class Telling:
    """Tells one universe after the other, the study as it is first.

    Parameters
    ----------
    minimum : int
        The smallest part of the clients that numbers may tell of.
    """

    def __init__(self, minimum: int) -> None:
        self._disclosure = Disclosure(minimum)
        self._base: Evaluated | None = None
        self._sample = 0
        self._is_shown = False
        self._rows: dict[int, tuple[Row, ...]] = {}

    @property
    def base(self) -> Evaluation:
        """The evaluation of the study as it is."""
        assert self._base is not None  # noqa: S101  it was told first
        return self._base.evaluation

    def tell(self, evaluated: Evaluated) -> Told:
        """What a universe says; the error where the study as it is says nothing."""
        universe = evaluated.universe
        if universe.is_base and isinstance(evaluated.outcome, ClientLensError):
            raise evaluated.outcome
        if evaluated.prepared is None or isinstance(evaluated.outcome, ClientLensError):
            return Told(universe, evaluated.sample, reason=str(evaluated.outcome))
        self._base = self._base or evaluated
        if evaluated.sample != self._sample:
            self._sample = evaluated.sample
            self._is_shown = self._disclosure.allows(evaluated.prepared)
            self._rows = {}  # results of another sample are gone
        against = beside(self._base, evaluated)
        results = evaluated.evaluation.results.values()
        return Told(
            universe,
            evaluated.sample,
            n=evaluated.evaluation.screening.valid,
            pairing=BASE if universe.is_base else against.pairing,
            shows_numbers=self._is_shown,
            numbers=tuple(row for result in results for row in self._numbers(result, against)),
            classes=tuple(row for result in results for row in class_rows(result)),
        )

    def _numbers(self, result: Result, against: Beside) -> tuple[Row, ...]:
        """The numbers of a result, which universes of one sample may share."""
        if id(result) not in self._rows:
            self._rows[id(result)] = tuple(number_rows(result, against))
        return self._rows[id(result)]
