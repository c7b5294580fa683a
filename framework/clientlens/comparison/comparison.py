"""The comparison: two or more models or runs side by side, as tidy frames and as draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientlens.comparison.agreement import COLUMNS as AGREEMENT
from clientlens.comparison.agreement import agreement_rows
from clientlens.comparison.alignment import Pair, Unaligned
from clientlens.comparison.decomposition import COLUMNS as DECOMPOSITION
from clientlens.comparison.decomposition import Decomposed, decompose, decomposition_rows
from clientlens.comparison.differences import difference_frame
from clientlens.comparison.indicators import COLUMNS as INDICATORS
from clientlens.comparison.indicators import indicator_rows
from clientlens.comparison.settings import RANK_GAP, TOP
from clientlens.comparison.source import QUANTITIES, Source, pairs_of, run_names, sources_of
from clientlens.errors import RequestError
from clientlens.results.long import long_frame
from clientlens.results.run import Run
from clientlens.stats.intervals import check_level
from clientlens.survey.groups import EVERYBODY

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

PAIR_COLUMNS = ("first", "second", "kind", "is_paired", "reason", "draws")
UNALIGNED_COLUMNS = ("first", "second", "quantity", "code", "reason", "detail")


@dataclass(frozen=True, eq=False)
class Comparison:
    """Models or runs side by side.

    Attributes
    ----------
    runs : tuple of Run
        The runs, in the order they were given.
    sources : tuple of Source
        One model of one run each.
    pairs : tuple of Pair
        The sources that are set against each other.
    left_out : mapping
        Name of a model that has nothing to compare → why.
    group : str
        The group of respondents.
    top, rank_gap : int
        How many the best are; ranks that lie further apart than that differ.
    level : float
        Level of the intervals.
    """

    runs: tuple[Run, ...]
    sources: tuple[Source, ...]
    pairs: tuple[Pair, ...]
    left_out: Mapping[str, str]
    group: str
    top: int
    rank_gap: int
    level: float

    @property
    def kind(self) -> str:
        """What differs between the sources; ``mixed`` where that isn't the same of all pairs."""
        kinds = {pair.kind for pair in self.pairs}
        return kinds.pop() if len(kinds) == 1 else "mixed"

    @property
    def is_paired(self) -> bool:
        """Whether all pairs have replicates that weigh the same respondents alike."""
        return all(pair.pairing.is_paired for pair in self.pairs)

    @cached_property
    def pairings(self) -> pd.DataFrame:
        """For each pair what differs, whether its replicates are paired and why, and how many."""
        import pandas as pd

        rows = [
            (*p.names, p.kind, p.pairing.is_paired, p.pairing.reason, self._draws_of(p))
            for p in self.pairs
        ]
        return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))

    @cached_property
    def agreement(self) -> pd.DataFrame:
        """For each pair, quantity and measure how well the two agree, with its interval."""
        import pandas as pd

        rows = [r for pair in self.pairs for r in agreement_rows(pair, self.top, self.level)]
        return pd.DataFrame(rows, columns=list(AGREEMENT))

    @cached_property
    def differences(self) -> pd.DataFrame:
        """For each pair, quantity and indicator or dimension the second less the first."""
        return difference_frame(self.pairs, self.level)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """For each pair and indicator both classes and ranks, and how probably they differ."""
        import pandas as pd

        rows = [r for pair in self.pairs for r in indicator_rows(pair, self.rank_gap, self.level)]
        return pd.DataFrame(rows, columns=list(INDICATORS))

    @cached_property
    def decomposition(self) -> pd.DataFrame:
        """For each pair the index difference parted into ratings, weights and coverage."""
        import pandas as pd

        rows = [
            row
            for pair, parts in self._decomposed
            if isinstance(parts, Decomposed)
            for row in decomposition_rows(pair, parts, self.level)
        ]
        return pd.DataFrame(rows, columns=list(DECOMPOSITION))

    @cached_property
    def unaligned(self) -> pd.DataFrame:
        """Everything that doesn't compare, and why."""
        import pandas as pd

        rows = [Unaligned(name, "", "", "", reason) for name, reason in self.left_out.items()]
        rows += [found for pair in self.pairs for found in pair.unaligned()]
        rows += [parts for _, parts in self._decomposed if isinstance(parts, Unaligned)]
        columns = list(UNALIGNED_COLUMNS)
        return pd.DataFrame([[getattr(r, c) for c in columns] for r in rows], columns=columns)

    @cached_property
    def long(self) -> pd.DataFrame:
        """Everything that the compared models estimated, of the group that is compared."""
        names = dict(zip(map(id, self.runs), run_names(self.runs), strict=True))
        frame = long_frame((names[id(s.run)], s.model, s.estimates) for s in self.sources)
        return frame[frame["group"] == self.group].reset_index(drop=True)

    @cached_property
    def draws(self) -> xr.Dataset:
        """What is compared, by ``source, replicate`` and ``indicator`` or ``dimension``.

        Replicate 0 is the sample as answered; rows of sources that aren't paired are shuffled. A
        class is its position among the codes in the attribute ``classes`` of its source.
        """
        import xarray as xr

        labels = {
            level: tuple(
                dict.fromkeys(
                    code
                    for source in self.sources
                    for quantity, of in QUANTITIES.items()
                    if of == level and source.has(quantity)
                    for code in source.codes(quantity)
                )
            )
            for level in ("indicator", "dimension")
        }
        rows = 1 + len(self.sources[0].order)
        variables = {}
        for quantity, of in QUANTITIES.items():
            codes = labels.get(of, ("",))
            blank = np.full((rows, len(codes)), np.nan)
            known = [s.values(quantity, codes) if s.has(quantity) else blank for s in self.sources]
            stacked = np.stack(known)  # (S, 1 + R, k)
            dims: tuple[str, ...] = ("source", "replicate", of)
            if of == "whole":
                stacked, dims = stacked[:, :, 0], dims[:2]
            variables[quantity] = (dims, stacked)
        coords = {
            "source": [source.name for source in self.sources],
            "run": ("source", [source.run.name for source in self.sources]),
            "model": ("source", [source.model for source in self.sources]),
            "replicate": np.arange(rows),
            **{level: list(codes) for level, codes in labels.items()},
        }
        return xr.Dataset(variables, coords=coords)

    def _repr_html_(self) -> str:
        """The agreement and the differences of the index, for a notebook."""
        from clientlens.comparison.notebook import html_of

        return html_of(self)

    @cached_property
    def _decomposed(self) -> list[tuple[Pair, Decomposed | Unaligned | None]]:
        return [(pair, decompose(pair)) for pair in self.pairs]

    def _draws_of(self, pair: Pair) -> int:
        """Draws that the intervals of a pair rest on; 0 where a run has none."""
        has_draws = all(
            bool((source.estimates.data["kind"] == "draw").any())
            for source in (pair.first, pair.second)
        )
        return len(pair.first.order) if has_draws else 0


