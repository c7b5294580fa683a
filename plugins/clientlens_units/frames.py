"""What tables of units share: whole numbers that may be missing, everybody's code, finding one."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import TYPE_CHECKING, Any

from clientlens.plugin_api import FloatArray, Result

if TYPE_CHECKING:
    import pandas as pd

EVERYBODY = "all"


def frame_of(result: Result, name: str) -> pd.DataFrame | None:
    """The rows of a table; None where it has none."""
    frames = [table.frame for table in result.tables if table.name == name]
    return frames[0] if frames else None


def whole(values: FloatArray) -> pd.Series[Any]:
    """Ranks and counts as whole numbers; NaN stays what it is."""
    import pandas as pd

    return pd.Series([v if isnan(v) else int(v) for v in values.tolist()], dtype=object)


def numbers(values: Mapping[str, float]) -> pd.DataFrame:
    """One number a line, each as it is: whole numbers whole, truth values as such.

    Others are rounded as all numbers of a table are when it is written.
    """
    import pandas as pd

    frame = framed({"quantity": list(values)})
    rounded = [float(f"{v:.10g}") if isinstance(v, float) else v for v in values.values()]
    frame["value"] = pd.Series(rounded, dtype=object)
    return frame


def framed(columns: dict[str, Any]) -> pd.DataFrame:
    """Columns as a frame of everybody."""
    import pandas as pd

    frame = pd.DataFrame(columns)
    frame.insert(0, "group", EVERYBODY)
    return frame
