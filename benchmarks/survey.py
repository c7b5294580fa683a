"""A large survey to measure with: many respondents, 52 ratings, made by chance."""

from __future__ import annotations

from pathlib import Path

import numpy as np

DIMENSIONS = {"a": 4, "b": 3, "c": 5, "d": 5, "e": 4, "f": 3, "g": 2}


def write_study(folder: Path, respondents: int, replicates: int, segments: int = 0) -> Path:
    """Write a study of 26 indicators × 2 facets and its answers; the path of the study file.

    With `segments`, clients fall into so many by what they care for, and the study looks for them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    codes = [f"{d}{i}" for d, count in DIMENSIONS.items() for i in range(1, count + 1)]
    _write_answers(folder / "answers.csv", codes, respondents, segments)
    models = "quadrant: {}, segments: {}" if segments else "quadrant: {}"
    found = "found: {needs: {method: kmeans, features: [importance]}}"
    lines = [
        "study: {id: benchmark}",
        "survey: {source: answers.csv}",
        "scales: {five: {points: [1, 5]}}",
        "facets:",
        "  importance: {scale: five, column: '{code}_imp'}",
        "  satisfaction: {scale: five, column: '{code}_sat'}",
        "hierarchy:",
        *(
            f"  {d}: {{indicators: {{{', '.join(f'{d}{i}: {{}}' for i in range(1, count + 1))}}}}}"
            for d, count in DIMENSIONS.items()
        ),
        f"models: {{{models}}}",
        *([f"segments: {{{found}}}"] if segments else []),
        f"uncertainty: {{replicates: {replicates}}}",
        "report: {language: en, formats: []}",
    ]
    path = folder / "study.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _write_answers(path: Path, codes: list[str], respondents: int, segments: int) -> None:
    rng = np.random.default_rng(1)
    columns = [f"{code}_{facet}" for facet in ("imp", "sat") for code in codes]
    common = rng.normal(size=(respondents, 1))
    levels = rng.normal(3.8, 0.4, len(columns))
    latent = levels + 0.5 * common + 0.7 * rng.normal(size=(respondents, len(columns)))
    if segments:
        shifts = rng.choice([-1.0, 1.0], size=(segments, len(codes)))
        latent[:, : len(codes)] += shifts[rng.integers(segments, size=respondents)]
    answers = np.clip(np.rint(latent), 1, 5).astype(int)
    np.savetxt(path, answers, fmt="%d", delimiter=",", header=",".join(columns), comments="")
