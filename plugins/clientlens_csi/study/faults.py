"""The faults of a design: what no path model can say, whatever the study file looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clientlens.plugin_api import did_you_mean
from clientlens_csi.structure import PRODUCT, Fault, find_faults
from clientlens_csi.study.design import Design
from clientlens_csi.study.options import CsiOptions


def faults_of(design: Design, options: CsiOptions) -> Iterator[Fault]:
    """What keeps a design from being estimated, part by part: wholes, products, blocks, paths."""
    yield from _higher_faults(design)
    yield from _product_faults(design, options)
    if design.higher and options.higher_order == "repeated" and design.reflective:
        message = "repeated indicators know no correction for measurement error"
        hint = "Use  higher_order: disjoint, or  estimator: pls."
        yield Fault("constructs", design.reflective[0], message, hint)
    clashes = list(_name_clashes(design))
    if clashes:
        yield from clashes
        return
    found = find_faults(**_as_joined(design))
    yield from found
    used = [question for question, times in Counter(design.questions).items() if times > 1]
    yield from _shared_questions(design, used, {fault.message for fault in found})


def _name_clashes(design: Design) -> Iterator[Fault]:
    """Parts whose scores would bear the name of a question in the second stage."""
    for whole, parts in design.higher.items():
        for part in parts:
            if part in design.questions:
                message = f"construct '{part}' under '{whole}' has the name of an item"
                hint = "Call one of them otherwise; an item keeps its column with  column: …"
                yield Fault("constructs", whole, message, hint)


def _as_joined(design: Design) -> dict[str, Any]:
    """What paths join, for `find_faults`: a whole in the place of its parts, without products.

    A part has the first whole that names it, so that what `_higher_faults` tells isn't told twice.
    """
    wholes = whole_of(design)
    blocks: dict[str, tuple[str, ...]] = {
        c: block for c, block in design.blocks.items() if c not in wholes
    }
    for whole in design.higher:
        if whole not in wholes:
            own = tuple(part for part, owner in wholes.items() if owner == whole)
            blocks[whole] = own or (whole,)
    paths = {
        wholes.get(target, target): _without_parts(sources, wholes)
        for target, sources in design.paths.items()
    }
    return {
        "blocks": blocks,
        "paths": paths,
        "modes": {c: mode for c, mode in design.modes.items() if c in blocks},
        "reflective": [c for c in design.reflective if c in blocks],
        "markers": {c: marker for c, marker in design.markers.items() if c in blocks},
    }


def whole_of(design: Design) -> dict[str, str]:
    """Part → the first higher-order construct that names it."""
    found: dict[str, str] = {}
    for whole, parts in design.higher.items():
        for part in parts:
            if part != whole:
                found.setdefault(part, whole)
    return found


def _without_parts(sources: Iterable[str], owner: Mapping[str, str]) -> list[str]:
    """Sources that aren't products; a whole once for all of its parts, unless it stands there."""
    simple = [source for source in sources if PRODUCT not in source]
    wholes = dict.fromkeys(owner[s] for s in simple if s in owner)
    plain = [source for source in simple if source not in owner]
    return [*plain, *(whole for whole in wholes if whole not in plain)]


def _shared_questions(design: Design, used: list[str], told: set[str]) -> Iterator[Fault]:
    """Questions of lower-order constructs that stand elsewhere too."""
    for question in used:
        owners = [c for c, block in design.blocks.items() if question in block]
        if any(owner in design.lower for owner in owners):
            first, second = (owners * 2)[:2]
            message = f"item '{question}' measures both '{first}' and '{second}'"
            if message not in told:
                yield Fault("constructs", second, message, "Keep it in one of them.")


def _higher_faults(design: Design) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for whole, parts in design.higher.items():
        for part in parts:
            yield from _part_faults(design, whole, part, owners.get(part))
            if part != whole:
                owners.setdefault(part, whole)
    for target, sources in design.paths.items():
        for construct in (target, *sources):
            if construct in owners:
                message = f"construct '{construct}' has a path, but '{owners[construct]}' stands"
                hint = f"Draw the path to or from '{owners[construct]}'."
                yield Fault("paths", target, f"{message} for it", hint)


def _part_faults(design: Design, whole: str, part: str, owner: str | None) -> Iterator[Fault]:
    if part == whole:
        message = f"construct '{part}' measures itself"
        yield Fault("constructs", whole, message, "Name the constructs that measure it.")
    elif part in design.higher:
        message = f"construct '{part}' under '{whole}' is made of constructs itself"
        yield Fault("constructs", whole, message, "Two levels of constructs are the most.")
    elif part not in design.blocks:
        message = f"unknown construct '{part}' under '{whole}'"
        yield Fault("constructs", whole, message, did_you_mean(part, design.blocks))
    elif owner == whole:
        message = f"construct '{part}' stands twice under '{whole}'"
        yield Fault("constructs", whole, message, "Keep it once.")
    elif owner:
        message = f"construct '{part}' measures both '{owner}' and '{whole}'"
        yield Fault("constructs", whole, message, "Keep it in one of them.")


def _product_faults(design: Design, options: CsiOptions) -> Iterator[Fault]:
    if not design.products:
        return
    where = next(t for t, ss in design.paths.items() if any(PRODUCT in s for s in ss))
    if design.higher:
        message = "a model has products or higher-order constructs, not both"
        yield Fault("paths", where, message, "Estimate them as two entries under 'models:'.")
    if design.reflective:
        message = "products are not corrected for measurement error"
        yield Fault("paths", where, message, "Use  estimator: pls  and no reflective construct.")
    if options.missing in ("pairwise", "em"):
        message = f"products need complete answers, which  missing: {options.missing}  doesn't make"
        yield Fault("paths", where, message, "Use  missing: mean  or  listwise.")
    for target, sources in design.paths.items():
        seen: dict[frozenset[str], str] = {}
        for product in (s for s in sources if PRODUCT in s):
            factors = frozenset(product.split(PRODUCT))
            if seen.setdefault(factors, product) != product:
                message = f"'{product}' is '{seen[factors]}' once more"
                yield Fault("paths", target, message, "Keep one of them.")
            yield from _factor_faults(design, target, product)


def _factor_faults(design: Design, target: str, product: str) -> Iterator[Fault]:
    factors = product.split(PRODUCT)
    if len(factors) != 2:  # noqa: PLR2004  a moderator and what it moderates
        message = f"a product has two factors, got '{product}'"
        yield Fault("paths", target, message, "Write it as  moderator*source.")
        return
    for factor in factors:
        if factor not in design.modelled:
            message = f"unknown construct '{factor}' in the product '{product}'"
            yield Fault("paths", target, message, did_you_mean(factor, design.modelled))
        elif factor not in design.paths[target]:
            message = f"'{product}' acts on '{target}', but '{factor}' alone has no path to it"
            yield Fault("paths", target, message, f"Add '{factor}' to the same list.")
