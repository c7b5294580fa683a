"""The pictures of a sweep: specification curves, classes over universes, influence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from clientlens.drawing.heat import Cell, heat_specs
from clientlens.drawing.shares import Bar, bar_specs
from clientlens.drawing.specification import CurveTitles, Option, Specification, curve_specs
from clientlens.multiverse.outcomes import CLASS
from clientlens.report.numbers import interval, percent
from clientlens.report.sweep.vocabulary import INDEX, Vocabulary
from clientlens.results.chart import Chart

if TYPE_CHECKING:
    import pandas as pd

_MOVED = 1e-9
"""A number that moves less over all universes doesn't."""
_NUMBERS = (INDEX, "dimension_score")


def charts_of(model: str, say: Vocabulary) -> Iterator[Chart]:
    """The pictures of one model, of what there is."""
    yield from _curve(model, say)
    yield from _classes(model, say)
    yield from _influence(model, say)
    yield from _variance(model, say)


def _curve(model: str, say: Vocabulary) -> Iterator[Chart]:
    frame = say.sweep.estimates
    rows = frame[(frame["model"] == model) & (frame["quantity"] == INDEX)]
    if np.ptp(rows["estimate"].to_numpy()) <= _MOVED if len(rows) else True:
        return
    options = [(choice, option) for choice, own in say.sweep.grid.options.items() for option in own]
    picks = say.sweep.universes.set_index("universe")
    specifications = [_specification(row, options, picks, say) for row in _records(rows)]
    named = [Option(say.choice(choice), say.option(choice, option)) for choice, option in options]
    titles = CurveTitles(say.quantity(model, INDEX), say("sweep-chart-columns"))
    wide, narrow = curve_specs(specifications, named, titles)
    low, high = (say.value(INDEX, end) for end in (rows["estimate"].min(), rows["estimate"].max()))
    has_intervals = bool(rows["ci_low"].notna().any())
    level = percent(say.sweep.study.uncertainty.level)
    yield Chart(
        name="curve",
        title=say("sweep-chart-curve", quantity=say.quantity(model, INDEX)),
        description=say(
            "sweep-chart-curve-describes",
            quantity=say.quantity(model, INDEX),
            count=len(rows),
            low=low,
            high=high,
        ),
        wide=wide,
        narrow=narrow,
        note=say(f"sweep-chart-curve-note{'' if has_intervals else '-plain'}", level=level),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): cell for key, cell in row.items()} for row in frame.to_dict("records")]


def _specification(
    row: Mapping[str, object], options: list[tuple[str, str]], picks: pd.DataFrame, say: Vocabulary
) -> Specification:
    code = str(row["universe"])
    estimate, low, high = (float(row[k]) for k in ("estimate", "ci_low", "ci_high"))  # type: ignore[arg-type]
    ends = interval(INDEX, low, high)
    return Specification(
        name=f"{code} · {say.universe(code)}",
        text=f"{say.value(INDEX, estimate)}  {ends}".strip(),
        estimate=estimate,
        low=None if np.isnan(low) else low,
        high=None if np.isnan(high) else high,
        options=tuple(
            number for number, (choice, o) in enumerate(options) if picks.loc[code, choice] == o
        ),
        is_base=code == say.sweep.universes["universe"].iloc[0],
    )


def _classes(model: str, say: Vocabulary) -> Iterator[Chart]:
    """Indicators whose class changes most come first; where none does there is no picture."""
    frame = say.sweep.conclusions
    rows = frame[(frame["model"] == model) & (frame["conclusion"] == CLASS)]
    if rows.empty or rows["is_robust"].all():
        return
    told = say.sweep.classes[say.sweep.classes["model"] == model]
    shares = {
        str(indicator): own["class"].value_counts(normalize=True)
        for indicator, own in told.groupby("indicator", sort=False)
    }
    ordered = rows.sort_values("held_share", kind="stable")
    bars = [
        Bar(
            say.subject(str(row["subject"])),
            {str(code): float(share) for code, share in shares[str(row["subject"])].items()},
            str(row["base"]),
            say("name-separator").join(map(say.choice, str(row["changed_by"]).split())),
        )
        for row in _records(ordered)
    ]
    order = dict.fromkeys([*say.sweep.class_order.get(model, ()), *told["class"]])
    names = {code: say.class_name(model, code) for code in order}
    wide, narrow = bar_specs(bars, names, say("sweep-chart-share"))
    yield Chart(
        name="classes",
        title=say("sweep-chart-classes"),
        description=say(
            "sweep-chart-classes-describes",
            count=len(rows),
            universes=int(rows["universes"].max()),
            same=int(rows["is_robust"].sum()),
        ),
        wide=wide,
        narrow=narrow,
        note=say("sweep-chart-classes-note"),
    )


def _influence(model: str, say: Vocabulary) -> Iterator[Chart]:
    """How often each choice changes the class of an indicator."""
    frame = say.sweep.influence
    rows = frame[(frame["model"] == model) & (frame["conclusion"] == CLASS)]
    total = rows.groupby("subject", sort=False)["changed_share"].sum()
    subjects = [str(s) for s in total[total > 0].sort_values(ascending=False, kind="stable").index]
    if not subjects:
        return
    choices = list(say.sweep.grid.options)
    cells = [
        Cell(
            subjects.index(str(row["subject"])),
            choices.index(str(row["choice"])),
            _share(row["changed_share"]),
            say(
                "sweep-told-switches", share=_told(row["changed_share"]), count=str(row["switches"])
            ),
        )
        for row in _records(rows[rows["subject"].isin(subjects)])
    ]
    names = [say.choice(code) for code in choices]
    wide, narrow = heat_specs(cells, [say.subject(s) for s in subjects], names)
    yield Chart(
        name="influence",
        title=say("sweep-chart-influence"),
        description=say("sweep-chart-influence-describes", count=len(subjects)),
        wide=wide,
        narrow=narrow,
        note=say("sweep-chart-influence-note"),
    )


def _variance(model: str, say: Vocabulary) -> Iterator[Chart]:
    """Which choice moves the index and the dimensions."""
    frame = say.sweep.influence
    rows = frame[(frame["model"] == model) & frame["conclusion"].isin(_NUMBERS)]
    rows = rows[rows["main_share"].notna()]
    labels = list(dict.fromkeys(zip(rows["conclusion"], rows["subject"], strict=True)))
    if not labels:
        return
    choices = list(say.sweep.grid.options)
    cells = [
        Cell(
            labels.index((str(row["conclusion"]), str(row["subject"]))),
            choices.index(str(row["choice"])),
            _share(row["main_share"]),
            say(
                "sweep-told-variance",
                main=_told(row["main_share"]),
                total=_told(row["total_share"]),
                change=say.value(str(row["conclusion"]), float(row["largest_change"])),  # type: ignore[arg-type]
            ),
        )
        for row in _records(rows)
    ]
    named = [
        say.subject(str(subject)) if subject else say.quantity(model, str(quantity))
        for quantity, subject in labels
    ]
    wide, narrow = heat_specs(cells, named, [say.choice(code) for code in choices])
    yield Chart(
        name="variance",
        title=say("sweep-chart-variance"),
        description=say("sweep-chart-variance-describes", count=len(labels)),
        wide=wide,
        narrow=narrow,
        note=say("sweep-chart-variance-note"),
    )


def _share(value: object) -> float | None:
    share = float(value)  # type: ignore[arg-type]
    return None if np.isnan(share) else share


def _told(value: object) -> str:
    share = _share(value)
    return "–" if share is None else percent(share)
