"""Results on disk: tables as CSV, replicates as NetCDF, everything else as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from clientlens.arrays import FloatArray
from clientlens.results.differences import GroupDifferences
from clientlens.results.estimates import Absent, Estimates
from clientlens.results.evaluation import Evaluation, Result
from clientlens.results.netcdf import Write, packing

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

SIGNIFICANT_DIGITS = 10
"""Digits of a number in CSV and JSON: far below sampling error, above the last bits, which may
differ between machines."""

_FORMULA_STARTS = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")
"""Full-width signs too: a spreadsheet in Chinese or Japanese takes them for the others."""

_MOST_DIMS = 3
"""group, replicate, and one of a quantity's own."""

EVALUATION_SCHEMA = "clientlens.evaluation/1"
EVALUATION = "evaluation.json"
ESTIMATES = "estimates.nc"


def neutralise(text: str) -> str:
    """Text that a spreadsheet doesn't take for a formula.

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("＝1+1"), neutralise("price")
    ("'=1+1", "'＝1+1", 'price')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_tables(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write ``<model>.<table>.csv`` for every table: UTF-8 with BOM, one header row."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, table in evaluation.tables.items():
        path = folder / f"{name}.csv"
        write_csv(table.frame, path)
        paths.append(path)
    return paths


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write one frame as `write_tables` does: text neutralised, numbers to ten digits."""
    safe = frame.copy()
    for column in safe:
        if not _is_number(safe[column]):
            safe[column] = safe[column].map(
                lambda cell: neutralise(cell) if isinstance(cell, str) else cell
            )
    safe.columns = [neutralise(str(column)) for column in safe.columns]
    safe.to_csv(
        path,
        index=False,
        encoding="utf-8-sig",
        float_format=f"%.{SIGNIFICANT_DIGITS}g",
        lineterminator="\n",
    )


def packing_estimates(evaluation: Evaluation) -> AbstractContextManager[Write]:
    """Begin to pack the replicates of every model; what this yields writes them.

    One NetCDF file, a group of it for each model. float32 keeps seven digits, more than
    replicates are good for.
    """
    datasets = {
        name: _told(result.estimates.data.drop_vars(result.tables_only, errors="ignore"))
        for name, result in evaluation.results.items()
    }
    attributes = {"schema": EVALUATION_SCHEMA, "study": evaluation.study.about.id}
    return packing(datasets, attributes)


def write_estimates(evaluation: Evaluation, path: Path) -> None:
    """Write the replicates at once."""
    with packing_estimates(evaluation) as write:
        write(path)


def read_estimates(path: Path, model: str) -> xr.Dataset:
    """The replicates of one model from a file that `write_estimates` wrote."""
    import xarray as xr

    return xr.load_dataset(path, engine="h5netcdf", group=model)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A quantity of one group: (R, k) its values in every replicate, answered first, and k labels.

    A quantity without a dim of its own has one label, the empty one. ``scale`` are the ends of the
    scale that it is measured on, where its model says so.
    """

    labels: tuple[str, ...]
    values: npt.NDArray[np.float32]
    scale: tuple[float, ...] | None = None

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.values) - 1

    def knows(self, label: str) -> bool:
        """Whether the sample as answered has a value of that label."""
        return label in self.labels and bool(np.isfinite(self.of([label])[0, 0]))

    def of(self, labels: Sequence[str]) -> FloatArray:
        """(R, len(labels)) the values of some labels."""
        return self.values[:, [self.labels.index(label) for label in labels]].astype(np.float64)


def read_rows(path: Path, quantities: Iterable[str], group: str) -> dict[str, dict[str, Rows]]:
    """Some quantities of one group from a file that `write_estimates` wrote.

    Parameters
    ----------
    path : Path
        The file.
    quantities : iterable of str
        What is wanted; what isn't there is left out, as is what has more than one dim of its own.
    group : str
        The group.

    Returns
    -------
    dict of dict of Rows
        Model → quantity → its rows.
    """
    import h5py

    with h5py.File(path) as file:
        return {
            str(model): {
                name: _rows(content, name, group)
                for name in quantities
                if name in content and content[name].ndim <= _MOST_DIMS
            }
            for model, content in file.items()
            if isinstance(content, h5py.Group)
        }


def _rows(content: Any, name: str, group: str) -> Rows:  # Any: h5py has no types
    variable = content[name]
    values = variable[list(content["group"].asstr()[()]).index(group)]  # (R,) or (R, k)
    ends = variable.attrs.get("scale")
    scale = None if ends is None else tuple(map(float, ends))
    if values.ndim == 1:
        return Rows(("",), values[:, None], scale)
    (labels,) = variable.dims[_MOST_DIMS - 1].values()
    return Rows(tuple(labels.asstr()[()]), values, scale)


def write_evaluation(evaluation: Evaluation, path: Path) -> None:
    """Write results, findings, screening and the recipe as JSON without NaN."""
    path.write_text(json_text(evaluation_values(evaluation)) + "\n", encoding="utf-8")


def json_text(value: Any, level: int = 0) -> str:
    """Plain values as ``json.dumps(value, indent=1)`` writes them, below `level` others.

    That encodes in Python, cell by cell; a record without others in it goes to the C encoder whole.

    Examples
    --------
    >>> print(json_text({"tables": [{"n": 56, "name": "利率"}], "notes": []}))
    {
     "tables": [
      {
       "n": 56,
       "name": "利率"
      }
     ],
     "notes": []
    }
    """
    if not isinstance(value, dict | list) or not value:
        return _encoder(level).encode(value)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    line = "\n" + " " * (level + 1)
    inside = line + _inside(value, level + 1, line)
    return f"{opening}{inside}{line[:-1]}{closing}"


def _inside(value: dict[str, Any] | list[Any], level: int, line: str) -> str:
    """The entries of a map or list, each on a `line` of its own."""
    entries = value.values() if isinstance(value, dict) else value
    if not any(isinstance(entry, dict | list) for entry in entries):
        return _encoder(level).encode(value)[1:-1]
    texts = [json_text(entry, level) for entry in entries]
    if isinstance(value, dict):
        keys = map(_encoder(level).encode, value)
        texts = [f"{key}: {text}" for key, text in zip(keys, texts, strict=True)]
    return f",{line}".join(texts)


@cache
def _encoder(level: int) -> json.JSONEncoder:
    """Writes the entries of one record each on a line that is indented by `level`."""
    separators = (",\n" + " " * level, ": ")
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=separators)


def evaluation_values(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as plain values, ready for JSON: a missing number is null with a reason."""
    return {
        "schema": EVALUATION_SCHEMA,
        "study": evaluation.study.about.id,
        "is_synthetic": evaluation.study.about.is_synthetic,
        "screening": plain(evaluation.screening.values()),
        "roles": {code: plain(found.values()) for code, found in evaluation.roles.items()},
        "groups": [
            {
                "code": group.code,
                "attribute": group.attribute,
                "value": group.value,
                "n": None if group.is_suppressed else group.n,
                "is_suppressed": group.is_suppressed,
                "is_small": group.is_small,
            }
            for group in evaluation.groups
        ],
        "segmentations": {
            name: _segmentation_values(evaluation, name) for name in evaluation.segmentations
        },
        "merged": [
            {"attribute": merged.attribute, "values": list(merged.values), "into": merged.into}
            for merged in evaluation.merged
        ],
        "lookalikes": plain(list(evaluation.lookalikes)),
        "results": {name: _result_values(r) for name, r in evaluation.results.items()},
        "differences": _difference_values(evaluation.differences),
        "recipe": plain(evaluation.recipe),
    }


