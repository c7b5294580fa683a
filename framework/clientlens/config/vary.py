"""The choices of a study: what must fit together in them, and what each option makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations

from clientlens.config.overlay import OPTIONS, VARY, with_options
from clientlens.config.schema import Choice, StudyFile
from clientlens.config.text import Document, KeyPath, walk
from clientlens.errors import Problem, did_you_mean

AS_IS = "as_is"
"""What the option is called that leaves a study as it is, where it has no other name."""

_UNVARIED = {
    "study": "It says which study this is.",
    "report": "It says what is shown, and of whom.",
    "vary": "Choices can't be chosen.",
    "extends": "Write what differs.",
}
"""What no option may change, and why."""


def base_of(choice: Choice) -> str:
    """What the option is called that leaves the study as it is."""
    return next((code for code, overlay in choice.options.items() if not overlay), AS_IS)


def option_documents(
    study: StudyFile, document: Document
) -> Iterator[tuple[str, str, Callable[[], Document]]]:
    """Choice, option, and what makes its study file; without those that change nothing."""
    for code, choice in study.vary.items():
        for option, overlay in choice.options.items():
            if overlay:
                yield code, option, partial(with_options, document, {code: option})


def told_of_option(problem: Problem, document: Document, choice: str, option: str) -> Problem:
    """A problem of the study that an option makes, told where the option is written."""
    path = (VARY, choice, OPTIONS, option)
    message = f"option '{option}' of choice '{choice}': {problem.message}"
    within = {
        place
        for p, spot in document.spots.items()
        if p[: len(path)] == path
        for place in (spot.key, spot.value)
    }
    if problem.place in within:
        return replace(problem, message=message)
    here = f" ({problem.place})" if problem.place else ""
    return Problem(f"{message}{here}", document.key_place(*path), problem.hint)


def check_choices(study: StudyFile, document: Document) -> Iterator[Problem]:
    """Every problem of the choices that isn't one of the studies they make."""
    for code, choice in study.vary.items():
        yield from _check_base(code, choice, document)
        yield from _check_names(code, choice, document)
        for option, overlay in choice.options.items():
            for key in (key for key in overlay if key in _UNVARIED):
                place = document.key_place(VARY, code, OPTIONS, option, key)
                message = f"option '{option}' of choice '{code}' can't change '{key}'"
                yield Problem(message, place, _UNVARIED[key])
    yield from _check_overlaps(study, document)


def _check_base(code: str, choice: Choice, document: Document) -> Iterator[Problem]:
    """What the study says is one option, and not the only one."""
    path = (VARY, code, OPTIONS)
    empty = [option for option, overlay in choice.options.items() if not overlay]
    if len(empty) == len(choice.options):
        hint = "Write an option with another setting."
        place = document.key_place(*path)
        yield Problem(f"choice '{code}' has nothing to choose from", place, hint)
    for option in empty[1:]:
        message = f"option '{option}' of choice '{code}' leaves the study as it is"
        hint = f"So does '{empty[0]}'; keep one of the two."
        yield Problem(message, document.key_place(*path, option), hint)
    if choice.options.get(AS_IS):
        hint = "Leave it empty, or name the option otherwise."
        place = document.key_place(*path, AS_IS)
        yield Problem(f"'{AS_IS}' is what the study says", place, hint)


def _check_names(code: str, choice: Choice, document: Document) -> Iterator[Problem]:
    known = [*choice.options, base_of(choice)]
    for option in choice.names:
        if option not in known:
            message = f"choice '{code}' has no option '{option}'"
            place = document.key_place(VARY, code, "names", option)
            yield Problem(message, place, did_you_mean(option, known))


def _check_overlaps(study: StudyFile, document: Document) -> Iterator[Problem]:
    """One setting belongs to one choice; otherwise the order of choices would decide."""
    written = {code: list(_settings(choice)) for code, choice in study.vary.items()}
    for one, other in combinations(study.vary, 2):
        for option, path in written[other]:
            first = next((own for own, p in written[one] if _overlap(p, path)), None)
            if first is not None:
                setting = ".".join(map(str, path))
                message = f"option '{option}' of choice '{other}' writes {setting}"
                hint = (
                    f"So does option '{first}' of choice '{one}'. Put both below one choice, "
                    "with an option for each combination."
                )
                place = document.key_place(VARY, other, OPTIONS, option, *path)
                yield Problem(message, place, hint)


def _settings(choice: Choice) -> Iterator[tuple[str, KeyPath]]:
    """Option and path of every single value that it writes."""
    for option, overlay in choice.options.items():
        for path, value in walk(overlay):
            if not (isinstance(value, dict) and value) and not _is_in_list(path):
                yield option, path


def _is_in_list(path: KeyPath) -> bool:
    """A list is one value."""
    return any(isinstance(step, int) for step in path)


def _overlap(one: KeyPath, other: KeyPath) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
