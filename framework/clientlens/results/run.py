"""The run: what is left of an evaluation, on disk or in memory, alike to whoever compares."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from clientlens.config.schema import Language, StudyFile, Uncertainty
from clientlens.errors import Place, Problem, RequestError, did_you_mean
from clientlens.results import disk
from clientlens.results.estimates import Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.long import long_frame

if TYPE_CHECKING:
    import pandas as pd

AGAIN = "Run the study again with this version:  clientlens run {file}"


@dataclass(frozen=True, slots=True)
class RunGroup:
    """A group of a run; ``n`` is None where it is too small to be shown."""

    code: str
    attribute: str | None
    value: str | None
    n: int | None
    is_suppressed: bool


@dataclass(frozen=True, slots=True, eq=False)
class RunModel:
    """One entry under ``models:``: the model it uses, its options, its tables.

    ``load`` reads the estimates, ``tables`` makes a frame when it is asked for.
    """

    use: str
    options: Mapping[str, Any]
    tables: Mapping[str, Callable[[], pd.DataFrame]]
    load: Callable[[], Estimates]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What is left of an evaluation. Groups too small to be shown have no estimates here either.

    Attributes
    ----------
    name : str
        Name of the run folder, or the id of a study that was just evaluated.
    file : StudyFile
        The merged study.
    groups : tuple of RunGroup
        Everybody first.
    screening : mapping
        Counts and rates, without a word on any single respondent.
    recipe : mapping
        Hashes, versions and the merged study as plain values.
    """

    name: str
    file: StudyFile
    groups: tuple[RunGroup, ...]
    screening: Mapping[str, Any]
    recipe: Mapping[str, Any]
    _models: Mapping[str, RunModel]
    _known: dict[str, Estimates] = field(default_factory=dict, init=False, repr=False)

    @property
    def study(self) -> Mapping[str, Any]:
        """The merged study as plain values, as evaluated."""
        values: Mapping[str, Any] = self.recipe["study"]
        return values

    @property
    def region(self) -> tuple[str, ...]:
        """Region, coarse to fine."""
        return self.file.study.region

    @property
    def wave(self) -> int | str | None:
        """Survey round."""
        return self.file.study.wave

    @property
    def models(self) -> tuple[str, ...]:
        """The entries under ``models:``."""
        return tuple(self._models)

    @property
    def n(self) -> int:
        """The respondents that count."""
        return int(self.screening["valid"])

    def use(self, model: str) -> str:
        """The model that an entry uses."""
        return self._model(model).use

    def options(self, model: str) -> Mapping[str, Any]:
        """The options of an entry, defaults included, as plain values."""
        return self._model(model).options

    def estimates(self, model: str) -> Estimates:
        """The estimates of an entry; from a folder they are read at first use.

        On disk numbers have seven digits, and what has no replicates, what only tables need, and
        the rows of a jackknife aren't kept; so intervals of such a run are percentiles instead of
        BCa, and there are none after a jackknife.
        """
        if model not in self._known:
            self._known[model] = self._model(model).load()
        return self._known[model]

    def tables(self, model: str) -> tuple[str, ...]:
        """The names of an entry's tables."""
        return tuple(self._model(model).tables)

    def table(self, model: str, name: str) -> pd.DataFrame:
        """A table of an entry; `RequestError` where there is none."""
        tables = self._model(model).tables
        if name not in tables:
            raise RequestError(f"'{model}' has no table '{name}'. {did_you_mean(name, tables)}")
        return tables[name]()

    def long(self) -> pd.DataFrame:
        """Everything that was estimated, one number a row; see `clientlens.results.long`."""
        return long_frame((self.name, model, self.estimates(model)) for model in self.models)

    def group(self, code: str) -> RunGroup:
        """A group that may be shown.

        Raises
        ------
        RequestError
            The run has no such group, or too few belong to it.
        """
        known = {group.code: group for group in self.groups}
        if code not in known:
            shown = [c for c, group in known.items() if not group.is_suppressed]
            hint = did_you_mean(code, shown)
            raise RequestError(f"the run '{self.name}' has no group '{code}'. {hint}")
        if known[code].is_suppressed:
            minimum = self.file.report.minimum_group
            raise RequestError(
                f"the group '{code}' of the run '{self.name}' isn't shown: it has fewer than "
                f"{minimum} respondents, or would tell of so few by subtraction"
            )
        return known[code]

    def title(self, language: Language) -> str:
        """The title of the study; its id where it has none."""
        title = self.file.study.title
        return (title.in_language(language) if title else None) or self.file.study.id

    def node_name(self, code: str, language: Language) -> str:
        """What the study calls an indicator or a dimension; its code where it has no name."""
        for dimension_code, dimension in self.file.hierarchy.items():
            node = dimension if dimension_code == code else dimension.indicators.get(code)
            if node is not None:
                return (node.name.in_language(language) if node.name else None) or code
        return code

    def _model(self, name: str) -> RunModel:
        if name not in self._models:
            hint = did_you_mean(name, self._models)
            raise RequestError(f"the run '{self.name}' has no model '{name}'. {hint}")
        return self._models[name]


