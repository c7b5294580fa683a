"""Worked numbers, and the folder of reference results."""

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
    """Every worked number at full precision, from NumPy scripts and R, independent of ours."""
    return json.loads((folder / "results" / "weighting_reference.json").read_text())


@pytest.fixture(scope="session")
def peers(folder):
    """Weights by pymcdm 1.4.0 and scikit-criteria 0.10 of six units and five indicators."""
    text = (folder / "results" / "python_peers.json").read_text()
    return json.loads(text)["mcdm_weights"]


@pytest.fixture(scope="session")
def published():
    return json.loads((Path(__file__).parent / "published.json").read_text(encoding="utf-8"))
