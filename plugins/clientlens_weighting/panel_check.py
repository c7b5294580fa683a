"""What can be wrong with the judgements of experts, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clientlens.plugin_api import Problem, RequestError, Study, WeightingChoice, did_you_mean
from clientlens_weighting.judgements import TOLERANCE, matrix_of, parts
from clientlens_weighting.named import Path, families, listed, spelt
from clientlens_weighting.panel import Expert, Said, judgements_among, said_by

Families = Mapping[str | None, tuple[str, ...]]


def check_experts(
    study: Study,
    nodes: Sequence[str | None],
    choice: WeightingChoice,
    experts: Mapping[str, Expert],
) -> Iterator[Problem]:
    """Everything at fault with a panel.

    Parameters
    ----------
    study : Study
        Knows the places.
    nodes : sequence
        Nodes that the panel weighs; None for the dimensions themselves.
    choice : WeightingChoice
        Where the panel stands.
    experts : mapping
        Code → expert.
    """
    wanted = families(study, nodes)
    if not experts:
        hint = "Write  experts: {name: {judgements: {one: {other: 3}}}}."
        yield study.problem("no expert judges anything", *choice.path, hint=hint)
        return
    judged: set[str | None] = set()
    for code, expert in experts.items():
        path = (*choice.path, "experts", code)
        try:
            said = list(said_by(expert, path, study))
        except RequestError as error:
            yield from error.problems
            return
        faults = list(dict.fromkeys(_faults(study, said, wanted)))
        yield from faults
        judged |= {node for node, own in wanted.items() if judgements_among(said, own)}
        if not faults:
            yield from _apart(study, said, wanted, path)
    yield from unjudged(study, choice, wanted, judged)


def unjudged(
    study: Study, choice: WeightingChoice, wanted: Families, judged: set[str | None]
) -> Iterator[Problem]:
    """Nodes whose children nobody compares."""
    for node, children in wanted.items():
        if node not in judged:
            message = f"nobody judges {spelt(node)}: {listed(children)}"
            hint = (
                "Judge them, or choose another method:  weighting.dimensions, .indicators, .within."
            )
            yield study.problem(message, *choice.path, hint=hint)


def _faults(study: Study, said: Sequence[Said], wanted: Families) -> Iterator[Problem]:
    """What is wrong with single judgements, and with two of one pair."""
    owner = {child: node for node, children in wanted.items() for child in children}
    earlier: dict[frozenset[str], Said] = {}
    for each in said:
        faults = [*_unknown(study, each, owner), *_no_judgement(each, owner)]
        yield from faults
        if not faults:
            first = earlier.setdefault(frozenset((each.indicator, each.other)), each)
            yield from _contradiction(first, each)


def _unknown(study: Study, each: Said, owner: Mapping[str, str | None]) -> Iterator[Problem]:
    for code, place in zip((each.indicator, each.other), each.pair, strict=True):
        if code not in owner and code in _codes(study):
            hint = "Take it away; an only child needs no judgement either."
            yield Problem(f"'{code}' is judged, but not weighed by judgements", place, hint)
        elif code not in owner:
            yield Problem(f"unknown code '{code}' in a judgement", place, did_you_mean(code, owner))


def _codes(study: Study) -> set[str]:
    """All dimensions and indicators."""
    of_indicators = {code for d in study.dimensions.values() for code in d.indicators}
    return of_indicators | set(study.dimensions)


def _no_judgement(each: Said, owner: Mapping[str, str | None]) -> Iterator[Problem]:
    what = f"the judgement of '{each.indicator}' against '{each.other}'"
    if each.value is None:
        yield Problem(f"{what} is '{each.text}', no number", each.place, "Write 3, or 1/3.")
    elif not 0 < each.value < float("inf"):
        hint = "Give how many times as important the first is: 3, or 1/3."
        yield Problem(f"{what} is {each.text}, and must be above 0", each.place, hint)
    if each.indicator == each.other:
        yield Problem(f"{what} compares it with itself", each.place, "Drop it.")
    elif _are_apart(each, owner):
        hint = "Compare the indicators of one dimension, or the dimensions."
        yield Problem(f"{what} compares what isn't weighed together", each.place, hint)


def _are_apart(each: Said, owner: Mapping[str, str | None]) -> bool:
    """Whether two known codes are children of two nodes."""
    nodes = [owner[code] for code in (each.indicator, each.other) if code in owner]
    return len(nodes) == 2 and nodes[0] != nodes[1]  # noqa: PLR2004  both are known


def _contradiction(first: Said, second: Said) -> Iterator[Problem]:
    """Two judgements of one pair that don't agree."""
    if first is second or first.value is None or second.value is None:
        return
    is_turned = first.indicator != second.indicator
    ratio = first.value * second.value if is_turned else first.value / second.value
    if abs(ratio - 1) > TOLERANCE:
        message = (
            f"'{second.indicator}' against '{second.other}' is judged {second.text}, and "
            f"'{first.indicator}' against '{first.other}' {first.text}, which contradicts it"
        )
        yield Problem(message, second.place, "Drop one of the two.")


def _apart(study: Study, said: Sequence[Said], wanted: Families, path: Path) -> Iterator[Problem]:
    """Nodes whose children fall into parts between which an expert judges no pair."""
    for node, children in wanted.items():
        judgements = judgements_among(said, children)
        if not judgements:
            continue
        found = parts(matrix_of(judgements, children), children)
        if len(found) > 1:
            rest = [code for part in found[1:] for code in part]
            message = f"expert '{path[-1]}' compares none of {listed(found[0])} with {listed(rest)}"
            hint = f"Judge one pair more of {spelt(node)}, or none at all."
            yield Problem(message, study.document.key_place(*path), hint)
