"""What must fit together between a study and the constructs and paths of its index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from clientlens.plugin_api import Problem, Study, did_you_mean
from clientlens_csi.structure import Fault
from clientlens_csi.study.design import Design, design_of, questions_by_name
from clientlens_csi.study.faults import faults_of, whole_of
from clientlens_csi.study.options import ConstructOptions, CsiOptions
from clientlens_csi.study.templates import TEMPLATES, template

_Path = tuple[str | int, ...]


def check(study: Study, options: CsiOptions) -> Iterator[Problem]:
    """Every problem of an entry, at its place in the study file.

    What can't be measured is told before the shape of the model is looked at.
    """
    entry = entry_of(study, options)
    yield from _unused(study, options, entry)
    if options.method == "weighted":
        yield from _check_weighted(study, options, entry)
        return
    of_template = list(_check_template(study, options, entry))
    problems = [
        *_check_tags(study),
        *of_template,
        *_check_measures(study, options, entry),
    ]
    design = design_of(study, options)
    problems += _check_micom(study, options, entry, design)
    if not of_template:  # a construct that 'without' misspells would be told of twice
        problems += _check_unmeasured(study, options, entry, design)
    faults = [] if problems else list(faults_of(design, options))
    yield from problems
    yield from (_at_its_place(fault, study, options, entry) for fault in faults)
    if not problems and not faults:
        yield from _check_index(study, options, entry, design)


def entry_of(study: Study, options: CsiOptions) -> _Path:
    """Path of the entry under ``models:`` that holds these options."""
    names = [choice.name for choice in study.models.values() if choice.options is options]
    return ("models", *names[:1])


def _unused(study: Study, options: CsiOptions, entry: _Path) -> Iterator[Problem]:
    """Options that the other method doesn't use; nobody should believe they did something."""
    structural = (
        "template", "without", "constructs", "paths", "index", "estimator", "scheme", "missing",
        "higher_order", "moderation", "tolerance", "max_iterations", "inadmissible", "exact_fit",
        "predict_folds", "predict_repetitions", "predict_from", "minimum_n", "micom",
    )  # fmt: skip
    weighted = ("importance_facet", "weights")
    unused = structural if options.method == "weighted" else weighted
    for key in unused:
        if (*entry, key) in study.document.spots:
            message = f"'{key}' is not used with  method: {options.method}"
            yield study.problem(message, *entry, key, hint="Take it away, or change the method.")


def _check_weighted(study: Study, options: CsiOptions, entry: _Path) -> Iterator[Problem]:
    if not study.dimensions:
        hint = "Write the indicators under 'hierarchy:', and their ratings under 'facets:'."
        yield study.problem("the weighted index needs a hierarchy", *entry, hint=hint)
        return
    facets = {"facet": options.facet}
    if options.weights == "importance":
        facets["importance_facet"] = options.importance_facet
    for key, facet in facets.items():
        if facet not in study.facets:
            hint = did_you_mean(facet, study.facets) or "Declare it under 'facets:'."
            yield study.problem(f"unknown facet '{facet}' as {key}", *entry, key, hint=hint)


def _check_micom(
    study: Study, options: CsiOptions, entry: _Path, design: Design
) -> Iterator[Problem]:
    """The attribute is there, and so many permutations can find a difference at all."""
    asked = options.micom
    if asked is None:
        return
    path = (*entry, "micom")
    if asked.by not in study.respondents:
        hint = did_you_mean(asked.by, study.respondents) or "Declare it under 'respondents:'."
        message = f"unknown respondent attribute '{asked.by}'"
        yield study.problem(message, *path, "by", hint=hint)
    tests = len(design.blocks) + len(design.higher) if asked.adjust == "holm" else 1
    # Twice the smaller tail is at least 2 / (permutations + 1), and Holm multiplies it.
    needed = ceil(round(2 * tests / asked.level, 9))
    if asked.permutations < needed:
        message = f"{asked.permutations} permutations can't show a difference at {asked.level:g}"
        hint = f"With {tests} constructs take {needed} or more, or  adjust: none."
        written = (*path, "permutations")
        place = written if written in study.document.spots else path
        yield study.problem(message, *place, hint=hint)