def _segmentation_values(evaluation: Evaluation, name: str) -> dict[str, Any]:
    """What is told of segments that were found: never who belongs to them."""
    found, choice = evaluation.segmentations[name], evaluation.study.found[name]
    groups = {str(g.value): g for g in evaluation.groups if g.attribute == name}
    shown = [code for code in found.codes if not groups[code].is_suppressed]
    return {
        "method": choice.method,
        "options": choice.options.model_dump(mode="json"),
        "codes": list(found.codes),
        "sizes": {code: groups[code].n if code in shown else None for code in found.codes},
        "names": {code: text.model_dump() for code, text in found.names.items() if code in shown},
        "reason": found.reason,
        "criteria": plain(found.criteria),
        "chosen_by": found.chosen_by,
        "features": list(found.features.names) if found.features else [],
        "remarks": list(found.remarks),
        "local": {
            quantity: {code: plain(own) for code, own in of.items() if code in shown}
            for quantity, of in found.local.items()
        },
    }


def plain(value: Any) -> Any:
    """A value as JSON knows it: numbers rounded, NaN as null, records as maps."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [plain(entry) for entry in value]
    if isinstance(value, Absent):
        return {"absent": value.reason}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    item = getattr(value, "item", None)
    if item is not None:
        value = item()
    return _plain_float(value) if isinstance(value, float) else value


def _plain_float(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return rounded if math.isfinite(rounded) else value  # the largest floats round to infinity


def _result_values(result: Result) -> dict[str, Any]:
    estimates: Estimates = result.estimates
    return {
        "use": result.use,
        "options": result.options.model_dump(mode="json"),
        "findings": plain(list(result.findings)),
        "tables": {table.name: _records(table.frame) for table in result.tables},
        "absent": [
            {"group": group, "quantity": quantity, "reason": reason}
            for (group, quantity), reason in estimates.absent.items()
        ],
        "failed_replicates": estimates.failed(),
    }


def _difference_values(differences: GroupDifferences | None) -> dict[str, Any] | None:
    if differences is None:
        return None
    return {
        "settings": differences.settings.model_dump(mode="json"),
        "found": list(differences.found),
        "findings": plain(list(differences.findings)),
        "tables": {table.name: _records(table.frame) for table in differences.tables},
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    columns = [_plain_column(frame.iloc[:, i]) for i in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain_column(column: pd.Series) -> list[Any]:
    scalar = _plain_float if column.dtype.kind == "f" else _plain_scalar
    return [scalar(value) for value in column.tolist()]


def _told(data: xr.Dataset) -> xr.Dataset:
    """Draws and the answered sample alone; they stand before the jackknife's rows."""
    return data.isel(replicate=slice(int((data["kind"] != "jackknife").sum())))


def _is_number(column: pd.Series) -> bool:
    return bool(column.dtype.kind in "iufb")
