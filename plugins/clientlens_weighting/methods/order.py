"""Weights from a falling order: how many times as important each is as the next (G1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from pydantic import Field

from clientlens.plugin_api import (
    Code,
    Family,
    Options,
    Problem,
    Study,
    Weighting,
    WeightingChoice,
    Weights,
)
from clientlens_weighting.combine import order_relation
from clientlens_weighting.experts import arithmetic_priorities
from clientlens_weighting.judgements import Judgement
from clientlens_weighting.named import families, spelt
from clientlens_weighting.outcome import in_every_replicate, outcome
from clientlens_weighting.panel import Expert, judgements_among, said_by
from clientlens_weighting.panel_check import check_experts


class OrderOptions(Options):
    """Options of the order relation."""

    experts: dict[Code, Expert] = Field(
        {},
        description="Who judges, by name: each code against the next less important one, 1 or "
        "more.",
    )


class OrderRelation(Weighting):
    """The order relation G1."""

    name = "order_relation"
    Options = OrderOptions

    def check(
        self, study: Study, nodes: Sequence[str | None], choice: WeightingChoice
    ) -> Iterable[Problem]:
        """The judgements; where they are all right, whether they make an order."""
        options: OrderOptions = choice.options  # type: ignore[assignment]
        problems = list(check_experts(study, nodes, choice, options.experts))
        return problems or _no_order(study, nodes, choice)

    def weigh(
        self,
        family: Family,
        options: OrderOptions,
        parts: Mapping[str, Weights],  # noqa: ARG002
    ) -> Weights:
        """The mean over experts; the same in every replicate."""
        rows, shares = [], []
        for expert in options.experts.values():
            judgements = _judgements(family.study, expert, family.children)
            if judgements:
                rows.append(_weights(judgements, family.children))
                shares.append(expert.share)
        solved = arithmetic_priorities(np.array(rows), np.array([shares]))
        return outcome(in_every_replicate(solved, len(family.shares)))


def _judgements(study: Study, expert: Expert, children: Sequence[str]) -> list[Judgement]:
    return judgements_among(said_by(expert, ("weighting",), study), children)


def _weights(judgements: Sequence[Judgement], children: Sequence[str]) -> list[float]:
    """(k,) weights in the order of the children."""
    order = order_of(judgements)
    ratio = {judgement.indicator: judgement.value for judgement in judgements}
    found = order_relation([[ratio[code] for code in order[:-1]]]).weights[0]
    by_code = dict(zip(order, found.tolist(), strict=True))
    return [by_code[code] for code in children]


def order_of(judgements: Sequence[Judgement]) -> list[str]:
    """The codes from the most to the least important; cut short where there is no one order.

    Examples
    --------
    >>> order_of([Judgement("speed", "price", 1.2), Judgement("manners", "speed", 1.4)])
    ['manners', 'speed', 'price']
    """
    following = {judgement.indicator: judgement.other for judgement in judgements}
    firsts = [code for code in following if code not in set(following.values())]
    order = firsts[:1]
    while order and order[-1] in following and len(order) <= len(judgements):
        order.append(following[order[-1]])
    return order


def _no_order(
    study: Study, nodes: Sequence[str | None], choice: WeightingChoice
) -> Iterator[Problem]:
    options: OrderOptions = choice.options  # type: ignore[assignment]
    for code, expert in options.experts.items():
        place = study.document.key_place(*choice.path, "experts", code)
        for node, children in families(study, nodes).items():
            judgements = _judgements(study, expert, children)
            below = [j for j in judgements if j.value < 1]
            for one, other, value in below:
                message = f"expert '{code}' judges '{one}' against '{other}' {value:g}, below 1"
                yield Problem(message, place, "Put the more important one first.")
            is_chain = len(judgements) == len(children) - 1 == len(order_of(judgements)) - 1
            if judgements and not below and not is_chain:
                message = f"expert '{code}' puts {spelt(node)} in no one order"
                hint = "Judge each against the next less important one, and nothing else."
                yield Problem(message, place, hint)
