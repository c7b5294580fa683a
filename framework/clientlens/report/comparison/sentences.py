"""The sentences of a comparison: what agrees, what disagrees, how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from clientlens.comparison.alignment import Pair
from clientlens.report.comparison.vocabulary import Vocabulary
from clientlens.report.grid import records_of
from clientlens.report.numbers import interval, number, percent

if TYPE_CHECKING:
    import pandas as pd

MOST_PAIRS = 10
"""So many pairs are told in sentences; the tables have all."""
_MOST_NAMED = 6
_CLEAR = 0.05


@dataclass(frozen=True, slots=True)
class PairSentences:
    """What is said of two sources."""

    title: str
    sentences: tuple[str, ...]


def sentences_of(words: Vocabulary) -> tuple[PairSentences, ...]:
    """What is said of each pair, the first ones of many."""
    return tuple(
        PairSentences(words.pair(*pair.names), tuple(sentences_of_pair(words, pair)))
        for pair in words.comparison.pairs[:MOST_PAIRS]
    )


def pairing_sentences(words: Vocabulary) -> tuple[str, ...]:
    """Whether replicates are paired and why, once for each reason."""
    frame = words.comparison.pairings
    reasons = dict.fromkeys(frame["reason"])
    found = [words(f"pairing-{reason.replace('_', '-')}") for reason in reasons]
    if (frame["draws"] == 0).any() and "no_replicates" not in reasons:
        found.append(words("pairing-no-replicates"))
    if any(map(_tells_of_few, words.comparison.pairs)):
        found.append(words("pairing-tells-of-few"))
    left = len(words.comparison.pairs) - MOST_PAIRS
    if left > 0:
        found.append(words("comparison-more-pairs", told=MOST_PAIRS, left=left))
    return tuple(found)


def _tells_of_few(pair: Pair) -> bool:
    """Whether two runs of the same answers lie so few respondents apart that both tell of them.

    Of a group as well: eight set aside may be two in each of its parts.
    """
    one, other = pair.first.run, pair.second.run
    smallest = max(run.file.report.minimum_group for run in (one, other))
    group = pair.first.group
    apart = (abs(one.n - other.n), abs((one.group(group).n or 0) - (other.group(group).n or 0)))
    return pair.kind == "settings" and any(0 < count < smallest for count in apart)


def sentences_of_pair(words: Vocabulary, pair: Pair) -> Iterator[str]:
    """The indices, what makes their difference, the priorities, the indicators."""
    yield from _index(words, pair)
    yield from _parts(words, pair)
    yield from _agreement(words, pair)
    yield from _verdicts(words, pair)


def _index(words: Vocabulary, pair: Pair) -> Iterator[str]:
    frame = words.comparison.differences
    own = own_of(frame[frame["quantity"] == "index"], pair)
    for row in records_of(own):
        value = row["difference"]
        said = {
            "first": words.among(pair.first.name, pair.names),
            "second": words.among(pair.second.name, pair.names),
            "size": number("index", abs(value)),
            "interval": interval("index", row["low"], row["high"]),
            "p": number("p_value", row["p_holm"]),
        }
        if value == 0 and not row["std_error"] > 0:
            yield words("says-index-same", first=said["first"], second=said["second"])
        elif isnan(row["p_holm"]):
            yield words(f"says-index-{_way(value)}-untested", **said)
        elif row["p_holm"] < _CLEAR:
            yield words(f"says-index-{_way(value)}", **said)
        else:
            yield words("says-index-open", **said)


def _way(value: float) -> str:
    return "higher" if value > 0 else "lower"


def _parts(words: Vocabulary, pair: Pair) -> Iterator[str]:
    """What ratings, weights and coverage have made of an index difference."""
    own = records_of(own_of(words.comparison.decomposition, pair))
    sums = {row["effect"]: float(row["estimate"]) for row in own if not row["indicator"]}
    if not sums.get("total"):
        return
    said = {effect: number("gap", value) for effect, value in sums.items()}
    yield words("says-parts-coverage" if sums["coverage"] else "says-parts", **said)


def _agreement(words: Vocabulary, pair: Pair) -> Iterator[str]:
    own = records_of(own_of(words.comparison.agreement, pair))
    found = {row["measure"]: row for row in own if row["quantity"] == "priority"}
    if "kendall" not in found:
        return
    tau, k = found["kendall"], words.comparison.top
    yield words(
        "says-priorities",
        tau=number("correlation", tau["estimate"]),
        interval=interval("correlation", tau["low"], tau["high"]),
        k=k,
        common=f"{found['top_overlap']['estimate'] * min(k, tau['n']):.3g}",
        n=int(tau["n"]),
    )


def _verdicts(words: Vocabulary, pair: Pair) -> Iterator[str]:
    """How many indicators both judge alike, and on which they surely disagree."""
    own = own_of(words.comparison.indicators, pair)
    if not len(own) or (own["verdict"] == "untested").all():
        return
    by_class = (own["first_class"] != "").any()
    counts = own["verdict"].value_counts()
    differ = own[own["verdict"] == "disagree"]
    kind = "class" if by_class else "rank"
    yield words(
        f"says-{kind}-verdicts",
        agree=int(counts.get("agree", 0)),
        disagree=int(counts.get("disagree", 0)),
        open=int(counts.get("open", 0)),
        gap=words.comparison.rank_gap,
    )
    if len(differ):
        named = differ.head(_MOST_NAMED)
        chance = "p_class_differs" if by_class else "p_rank_differs"
        yield words(
            "says-disagree-on",
            names=words.names([str(code) for code in named["indicator"]]),
            more=len(differ) - len(named),
            least=percent(float(differ[chance].min())),
        )


def own_of(frame: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """The rows of a frame that are of a pair."""
    return frame[(frame["first"] == pair.first.name) & (frame["second"] == pair.second.name)]
