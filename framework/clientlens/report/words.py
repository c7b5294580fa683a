"""The words of a report: what codes, columns and groups are called in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from clientlens.config.schema import Language, Text
from clientlens.config.study import Study
from clientlens.hierarchy import Hierarchy, hierarchy_of
from clientlens.messages import LOCALE, Messages
from clientlens.report.reasons import NODE_VARIABLES, reason_in
from clientlens.results.differences import REST
from clientlens.results.evaluation import Evaluation, Result
from clientlens.survey.groups import EVERYBODY, Group

CHAIN = " > "
"""Between the labels of a way through several of them."""

_LABEL_COLUMNS = frozenset(
    {
        "construct",
        "quality_dimension",
        "item",
        "source",
        "target",
        "other",
        "subject",
        "code",
        "role_gap",
        "grade",
        "unit",
        "weighting",
        "feature",
        "segment",
        "segmentation",
        "level",
        "attribute",
    }
)
"""Columns that may hold labels of a model's own."""
_KEY = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The vocabulary of one evaluation, or of one result within it.

    A word is a message called ``<column>-<code>``, ``column-<name>``, ``table-<name>`` …; the
    catalogue of the model is asked first, then the core's. What no catalogue holds keeps its
    code, so that a foreign plugin without a catalogue can still be read.
    """

    language: Language
    messages: Messages
    study: Study
    hierarchy: Hierarchy
    groups: Mapping[str, Group]
    names: Mapping[str, Text] = field(default_factory=dict)
    """Label of a model's own → what people call it."""

    def __call__(self, key: str, **variables: str | float) -> str:
        """The message `key`."""
        return self.messages(key, **variables)

    def column(self, name: str) -> str:
        """The heading of a column; ``p_<class>`` is the probability of a class."""
        known = (self._lookup(family, name) for family in ("column", "quantity", "class"))
        if found := next((word for word in known if word), None):
            return found
        of_class = self._lookup("class", name.removeprefix("p_"))
        own = self.names.get(name)
        if name.startswith("p_") and of_class:
            return self("probability-of", name=of_class)
        return (own and own.in_language(self.language)) or name

    def table(self, name: str) -> str:
        """The heading of a table."""
        return self._lookup("table", name) or name

    def model(self, result: Result) -> str:
        """The name of a model, with its entry where the study calls that otherwise."""
        title = self._lookup("model", result.use) or result.use
        if result.name == result.use:
            return title
        return self("model-entry", model=title, name=result.name)

    def is_class(self, code: str) -> bool:
        """Whether a code names a class."""
        return self._lookup("class", code) is not None

    def kind(self, kind: str) -> str:
        """The heading of findings of one kind."""
        return self._lookup("kind", kind) or self._lookup("class", kind) or kind

    def code(self, column: str, code: object) -> str:
        """What a code in the column `column` is called."""
        text = str(code)
        if spell := self._spelling(column):
            return spell(text)
        own = self.names.get(text) if column in _LABEL_COLUMNS else None
        named = (own and own.in_language(self.language)) or self._study_name(column, text)
        if named:
            return named
        family = next((f for f in ("level", "class") if column.endswith(f)), column)
        found = (self._lookup(each, text) for each in (family, "quantity", "class"))
        return next((name for name in found if name), text)

    def _spelling(self, column: str) -> Callable[[str], str] | None:
        """How codes of a column are spelt that are more than a word of the catalogue."""
        return {
            "indicator": self._node,
            "dimension": self._node,
            "group": self.group,
            "group_1": self.group,
            "group_2": self.group,
            "attribute": self.attribute,
            "kind": self.column,
            "key": self._key,
            "rating_of": self._rating,
            "rating_against": self._rating,
            "reason": self._reason,
            "via": self._way,
        }.get(column)

    def _key(self, code: str) -> str:
        """A label of whatever dim: of a model's own, an indicator, a dimension."""
        own = self.names.get(code)
        return (own.in_language(self.language) if own else None) or self._node(code)

    def _node(self, code: str) -> str:
        return self.hierarchy.name(code, self.language)

    def _way(self, code: str) -> str:
        return CHAIN.join(self.code("construct", part) for part in code.split(CHAIN))

    def _reason(self, reason: str) -> str:
        return reason_in(self.messages, reason, self._spell)

    def _rating(self, code: str) -> str:
        """What ``role.facet`` is called: who rates, and what."""
        role, _, facet = code.partition(".")
        known = self.study.roles.get(role)
        asked = known.study if known else self.study
        name = asked.facets[facet].name if facet in asked.facets else None
        title = (name.in_language(self.language) if name else None) or facet
        return self("rating-of", role=self.code("role", role), facet=title)

    def _spell(self, variable: str, code: str) -> str:
        """What a code in a reason is called: roles and nodes have names, the rest is as it is."""
        if variable in NODE_VARIABLES:
            return self._node(code)
        return self.code(variable, code) if variable == "role" else code

    def group(self, code: str) -> str:
        """The name of a group, with its attribute where the study splits by several."""
        group = self.groups.get(code)
        value = self.group_value(code)
        is_alone = len(self.study.grouped_by) < 2  # noqa: PLR2004  one attribute needs no name
        if group is None or group.attribute is None or is_alone:
            return value
        return self("group-of", attribute=self.attribute(group.attribute), value=value)

    def group_value(self, code: str) -> str:
        """The name of a group by itself, without that of its attribute."""
        if code in (EVERYBODY, REST):
            return self(f"group-{code}")
        group = self.groups.get(code)
        if group is None or group.attribute is None or group.value is None:
            return code
        named = self.study.respondents[group.attribute].names.get(group.value)
        return (named.in_language(self.language) if named else None) or group.value

    def group_beside(self, code: str) -> str:
        """A group beside another: a found segment by its code, for its name is a profile."""
        group = self.groups.get(code)
        is_found = group is not None and group.attribute in self.study.found
        return group.value if group and group.value and is_found else self.group_value(code)

    def attribute(self, code: str) -> str:
        """What an attribute of respondents is called."""
        known = self.study.respondents.get(code)
        return (known.name.in_language(self.language) if known and known.name else None) or code

    def group_heading(self, code: str) -> str:
        """A group with the number of its members."""
        return self("group-heading", name=self.group(code), n=self.groups[code].n)

    def _study_name(self, column: str, code: str) -> str | None:
        """What the study calls a facet, a single item or a role."""
        facet, item = self.study.facets.get(code), self.study.items.get(code)
        named = {"facet": facet, "item": item, "role": self.study.roles.get(code)}.get(column)
        return named.name.in_language(self.language) if named and named.name else None

    def _lookup(self, family: str, name: str) -> str | None:
        key = f"{family}-{name}"
        if not _KEY.fullmatch(key) or key not in self.messages:
            return None
        return self.messages(key)


