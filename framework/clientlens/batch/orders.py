"""The orders: what a command asks of every study that it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clientlens.config.text import Document
from clientlens.errors import RequestError, did_you_mean
from clientlens.workbench import read

CHANGES_FROM = "command line"
"""What problems with `Orders.changes` are said to be of."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What is asked of every study of a batch.

    Attributes
    ----------
    out : Path
        Folder of the run folders.
    models : tuple of str or None
        Some of the models only.
    replicates : int or None
        Another number of replicates.
    root : Path or None
        The folder that ``extends`` may not leave.
    with_set_aside : bool
        Also write who was set aside and why.
    again : bool
        Run a study although its run folder holds just what it would leave.
    """

    out: Path
    models: tuple[str, ...] | None = None
    replicates: int | None = None
    root: Path | None = None
    with_set_aside: bool = False
    again: bool = False

    def changes(self, study: Path) -> dict[str, Any]:
        """The options as an overlay over a study file, so that the recipe holds them as well.

        Raises
        ------
        RequestError
            The study has no model of a name that is wanted.
        """
        changes: dict[str, Any] = {}
        if self.replicates is not None:
            changes["uncertainty"] = {"replicates": self.replicates}
        if self.models is not None:
            changes["models"] = _left_out(read(study, self.root), self.models)
        return changes


def _left_out(document: Document, wanted: Sequence[str]) -> dict[str, None]:
    """Every model of the study that isn't wanted, to be taken away."""
    models: Mapping[str, Any] | None = document.values.get("models")
    known = list(models) if isinstance(models, dict) else []
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known)
            raise RequestError(f"--models: the study has no model '{name}'. {hint}")
    return {name: None for name in known if name not in wanted}
