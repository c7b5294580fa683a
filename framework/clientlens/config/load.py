"""The loading of a study: file, overlay, schema, checks, and all problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clientlens.config.check import check_characters, check_study
from clientlens.config.derived import with_derived_values
from clientlens.config.overlay import read_document
from clientlens.config.required import check_plugins
from clientlens.config.roles import check_roles, role_document
from clientlens.config.schema import StudyFile
from clientlens.config.segmentations import choose_segmentations, with_found
from clientlens.config.study import Choice, ModelChoice, Role, ScreenChoice, Study, Vocabulary
from clientlens.config.text import Document
from clientlens.config.validate import validate
from clientlens.config.vary import base_of, check_choices, option_documents, told_of_option
from clientlens.config.weightings import choose_weightings
from clientlens.errors import Problem, StudyError, did_you_mean


def load_study(path: str | Path, vocabulary: Vocabulary, *, root: Path | None = None) -> Study:
    """Read, merge and check a study file.

    Parameters
    ----------
    path : str or Path
        The study file.
    vocabulary : Vocabulary
        The models, screening rules and readers that plugins offer.
    root : Path, optional
        The folder that ``extends`` may not leave; see `clientlens.config.overlay.find_root`.

    Raises
    ------
    StudyError
        With every problem that was found, each with file, line and column.
    """
    return study_of(read_document(Path(path), root), vocabulary)


def study_of(document: Document, vocabulary: Vocabulary) -> Study:
    """Check a merged document and freeze it as a study; see `load_study`."""
    problems = list(check_characters(document))
    file = validate(document.values, document, StudyFile, (), problems)
    raw = document.values
    models = _choose_models(_maps(raw.get("models")), document, vocabulary, problems)
    screening = _choose_screens(_maps(raw.get("screening")), document, vocabulary, problems)
    weighting, compared = choose_weightings(raw.get("weighting"), document, vocabulary, problems)
    found = choose_segmentations(raw.get("segments"), document, vocabulary, problems)
    roles = _choose_roles(_maps(raw.get("roles")), document, vocabulary, problems)
    if file:
        problems += [*check_study(file, document), *check_roles(file, document)]
        problems += check_choices(file, document)
        problems += _check_reader(file, document, vocabulary)
        problems += check_plugins(file, document, vocabulary)
    options = _load_options(file, document, vocabulary, problems) if file else {}
    if problems or not file or not weighting:
        raise StudyError(dict.fromkeys(problems))
    return Study(
        about=file.study,
        survey=file.survey,
        scales=file.scales,
        facets=file.facets,
        dimensions=file.hierarchy,
        items=file.items,
        respondents=with_derived_values(with_found(file)),
        screening=tuple(screening),
        weighting=weighting,
        compared=compared,
        segments=file.segments,
        found=found,
        roles={code: Role(file.roles[code].name, study) for code, study in roles.items()},
        models={choice.name: choice for choice in models},
        uncertainty=file.uncertainty,
        report=file.report,
        document=document,
        choices={
            code: Choice(choice.name, base_of(choice), choice.names, options[code])
            for code, choice in file.vary.items()
        },
    )


def _maps(value: Any) -> Mapping[str, dict[str, Any]]:
    """The entries that are maps; the schema complains of the others."""
    if not isinstance(value, dict):
        return {}
    return {key: entry for key, entry in value.items() if isinstance(entry, dict)}


def _choose_models(
    entries: Mapping[str, dict[str, Any]],
    document: Document,
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> list[ModelChoice]:
    choices = []
    for name, entry in entries.items():
        use, path = entry.get("use", name), ("models", name)
        if not isinstance(use, str) or use not in vocabulary.models:
            hint = did_you_mean(str(use), sorted(vocabulary.models))
            place = document.place(*path, "use") if "use" in entry else document.key_place(*path)
            problems.append(Problem(f"unknown model '{use}'", place, hint))
            continue
        given = {key: value for key, value in entry.items() if key != "use"}
        options = validate(given, document, vocabulary.models[use], path, problems)
        if options:
            choices.append(ModelChoice(name, use, options))
    return choices


def _choose_screens(
    entries: Mapping[str, dict[str, Any]],
    document: Document,
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> list[ScreenChoice]:
    choices = []
    for rule, entry in entries.items():
        path = ("screening", rule)
        if rule not in vocabulary.screens:
            hint = did_you_mean(rule, sorted(vocabulary.screens))
            place = document.key_place(*path)
            problems.append(Problem(f"unknown screening rule '{rule}'", place, hint))
            continue
        options = validate(entry, document, vocabulary.screens[rule], path, problems)
        if options:
            choices.append(ScreenChoice(rule, options))
    return choices


def _choose_roles(
    entries: Mapping[str, dict[str, Any]],
    document: Document,
    vocabulary: Vocabulary,
    problems: list[Problem],
) -> dict[str, Study]:
    """What each role is asked, as a study of its own; its problems lie where it is written."""
    studies = {}
    for code in entries:
        own = role_document(document, code)
        if own is None:
            continue
        try:
            studies[code] = study_of(own, vocabulary)
        except StudyError as error:
            problems += error.problems
    return studies


def _load_options(
    file: StudyFile, document: Document, vocabulary: Vocabulary, problems: list[Problem]
) -> dict[str, dict[str, Study]]:
    """Choice → option → the study that it makes; its problems lie where it is written."""
    known = frozenset(problems)
    studies: dict[str, dict[str, Study]] = {code: {} for code in file.vary}
    for choice, option, make in option_documents(file, document):
        try:
            studies[choice][option] = study_of(make(), vocabulary)
        except StudyError as error:
            own = (problem for problem in error.problems if problem not in known)
            problems += [told_of_option(p, document, choice, option) for p in own]
    return studies


def _check_reader(file: StudyFile, document: Document, vocabulary: Vocabulary) -> list[Problem]:
    reader = file.survey.reader
    if reader is None or reader in vocabulary.readers:
        return []
    hint = did_you_mean(reader, sorted(vocabulary.readers))
    return [Problem(f"unknown reader '{reader}'", document.place("survey", "reader"), hint)]
