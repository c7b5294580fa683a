"""Results of other packages, which lie beside the project and are never copied into it."""

import csv
import os
from pathlib import Path

import pytest


def reference_rows(name):
    """Rows of a CSV file in the folder of reference results, as dicts; skips without the folder."""
    folder = os.environ.get("CLIENTLENS_REFERENCE")
    if not folder:
        pytest.skip(f"CLIENTLENS_REFERENCE doesn't name the folder that holds {name}")
    with (Path(folder) / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
