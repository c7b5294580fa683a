"""The title: which study a report is of, and whether its answers are made up."""

from __future__ import annotations

from dataclasses import dataclass

from clientlens.results.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Title:
    """The head of every report.

    ``line`` holds region and wave, ``note`` what the study says of itself.
    """

    text: str
    line: str
    note: str
    is_synthetic: bool


def title_of(evaluation: Evaluation) -> Title:
    """The head of a report in the language of the study."""
    about = evaluation.study.about
    language = evaluation.study.report.language
    wave = [] if about.wave is None else [str(about.wave)]
    return Title(
        text=(about.title.in_language(language) if about.title else None) or about.id,
        line=" · ".join([*about.region, *wave]),
        note=(about.note.in_language(language) if about.note else None) or "",
        is_synthetic=about.is_synthetic,
    )
