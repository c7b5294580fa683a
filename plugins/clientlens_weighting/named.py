"""Names in the options of a weighting that must be known to the study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clientlens.plugin_api import Problem, Study, did_you_mean

Path = tuple[str | int, ...]


def check_attribute(
    study: Study, attribute: str, path: Path, known: Iterable[str]
) -> Iterator[Problem]:
    """An attribute of respondents that makes units."""
    if attribute not in study.respondents:
        hint = did_you_mean(attribute, known)
        yield study.problem(f"unknown respondent attribute '{attribute}'", *path, hint=hint)


def families(study: Study, nodes: Sequence[str | None]) -> dict[str | None, tuple[str, ...]]:
    """Node → its children, of the nodes that have several; None for the dimensions themselves."""
    found = {
        node: tuple(study.dimensions if node is None else study.dimensions[node].indicators)
        for node in nodes
    }
    return {node: children for node, children in found.items() if len(children) > 1}


def spelt(node: str | None) -> str:
    """What the children of a node are called in a message."""
    of_node = f"the indicators of '{node}'"
    return of_node if node else "the dimensions"


def listed(codes: Iterable[str]) -> str:
    """Codes in quotes."""
    return ", ".join(f"'{code}'" for code in codes)
