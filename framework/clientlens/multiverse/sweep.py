"""The sweep: a study under every combination of its choices, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientlens.arrays import IntArray
from clientlens.config.study import Study
from clientlens.errors import RequestError, did_you_mean
from clientlens.multiverse.conclusions import conclusions_frame
from clientlens.multiverse.evaluations import Sweeping, evaluate_universes
from clientlens.multiverse.grid import FIRST_FEW, Grid, Picks
from clientlens.multiverse.influence import idle_options, influence_frame, influence_of
from clientlens.multiverse.outcomes import first_few, outcomes_of, spread, told_apart
from clientlens.multiverse.summaries import CLASS_COLUMNS, NUMBER_COLUMNS, classes_in_order
from clientlens.multiverse.telling import Telling, Told
from clientlens.multiverse.universes import Universe, universes_of
from clientlens.results.evaluation import Evaluation

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("universes", "estimates", "classes", "conclusions", "influence")


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """What a study says under every combination of its choices.

    Attributes
    ----------
    study : Study
        The study with its choices.
    grid : Grid
        The combinations.
    base : Evaluation
        The study as it is, of everybody alone.
    studies : mapping
        Universe → its study, which ``clientlens.evaluate`` shows in full.
    universes : pandas.DataFrame
        One row a universe: the option of every choice, the respondents ``n``, the ``sample`` that
        universes share, the ``pairing`` with the study, whether its ``numbers`` are shown, and the
        ``reason`` where it says nothing.
    estimates : pandas.DataFrame
        Universe × model × quantity × subject with intervals, and with the difference from the
        study.
    classes : pandas.DataFrame
        Universe × model × indicator: its class, with the probability.
    conclusions : pandas.DataFrame
        What the study concludes: in what share of the universes it holds, and what changes it.
    influence : pandas.DataFrame
        Conclusion × choice: how often it changes when the choice alone is switched; the shares of a
        number's variance.
    idle : tuple of (choice, option)
        Options that change nothing at all.
    class_order : mapping
        Model → the classes that it tells apart.
    top : int
        So many indicators are the first few by priority.
    """

    study: Study
    grid: Grid
    base: Evaluation
    studies: Mapping[str, Study]
    universes: pd.DataFrame
    estimates: pd.DataFrame
    classes: pd.DataFrame
    conclusions: pd.DataFrame
    influence: pd.DataFrame
    idle: tuple[tuple[str, str], ...]
    class_order: Mapping[str, tuple[str, ...]]
    top: int

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every frame by its name."""
        return {name: getattr(self, name) for name in TABLES}

    @property
    def failed(self) -> pd.DataFrame:
        """The universes that say nothing, with the reason."""
        return self.universes[self.universes["reason"] != ""]

    @property
    def unshown(self) -> pd.DataFrame:
        """The universes whose numbers would tell of single clients beside those of others."""
        return self.universes[(self.universes["reason"] == "") & ~self.universes["numbers"]]

    def __repr__(self) -> str:
        """What it is of, in a line."""
        choices = ", ".join(self.grid.options)
        return f"<Sweep of {self.study.about.id}: {len(self.universes)} universes over {choices}>"

    def _repr_html_(self) -> str:
        """The conclusions, in a notebook."""
        html: str = self.conclusions.to_html(index=False, na_rep="")
        return html


def sweep_study(study: Study, grid: Grid, sweeping: Sweeping, *, top: int = FIRST_FEW) -> Sweep:
    """Evaluate every universe of a grid.

    Parameters
    ----------
    study : Study
        A checked study with choices.
    grid : Grid
        The combinations.
    sweeping : Sweeping
        How they are evaluated.
    top : int
        How many indicators of the highest priority are followed.

    Raises
    ------
    ClientLensError
        The study as it is can't be evaluated. Where another universe can't, the sweep says why.
    RequestError
        No universe has a model of `sweeping.models`.
    """
    universes = list(universes_of(study, grid, sweeping.registry))
    _check_models(universes, sweeping.models)
    telling = Telling(study.report.minimum_group)
    told = {e.universe.code: telling.tell(e) for e in evaluate_universes(universes, sweeping)}
    ordered = [told[universe.code] for universe in universes]
    codes = [universe.code for universe in universes]
    rows = _frame(ordered, "numbers", NUMBER_COLUMNS)
    shown = {t.universe.code for t in ordered if t.shows_numbers}
    numbers = rows[rows["universe"].isin(shown)].reset_index(drop=True)
    classes = _frame(ordered, "classes", CLASS_COLUMNS)
    outcomes = outcomes_of(codes, numbers, classes, first_few(rows, top))
    picks = [universe.picks for universe in universes]
    influence = influence_of(outcomes, grid, picks)
    differs = spread(numbers.assign(differs=told_apart(numbers)), "differs", codes)
    return Sweep(
        study=study,
        grid=grid,
        base=telling.base,
        studies={u.code: u.study for u in universes if isinstance(u.study, Study)},
        universes=_universes_frame(ordered, grid),
        estimates=numbers,
        classes=classes,
        conclusions=conclusions_frame(outcomes, influence, _alone(grid, picks), differs),
        influence=influence_frame(outcomes, grid, influence),
        idle=idle_options(outcomes, grid, picks),
        class_order={name: classes_in_order(r) for name, r in telling.base.results.items()},
        top=top,
    )


def _check_models(universes: Iterable[Universe], wanted: Sequence[str] | None) -> None:
    studies = [u.study for u in universes if isinstance(u.study, Study)]
    known = dict.fromkeys(name for study in studies for name in study.models)
    for name in wanted or ():
        if name not in known:
            hint = did_you_mean(name, known)
            raise RequestError(f"no universe has the model '{name}'. {hint}".strip())


def _frame(told: Iterable[Told], part: str, columns: Sequence[str]) -> pd.DataFrame:
    """The rows of all universes, one below the other."""
    import pandas as pd

    rows = [{"universe": t.universe.code, **row} for t in told for row in getattr(t, part)]
    return pd.DataFrame(rows, columns=list(columns))


def _universes_frame(told: Iterable[Told], grid: Grid) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "universe": t.universe.code,
            **t.universe.picks,
            "n": t.n,
            "sample": t.sample,
            "pairing": t.pairing,
            "numbers": t.shows_numbers,
            "reason": t.reason,
        }
        for t in told
    ]
    columns = ["universe", *grid.options, "n", "sample", "pairing", "numbers", "reason"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "Int64"})


def _alone(grid: Grid, picks: Sequence[Picks]) -> dict[str, IntArray]:
    """Choice → positions of the universes that differ from the study in this choice alone."""
    return {
        choice: np.array(
            [
                number
                for number, own in enumerate(picks)
                if {c for c, option in own.items() if option != grid.base[c]} == {choice}
            ],
            dtype=np.int64,
        )
        for choice in grid.options
    }
