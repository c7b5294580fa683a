"""Studies of a satisfaction index written to a folder, evaluated through the public door."""

import json

import numpy as np
import pytest

import clientlens

SMALL = {
    "constructs": {
        "image": {"items": ["i1", "i2", "i3"]},
        "quality": {"items": ["q1", "q2", "q3"]},
        "satisfaction": {"items": ["s1", "s2"]},
        "loyalty": {"items": ["l1", "l2"]},
    },
    "paths": {
        "quality": ["image"],
        "satisfaction": ["image", "quality"],
        "loyalty": ["satisfaction"],
    },
}
"""Four constructs in a chain with a short cut, which all small data are for."""

ITEMS = tuple(item for construct in SMALL["constructs"].values() for item in construct["items"])
HIGHER = {
    "constructs": {
        **SMALL["constructs"],
        "standing": {"constructs": ["image", "quality"]},
    },
    "paths": {"satisfaction": ["standing"], "loyalty": ["satisfaction"]},
}
PRODUCT = {
    "constructs": SMALL["constructs"],
    "paths": {
        "quality": ["image"],
        "satisfaction": ["image", "quality", "image*quality"],
        "loyalty": ["satisfaction"],
    },
}
QUIET = {"predict_folds": 0, "exact_fit": False}


def answers(n=60, seed=0, low=1, high=5):
    """(n, 10) answers of a population in which the small model holds."""
    rng = np.random.default_rng(seed)
    image = rng.normal(size=n)
    quality = 0.6 * image + 0.8 * rng.normal(size=n)
    satisfaction = 0.3 * image + 0.6 * quality + 0.6 * rng.normal(size=n)
    loyalty = 0.7 * satisfaction + 0.7 * rng.normal(size=n)
    owners = [image] * 3 + [quality] * 3 + [satisfaction] * 2 + [loyalty] * 2
    X = np.column_stack([0.8 * owner + 0.6 * rng.normal(size=n) for owner in owners])
    middle, width = (low + high) / 2, high - low
    return np.clip(np.round(middle + 0.25 * width * X), low, high)


def write_study(
    folder, X, options=SMALL, *, items=ITEMS, points=(1, 5), details=None, extra=None, **settings
):
    """A study file beside its answers.

    ``details`` are settings of single items, ``extra`` more columns by their names, ``settings``
    parts of the study such as ``uncertainty``.
    """
    study = {
        "study": {"id": "small"},
        "survey": {"source": "answers.csv"},
        "scales": {"points": {"points": list(points)}},
        "items": {item: {"scale": "points"} for item in items},
        "models": {"csi": options},
        "uncertainty": {"method": "none"},
        "report": {"language": "en"},
        **settings,
    }
    for item, more in (details or {}).items():
        study["items"][item] |= more
    columns = {item: [cell(v) for v in X[:, i]] for i, item in enumerate(items)}
    columns |= {name: list(map(str, values)) for name, values in (extra or {}).items()}
    rows = [",".join(row) for row in zip(*columns.values(), strict=True)]
    (folder / "answers.csv").write_text("\n".join([",".join(columns), *rows]), encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(json.dumps(study), encoding="utf-8")
    return path


def cell(value):
    """An answer as a survey file writes it: a whole number or nothing."""
    return "" if np.isnan(value) else f"{value:g}"


def evaluate(*arguments, **settings):
    """The result of a study's index; arguments as those of `write_study`."""
    return evaluation_of(*arguments, **settings)["csi"]


def evaluation_of(*arguments, **settings):
    """The whole evaluation."""
    return clientlens.evaluate(clientlens.load(write_study(*arguments, **settings)))


def estimates(result, table, group="all"):
    """Key → estimate, of every row of a table; the key is what stands before the numbers."""
    frame = result.table(table)
    frame = frame[frame["group"] == group]
    keys = [
        c for c in frame if c not in ("group", "estimate", "std_error", "ci_low", "ci_high", "n")
    ]
    return dict(zip(frame[keys].itertuples(index=False, name=None), frame["estimate"], strict=True))


NUMBERS = {"group", "estimate", "std_error", "ci_low", "ci_high", "n"}
TABLES = ("constructs", "paths", "weights", "loadings", "effects", "ipma", "htmt")


def everything(result, group="all"):
    """Every estimate of the tables that all structural models have."""
    return {
        (table, *key): value
        for table in TABLES
        if table in {t.name for t in result.tables}
        for key, value in estimates(result, table, group).items()
    }


def quiet(options=SMALL, **more):
    """A model without what takes time and isn't looked at here."""
    return {**options, **QUIET, **more}


def same(one, other, tolerance=1e-9):
    """Whether two mappings hold the same numbers under the same keys."""
    assert one.keys() == other.keys()
    for key, value in one.items():
        assert value == pytest.approx(other[key], abs=tolerance, nan_ok=True), key