def run_of(evaluation: Evaluation, name: str | None = None) -> Run:
    """An evaluation in memory as a run, with all digits and all that has no replicates."""
    groups = tuple(
        RunGroup(g.code, g.attribute, g.value, None if g.is_suppressed else g.n, g.is_suppressed)
        for g in evaluation.groups
    )
    return Run(
        name=name or evaluation.study.about.id,
        file=StudyFile.model_validate(evaluation.study.values),
        groups=groups,
        screening=evaluation.screening.values(),
        recipe=evaluation.recipe,
        _models={code: _model_of(result) for code, result in evaluation.results.items()},
    )


def _model_of(result: Result) -> RunModel:
    return RunModel(
        use=result.use,
        options=result.options.model_dump(mode="json"),
        tables={table.name: table.frame.copy for table in result.tables},
        load=lambda: result.estimates,
    )


def read_run(folder: str | Path) -> Run:
    """Read a run folder back.

    Parameters
    ----------
    folder : str or Path
        What ``clientlens run`` left, or the ``evaluation.json`` in it.

    Raises
    ------
    RequestError
        It isn't a run folder, something of it is missing, or another version wrote it.
    """
    path = _folder_of(folder)
    values = _read_values(path)
    file = _study_file(values["recipe"]["study"], path / disk.EVALUATION)
    replicates = path / disk.ESTIMATES
    if not replicates.is_file():
        hint = "It is part of every run and holds the replicates; copy it along, or run again."
        raise _refused(replicates, "the replicates of the run aren't there", hint)
    uncertainty = file.uncertainty
    return Run(
        name=path.resolve().name,
        file=file,
        groups=tuple(_group_from(group) for group in values["groups"]),
        screening=values["screening"],
        recipe=values["recipe"],
        _models={
            name: _model_from(found, replicates, name, uncertainty)
            for name, found in values["results"].items()
        },
    )


def read_runs(folders: Sequence[str | Path]) -> list[Run]:
    """Read several run folders; see `read_run`.

    Raises
    ------
    RequestError
        As `read_run`, or a folder is named twice.
    """
    seen: set[Path] = set()
    for folder in map(_folder_of, folders):
        if folder.resolve() in seen:
            raise RequestError(f"the run '{folder}' is named twice. Name each run once.")
        seen.add(folder.resolve())
    return [read_run(folder) for folder in folders]


def _folder_of(path: str | Path) -> Path:
    """The run folder, where it or the ``evaluation.json`` in it is named."""
    named = Path(path)
    return named.parent if named.name == disk.EVALUATION and not named.is_dir() else named


def _group_from(values: Mapping[str, Any]) -> RunGroup:
    """A group as written, whatever else is written of it."""
    return RunGroup(**{name.name: values[name.name] for name in fields(RunGroup)})


def _read_values(folder: Path) -> dict[str, Any]:
    """``evaluation.json`` of a run, of the schema that this version knows."""
    path = folder / disk.EVALUATION
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        schema = values["schema"]
    except OSError as error:
        hint = "Name a folder that `clientlens run` wrote, such as runs/<study id>."
        lack = "it holds no evaluation.json" if folder.exists() else "it isn't there"
        raise _refused(folder, f"isn't a run folder: {lack}", hint) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        hint = "Name a folder that `clientlens run` wrote."
        raise _refused(path, "isn't the evaluation.json of a run", hint) from error
    if schema != disk.EVALUATION_SCHEMA:
        message = f"is of the schema '{schema}', and this version reads '{disk.EVALUATION_SCHEMA}'"
        raise _refused(path, message, AGAIN.format(file=path))
    lacking = [key for key in ("groups", "screening", "results", "recipe") if key not in values]
    if lacking or "study" not in values["recipe"]:
        message = f"lacks {', '.join(lacking) or 'the study in its recipe'}"
        raise _refused(path, message, "Run the study again.")
    return dict(values)


def _study_file(values: Mapping[str, Any], path: Path) -> StudyFile:
    try:
        return StudyFile.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = f"holds a study that this version can't read: {where}: {first['msg']}"
        raise _refused(path, message, AGAIN.format(file=path)) from error


def _model_from(
    found: Mapping[str, Any], replicates: Path, name: str, uncertainty: Uncertainty
) -> RunModel:
    absent = {(a["group"], a["quantity"]): a["reason"] for a in found["absent"]}
    return RunModel(
        use=found["use"],
        options=found["options"],
        tables={table: _framed(records) for table, records in found["tables"].items()},
        load=lambda: _load(replicates, name, absent, uncertainty),
    )


def _framed(records: list[dict[str, Any]]) -> Callable[[], pd.DataFrame]:
    def make() -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame.from_records(records)

    return make


def _load(
    replicates: Path, model: str, absent: Mapping[tuple[str, str], str], uncertainty: Uncertainty
) -> Estimates:
    import xarray as xr

    try:
        data = disk.read_estimates(replicates, model)
    except OSError as error:
        hint = f"The file is damaged, or of another run: run again to have '{model}' in it."
        raise _refused(replicates, f"holds no replicates of '{model}'", hint) from error
    return Estimates(data.astype("float64"), xr.Dataset(), absent, _without_jackknife(uncertainty))


def _without_jackknife(settings: Uncertainty) -> Uncertainty:
    """What can be read from draws alone."""
    if settings.method == "jackknife":
        return settings.model_copy(update={"method": "none", "interval": None})
    if settings.interval == "bca":
        return settings.model_copy(update={"interval": None})
    return settings


def _refused(path: Path, message: str, hint: str) -> RequestError:
    return RequestError(Problem(message, Place(path.as_posix()), hint))
