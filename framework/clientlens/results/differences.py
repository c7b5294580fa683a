"""The differences: how groups of one attribute differ, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clientlens.config.schema import Differences
from clientlens.results.finding import Finding
from clientlens.results.table import Table

REST = "rest"
"""In place of a group: the others of the same attribute together."""

DIFFERENCE_KEYS = ("model", "quantity", "attribute", "group_1", "group_2", "kind", "key")
DIFFERENCE_COLUMNS = (
    *DIFFERENCE_KEYS,
    *("estimate_1", "estimate_2", "estimate", "std_error", "ci_low", "ci_high", "n_1", "n_2"),
    *("p_permutation", "p_henseler", "p_parametric", "p_pooled", "p_adjusted", "test"),
    *("detectable", "reason"),
)
"""``kind`` is the dim of the label ``key``, both empty where a quantity has none."""

OVERALL_KEYS = ("model", "quantity", "attribute")
OVERALL_COLUMNS = (*OVERALL_KEYS, "groups", "labels", "statistic", "p_permutation", "reason")


@dataclass(frozen=True, slots=True, eq=False)
class GroupDifferences:
    """What was found when groups were compared.

    Attributes
    ----------
    settings : Differences
        How they were.
    attributes : tuple of str
        Those with at least two groups that may be shown.
    differences : Table
        One row for each pair of groups and label: the difference, its interval and its tests.
    overall : Table
        Whether the groups of an attribute differ at all, one row for each quantity.
    findings : tuple of Finding
        What a director should hear, attribute by attribute.
    found : tuple of str
        Attributes that were made from the answers themselves: their groups differ in what they
        were made from, and no test of that tells anything.
    """

    settings: Differences
    attributes: tuple[str, ...]
    differences: Table
    overall: Table
    findings: tuple[Finding, ...] = ()
    found: tuple[str, ...] = ()

    @property
    def tables(self) -> Iterable[Table]:
        """Both tables, in the order of reading."""
        return (self.differences, self.overall)
