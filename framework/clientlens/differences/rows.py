"""The rows: every difference with its interval and its tests, as tidy tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from clientlens.arrays import BoolArray, FloatArray
from clientlens.differences.pairs import FEWEST_TESTED
from clientlens.differences.sides import Compared, Family, Side
from clientlens.results.differences import (
    DIFFERENCE_COLUMNS,
    DIFFERENCE_KEYS,
    OVERALL_COLUMNS,
    OVERALL_KEYS,
)
from clientlens.results.table import Table
from clientlens.stats.group_tests import (
    between_groups,
    detectable,
    henseler_probability,
    paired_test,
    permutation_p,
    pooled_test,
    step_down_p,
    two_sided,
    welch_test,
)
from clientlens.stats.multiplicity import benjamini_hochberg, holm

if TYPE_CHECKING:
    import pandas as pd

TOO_SMALL = f"fewer than {FEWEST_TESTED} answers in a group"
OVERLAP = "the groups share respondents"
OTHER_ROLES = "it rests on more than the answers of the groups, as on their parts of a role"
NOTHING_VARIES = "nothing varies in it"
FEW_GROUPS = f"fewer than two groups of {FEWEST_TESTED} answers"
_SAME = 1e-6
"""So near, in standard errors or relative to it, is what chance begins with to what is shown."""
_ADJUST = {"holm": holm, "benjamini_hochberg": benjamini_hochberg}
_TESTS = ("p_permutation", "p_henseler", "p_parametric", "p_pooled")


def difference_table(compared: Sequence[Compared]) -> Table:
    """``differences``: one row for each quantity, pair of groups and label."""
    import pandas as pd

    frames = [_family_frame(family) for own in compared for family in own.families]
    known = [frame for frame in frames if len(frame)]
    frame = pd.concat(known, ignore_index=True) if known else pd.DataFrame()
    return Table("differences", DIFFERENCE_KEYS, frame.reindex(columns=list(DIFFERENCE_COLUMNS)))


def overall_table(compared: Sequence[Compared]) -> Table:
    """``overall``: whether the groups of an attribute differ at all, quantity by quantity."""
    import pandas as pd

    rows = [_overall(family) for own in compared for family in own.families]
    frame = pd.DataFrame(rows, columns=list(OVERALL_COLUMNS))
    return Table("overall", OVERALL_KEYS, frame)


def _family_frame(family: Family) -> pd.DataFrame:
    """All pairs and labels of one quantity, with p values that allow for all of them."""
    import pandas as pd

    parts = [_pair_columns(family, number) for number in family.pairs]
    if not parts:
        return pd.DataFrame()
    frame = pd.DataFrame({name: np.concatenate([p[name] for p in parts]) for name in parts[0]})
    adjust = family.own.settings.adjust
    if adjust == "westfall_young":
        tested = sum(bool((part["test"] != "").any()) for part in parts)
        frame["p_adjusted"] = np.minimum(frame["p_adjusted"] * tested, 1.0)
    else:
        frame["p_adjusted"] = _ADJUST[adjust](_p_used(frame))
    return frame.dropna(subset=["estimate"])


def _p_used(frame: pd.DataFrame) -> FloatArray:
    """The p value that counts, row by row; NaN without a test."""
    p = np.where(frame["test"] == "permutation", frame["p_permutation"], frame["p_parametric"])
    return np.where(frame["test"] == "", np.nan, p).astype(np.float64)


def _pair_columns(family: Family, number: int) -> dict[str, Any]:
    """The columns of one pair, (L,) each."""
    pair, first, second = family.pairs[number]
    kind, keys = family.labels
    alike = {
        "model": family.entry,
        "quantity": family.quantity,
        "attribute": family.own.comparison.attribute,
        "group_1": pair.first.code,
        "group_2": pair.other,
        "kind": kind,
    }
    L = len(keys)
    columns: dict[str, Any] = {name: np.full(L, text, object) for name, text in alike.items()}
    columns["key"] = np.array(keys, dtype=object)
    columns |= {"estimate_1": first.values[0], "estimate_2": second.values[0]}
    columns |= family.summaries[number]
    columns |= {"n_1": np.full(L, pair.first.n), "n_2": np.full(L, pair.second.n)}
    columns |= _tests(family, number)
    columns["p_adjusted"] = _within_pair(family, number, columns)
    level = family.estimates.uncertainty.level
    return columns | {"detectable": detectable(columns["std_error"], level)}


def _tests(family: Family, number: int) -> dict[str, Any]:
    """The p values, the test that counts, and why there is none."""
    pair = family.pairs[number][0]
    L = len(family.labels[1])
    found: dict[str, Any] = {name: np.full(L, np.nan) for name in _TESTS}
    if not (family.own.settings.force or pair.is_large):
        return found | {"test": np.full(L, "", object), "reason": np.full(L, TOO_SMALL, object)}
    found |= _parametric(family, number)
    found["p_permutation"], reason = _by_chance(family, number)
    is_permuted, is_known = (~np.isnan(found[f"p_{n}"]) for n in ("permutation", "parametric"))
    test = np.where(is_permuted, "permutation", np.where(is_known, "parametric", ""))
    why = np.where(is_permuted, "", reason)
    why = np.where((test == "") & (why == ""), NOTHING_VARIES, why)
    return found | {"test": test.astype(object), "reason": why.astype(object)}


def _parametric(family: Family, number: int) -> dict[str, FloatArray]:
    """What the replicates alone say of a difference."""
    pair, first, second = family.pairs[number]
    d, error = (family.summaries[number][name] for name in ("estimate", "std_error"))
    if not pair.is_disjoint:
        return {"p_parametric": paired_test(d, error).p}
    m, n = family.units(pair.first), family.units(pair.second)
    found = {
        "p_parametric": welch_test(d, first.error, second.error, m, n, error).p,
        "p_pooled": pooled_test(d, first.error, second.error, m, n).p,
    }
    drawn = family.draws
    if len(drawn):
        probability = henseler_probability(first.values[drawn], second.values[drawn])
        found["p_henseler"] = two_sided(probability)
    return found


def _by_chance(family: Family, number: int) -> tuple[FloatArray, str]:
    """(L,) p values of the permutation test, and why there are none.

    There is none where what was dealt out doesn't begin with what is shown: groups that are held
    against different parts of a role are estimated beside the whole of it when dealt out.
    """
    pair, first, second = family.pairs[number]
    nothing = np.full(len(family.labels[1]), np.nan)
    if not pair.is_disjoint:
        return nothing, OVERLAP
    dealt = family.dealt(number)
    if dealt is None:
        return nothing, family.own.chance.reason
    error = family.summaries[number]["std_error"]
    is_same = _is_same(first, dealt.first, error) & _is_same(second, dealt.second, error)
    p = np.where(is_same, permutation_p(dealt.rows[0], dealt.rows[1:]), np.nan)
    return p, "" if is_same.all() else OTHER_ROLES


def _is_same(side: Side, dealt: FloatArray, error: FloatArray) -> BoolArray:
    """(L,) whether a side was dealt out as it is shown, or not dealt out at all."""
    shown = side.values[0]
    near = _SAME * np.fmax(np.abs(shown), np.nan_to_num(error))
    return np.asarray(np.isnan(dealt) | (np.abs(dealt - shown) <= near))


def _within_pair(family: Family, number: int, columns: dict[str, Any]) -> FloatArray:
    """(L,) p values that allow for the labels of one pair.

    Those of Westfall and Young where the test is by permutation, those of Holm where it isn't;
    with both in one pair, each is allowed half.
    """
    is_permuted, is_other = (columns["test"] == name for name in ("permutation", "parametric"))
    p = np.full(len(is_other), np.nan)
    p[is_other] = holm(columns["p_parametric"][is_other])
    dealt = family.dealt(number)
    if dealt is not None and is_permuted.any():
        rows = dealt.rows[:, is_permuted]
        p[is_permuted] = step_down_p(rows[0], rows[1:])
    return np.asarray(np.minimum(p * (1 + (is_permuted.any() and is_other.any())), 1.0))


def _overall(family: Family) -> dict[str, Any]:
    """One row: whether the groups differ in any label."""
    chance = family.own.chance
    row: dict[str, Any] = {
        "model": family.entry,
        "quantity": family.quantity,
        "attribute": family.own.comparison.attribute,
        "statistic": np.nan,
        "p_permutation": np.nan,
        "reason": chance.reason or FEW_GROUPS,
    }
    estimates = chance.estimates(family.entry, family.quantity)
    if len(estimates) < 2:  # noqa: PLR2004  a group alone differs from nobody
        return row
    theta = np.stack([v.reshape(len(v), -1) for v in estimates.values()], axis=1)  # (1 + P, G, L)
    groups = family.own.comparison.groups
    statistic = between_groups(theta, [groups[number].n for number in estimates])
    p = permutation_p(statistic[0], statistic[1:])
    labels = int(np.isfinite(theta[0]).all(axis=0).sum())
    row |= {"groups": len(estimates), "labels": labels, "statistic": statistic[0]}
    return row | {"p_permutation": float(p), "reason": "" if np.isfinite(p) else NOTHING_VARIES}
