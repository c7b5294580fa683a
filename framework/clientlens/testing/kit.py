"""The kit: the laws of a plugin, one by one or all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any

from pydantic import ValidationError

from clientlens.config.schema import Survey
from clientlens.errors import Problem, RequestError
from clientlens.model import Model
from clientlens.segmenter import Segmenter
from clientlens.survey.read import Reader
from clientlens.survey.rule import Screen, ScreenOptions
from clientlens.testing.estimates import NUMBER_LAWS
from clientlens.testing.law import Bench, BrokenLaw, Law, Statement, laws_for
from clientlens.testing.model_door import MODEL_DOOR_LAWS
from clientlens.testing.model_example import make_model_example
from clientlens.testing.model_meaning import MODEL_MEANING_LAWS
from clientlens.testing.model_numbers import MODEL_NUMBER_LAWS
from clientlens.testing.model_shown import MODEL_SHOWN_LAWS
from clientlens.testing.readers import READER_LAWS, TriedReader, Write
from clientlens.testing.replicates import REPLICATE_LAWS
from clientlens.testing.screens import SCREEN_LAWS, make_screen_example
from clientlens.testing.segmenters import SEGMENTER_LAWS, make_segmenter_example
from clientlens.testing.trial import Trial, Tried
from clientlens.testing.weightings import WEIGHTING_LAWS, make_weighting_example
from clientlens.weighting import Weighting

LAWS: Mapping[str, tuple[Statement, ...]] = {
    "model": (
        *MODEL_DOOR_LAWS,
        *MODEL_NUMBER_LAWS,
        *NUMBER_LAWS,
        *REPLICATE_LAWS,
        *MODEL_MEANING_LAWS,
        *MODEL_SHOWN_LAWS,
    ),
    "weighting": WEIGHTING_LAWS,
    "segmenter": SEGMENTER_LAWS,
    "screen": SCREEN_LAWS,
    "reader": READER_LAWS,
}
"""Kind of plugin → its laws."""

Offered = type[Model] | type[Weighting] | type[Segmenter] | type[Screen] | type[Reader]
"""What a plugin returns from a hook."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a plugin that keeps its laws.

    Attributes
    ----------
    plugin : str
        What it is called.
    kept : tuple of str
        The laws that it keeps.
    exempt : mapping
        Law that it needn't keep → why.
    told : mapping
        Law → what else it tells, such as the time that a replicate takes.
    """

    plugin: str
    kept: tuple[str, ...]
    exempt: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"{self.plugin} keeps {len(self.kept)} laws"]
        lines += [f"exempt from '{name}': {reason}" for name, reason in self.exempt.items()]
        return "\n    ".join([*lines, *(f"{name}: {said}" for name, said in self.told.items())])


def laws_of(  # noqa: PLR0913  they are what an author may say
    plugin: Offered,
    *,
    options: Mapping[str, Any] | None = None,
    study: Mapping[str, Any] | None = None,
    truth: Mapping[str, Any] | None = None,
    exempt: Mapping[str, str] | None = None,
    tolerance: float = 1e-7,
    write: Write | None = None,
    survey: Mapping[str, Any] | None = None,
) -> tuple[Law, ...]:
    """The laws of a plugin, for a parametrised test.

    Nothing is tried before a law is checked; the examples are made once for all of them.

    Parameters
    ----------
    plugin : type
        A model, weighting, segmenter, screening rule or reader, as its hook returns it.
    options : mapping, optional
        What a study writes for it; for a weighting what stands beside ``method``.
    study : mapping, optional
        What is laid over the generated study, key by key; None takes a key away, and a
        ``hierarchy`` stands in place of the generated one.
    truth : mapping, optional
        What is true of the answers, as a truth file of ``clientlens simulate`` says it.
    exempt : mapping, optional
        Law that the plugin can't keep → why.
    tolerance : float
        How near two numbers must be that should be the same, absolutely and relatively.
    write : callable, optional
        Of a reader: ``write(path, columns, rows)`` writes a file as the reader reads it.
    survey : mapping, optional
        Of a reader: what a study says under ``survey:``.

    Returns
    -------
    tuple of Law
        ``law.check()`` raises `BrokenLaw`, an `AssertionError`; ``str(law)`` names a law, with
        its exemption.

    Raises
    ------
    RequestError
        The class is no plugin, an argument is none of its kind, an exemption names no law or gives
        no reason, or a reader comes without `write`.

    Examples
    --------
    >>> from clientlens.weighting import Equal
    >>> laws = laws_of(Equal)
    >>> [law.check() for law in laws if law.name == "weight 2 is a duplicated row"]
    ['']
    """
    given = {"options": options, "study": study, "truth": truth, "exempt": exempt}
    _check_arguments(given | {"survey": survey}, tolerance)
    kind = _kind_of(plugin)
    if kind == "reader":
        bench: Bench = _reader_bench(plugin, write, survey)
    else:
        trial = Trial(plugin, options or {}, study or {}, truth or {}, tolerance)
        bench = _bench(kind, trial)
    return laws_for(LAWS[kind], bench, exempt or {})


def _check_arguments(mappings: Mapping[str, Any], tolerance: Any) -> None:
    """All that an author may say wrongly, at once."""
    problems = [
        Problem(f"`{name}` of laws_of must be a mapping, got {value!r}")
        for name, value in mappings.items()
        if value is not None and not isinstance(value, Mapping)
    ]
    if not isinstance(tolerance, int | float) or not 0 <= tolerance < inf:
        message = f"`tolerance` of laws_of must be a number of at least 0, got {tolerance!r}"
        problems.append(Problem(message))
    if problems:
        raise RequestError(problems)


def _kind_of(plugin: Any) -> str:
    """Which hook a class is for: told by the protocol it derives from, else by its methods."""
    if not isinstance(plugin, type):
        raise RequestError(Problem(f"{plugin!r} is no class", hint="Give what its hook returns."))
    bases = {Model: "model", Weighting: "weighting", Segmenter: "segmenter", Screen: "screen"}
    for base in getattr(plugin, "__mro__", ()):
        if base in bases:
            return bases[base]
    by_method = {"estimate": "model", "weigh": "weighting", "read": "reader"}
    for method, kind in by_method.items():
        if hasattr(plugin, method):
            return kind
    if hasattr(plugin, "find"):
        options = getattr(plugin, "Options", None)
        is_rule = isinstance(options, type) and issubclass(options, ScreenOptions)
        return "screen" if is_rule else "segmenter"
    raise RequestError(f"{plugin!r} is no model, weighting, segmenter, screening rule or reader")


def _bench(kind: str, trial: Trial) -> Bench:
    if kind == "model":
        return Tried(kind, "clientlens_models", trial, make_model_example)
    if kind == "weighting":
        return Tried(kind, "clientlens_weightings", trial, make_weighting_example)
    if kind == "segmenter":
        return Tried(kind, "clientlens_segmenters", trial, make_segmenter_example)
    return Tried(kind, "clientlens_screens", trial, make_screen_example)


def _reader_bench(plugin: Any, write: Write | None, survey: Mapping[str, Any] | None) -> Bench:
    if write is None:
        hint = "Give write=, a function of path, columns and rows that writes such a file."
        raise RequestError(f"reader '{plugin.name}' can't be tried without a file. {hint}")
    try:
        asked = Survey.model_validate(survey or {})
    except ValidationError as error:
        faults = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
        problems = [Problem(f"`survey` of laws_of, '{key}': {told}") for key, told in faults]
        raise RequestError(problems) from error
    return TriedReader(plugin, write, asked)


def check_model(model: type[Model], **how: Any) -> Verdict:
    """Hold a model to all its laws, and tell of all that it breaks at once.

    Parameters
    ----------
    model : type
        The model.
    **how
        As for `laws_of`.

    Raises
    ------
    BrokenLaw
        With every law that it breaks, and an example of each.
    """
    return _checked(laws_of(model, **how))


def check_weighting(weighting: type[Weighting], **how: Any) -> Verdict:
    """Hold a weighting to all its laws; see `check_model`."""
    return _checked(laws_of(weighting, **how))


def check_segmenter(segmenter: type[Segmenter], **how: Any) -> Verdict:
    """Hold a segmenter to all its laws; see `check_model`."""
    return _checked(laws_of(segmenter, **how))


def check_screen(rule: type[Screen], **how: Any) -> Verdict:
    """Hold a screening rule to all its laws; see `check_model`."""
    return _checked(laws_of(rule, **how))


def check_reader(reader: type[Reader], **how: Any) -> Verdict:
    """Hold a reader to all its laws; see `check_model`. It needs ``write``."""
    return _checked(laws_of(reader, **how))


def _checked(laws: tuple[Law, ...]) -> Verdict:
    told: dict[str, str] = {}
    broken: list[BrokenLaw] = []
    for law in laws:
        try:
            told[law.name] = law.check()
        except BrokenLaw as error:
            broken.append(error)
    if broken:
        causes = [error.__cause__ for error in broken if error.__cause__]
        raise BrokenLaw("\n".join(map(str, broken))) from next(iter(causes), None)
    exempt = {law.name: law.exemption for law in laws if law.exemption is not None}
    return Verdict(
        laws[0].bench.plugin,
        tuple(law.name for law in laws if law.exemption is None),
        exempt,
        {name: said for name, said in told.items() if said and name not in exempt},
    )
