"""The league: studies of one wave and level by their index, with ranks and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from clientlens.batch.digest import Digest, Estimate
from clientlens.batch.remark import Remark
from clientlens.stats.posterior_ranks import (
    Posterior,
    expected_posterior_ranks,
    may_be_ranked,
    posterior_draws,
    shrink,
)
from clientlens.stats.rank_sets import simultaneous_rank_sets
from clientlens.stats.ranks import ranks
from clientlens.stats.resample import generator
from clientlens.stats.tiers import Tier, quarter_tiers

LEVEL = 0.95
"""Of the sets of ranks, all of a table at once."""
DRAWS = 2000
"""Of the critical values and of the tiers: their own error is far below what a rank shows."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One study in a table.

    Attributes
    ----------
    wave, model : str
        With ``depth`` they name the table.
    depth : int
        How many parts the regions of the table have: 1 for provinces, 2 for cities.
    study, region : str
        Which study it is, and of where.
    estimate, std_error, ci_low, ci_high
        Its index.
    rank : int or None
        Place by the estimate; None where the studies can't be told apart well enough to be ranked.
    rank_low, rank_high : int
        Ranks that it may truly have; all sets of a table hold with probability 0.95.
    expected_rank : float
        Mean of the rank after the estimates are drawn towards their mean.
    tier : {"top", "bottom", "not_separated"}
        Whether it is surely in the best or the worst quarter.
    reliability : float
        Which part of the variance of the table's estimates is not chance.
    """

    wave: str
    depth: int
    model: str
    study: str
    region: str
    estimate: float
    std_error: float
    ci_low: float | None
    ci_high: float | None
    rank: int | None
    rank_low: int
    rank_high: int
    expected_rank: float
    tier: str
    reliability: float


def in_order(table: Sequence[LeagueRow]) -> list[LeagueRow]:
    """The rows of a table, the highest first; as they came where they can't be ranked."""
    if table[0].rank is None:
        return list(table)
    return sorted(table, key=lambda row: (-row.estimate, row.study))


@dataclass(frozen=True, slots=True)
class _Entry:
    digest: Digest
    index: Estimate
    error: float


def league(wave: str, digests: Sequence[Digest], remarks: list[Remark]) -> Iterator[LeagueRow]:
    """Rank the studies of a wave, level by level and model by model; regions in the order given."""
    for depth in sorted({len(digest.about.region) for digest in digests}):
        level = [digest for digest in digests if len(digest.about.region) == depth]
        names = dict.fromkeys((n, m.use) for digest in level for n, m in digest.models.items())
        for model, use in names:
            entries = list(_entries(level, wave, model, use, remarks))
            if len(entries) >= _FEWEST:
                yield from _table(wave, depth, model, entries)


def _entries(
    level: Sequence[Digest], wave: str, model: str, use: str, remarks: list[Remark]
) -> Iterator[_Entry]:
    """Studies whose index has an error; the others can't be ranked."""
    for digest in level:
        found = digest.models.get(model)
        if found is None or found.use != use or found.index is None:
            continue
        if found.index.error is None:
            region = "/".join(digest.about.region)
            remarks.append(Remark("no_error", (digest.about.id,), wave, region, model, "index"))
            continue
        yield _Entry(digest, found.index, found.index.error)


def _table(wave: str, depth: int, model: str, entries: Sequence[_Entry]) -> Iterator[LeagueRow]:
    estimates = np.array([entry.index.value for entry in entries])  # (U,)
    errors = np.array([entry.error for entry in entries])
    purpose = f"league {wave} {depth} {model}"
    sets = simultaneous_rank_sets(
        estimates, errors, rng=generator(0, purpose), level=LEVEL, draws=DRAWS
    )
    posterior = shrink(estimates, errors)
    expected = expected_posterior_ranks(posterior)
    tiers = _tiers(posterior, purpose)
    is_ranked = may_be_ranked(posterior)
    for i, place in enumerate(ranks(estimates)):
        entry = entries[i]
        yield LeagueRow(
            wave=wave,
            depth=depth,
            model=model,
            study=entry.digest.about.id,
            region="/".join(entry.digest.about.region),
            estimate=entry.index.value,
            std_error=entry.error,
            ci_low=entry.index.low,
            ci_high=entry.index.high,
            rank=int(place) if is_ranked else None,
            rank_low=int(sets.low[i]),
            rank_high=int(sets.high[i]),
            expected_rank=float(expected[i]),
            tier=tiers[i],
            reliability=float(posterior.reliability),
        )


def _tiers(posterior: Posterior, purpose: str) -> list[str]:
    drawn = posterior_draws(posterior, DRAWS, generator(0, f"tiers of {purpose}"))
    return [Tier(tier).name.lower() for tier in quarter_tiers(drawn)]
