"""The digest: what the summary of a batch takes from one run folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clientlens.batch.settings import settings_of
from clientlens.config.schema import About, Language, Text, Uncertainty
from clientlens.report.folder import ESTIMATES, EVALUATION
from clientlens.results.disk import Rows, read_rows
from clientlens.results.table import ESTIMATE_COLUMNS
from clientlens.survey.groups import EVERYBODY

QUANTITIES = ("index", "dimension_score", "performance")
"""What models that give it are summed up over regions by."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error and interval; None where there is none."""

    value: float
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ModelDigest:
    """What one model found for everybody.

    Attributes
    ----------
    use : str
        The model that the entry uses.
    index : Estimate or None
        Its index as the run reports it.
    rows : mapping
        Quantity → its replicates, the sample as answered first.
    absent : mapping
        Quantity → why it isn't there.
    """

    use: str
    index: Estimate | None
    rows: Mapping[str, Rows]
    absent: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """What a run folder says of a study, its answers and its numbers.

    Attributes
    ----------
    about : About
        Which study it is, where and when, and for how many clients it speaks.
    n : int
        Valid answers.
    language : str
        Language of its report.
    uncertainty : Uncertainty
        How its intervals were found.
    models : mapping
        Entry under ``models:`` → what it found.
    names : mapping
        Dimension or indicator → what people call it.
    answers : str
        Hash of the survey file.
    settings : mapping
        Part of the study → digest of what it says there, to see where studies differ.
    has_gaps : bool
        Whether something could not be estimated for everybody.
    """

    about: About
    n: int
    language: Language
    uncertainty: Uncertainty
    models: Mapping[str, ModelDigest]
    names: Mapping[str, Text]
    answers: str
    settings: Mapping[str, str]
    has_gaps: bool

    @property
    def wave(self) -> str:
        """The survey round, an empty text where the study names none."""
        return "" if self.about.wave is None else str(self.about.wave)


def read_digest(directory: Path) -> Digest:
    """Read what the summary needs of a run folder that is whole."""
    said = json.loads((directory / EVALUATION).read_text(encoding="utf-8"))
    study = said["recipe"]["study"]
    rows = read_rows(directory / ESTIMATES, QUANTITIES, EVERYBODY)
    results = said["results"]
    return Digest(
        about=About.model_validate(study["study"]),
        n=said["screening"]["valid"],
        language=study.get("report", {}).get("language", "zh"),
        uncertainty=Uncertainty.model_validate(study.get("uncertainty", {})),
        models={name: _model(result, rows[name]) for name, result in results.items()},
        names=dict(_names(study.get("hierarchy", {}))),
        answers=said["recipe"]["answers"]["sha256"],
        settings=settings_of(study),
        has_gaps=any(
            result["absent"] or result["failed_replicates"] for result in results.values()
        ),
    )


# Any below: values of JSON, as `clientlens.results.disk.evaluation_values` makes them.
def _model(result: Mapping[str, Any], rows: Mapping[str, Rows]) -> ModelDigest:
    return ModelDigest(
        use=result["use"],
        index=_index(result),
        rows=rows,
        absent={
            each["quantity"]: each["reason"]
            for each in result["absent"]
            if each["group"] == EVERYBODY
        },
    )


def _index(result: Mapping[str, Any]) -> Estimate | None:
    """The index of everybody, from the table that tells it alone and not by something else."""
    for table in result["tables"].values():
        for record in table:
            keys = {key for key, value in record.items() if value is not None} - {"quantity"}
            is_index = record.get("quantity") == "index" and record.get("group") == EVERYBODY
            if is_index and keys <= {"group", *ESTIMATE_COLUMNS} and "estimate" in keys:
                error, low, high = (record.get(end) for end in ("std_error", "ci_low", "ci_high"))
                return Estimate(record["estimate"], error, low, high)
    return None


def _names(hierarchy: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    for code, dimension in hierarchy.items():
        for own, node in {code: dimension, **dimension.get("indicators", {})}.items():
            if node.get("name") is not None:
                yield own, Text.model_validate(node["name"])
