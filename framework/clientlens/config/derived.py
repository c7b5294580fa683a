"""The derived attributes: those that a cross of others, or rules on others, make."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from clientlens.config.schema import Attribute, Language, Text

JOINT = "-"
"""Between the codes of the parts of a cross."""
_JOINT_OF_NAMES = " × "


def crossed_by(code: str, respondents: Mapping[str, Attribute]) -> set[str]:
    """The attributes that a cross splits by, also through crosses that it is made of."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        attribute = respondents.get(waiting.pop())
        new = set(attribute.cross) - found if attribute else set()
        found |= new
        waiting += new
    return found


def in_order(respondents: Mapping[str, Attribute]) -> list[str]:
    """The derived attributes, every one after those that it is made of.

    Those that are made of themselves, or of what isn't there, are left out.
    """
    known = {code for code, attribute in respondents.items() if not attribute.is_derived}
    waiting = [code for code in respondents if code not in known]
    order: list[str] = []
    while ready := [code for code in waiting if known.issuperset(respondents[code].parts)]:
        order += ready
        known.update(ready)
        waiting = [code for code in waiting if code not in known]
    return order


def has_attribute(name: str, own: Iterable[str], respondents: Mapping[str, Attribute]) -> bool:
    """Whether those who have some attributes have `name` as well: one of them, or made of them."""
    known = {code: a for code, a in respondents.items() if a.is_derived} | dict.fromkeys(
        own, Attribute()
    )
    return name in own or name in in_order(known)


def with_derived_values(respondents: Mapping[str, Attribute]) -> dict[str, Attribute]:
    """Attributes whose derived ones know their values and names, as far as their parts do."""
    known = {
        code: _with_codes(attribute, attribute.rules, {}) if attribute.rules else attribute
        for code, attribute in respondents.items()
    }
    for code in in_order(known):
        attribute = known[code]
        if attribute.cross and all(known[part].values for part in attribute.cross):
            values = [dict.fromkeys(known[part].values.values()) for part in attribute.cross]
            known[code] = with_cells(attribute, itertools.product(*values), known)
    return known


def with_cells(
    attribute: Attribute, cells: Iterable[Sequence[str]], respondents: Mapping[str, Attribute]
) -> Attribute:
    """A cross with the values, and their names, that some combinations of its parts make."""
    parts = [respondents[part] for part in attribute.cross]
    by_code = {JOINT.join(cell): cell for cell in cells}
    names = {code: _name_of(parts, cell) for code, cell in by_code.items()}
    named = attribute.model_copy(update={"name": attribute.name or _title_of(attribute, parts)})
    return _with_codes(named, by_code, {code: n for code, n in names.items() if n})


def _with_codes(attribute: Attribute, codes: Iterable[str], names: Mapping[str, Text]) -> Attribute:
    """The attribute with its values; names that the study gives go before those composed."""
    known = {code: code for code in codes}
    return attribute.model_copy(update={"values": known, "names": {**names, **attribute.names}})


def _title_of(attribute: Attribute, parts: Sequence[Attribute]) -> Text | None:
    """What a cross is called: the names of its parts, None where no part has one."""
    return _joined([part.name for part in parts], attribute.cross)


def _name_of(parts: Sequence[Attribute], cell: Sequence[str]) -> Text | None:
    """What a combination is called, likewise."""
    return _joined([p.names.get(value) for p, value in zip(parts, cell, strict=True)], cell)


def _joined(named: Sequence[Text | None], codes: Sequence[str]) -> Text | None:
    """Names put together, a code where there is no name; None without any."""
    if not any(named):
        return None

    def joined(language: Language) -> str:
        own = [text.in_language(language) if text else None for text in named]
        return _JOINT_OF_NAMES.join(t or code for t, code in zip(own, codes, strict=True))

    return Text(zh=joined("zh"), en=joined("en"))
