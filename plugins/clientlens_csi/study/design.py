"""The design: the constructs, items and paths that a study means, resolved to names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clientlens.plugin_api import Question, Study, Text, questions_of
from clientlens_csi.structure import PRODUCT, Mode
from clientlens_csi.study.options import ConstructOptions, CsiOptions
from clientlens_csi.study.templates import Template, template

DEFAULT_INDEX = "satisfaction"


@dataclass(frozen=True, slots=True)
class Design:
    """A path model in names.

    Attributes
    ----------
    blocks : mapping
        Construct → the questions that measure it.
    higher : mapping
        Higher-order construct → the constructs that measure it.
    paths : mapping
        Target → its sources, products written ``a*b``.
    modes : mapping
        Construct → how its weights are made.
    reflective : tuple of str
        Constructs that are common factors.
    markers : mapping
        Construct → the question that gives it its sign.
    index : str
        The construct that is the index; empty where none is named.
    names : mapping
        Construct → what people call it.
    levers : tuple of str
        Constructs that can be acted on.
    signs : mapping
        (source, target) → the sign, 1 or -1, that the template expects of a path.
    """

    blocks: Mapping[str, tuple[str, ...]]
    higher: Mapping[str, tuple[str, ...]]
    paths: Mapping[str, tuple[str, ...]]
    modes: Mapping[str, Mode]
    reflective: tuple[str, ...]
    markers: Mapping[str, str]
    index: str
    names: Mapping[str, Text]
    levers: tuple[str, ...]
    signs: Mapping[tuple[str, str], int]

    @property
    def lower(self) -> tuple[str, ...]:
        """Constructs that measure higher-order ones."""
        return tuple(part for parts in self.higher.values() for part in parts)

    @property
    def products(self) -> tuple[str, ...]:
        """Sources that are products, in the order of the paths."""
        return tuple(
            dict.fromkeys(s for sources in self.paths.values() for s in sources if PRODUCT in s)
        )

    @property
    def modelled(self) -> tuple[str, ...]:
        """Constructs that paths may join, a higher-order one in the place of its first part."""
        owner = {part: whole for whole, parts in self.higher.items() for part in parts}
        placed = [owner.get(construct, construct) for construct in self.blocks]
        return tuple(dict.fromkeys([*placed, *self.higher]))

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question, block after block."""
        return tuple(question for block in self.blocks.values() for question in block)

    @property
    def unmeasured(self) -> tuple[str, ...]:
        """Constructs without a question or a construct that measures them."""
        return tuple(c for c, block in self.blocks.items() if not block)


def design_of(study: Study, options: CsiOptions) -> Design:
    """Resolve what a study says; names that don't exist stand in it as they were written."""
    base = template(options.template) if options.template else None
    entries = dict(_entries(options, base))
    paths = _paths(options, base)
    blocks = {
        code: tuple(_measures(code, entries[code], study, options))
        for code in _in_order(entries)
        if not entries[code].constructs
    }
    modes: dict[str, Mode] = {code: entry.mode for code, entry in entries.items()}
    return Design(
        blocks=blocks,
        higher={code: e.constructs for code, e in entries.items() if e.constructs},
        paths=paths,
        modes=modes,
        reflective=tuple(code for code, e in entries.items() if _is_reflective(e, options)),
        markers={
            code: question_name(e.marker, study, e.facet or options.facet)
            for code, e in entries.items()
            if e.marker
        },
        index=options.index or (base.index if base else DEFAULT_INDEX),
        names=_names(entries, base, study),
        levers=tuple(code for code, e in entries.items() if _is_lever(code, e, base)),
        signs=base.signs if base else {},
    )


def question_name(written: str, study: Study, facet: str) -> str:
    """The question that a name means: an item, a rating ``facet.indicator``, an indicator.

    Any other name stays as it was written: the part of a higher-order construct, or a mistake.
    """
    rating = f"{facet}.{written}"
    is_rating = written not in study.items and rating in questions_by_name(study)
    return rating if is_rating else written


def questions_by_name(study: Study) -> Mapping[str, Question]:
    """Every question of a study by its name."""
    return {question.name: question for question in questions_of(study)}


def _entries(options: CsiOptions, base: Template | None) -> Iterator[tuple[str, ConstructOptions]]:
    """Constructs in the order of the template, then those that the study adds."""
    codes = [*(base.constructs if base else ()), *options.constructs]
    for code in dict.fromkeys(codes):
        if code not in options.without:
            yield code, options.constructs.get(code, ConstructOptions())


def _in_order(entries: Mapping[str, ConstructOptions]) -> tuple[str, ...]:
    """Constructs, the parts of a higher-order one where it was written."""
    parts = {part for entry in entries.values() for part in entry.constructs}
    found = []
    for code, entry in entries.items():
        found += [part for part in entry.constructs if part in entries]
        found += [code] if code not in parts else []
    return tuple(dict.fromkeys([*found, *entries]))


def _paths(options: CsiOptions, base: Template | None) -> dict[str, tuple[str, ...]]:
    """The template's paths among what is asked, targets replaced where the study writes them."""
    gone = set(options.without)
    inherited = {
        target: tuple(source for source in sources if source not in gone)
        for target, sources in (base.paths if base else {}).items()
        if target not in gone
    }
    merged = {**inherited, **options.paths}
    return {target: sources for target, sources in merged.items() if sources}


def _measures(
    code: str, entry: ConstructOptions, study: Study, options: CsiOptions
) -> Iterator[str]:
    """The questions of a construct, as its entry names them; by its tag where it names none."""
    facet = entry.facet or options.facet
    yield from entry.items
    if entry.dimension in study.dimensions:
        for indicator in study.dimensions[str(entry.dimension)].indicators:
            yield f"{facet}.{indicator}"
    yield from (f"{facet}.{indicator}" for indicator in entry.indicators)
    if not (entry.items or entry.dimension or entry.indicators):
        for dimension in study.dimensions.values():
            for indicator, details in dimension.indicators.items():
                if details.csi == code:
                    yield f"{facet}.{indicator}"


def _is_reflective(entry: ConstructOptions, options: CsiOptions) -> bool:
    if entry.reflective is not None:
        return entry.reflective
    return options.estimator == "plsc" and entry.mode == "A"


def _is_lever(code: str, entry: ConstructOptions, base: Template | None) -> bool:
    if entry.lever is not None:
        return entry.lever
    return base is None or code not in base.no_levers


def _names(
    entries: Mapping[str, ConstructOptions], base: Template | None, study: Study
) -> dict[str, Text]:
    """As the study says; else the template's; else the dimension's that measures it."""
    dimensions = {
        code: study.dimensions[str(entry.dimension)].name
        for code, entry in entries.items()
        if entry.dimension in study.dimensions
    }
    known = {code: c.name for code, c in base.constructs.items()} if base else {}
    own = {code: entry.name for code, entry in entries.items()}
    found = [(code, own[code] or known.get(code) or dimensions.get(code)) for code in entries]
    return {code: text for code, text in found if text}
