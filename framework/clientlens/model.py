"""The model: what a plugin gives and what it gets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np

from clientlens.arrays import FloatArray
from clientlens.config.schema import Options, Text
from clientlens.config.schema import Options as _Schema
from clientlens.config.study import Study
from clientlens.errors import Problem
from clientlens.messages import LOCALE
from clientlens.population import Population
from clientlens.results.absences import absences
from clientlens.results.classes import class_tables
from clientlens.results.estimates import Absent
from clientlens.results.sheet import RESPONDENTS, Sheet, sheets_of, tables_of

if TYPE_CHECKING:
    from clientlens.messages import Messages
    from clientlens.results.chart import Chart
    from clientlens.results.evaluation import Result
    from clientlens.results.finding import Finding
    from clientlens.results.table import Table
    from clientlens.sample import Sample

Dims = Mapping[str, tuple[str, ...]]
"""Quantity → its dims."""

Ends = tuple[float, float]
"""Both ends of a scale."""

Values = Mapping[str, FloatArray | Absent]
"""Quantity → array, or why it can't be had."""


class Model(Protocol):
    """A way to judge the answers. Derive from it and give ``name, Options, dims`` and `estimate`.

    Such a model has tables of all that it estimates, and its absences are told. The rest is said
    where a model wants more of it.

    An instance is made without arguments and keeps no state: everything it needs is passed in.
    Options reach every method as the ``Options`` of the class, already checked.

    Attributes
    ----------
    name : str
        What a study file writes under ``models:`` or ``use:``.
    Options : type
        Its options, derived from `clientlens.plugin_api.Options`; they join the study schema.
    dims : mapping
        Quantity → dims behind ``group, replicate``: ``{"importance": ("indicator",)}``. The dims
        ``indicator`` and ``dimension`` are labelled by the engine, others by `coords`.
    once_dims : mapping
        The same for what `once` returns; by default the number of respondents.
    sheets : mapping
        Table → the quantities that it holds, and what counts the answers behind them; without
        sheets there is a table for all quantities that have the same dims.
    present : str
        Module that presents its results by functions, as far as it has them: ``classes_of(result)``
        for the rows of the table ``classes`` (see `class_rows`), ``tables_of(result)`` for tables
        besides, ``findings_of(result)`` and ``charts_of(result, messages)``. It is imported when
        something is presented, and not before.
    locale : Path
        Folder with ``zh.ftl`` and ``en.ftl``: the sentences of its findings, tables and charts; by
        default the core's own words. What has no word is shown by its code.
    tables_only : frozenset of str
        Quantities that only tables need: their replicates aren't kept on disk.
    Truth : type or None
        What a truth file may say of a population in which the model holds; None where there is no
        such population, see `population`.
    looks : mapping
        Class → the class of `clientlens.drawing.theme.CLASS_STYLES` that it looks like in reports;
        one without is shown in grey.
    only_everybody : bool
        Whether it is estimated for everybody alone and for no other group: where it parts the
        sample itself.
    classes : mapping
        Quantity that holds positions among classes → their codes: ``{"class": ("keep_up", …)}``.
    """

    name: ClassVar[str]
    Options: ClassVar[type[Options]]
    dims: ClassVar[Dims]
    once_dims: ClassVar[Dims] = {RESPONDENTS: ()}
    sheets: ClassVar[Mapping[str, Sheet]] = {}
    present: ClassVar[str] = ""
    locale: ClassVar[Path] = LOCALE
    tables_only: ClassVar[frozenset[str]] = frozenset()
    Truth: ClassVar[type[_Schema] | None] = None
    looks: ClassVar[Mapping[str, str]] = {}
    only_everybody: ClassVar[bool] = False
    classes: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def check(self, study: Study, options: Any) -> Iterable[Problem]:  # noqa: ARG002
        """Problems of the study with their places, before any answer is read."""
        return ()

    def coords(self, study: Study, options: Any) -> Mapping[str, Sequence[str]]:  # noqa: ARG002
        """Labels of the dims that are the model's own."""
        return {}

    def names(self, study: Study, options: Any) -> Mapping[str, Text]:  # noqa: ARG002
        """What people call the labels that are the model's own; a label without one is shown."""
        return {}

    def dims_for(self, study: Study, options: Any) -> Dims:  # noqa: ARG002
        """`dims` under these options; a model whose quantities depend on them says so here."""
        return self.dims

    def once_dims_for(self, study: Study, options: Any) -> Dims:  # noqa: ARG002
        """`once_dims` under these options."""
        return self.once_dims

    def of_everybody(self, study: Study, options: Any) -> Collection[str]:  # noqa: ARG002
        """Quantities that are estimated for everybody alone, since no table tells them of groups.

        `estimate` leaves them out where the sample isn't ``is_everybody``.
        """
        return ()

    def scales_for(self, study: Study, options: Any) -> Mapping[str, Ends]:  # noqa: ARG002
        """Quantity → ends of the scale that it is measured on, where it has one.

        Two models that say so can be compared in numbers and not only by rank.
        """
        return {}

    def population(self, study: Study, options: Any, truth: Any) -> Population | None:  # noqa: ARG002
        """A population in which the model holds, for ``clientlens simulate``.

        `truth` is of the class `Truth`.
        """
        return None

    def estimate(self, sample: Sample, study: Study, options: Any) -> Values:
        """Arrays with the replicate on axis 0, one for each name in `dims`.

        Called for every chunk of replicates and every group, or for everybody alone. Row r may
        depend on row r of the weights alone. NaN means that this replicate could not be estimated;
        the engine counts it.
        """
        ...

    def once(self, sample: Sample, study: Study, options: Any) -> Values:
        """What has no replicates, from the sample as answered; arrays without a replicate axis.

        By default the number of respondents, where `once_dims` names it.
        """
        known = {RESPONDENTS: np.asarray(float(sample.n_respondents))}
        asked = self.once_dims_for(study, options)
        return {name: count for name, count in known.items() if name in asked}

    def tables(self, result: Result) -> Iterable[Table]:
        """What a report shows: by default the sheets, and the tables that `present` adds."""
        dims = self.dims_for(result.study, result.options)
        yield from tables_of(result, self.sheets or sheets_of(dims, self.classes))
        yield from class_tables(result, self.classes, presenter(self, "classes_of"))
        if more := presenter(self, "tables_of"):
            yield from more(result)

    def findings(self, result: Result) -> Iterable[Finding]:
        """What a director should hear, each with its evidence: by default why what is absent."""
        own = presenter(self, "findings_of")
        groups = result.estimates.groups
        found: Iterable[Finding] = (
            own(result) if own else (f for group in groups for f in absences(result, group))
        )
        return found

    def charts(self, result: Result, messages: Messages) -> Iterable[Chart]:
        """The pictures, in the language of `messages`; by default those that `present` has."""
        own = presenter(self, "charts_of")
        drawn: Iterable[Chart] = own(result, messages) if own else ()
        return drawn


# Any: what the function of a plugin's gives, as the method of the same name does.
def presenter(model: Model, name: str) -> Callable[..., Any] | None:
    """A function of the module that presents a model; None where it hasn't got it."""
    if not model.present:
        return None
    found: Callable[..., Any] | None = getattr(import_module(model.present), name, None)
    return found


def dims_in(model: Model, sample: Sample, study: Study, options: Any) -> Dims:
    """The quantities of one sample with their dims: some are of everybody alone."""
    dims = model.dims_for(study, options)
    if sample.is_everybody:
        return dims
    alone = set(model.of_everybody(study, options))
    return {name: own for name, own in dims.items() if name not in alone}


def numbers_of(model: Model, study: Study, options: Any) -> list[str]:
    """The quantities that can be subtracted group by group: positions among classes can't."""
    left_out = {*model.classes, *model.of_everybody(study, options)}
    return [name for name in model.dims_for(study, options) if name not in left_out]