def compare_runs(
    runs: Sequence[Run],
    *,
    models: Iterable[str] | None = None,
    group: str = EVERYBODY,
    top: int = TOP,
    rank_gap: int = RANK_GAP,
    level: float | None = None,
) -> Comparison:
    """Compare the models of one run, or runs with each other.

    Parameters
    ----------
    runs : sequence of Run
        One run whose models are compared, or several.
    models : iterable of str, optional
        The entries under ``models:`` that are compared.
    group : str
        The group of respondents; every run must have it and be able to show it.
    top : int
        How many of the best are looked at for their overlap.
    rank_gap : int
        Ranks that lie further apart than that differ.
    level : float, optional
        Level of the intervals; by default that of the first run.

    Raises
    ------
    RequestError
        Fewer than two sources, an unknown model or group, a group that isn't shown, or settings out
        of range.
    """
    if not runs:
        raise RequestError("nothing to compare: name at least one run")
    if len({id(run) for run in runs}) < len(runs):
        raise RequestError("a run is compared with itself; name each run once")
    if top < 1 or rank_gap < 0:
        raise RequestError(f"`top` must be at least 1 and `rank_gap` 0, got {top} and {rank_gap}")
    used = runs[0].file.uncertainty.level if level is None else level
    check_level(used, "compare")
    sources, left_out = sources_of(runs, models, group)
    pairs = tuple(Pair(one, other) for one, other in pairs_of(sources))
    if not pairs:
        raise RequestError(_too_few(runs, sources, left_out))
    return Comparison(tuple(runs), sources, pairs, left_out, group, top, rank_gap, used)


def _too_few(runs: Sequence[Run], sources: Sequence[Source], left_out: Mapping[str, str]) -> str:
    """Why there is no pair, and what would do."""
    alone = [f"there is {', '.join(source.name for source in sources)} alone"] if sources else []
    others = [f"{name} gives none of the numbers that models share" for name in left_out]
    more = (
        "Name a second run, or evaluate a second model." if len(runs) == 1 else "Name other runs."
    )
    return f"nothing to compare: {'; '.join([*alone, *others])}. {more}"
