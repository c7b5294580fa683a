"""The mobile phone data as their moments, numbers of other programs, and models to try."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from clientlens_csi.structure import path_structure

HERE = Path(__file__).parent


def ecsi(blocks, inner_model, **options):
    """The full European model on the items of the mobile phone data."""
    paths = {}
    for source, target in inner_model:
        paths.setdefault(target, []).append(source)
    return path_structure(blocks, paths, **options)


@pytest.fixture(scope="session")
def published():
    return json.loads((HERE / "published.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def moments():
    """n, and of the 24 items: names, mean (p,), sd (p,), correlation (1, p, p)."""
    found = json.loads((HERE / "mobi_moments.json").read_text(encoding="utf-8"))
    arrays = {key: np.array(found[key]) for key in ("mean", "sd")}
    return {**found, **arrays, "correlation": np.array([found["correlation"]])}


@pytest.fixture(scope="session")
def ecsi_model(published, moments):
    """Makes the full model; options as those of `path_structure`."""
    facts = published["smartpls"]

    def make(**options):
        return ecsi(facts["blocks"], facts["inner_model"], items=moments["columns"], **options)

    return make


@pytest.fixture(scope="session")
def reference():
    """Reads a file of reference results of other packages."""
    folder = os.environ.get("CLIENTLENS_REFERENCE")
    if not folder:
        pytest.skip("CLIENTLENS_REFERENCE doesn't name the folder of reference results")

    def read(name):
        return json.loads((Path(folder) / "results" / name).read_text(encoding="utf-8"))

    return read


@pytest.fixture(scope="session")
def mobi(moments):
    """(n, p) ratings of the mobile phone data, which stay beside the project."""
    folder = os.environ.get("CLIENTLENS_REFERENCE")
    if not folder:
        pytest.skip("CLIENTLENS_REFERENCE doesn't name the folder of reference data")
    lines = (Path(folder) / "data" / "mobi.csv").read_text(encoding="utf-8").split()
    header = [name.strip('"') for name in lines[0].split(",")]
    rows = np.array([[float(cell.strip('"')) for cell in line.split(",")] for line in lines[1:]])
    return rows[:, [header.index(name) for name in moments["columns"]]]


@pytest.fixture(scope="session")
def simdata():
    """(400, 13) answers of two classes and the class of each, which stay beside the project."""
    folder = os.environ.get("CLIENTLENS_REFERENCE")
    if not folder:
        pytest.skip("CLIENTLENS_REFERENCE doesn't name the folder of reference data")
    path = Path(folder) / "data" / "plspm_simdata.csv"
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    return rows[:, :13], rows[:, 13].astype(int)