def words_of(
    evaluation: Evaluation, result: Result | None = None, *, found: str | None = None
) -> Words:
    """The vocabulary of an evaluation.

    With a `result`, the catalogue of its model is asked first; with a segmentation that was
    `found`, that of its method.
    """
    study = evaluation.study
    own = result.locale if result else evaluation.segmenter_locales.get(found or "")
    return Words(
        language=study.report.language,
        messages=catalogue(study.report.language, own, _of_segmenters(evaluation)),
        study=study,
        hierarchy=hierarchy_of(study),
        groups={group.code: group for group in evaluation.groups},
        names=result.names if result else {},
    )


def words_of_all(evaluation: Evaluation) -> Words:
    """The vocabulary of an evaluation with those of all its models, for what is of several.

    A word that the core knows is said as the core says it, whichever model it comes from.
    """
    words = words_of(evaluation)
    results = evaluation.results.values()
    core = words.messages.folders
    folders = dict.fromkeys(r.locale for r in results if r.locale not in core)
    known = tuple(f for f in (*folders, *core) if (f / f"{words.language}.ftl").is_file())
    names = {code: text for result in results for code, text in result.names.items()}
    return replace(words, messages=Messages(words.language, known), names=names)


def _of_segmenters(evaluation: Evaluation) -> tuple[Path, ...]:
    """The catalogues of what found segments: other models tell its reasons too."""
    return tuple(dict.fromkeys(evaluation.segmenter_locales.values()))


@cache
def catalogue(
    language: Language, locale: Path | None = None, below: tuple[Path, ...] = ()
) -> Messages:
    """The core's messages, and above them those of the plugin whose folder is `locale`.

    Those of the folders `below` are asked last.
    """
    folders = [*(folder for folder in below if folder != locale), LOCALE, locale]
    return Messages(language, [f for f in folders if f and (f / f"{language}.ftl").is_file()])
