"""The sentences about groups: findings of `clientlens.differences` in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clientlens.report.numbers import interval, number, percent
from clientlens.report.words import Words
from clientlens.results.finding import Finding


def summary_sentences(
    findings: Sequence[Finding], words: Words, of_models: Mapping[str, Words]
) -> tuple[str, ...]:
    """In which quantities the groups of one attribute differ, and in which that isn't seen."""
    told: dict[str, list[Finding]] = {"groups-differ": [], "groups-unclear": []}
    for finding in findings:
        told.get(finding.message, []).append(finding)
    if not any(told.values()):
        return tuple(_untold(f, words) for f in findings if f.kind == "differences_in_all")
    return tuple(
        words(
            message,
            attribute=words.attribute(str(same[0].evidence["attribute"])),
            names=words("name-separator").join(_with_p(finding, of_models) for finding in same),
        )
        for message, same in told.items()
        if same
    )


def _untold(finding: Finding, words: Words) -> str:
    """What is told where groups weren't dealt out, so that all at once were never tested."""
    told = finding.evidence
    return words(
        "groups-untold",
        attribute=words.attribute(str(told["attribute"])),
        sure=int(told["sure"]),
        compared=int(told["compared"]),
        alpha=f"{float(told['alpha']):.2g}",
    )


def _with_p(finding: Finding, of_models: Mapping[str, Words]) -> str:
    words = of_models[str(finding.evidence["model"])]
    name = words.column(str(finding.evidence["quantity"]))
    return words("name-with-p", name=name, p=p_text(float(finding.evidence["p_permutation"])))


def difference_sentence(finding: Finding, words: Words) -> str:
    """Which group lies below or above which, in what, by how much, and how sure that is.

    `words` are those of the model that it is of.
    """
    told = finding.evidence
    quantity = str(told["quantity"])
    variables = {
        "subject": subject_of(str(told["key"]), quantity, words),
        "first": words.group_beside(str(told["group_1"])),
        "second": words.group_beside(str(told["group_2"])),
        "difference": number(quantity, abs(float(told["estimate"]))),
        "p": p_text(float(told["p_adjusted"])),
    }
    if "ci_low" in told:
        ends = float(told["ci_low"]), float(told["ci_high"])
        variables["interval"] = interval(quantity, *ends)
    return words(finding.message, **variables)


def subject_of(key: str, quantity: str, words: Words) -> str:
    """A quantity, with the label that it is of."""
    name = words.column(quantity)
    return words("label-of", label=words.code("key", key), quantity=name) if key else name


def rest_sentences(finding: Finding, words: Words) -> Iterator[str]:
    """What the sample can't tell of an attribute, and how large differences had to be."""
    told = finding.evidence
    counts = {name: int(told[name]) for name in ("compared", "sure", "untested")}
    alpha = f"{float(told['alpha']):.2g}"
    yield words("differences-in-all", alpha=alpha, **counts)
    if counts["untested"]:
        yield words("differences-untested", count=counts["untested"])
    if "detectable" in told:
        quantity = str(told["quantity"])
        size = number(quantity, float(told["detectable"]))
        name = words.column(quantity)
        yield words("differences-detectable", quantity=name, difference=size, power=percent(0.8))


def p_text(p: float) -> str:
    r"""A p value as it stands in a sentence.

    Examples
    --------
    >>> p_text(0.0312).replace("\N{NO-BREAK SPACE}", " "), p_text(0.0001)
    ('p = 0.031', 'p\xa0<0.001')
    """
    text = number("p_value", p)
    return f"p\N{NO-BREAK SPACE}{text}" if text.startswith("<") else f"p\N{NO-BREAK SPACE}= {text}"