def _check_template(study: Study, options: CsiOptions, entry: _Path) -> Iterator[Problem]:
    if options.without and not options.template:
        message = "'without' takes away constructs of a template, and none is named"
        hint = "Name a template, or leave the constructs out under 'constructs'."
        yield study.problem(message, *entry, "without", hint=hint)
        return
    known = template(options.template).constructs if options.template else {}
    for i, code in enumerate(options.without):
        if code not in known:
            hint = did_you_mean(code, known)
            message = f"template '{options.template}' has no construct '{code}'"
            yield study.problem(message, *entry, "without", i, hint=hint)
        elif code in options.constructs:
            message = f"construct '{code}' is taken away and described"
            yield study.problem(message, *entry, "without", i, hint="Choose one of them.")


def _check_tags(study: Study) -> Iterator[Problem]:
    """Indicators that say they measure a construct which neither an entry nor a template has."""
    entries = [c.options for c in study.models.values() if isinstance(c.options, CsiOptions)]
    own = [c for options in entries for c in design_of(study, options).modes]
    published = [c for code in TEMPLATES for c in template(code).constructs]
    known = list(dict.fromkeys([*own, *published]))
    for d, dimension in study.dimensions.items():
        for code, indicator in dimension.indicators.items():
            if indicator.csi is not None and indicator.csi not in known:
                message = f"indicator '{code}' measures an unknown construct '{indicator.csi}'"
                path = ("hierarchy", d, "indicators", code, "csi")
                yield study.problem(message, *path, hint=did_you_mean(indicator.csi, known))


def _check_measures(study: Study, options: CsiOptions, entry: _Path) -> Iterator[Problem]:
    yield from _check_facet(study, options, entry)
    for code, construct in options.constructs.items():
        path = (*entry, "constructs", code)
        if construct.constructs:
            yield from _check_higher(construct, study, path)
            continue
        yield from _check_names(construct, study, path)


def _is_tagged(study: Study, options: CsiOptions) -> bool:
    """Whether indicators that name their construct are rated on the facet of the entry."""
    own = {code for code, entry in options.constructs.items() if entry.facet or entry.items}
    blocks = design_of(study, options).blocks
    rated = [name for code, names in blocks.items() if code not in own for name in names]
    return any(name.startswith(f"{options.facet}.") for name in rated)


def _check_facet(study: Study, options: CsiOptions, entry: _Path) -> Iterator[Problem]:
    """The facet of the entry, once for all constructs that are measured with it."""
    rated = [c for c in options.constructs.values() if c.dimension or c.indicators]
    is_used = any(c.facet is None for c in rated) or _is_tagged(study, options)
    if (is_used or (*entry, "facet") in study.document.spots) and options.facet not in study.facets:
        hint = did_you_mean(options.facet, study.facets) or "Declare it under 'facets:'."
        yield study.problem(f"unknown facet '{options.facet}'", *entry, "facet", hint=hint)


def _check_higher(construct: ConstructOptions, study: Study, path: _Path) -> Iterator[Problem]:
    if construct.items or construct.dimension or construct.indicators:
        message = f"construct '{path[-1]}' is measured by constructs and by questions"
        hint = "Give the questions a construct of their own."
        yield study.problem(message, *path, "constructs", hint=hint)
    if construct.facet:
        message = "a construct of constructs has no facet"
        yield study.problem(message, *path, "facet", hint="Its parts have one.")


def _check_names(construct: ConstructOptions, study: Study, path: _Path) -> Iterator[Problem]:
    facet = construct.facet
    if facet and facet not in study.facets:
        hint = did_you_mean(facet, study.facets) or "Declare it under 'facets:'."
        yield study.problem(f"unknown facet '{facet}'", *path, "facet", hint=hint)
    if construct.dimension and construct.dimension not in study.dimensions:
        hint = did_you_mean(construct.dimension, study.dimensions)
        message = f"unknown dimension '{construct.dimension}'"
        yield study.problem(message, *path, "dimension", hint=hint)
    indicators = [code for d in study.dimensions.values() for code in d.indicators]
    for i, code in enumerate(construct.indicators):
        if code not in indicators:
            hint = did_you_mean(code, indicators)
            yield study.problem(f"unknown indicator '{code}'", *path, "indicators", i, hint=hint)
    known = questions_by_name(study)
    for i, name in enumerate(construct.items):
        if name not in known:
            hint = did_you_mean(name, [*study.items, *known]) or "Declare it under 'items:'."
            yield study.problem(f"unknown item '{name}'", *path, "items", i, hint=hint)


