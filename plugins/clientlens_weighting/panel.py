"""The panel: the experts that a study asks, and what they judge of the children of one node.

A judgement names two codes and needs no place in a matrix. Since codes are unique in a study, the
two of them tell the node as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from clientlens.plugin_api import FloatArray, Options, Place, Study
from clientlens_weighting.judgements import Judgement, matrix_of
from clientlens_weighting.sheets import judgement_cells

Value = float | str
Path = tuple[str | int, ...]

_FRACTION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*")


class Expert(Options):
    """One expert: what they count, and what they judge."""

    share: float = Field(1.0, gt=0, description="What the expert counts beside the others.")
    judgements: dict[str, dict[str, Value]] = Field(
        {},
        description="Code → other code → how many times as important the first is: `3`, or `1/3`.",
    )
    file: str | None = Field(
        None,
        description="XLSX file, relative to the study file, with a matrix of codes on each sheet.",
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement as it was written: ``value`` is None where it is no number.

    ``pair`` are the places of the two codes, ``place`` that of the value.
    """

    indicator: str
    other: str
    value: float | None
    text: str
    pair: tuple[Place, Place]
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The E experts who judge the k children of one node.

    Attributes
    ----------
    names : tuple of str
        Their codes.
    matrices : (E, k, k) array
        Reciprocal, NaN where a pair wasn't judged.
    shares : (1, E) array
        What each counts.
    """

    names: tuple[str, ...]
    matrices: FloatArray
    shares: FloatArray


def said_by(expert: Expert, path: Path, study: Study) -> Iterator[Said]:
    """What an expert judges, in the study file and in a file of their own.

    Parameters
    ----------
    expert : Expert
        The entry.
    path : tuple
        Where it stands in the study.
    study : Study
        Knows the places, and the folder that files are named from.

    Raises
    ------
    RequestError
        The file can't be read.
    """
    document = study.document
    for one, others in expert.judgements.items():
        for other, value in others.items():
            where = (*path, "judgements", one, other)
            pair = (document.key_place(*where[:-1]), document.key_place(*where))
            text = value if isinstance(value, str) else f"{value:g}"
            yield Said(one, other, number(value), text, pair, document.place(*where))
    if expert.file is not None:
        file = study.folder / expert.file
        for cell in judgement_cells(file, expert.file, document.place(*path, "file")):
            judged = number(cell.text)
            yield Said(cell.row, cell.column, judged, cell.text, (cell.place,) * 2, cell.place)


def number(value: Value) -> float | None:
    """A judgement as a number; None where it is none.

    Examples
    --------
    >>> number("1/4"), number(3), number("0.5"), number("three")
    (0.25, 3.0, 0.5, None)
    """
    if not isinstance(value, str):
        return float(value)
    if found := _FRACTION.fullmatch(value):
        below = float(found[2])
        return float(found[1]) / below if below else None
    try:
        return float(value)
    except ValueError:
        return None


def panel_of(study: Study, experts: Mapping[str, Expert], children: Sequence[str]) -> Panel:
    """The matrices of those experts who judge the children of one node.

    Parameters
    ----------
    study : Study
        A checked study.
    experts : mapping
        Code → expert.
    children : (k,) sequence of str
        Codes, in the order of rows and columns.
    """
    found = {
        code: judgements_among(said_by(expert, ("weighting",), study), children)
        for code, expert in experts.items()
    }
    asked = [code for code, judgements in found.items() if judgements]
    k = len(children)
    matrices = [matrix_of(found[code], children) for code in asked]
    shares = np.array([[experts[code].share for code in asked]])
    return Panel(tuple(asked), np.reshape(matrices, (len(asked), k, k)), shares)


def judgements_among(said: Iterable[Said], children: Sequence[str]) -> list[Judgement]:
    """The judgements of pairs among `children`; of one that is told in both ways the larger."""
    found: dict[frozenset[str], Judgement] = {}
    known = set(children)
    for each in said:
        pair = frozenset((each.indicator, each.other))
        if pair <= known and each.value is not None:
            judgement = Judgement(each.indicator, each.other, each.value)
            earlier = found.get(pair)
            # 0.33 is written for 1/3: the side of 1 or more says it exactly.
            if earlier is None or judgement.value > earlier.value:
                found[pair] = judgement
    return list(found.values())
