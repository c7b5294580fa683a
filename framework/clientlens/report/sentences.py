"""The sentence: a finding in the words of its plugin, with its numbers in them."""

from __future__ import annotations

from clientlens.errors import PluginError, Problem
from clientlens.messages import Messages
from clientlens.report.numbers import number
from clientlens.report.reasons import NODE_VARIABLES, reason_in
from clientlens.results.evaluation import Result
from clientlens.results.finding import Finding


def sentence(finding: Finding, result: Result, messages: Messages) -> str:
    """A finding as a sentence.

    Parameters
    ----------
    finding : Finding
        What was found.
    result : Result
        The result it belongs to; its hierarchy names the subjects.
    messages : Messages
        The catalogues: the core's and, above them, the plugin's.

    Returns
    -------
    str
        The message with every entry of the evidence put in: shares as ``73%``, an index with one
        digit, other numbers with two. ``$name`` are the subjects, ``$count`` is their number.

    Raises
    ------
    PluginError
        No catalogue holds the message, or it names a variable that the evidence lacks.
    """
    variables: dict[str, str | float] = {
        key: _evidence(key, value, result, messages) for key, value in finding.evidence.items()
    }
    variables.setdefault("name", _names(finding, result, messages))
    variables.setdefault("count", len(finding.subject))
    try:
        return messages(finding.message, **variables)
    except (LookupError, TypeError, ValueError) as error:
        message = (
            f"model '{result.use}' can't say '{finding.message}' in {messages.language}: {error}"
        )
        hint = f"Mend {messages.language}.ftl in {result.locale}."
        raise PluginError(Problem(message, hint=hint)) from error


def _evidence(key: str, value: float | str, result: Result, messages: Messages) -> str | float:
    """An entry as it should be read; a whole number stays one, so that a sentence can count."""
    if isinstance(value, float):
        return number(key, value)
    language = result.study.report.language
    if key == "criterion" and isinstance(value, str):
        return messages.get(f"criterion-{value}", value)
    if key == "quantities" and isinstance(value, str):
        return _listed(value.split(), messages)
    if key == "weighting" and isinstance(value, str):
        return result.name_of(value, language)
    if key != "reason" or not isinstance(value, str):
        return value

    def spell(variable: str, code: str) -> str:
        if variable in NODE_VARIABLES:
            return result.name_of(code, language)
        return result.role_name(code, language) if variable == "role" else code

    return reason_in(messages, value, spell)


def _listed(quantities: list[str], messages: Messages) -> str:
    names = (messages.get(f"quantity-{code}", code) for code in quantities)
    return messages("name-separator").join(dict.fromkeys(names))


def _names(finding: Finding, result: Result, messages: Messages) -> str:
    language = result.study.report.language
    names = []
    for code in finding.subject:
        name = result.name_of(code, language)
        names.append(name if name != code else messages.get(f"class-{code}", code))
    return messages("name-separator").join(names)
