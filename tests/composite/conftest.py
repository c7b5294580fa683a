"""The folder of reference results."""

import json
import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def folder():
    found = os.environ.get("CLIENTLENS_REFERENCE")
    if not found:
        pytest.skip("CLIENTLENS_REFERENCE doesn't name the folder of reference data and results")
    return Path(found)


@pytest.fixture(scope="session")
def reference(folder):
    """Every worked number at full precision, from NumPy scripts independent of ours."""
    return json.loads((folder / "results" / "weighting_reference.json").read_text())
