"""The layout: which indicator belongs to which quality dimension, and what these are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import BoolArray, Study, Text, hierarchy_of
from clientlens_servqual.options import ServqualOptions
from clientlens_servqual.presets import PRESETS


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Quality dimensions over J indicators.

    Attributes
    ----------
    dimensions : tuple of str
        K codes, in the order of the preset, else in which they come up.
    member : (K, J) boolean array
        Which indicator belongs to which; one that belongs to none is left out of the model.
    names : mapping
        Code → what people call it.
    """

    dimensions: tuple[str, ...]
    member: BoolArray
    names: Mapping[str, Text]

    @property
    def is_asked(self) -> BoolArray:
        """(J,) indicators that belong to a dimension."""
        return np.asarray(self.member.any(axis=0))

    def of(self, indicators: tuple[str, ...]) -> dict[str, str]:
        """Indicator → its dimension; without those that are left out."""
        rows = {j: k for k, j in zip(*np.nonzero(self.member), strict=True)}
        return {code: self.dimensions[rows[j]] for j, code in enumerate(indicators) if j in rows}


def layout_of(study: Study, options: ServqualOptions) -> Layout:
    """The layout that a study asks for."""
    hierarchy = hierarchy_of(study)
    if options.dimensions == "hierarchy":
        own: list[str | None] = [hierarchy.parent(code) for code in hierarchy.indicators]
        names: Mapping[str, Text | None] = {code: d.name for code, d in study.dimensions.items()}
    else:
        own = [hierarchy.details[code].servqual for code in hierarchy.indicators]
        names = PRESETS[options.preset or "servqual"].dimensions
    met = dict.fromkeys(code for code in own if code)
    order = [*(code for code in names if code in met), *(code for code in met if code not in names)]
    member = np.array([[code == dimension for code in own] for dimension in order], dtype=bool)
    return Layout(
        tuple(order),
        member.reshape(len(order), len(own)),
        {code: name for code in order if (name := names.get(code))},
    )
