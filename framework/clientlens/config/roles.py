"""The roles of a study: what others than clients are asked, as a study of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clientlens.config.derived import has_attribute, with_derived_values
from clientlens.config.schema import Role, StudyFile
from clientlens.config.text import Document, walk
from clientlens.errors import Problem, did_you_mean

CLIENTS = "clients"
"""What options and tables call those whom the study itself asks."""

_SHARED = ("study", "scales", "report")
_OWN = ("survey", "facets", "items", "respondents", "screening")
_BY_FACET = ("question", "columns")


def role_document(document: Document, code: str) -> Document | None:
    """What a study file says to one role, every value at the place where it was written.

    Parameters
    ----------
    document : Document
        The whole study, merged, maybe with mistakes in it.
    code : str
        A role below ``roles:``.

    Returns
    -------
    Document or None
        A study file of its own: the scales and the indicators of the whole one, the survey file
        and the questions of the role. Weights, models and segments stay with the whole. None
        where the role is asked nothing, of which `check_roles` complains.
    """
    role = document.values["roles"][code]
    values = {key: document.values[key] for key in _SHARED if key in document.values}
    values |= {key: role[key] for key in _OWN if key in role}
    if role.get("facets"):
        values["hierarchy"] = _asked(document.values.get("hierarchy"), role)
    if not (values.get("hierarchy") or role.get("items")):
        return None
    known = {path for path, _ in walk(values)}
    spots = {path: spot for path, spot in document.spots.items() if path[:1] != ("roles",)}
    spots |= {
        path[2:]: spot
        for path, spot in document.spots.items()
        if path[:2] == ("roles", code) and path[2:3] and path[2] in _OWN
    }
    return Document(values, {p: spot for p, spot in spots.items() if p in known}, document.files)


def check_roles(study: StudyFile, document: Document) -> Iterator[Problem]:
    """What must fit together between the roles and the rest of a study."""
    for code, role in study.roles.items():
        if code == CLIENTS:
            message = f"'{CLIENTS}' are those whom the study itself asks"
            yield Problem(message, document.key_place("roles", code), "Name the role otherwise.")
        yield from _check_asked(study, code, role, document)
        yield from _check_keys(study, code, role, document)
        yield from _check_clusters(study, code, role, document)
        yield from _check_groups(study, code, role, document)


def _asked(hierarchy: Any, role: dict[str, Any]) -> Any:
    """The indicators that a role is asked of, with what is said of its facets alone."""
    if not isinstance(hierarchy, dict):
        return hierarchy
    left_out = role.get("not_asked")
    skipped = set(map(str, left_out)) if isinstance(left_out, list) else set()
    kept = {d: _dimension(dimension, role, skipped) for d, dimension in hierarchy.items()}
    return {d: node for d, node in kept.items() if d not in skipped and node.get("indicators")}


def _dimension(dimension: Any, role: dict[str, Any], skipped: set[str]) -> dict[str, Any]:
    indicators = dimension.get("indicators") if isinstance(dimension, dict) else None
    if not isinstance(indicators, dict):
        return {}
    kept = {
        code: _indicator(indicator, role)
        for code, indicator in indicators.items()
        if code not in skipped and isinstance(indicator, dict)
    }
    return {key: dimension[key] for key in ("name",) if key in dimension} | {"indicators": kept}


def _indicator(indicator: dict[str, Any], role: dict[str, Any]) -> dict[str, Any]:
    facets = role["facets"] if isinstance(role["facets"], dict) else {}
    kept = {key: value for key, value in indicator.items() if key != "weight"}
    for key in _BY_FACET:
        if isinstance(kept.get(key), dict):
            kept[key] = {facet: text for facet, text in kept[key].items() if facet in facets}
    if isinstance(kept.get("reversed"), list):
        kept["reversed"] = [facet for facet in kept["reversed"] if facet in facets]
    return kept


def _check_asked(study: StudyFile, code: str, role: Role, document: Document) -> Iterator[Problem]:
    below = {d: list(dimension.indicators) for d, dimension in study.hierarchy.items()}
    known = [*below, *(indicator for own in below.values() for indicator in own)]
    for i, name in enumerate(role.not_asked):
        if name not in known:
            place = document.place("roles", code, "not_asked", i)
            message = f"unknown dimension or indicator '{name}'"
            yield Problem(message, place, did_you_mean(name, known))
    left = [i for d, own in below.items() if d not in role.not_asked for i in own]
    is_rated = bool(role.facets) and any(i not in role.not_asked for i in left)
    if not is_rated and not role.items:
        hint = "Write what it is asked under 'facets:' or 'items:'."
        yield Problem(f"role '{code}' is asked nothing", document.key_place("roles", code), hint)


def _check_keys(study: StudyFile, code: str, role: Role, document: Document) -> Iterator[Problem]:
    """Keyed weights need a name for everybody."""
    uncertainty = study.uncertainty
    is_keyed = uncertainty.method in ("poisson", "bayesian")
    if is_keyed and not (role.survey.respondent_id or _has_cluster(study, role)):
        message = (
            f"'{uncertainty.method}' weights are keyed by respondent, and role '{code}' names none"
        )
        hint = f"Name the column under roles.{code}.survey.respondent_id."
        yield Problem(message, document.key_place("roles", code), hint)


def _check_clusters(
    study: StudyFile, code: str, role: Role, document: Document
) -> Iterator[Problem]:
    """A branch's staff is drawn with its clients, which only keyed weights can do."""
    settings = study.uncertainty
    is_keyed = settings.method in ("poisson", "bayesian") and settings.interval != "bca"
    if _has_cluster(study, role) and settings.method != "none" and not is_keyed:
        message = f"role '{code}' can't be drawn with the clients by '{settings.cluster}'"
        hint = (
            "Use  method: poisson  or  bayesian, whose weights are keyed by cluster, with another "
            "interval than bca."
        )
        yield Problem(message, document.place("uncertainty", "cluster"), hint)


def _has_cluster(study: StudyFile, role: Role) -> bool:
    """Whether a role has the attribute that makes clusters, or what it is made of."""
    cluster = study.uncertainty.cluster
    return cluster is not None and has_attribute(cluster, role.respondents, study.respondents)


def _check_groups(study: StudyFile, code: str, role: Role, document: Document) -> Iterator[Problem]:
    """An attribute that makes groups of clients has the same values in a role."""
    respondents = with_derived_values(study.respondents)
    for name in study.segments.by if study.segments else ():
        if name not in role.respondents or name not in respondents:
            continue
        known = set(respondents[name].values.values())
        for text, value in role.respondents[name].values.items():
            if known and value not in known:
                place = document.place("roles", code, "respondents", name, "values", text)
                message = f"attribute '{name}' of clients never takes the value '{value}'"
                yield Problem(message, place, did_you_mean(value, sorted(known)))
