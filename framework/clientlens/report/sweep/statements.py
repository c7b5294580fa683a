"""The statements: what holds in every universe, and what hangs on which choice, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from clientlens.multiverse.conclusions import IN_TOP
from clientlens.multiverse.outcomes import CLASS, TOP
from clientlens.report.numbers import percent
from clientlens.report.sweep.vocabulary import INDEX, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences of one kind; where they are of a class, it lends its colour."""

    code: str
    name: str
    sentences: tuple[str, ...]


def parts_of(model: str, say: Vocabulary) -> tuple[Part, ...]:
    """What a sweep says of one model."""
    kinds = {
        "index": _of_index(model, say),
        "same": _of_classes(model, say),
        "hangs": _of_choices(model, say),
        "first": _of_first(model, say),
    }
    parts = (Part(code, say(f"sweep-kind-{code}"), tuple(said)) for code, said in kinds.items())
    return tuple(part for part in parts if part.sentences)


def models_of(say: Vocabulary) -> list[str]:
    """The models that some universe has, those of the study first."""
    sweep = say.sweep
    told = [*sweep.estimates["model"], *sweep.classes["model"]]
    known = set(sweep.conclusions["model"])
    return [name for name in dict.fromkeys([*sweep.base.results, *told]) if name in known]


def _conclusions(model: str, conclusion: str, say: Vocabulary) -> pd.DataFrame:
    frame = say.sweep.conclusions
    return frame[(frame["model"] == model) & (frame["conclusion"] == conclusion)]


def _of_index(model: str, say: Vocabulary) -> Iterator[str]:
    for row in _conclusions(model, INDEX, say).to_dict("records"):
        yield _index_sentence(model, {str(key): cell for key, cell in row.items()}, say)


def _index_sentence(model: str, row: dict[str, Any], say: Vocabulary) -> str:
    said = {end: say.value(INDEX, row[end]) for end in ("low", "high")}
    variables: dict[str, str | float] = {
        "name": say.quantity(model, INDEX),
        "value": say.value(INDEX, row["estimate"]),
        "count": int(row["universes"]),
        **said,
    }
    if row["universes"] == 1:
        return say("sweep-index-alone", **variables)
    if said["low"] == said["high"] == variables["value"]:
        return say("sweep-index-same", **variables)
    if pd.isna(row["held_share"]):
        return say("sweep-index-untold", **variables)
    if row["is_robust"]:
        return say("sweep-index-steady", **variables)
    choices = say.listed(say.choice(code) for code in row["changed_by"].split())
    share = percent(1 - row["held_share"])
    return say("sweep-index-moves", share=share, choices=choices or "none", **variables)


def _of_classes(model: str, say: Vocabulary) -> Iterator[str]:
    rows = _conclusions(model, CLASS, say)
    if rows.empty:
        return
    same = rows[rows["is_robust"]]
    kind = "all" if len(same) == len(rows) else "some" if len(same) else "none"
    count = int(rows["universes"].max())
    yield say(f"sweep-classes-{kind}", same=len(same), total=len(rows), count=count)
    for code in [c for c in _class_order(model, say) if c in set(same["base"])]:
        names = say.listed(say.subject(s) for s in same[same["base"] == code]["subject"])
        yield say("sweep-class-names", **{"class": say.class_name(model, code)}, names=names)


def _class_order(model: str, say: Vocabulary) -> Sequence[str]:
    return say.sweep.class_order.get(model, ())


def _of_choices(model: str, say: Vocabulary) -> Iterator[str]:
    """The choices that change classes, the one that changes most first."""
    rows = _conclusions(model, CLASS, say)
    if rows.empty:
        return
    changed = {
        choice: [
            str(row.subject) for row in rows.itertuples() if choice in str(row.changed_by).split()
        ]
        for choice in say.sweep.grid.options
    }
    for choice, subjects in sorted(changed.items(), key=lambda item: -len(item[1])):
        if subjects:
            names = say.listed(map(say.subject, subjects))
            yield say(
                "sweep-choice-changes", choice=say.choice(choice), count=len(subjects), names=names
            )
    tried = _tried(model, say)
    idle = [say.choice(choice) for choice, own in changed.items() if choice in tried and not own]
    if idle:
        yield say("sweep-choice-idle", choice=say.listed(idle))


def _tried(model: str, say: Vocabulary) -> set[str]:
    """Choices with two options at least that tell classes; of others nothing is known."""
    frame = say.sweep.influence
    own = frame[
        (frame["model"] == model) & (frame["conclusion"] == CLASS) & (frame["switches"] > 0)
    ]
    return set(own["choice"])


def _of_first(model: str, say: Vocabulary) -> Iterator[str]:
    """Who is always among the first few by priority, and who only sometimes."""
    rows = _conclusions(model, TOP, say)
    if rows.empty:
        return
    share = rows["held_share"].where(rows["base"] == IN_TOP, 1 - rows["held_share"])
    always = [say.subject(str(code)) for code in rows[share == 1]["subject"]]
    top = say.sweep.top
    if always:
        yield say("sweep-first-always", top=top, names=say.listed(always))
    else:
        yield say("sweep-first-never", top=top)
    some = rows.assign(share=share)[(share > 0) & (share < 1)]
    ordered = some.sort_values("share", ascending=False, kind="stable")
    names = [
        say("sweep-named-share", name=say.subject(str(r.subject)), share=percent(float(r.share)))  # type: ignore[arg-type]
        for r in ordered.itertuples()
    ]
    if names:
        yield say("sweep-first-sometimes", top=top, names=say.listed(names))


def notes_of(say: Vocabulary) -> Iterator[str]:
    """What a reader must know besides: options without effect, what failed, what isn't shown."""
    sweep = say.sweep
    for choice, option in sweep.idle:
        yield say("sweep-option-idle", option=say.option(choice, option), choice=say.choice(choice))
    for reason, rows in sweep.failed.groupby("reason", sort=False):
        which = _which(rows, sweep.universes, say)
        yield say("sweep-failed", count=len(rows), universes=which, reason=_first_line(reason))
    if len(sweep.unshown):
        yield say(
            "sweep-unshown",
            count=len(sweep.unshown),
            universes=_which(sweep.unshown, sweep.universes, say),
            smallest=sweep.study.report.minimum_group,
        )
    if others := [name for name in sweep.base.results if name not in models_of(say)]:
        yield say("sweep-not-followed", models=say.listed(map(say.model, others)))
    if sweep.study.segments:
        yield say("sweep-everybody")


def _which(rows: pd.DataFrame, universes: pd.DataFrame, say: Vocabulary) -> str:
    """Some universes: those with one option, where they are all of these, or one by one."""
    for choice, options in say.sweep.grid.options.items():
        for option in options:
            if set(universes[universes[choice] == option]["universe"]) == set(rows["universe"]):
                return f"{say.choice(choice)}: {say.option(choice, option)}"
    return say.listed(rows["universe"])


def _first_line(reason: object) -> str:
    """An error without its hint."""
    return str(reason).splitlines()[0]
