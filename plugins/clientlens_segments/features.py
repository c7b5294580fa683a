"""The features: what respondents are compared by, made of their answers step by step.

Shapes: n respondents, m columns (answers, gaps and attributes as they are), q features.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from clientlens.plugin_api import BoolArray, FloatArray

Missing = Literal["own_mean", "listwise"]
Centre = Literal["none", "within_person", "ipsatised"]
Level = Literal["indicators", "dimensions"]

FEWEST_ANSWERED = 0.5
"""Who answered a smaller part of the questions is left out, whatever replaces the others."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: an answer, a gap, or an attribute whose values are numbered.

    ``block`` is the facet, or ``gap``: what is centred and averaged together; a single question has
    none. ``categories`` are the values of an attribute.
    """

    name: str
    block: str = ""
    dimension: str = ""
    categories: tuple[str, ...] = ()

    @property
    def is_attribute(self) -> bool:
        """Whether its numbers are names."""
        return bool(self.categories)


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Features and how they were made.

    Attributes
    ----------
    names : tuple of str
        Of the q features.
    values : (n, q) array
        NaN where a respondent is left out.
    raw : (n, q) array
        The same before anything was centred or standardised.
    is_rating : (q,) array
        Whether a feature is made of answers, not of an attribute.
    constant : tuple of str
        Features that are the same for everybody; they are left out of the others.
    """

    names: tuple[str, ...]
    values: FloatArray
    raw: FloatArray
    is_rating: BoolArray
    constant: tuple[str, ...] = ()

    def of(self, rows: BoolArray) -> Made:
        """The same of some respondents."""
        return replace(self, values=self.values[rows], raw=self.raw[rows])


@dataclass(frozen=True)
class Recipe:
    """How features are made of columns; the same steps for the answers and for what is drawn."""

    columns: tuple[Column, ...]
    level: Level = "indicators"
    centre: Centre = "none"
    standardise: bool = True
    missing: Missing = "own_mean"

    def make(self, data: FloatArray, weights: FloatArray) -> Made:
        """Features of respondents (n, m) with weights (n,)."""
        kept = self.kept(data)
        filled = self._filled(data)
        filled[~kept] = np.nan
        ratings = self._levelled(filled[:, self._of_ratings])
        dummies = self._dummies(filled)
        raw = np.hstack([ratings, dummies])
        values = np.hstack([self._centred(ratings), dummies])
        return self._scaled(raw, values, np.where(kept, weights, 0.0))

    def kept(self, data: FloatArray) -> BoolArray:
        """(n,) who isn't left out."""
        known = ~np.isnan(data)
        attributes = known[:, ~self._of_ratings].all(axis=1)
        answered = known[:, self._of_ratings]
        if self.missing == "listwise":
            return np.asarray(answered.all(axis=1) & attributes)
        filled = ~np.isnan(self._filled(data)).any(axis=1)
        many = answered.sum(axis=1) >= FEWEST_ANSWERED * answered.shape[1]
        return np.asarray(filled & attributes & many)

    @cached_property
    def _of_ratings(self) -> BoolArray:
        return np.array([not column.is_attribute for column in self.columns])

    @cached_property
    def _ratings(self) -> list[Column]:
        return [column for column in self.columns if not column.is_attribute]

    def _filled(self, data: FloatArray) -> FloatArray:
        """A missing answer is the respondent's mean over the dimension, else over the facet."""
        filled = data.copy()
        if self.missing == "listwise":
            return filled
        for grouping in ((lambda c: (c.block, c.dimension)), (lambda c: (c.block, ""))):
            keys = [grouping(column) if column.block else None for column in self.columns]
            for key in dict.fromkeys(key for key in keys if key):
                own = np.flatnonzero([other == key for other in keys])
                filled[:, own] = _with_row_means(filled[:, own], data[:, own])
        return filled

    @cached_property
    def _groups(self) -> dict[str, list[int]]:
        """Feature of ratings → the ratings that it is the mean of."""
        groups: dict[str, list[int]] = {}
        for i, column in enumerate(self._ratings):
            is_mean = self.level == "dimensions" and column.dimension
            name = f"{column.block}@{column.dimension}" if is_mean else column.name
            groups.setdefault(name, []).append(i)
        return groups

    def _levelled(self, ratings: FloatArray) -> FloatArray:
        if not self._groups:
            return ratings
        return np.column_stack([ratings[:, own].mean(axis=1) for own in self._groups.values()])

    @cached_property
    def _blocks(self) -> list[list[int]]:
        """Features that are centred together: those of one facet."""
        blocks: dict[str, list[int]] = {}
        for feature, own in enumerate(self._groups.values()):
            blocks.setdefault(self._ratings[own[0]].block, []).append(feature)
        blocks.pop("", None)
        return list(blocks.values())

    def _centred(self, ratings: FloatArray) -> FloatArray:
        """Without the level at which somebody answers, and without the spread if ipsatised."""
        centred = ratings.copy()
        if self.centre == "none":
            return centred
        for own in self._blocks:
            block = ratings[:, own] - ratings[:, own].mean(axis=1, keepdims=True)
            if self.centre == "ipsatised":
                spread = block.std(axis=1, keepdims=True)
                block = np.where(spread > 0, block / np.where(spread > 0, spread, 1.0), 0.0)
            centred[:, own] = block
        return centred

    def _dummies(self, data: FloatArray) -> FloatArray:
        """One column for each value of each attribute."""
        columns = [
            np.where(np.isnan(data[:, i]), np.nan, data[:, i] == value)
            for i, column in enumerate(self.columns)
            for value in range(len(column.categories))
        ]
        return np.column_stack(columns) if columns else np.empty((len(data), 0))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        dummies = [f"{c.name}={value}" for c in self.columns for value in c.categories]
        return (*self._groups, *dummies)

    def _scaled(self, raw: FloatArray, values: FloatArray, weights: FloatArray) -> Made:
        """Standardised; an attribute as a whole has the variance of one rating."""
        known = weights > 0
        share = weights[known] / weights.sum()
        mean = share @ values[known]
        variance = share @ (values[known] - mean) ** 2  # (q,)
        varies = variance > _LEAST_VARIANCE
        r = len(self._groups)
        unit = np.ones(len(variance))
        if self.standardise:
            unit[:r] = np.sqrt(np.where(varies[:r], variance[:r], 1.0))
        usual = 1.0 if self.standardise or not varies[:r].any() else variance[:r][varies[:r]].mean()
        start = r
        for size in (len(c.categories) for c in self.columns if c.is_attribute):
            own = slice(start, start + size)
            total = variance[own].sum()
            unit[own] = np.sqrt(total / usual) if total > 0 else 1.0
            start += size
        scaled = (values - mean) / unit
        names = np.array(self._names, dtype=object)
        return Made(
            tuple(names[varies]),
            scaled[:, varies],
            raw[:, varies],
            np.arange(len(names))[varies] < r,
            tuple(names[~varies]),
        )


_LEAST_VARIANCE = 1e-10


def _with_row_means(filled: FloatArray, answered: FloatArray) -> FloatArray:
    known = ~np.isnan(answered)
    count = known.sum(axis=1)
    total = np.where(known, answered, 0.0).sum(axis=1)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return np.where(np.isnan(filled), mean[:, None], filled)