def _check_unmeasured(
    study: Study, options: CsiOptions, entry: _Path, design: Design
) -> Iterator[Problem]:
    """Constructs that nothing measures, all in one problem: they are mended together."""
    unmeasured = [c for c in design.unmeasured if not _is_described(c, options)]
    if not unmeasured:
        return
    names = ", ".join(f"'{construct}'" for construct in unmeasured)
    subject = "construct" if len(unmeasured) == 1 else "constructs"
    verb = "is" if len(unmeasured) == 1 else "are"
    message = f"a structural index can't be estimated: {subject} {names} {verb} unmeasured"
    written = [code for code in unmeasured if (*entry, "constructs", code) in study.document.spots]
    place = ("constructs", written[0]) if written else ("template",)
    hint = _how_to_measure(study, options, unmeasured, design.index)
    yield study.problem(message, *entry, *place, hint=hint)


def _how_to_measure(
    study: Study, options: CsiOptions, unmeasured: Sequence[str], index: str
) -> str:
    them = "it" if len(unmeasured) == 1 else "them"
    away = f"take {them} away with 'without'" if options.template else f"leave {them} out"
    ways = [f"Ask for {them} under 'items:' and name the items under 'constructs'"]
    if study.dimensions:
        ways.append(f"write  csi: {unmeasured[0]}  at the indicators that measure it")
    if index not in unmeasured:  # there is nothing without it
        ways.append(away)
    if {options.facet, options.importance_facet} <= set(study.facets):
        ways.append("use  method: weighted, which needs nothing but the two ratings")
    but_last = ",\n".join(ways[:-1])
    return f"{but_last}, or\n{ways[-1]}."


def _is_described(construct: str, options: CsiOptions) -> bool:
    """Whether an entry names measures, which then have problems of their own."""
    entry = options.constructs.get(construct)
    return bool(entry and (entry.items or entry.dimension or entry.indicators))


def _at_its_place(fault: Fault, study: Study, options: CsiOptions, entry: _Path) -> Problem:
    """Where the study wrote what is at fault: the key, the list, the template, the entry."""
    spots: Mapping[_Path, object] = study.document.spots
    tries: Iterable[_Path] = (
        *((*entry, *path) for path in _quoted(fault, options)),
        (*entry, fault.part, fault.construct),
        (*entry, "constructs", fault.construct),
        (*entry, "paths", fault.construct),
        (*entry, fault.part),
        (*entry, "template"),
        entry,
    )
    path = next((path for path in tries if path in spots), entry)
    return study.problem(fault.message, *path, hint=fault.hint)


def _quoted(fault: Fault, options: CsiOptions) -> list[_Path]:
    """Where a name that the message quotes is written; the one that it quotes first comes first."""
    written = dict(_names_below(fault, options))  # of a name that stands twice the last one
    quoted = [name for name in written if f"'{name}'" in fault.message]
    return [written[name] for name in sorted(quoted, key=lambda n: fault.message.index(f"'{n}'"))]


def _names_below(fault: Fault, options: CsiOptions) -> Iterator[tuple[str, _Path]]:
    """Every name in the lists of the construct or the target at fault, with its path."""
    if fault.part == "paths":
        for i, source in enumerate(options.paths.get(fault.construct, ())):
            yield source, ("paths", fault.construct, i)
        return
    entry = options.constructs.get(fault.construct)
    for key in ("items", "indicators", "constructs"):
        for i, name in enumerate(getattr(entry, key, ())):
            yield name, ("constructs", fault.construct, key, i)
    if entry and entry.marker:
        yield entry.marker, ("constructs", fault.construct, "marker")


def _check_index(
    study: Study, options: CsiOptions, entry: _Path, design: Design
) -> Iterator[Problem]:
    if design.index in design.modelled:
        return
    hint = did_you_mean(design.index, design.modelled)
    whole = whole_of(design).get(design.index)
    if whole:
        message = f"construct '{design.index}' can't be the index: it is a part of '{whole}'"
        yield study.problem(message, *entry, "index", hint=f"Let '{whole}' be the index. {hint}")
    elif options.index:
        message = f"unknown construct '{design.index}' as the index"
        yield study.problem(message, *entry, "index", hint=hint)
    else:
        message = f"which construct is the index? There is no '{design.index}'"
        yield study.problem(message, *entry, hint=f"Say  index: CODE. {hint}".strip())
