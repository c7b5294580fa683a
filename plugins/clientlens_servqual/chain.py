"""The chain of gaps: which rating of which role each of them compares with which other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clientlens.plugin_api import Scale, Study, Text
from clientlens_servqual.options import ServqualOptions

CLIENTS = "clients"
SERVICE = "service"
"""Gap 5, that of the clients themselves."""

_STANDARD = {
    "knowledge": ("managers.{expectation}", "{expectation}"),
    "standards": ("managers.standard", "managers.{expectation}"),
    "delivery": ("staff.delivery", "managers.standard"),
    "communication": ("staff.delivery", "staff.promise"),
    SERVICE: ("{perception}", "{expectation}"),
    "staff_knowledge": ("staff.{expectation}", "{expectation}"),
    "internal": ("staff.{expectation}", "managers.{expectation}"),
    "familiarity": ("staff.familiarity", "{expectation}"),
}
"""Gap → the rating that is looked at, and the one that it is held to: gaps 1 to 7, and one more."""

NUMBERS: Mapping[str, int] = {code: i for i, code in enumerate(_STANDARD, start=1) if i <= 7}  # noqa: PLR2004  the seven of the model
"""Gap → its number in the extended gap model."""

NAMES: Mapping[str, Text] = {
    "knowledge": Text(zh="差距 1（管理层认知）", en="Gap 1 (managers' knowledge)"),
    "standards": Text(zh="差距 2（服务标准）", en="Gap 2 (standards)"),
    "delivery": Text(zh="差距 3（服务传递）", en="Gap 3 (delivery)"),
    "communication": Text(zh="差距 4（对外沟通）", en="Gap 4 (communication)"),
    SERVICE: Text(zh="差距 5（服务质量）", en="Gap 5 (service quality)"),
    "staff_knowledge": Text(zh="差距 6（员工认知）", en="Gap 6 (staff's knowledge)"),
    "internal": Text(zh="差距 7（员工与管理层）", en="Gap 7 (staff and managers)"),
    "familiarity": Text(zh="员工熟悉程度", en="Staff's familiarity"),
}


@dataclass(frozen=True, slots=True)
class Rating:
    """What one role says of the indicators: one of its facets."""

    role: str
    facet: str

    @classmethod
    def of(cls, text: str) -> Rating:
        """From ``role.facet``; of the clients the facet alone is enough."""
        role, dot, facet = text.partition(".")
        return cls(role, facet) if dot else cls(CLIENTS, role)

    def __str__(self) -> str:
        return f"{self.role}.{self.facet}"


@dataclass(frozen=True, slots=True)
class Link:
    """One gap of the chain: the rating ``of`` less the rating ``against``."""

    code: str
    of: Rating
    against: Rating

    @property
    def is_within(self) -> bool:
        """Whether one role gives both ratings, so that its answers are paired."""
        return self.of.role == self.against.role


def chain_of(study: Study, options: ServqualOptions) -> tuple[dict[str, Link], dict[str, str]]:
    """The gaps that a study asks for, and why the others of the model can't be had.

    Parameters
    ----------
    study : Study
        Says whom it asks what.
    options : ServqualOptions
        Say which facets are meant, and which gaps are wanted besides those of the model.

    Returns
    -------
    tuple of dict and dict
        Code → link, in the order of the model; none where no role is asked. Code → reason.
    """
    links, reasons = {}, {}
    for link in _wanted(options):
        reason = why_not(link, study)
        if reason:
            reasons[link.code] = reason
        else:
            links[link.code] = link
    has_roles = any({link.of.role, link.against.role} - {CLIENTS} for link in links.values())
    return (links if has_roles else {}), reasons


def why_not(link: Link, study: Study) -> str:
    """Why a gap can't be had of a study; empty where it can."""
    for rating in (link.of, link.against):
        if rating.role != CLIENTS and rating.role not in study.roles:
            return f"the study has no role '{rating.role}'"
        if scale_of(rating, study) is None:
            return f"'{rating.facet}' isn't asked of '{rating.role}'"
    of, against = (scale_of(rating, study) for rating in (link.of, link.against))
    if of and against and of.points != against.points:
        return (
            f"'{link.of}' runs from {of.low} to {of.high} and '{link.against}' from "
            f"{against.low} to {against.high}"
        )
    return ""


def scale_of(rating: Rating, study: Study) -> Scale | None:
    """The scale of a rating; None where nobody asks for it."""
    asked = study if rating.role == CLIENTS else study.roles[rating.role].study
    facet = asked.facets.get(rating.facet)
    return study.scales[facet.scale] if facet else None


def names_of(options: ServqualOptions) -> dict[str, Text]:
    """What people call the gaps; one without a name has its code."""
    own = options.role_gaps.items()
    unnamed = {code: Text(zh=code, en=code) for code, _ in own}
    return {**unnamed, **NAMES, **{code: gap.name for code, gap in own if gap.name}}


def _wanted(options: ServqualOptions) -> Iterator[Link]:
    """Those of the model, written or by default, then what the study wants besides."""
    facets = {"perception": options.perception, "expectation": options.expectation}
    for code, ends in _STANDARD.items():
        own = options.role_gaps.get(code)
        of, against = (own.of, own.against) if own else (end.format(**facets) for end in ends)
        yield Link(code, Rating.of(of), Rating.of(against))
    for code, gap in options.role_gaps.items():
        if code not in _STANDARD:
            yield Link(code, Rating.of(gap.of), Rating.of(gap.against))
