"""The evaluation: all that one study found, and the recipe that makes it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientlens.config.schema import Language, Options, Text
from clientlens.config.study import Study
from clientlens.errors import RequestError, did_you_mean
from clientlens.hierarchy import Hierarchy, hierarchy_of
from clientlens.messages import Messages
from clientlens.results.chart import Chart
from clientlens.results.differences import GroupDifferences
from clientlens.results.estimates import Estimates
from clientlens.results.finding import Finding
from clientlens.results.long import long_frame
from clientlens.results.members import Members
from clientlens.results.table import Table
from clientlens.sample import Weighed
from clientlens.segmentation import Segmentation
from clientlens.survey.groups import Group
from clientlens.survey.lookalikes import Lookalike
from clientlens.survey.merging import Merged
from clientlens.survey.screen import Screening

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What one model found.

    Attributes
    ----------
    name, use : str
        The entry under ``models:``, and the model that it uses.
    options : Options
        The options of the entry.
    study : Study
        The study.
    estimates : Estimates
        Labelled arrays with their replicates.
    tables, findings : tuple
        What reports show; made from the estimates by the model.
    locale : Path
        Folder of the model's message catalogues.
    draw : callable or None
        Makes the charts in the language of the messages it is given.
    names : mapping
        Label of the model's own → what people call it.
    tables_only : frozenset of str
        Quantities whose replicates aren't kept on disk.
    looks : mapping
        Class → the class of the theme that it looks like.
    weighed : Weighed or None
        Structural weights of the sample as answered, with what is told of them; None where they are
        just as written.
    segmentations : mapping
        Name → the segments that were found among everybody.
    """

    name: str
    use: str
    options: Options
    study: Study
    estimates: Estimates
    locale: Path
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    draw: Callable[[Messages], tuple[Chart, ...]] | None = None
    names: Mapping[str, Text] = field(default_factory=dict)
    tables_only: frozenset[str] = frozenset()
    looks: Mapping[str, str] = field(default_factory=dict)
    weighed: Weighed | None = None
    segmentations: Mapping[str, Segmentation] = field(default_factory=dict)

    def name_of(self, code: str, language: Language) -> str:
        """What people call a label of the model's own, an indicator, a dimension or a group."""
        attribute, _, value = code.partition("=")
        if value and attribute in self.study.respondents:
            of_group = self.study.respondents[attribute].names.get(value)
            return (of_group.in_language(language) if of_group else None) or value
        own = self.names.get(code)
        named = own.in_language(language) if own else None
        return named or self.hierarchy.name(code, language)

    def role_name(self, role: str, language: Language) -> str:
        """What people call a role; its code where it has no name."""
        known = self.study.roles.get(role)
        return (known.name.in_language(language) if known and known.name else None) or role

    @property
    def hierarchy(self) -> Hierarchy:
        """The indicator tree of the study."""
        return hierarchy_of(self.study)

    def table(self, name: str) -> pd.DataFrame:
        """A copy of the table called `name`; `RequestError` where there is none."""
        for table in self.tables:
            if table.name == name:
                return table.frame.copy()
        known = [table.name for table in self.tables]
        raise RequestError(f"'{self.name}' has no table '{name}'. {did_you_mean(name, known)}")

    def charts(self, messages: Messages) -> tuple[Chart, ...]:
        """The pictures, in the language of `messages`."""
        return self.draw(messages) if self.draw else ()


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Every model's result, who was asked and kept, and how to make it all again.

    ``screening`` is that of the clients; ``roles`` holds that of others who were asked;
    ``segmentations`` are the segments that were found among those who were kept, ``merged`` the
    small groups that were put together, ``lookalikes`` the values that may be misspelt. ``members``
    are client data, there only where the study asks for them; ``differences`` are those of the
    groups, likewise.
    """

    study: Study
    screening: Screening
    groups: tuple[Group, ...]
    results: Mapping[str, Result]
    recipe: Mapping[str, Any]
    roles: Mapping[str, Screening] = field(default_factory=dict)
    differences: GroupDifferences | None = None
    segmentations: Mapping[str, Segmentation] = field(default_factory=dict)
    segmenter_locales: Mapping[str, Path] = field(default_factory=dict)
    """Segmentation → folder of the message catalogues of its method."""
    merged: tuple[Merged, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    members: Members | None = None

    def __getitem__(self, model: str) -> Result:
        """The result of the entry `model` under ``models:``."""
        if model not in self.results:
            hint = did_you_mean(model, self.results)
            raise RequestError(f"the study has no result '{model}'. {hint}")
        return self.results[model]

    def long(self) -> pd.DataFrame:
        """Everything that was estimated, one number a row; see `clientlens.results.long`."""
        run = self.study.about.id
        return long_frame((run, name, result.estimates) for name, result in self.results.items())

    @property
    def tables(self) -> dict[str, Table]:
        """``<model>.<table>`` → table, in the order of the study; then ``segments.<table>``."""
        of_models = {
            f"{result.name}.{table.name}": table
            for result in self.results.values()
            for table in result.tables
        }
        compared = self.differences.tables if self.differences else ()
        return of_models | {f"segments.{table.name}": table for table in compared}
