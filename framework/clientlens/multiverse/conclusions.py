"""The conclusions: what the study says, in how many universes it holds, on what it hangs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.multiverse.influence import Influence
from clientlens.multiverse.outcomes import CLASS, TOP, Label, Outcomes

if TYPE_CHECKING:
    import pandas as pd

FOLLOWED = (CLASS, TOP, "index", "dimension_score")
"""Conclusions that a sweep judges; of other numbers it tells the influence alone."""

IN_TOP, NOT_IN_TOP = "in_top", "not_in_top"
COLUMNS = (
    *("model", "conclusion", "subject", "base", "estimate", "low", "high"),
    *("universes", "held_share", "is_robust", "changed_by"),
)

Row = dict[str, Any]
"""Any: codes, numbers and truth values of one row of a frame."""


def conclusions_frame(
    outcomes: Outcomes,
    influence: Influence,
    alone: Mapping[str, npt.NDArray[np.int64]],
    differs: Mapping[Label, FloatArray],
) -> pd.DataFrame:
    """One row for each conclusion that the study as it is, the first universe, comes to.

    Parameters
    ----------
    outcomes : Outcomes
        What the U universes say.
    influence : Influence
        Which choice changes what.
    alone : mapping
        Choice → universes that differ from the study in this choice alone.
    differs : mapping
        Number → (U,) 1 where a universe differs from the study by more than chance, 0 where it
        doesn't, NaN where nothing is known.

    Returns
    -------
    pandas.DataFrame
        ``base`` is the class, or whether an indicator is among the first few; ``estimate`` is the
        number, ``low`` and ``high`` its range over the universes. ``held_share`` is the share of
        the universes that agree; a number agrees where its difference from the study can't be told
        from 0. ``changed_by`` names the choices that change it.
    """
    import pandas as pd

    rows = []
    for q, label in enumerate(outcomes.labels):
        said = outcomes.values[:, q]
        if label[1] not in FOLLOWED or np.isnan(said[0]):
            continue
        if label[1] in (CLASS, TOP):
            row = _kind_row(label[1], said, outcomes.classes)
            changing = [c for c, n in zip(alone, influence.changes[:, q], strict=True) if n]
        else:
            row = _number_row(said, differs[label])
            changing = [c for c, own in alone.items() if (differs[label][own] == 1).any()]
        head = dict(zip(("model", "conclusion", "subject"), label, strict=True))
        rows.append({**head, **row, "changed_by": " ".join(changing)})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _kind_row(conclusion: str, said: FloatArray, classes: Sequence[str]) -> Row:
    """A class, or whether an indicator is among the first few."""
    known = said[~np.isnan(said)]
    base = classes[int(said[0])] if conclusion == CLASS else (IN_TOP if said[0] else NOT_IN_TOP)
    return {
        "base": base,
        "estimate": np.nan,
        "low": np.nan,
        "high": np.nan,
        "universes": len(known),
        "held_share": float((known == said[0]).mean()),
        "is_robust": bool((known == said[0]).all()),
    }


def _number_row(said: FloatArray, differs: FloatArray) -> Row:
    known = said[~np.isnan(said)]
    judged = differs[~np.isnan(differs)]
    return {
        "base": "",
        "estimate": float(said[0]),
        "low": float(known.min()),
        "high": float(known.max()),
        "universes": len(known),
        "held_share": float((judged == 0).mean()) if len(judged) else np.nan,
        "is_robust": bool(len(judged) and (judged == 0).all()),
    }
