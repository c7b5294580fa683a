"""A small study of gaps written to a folder, evaluated through the public door."""

import json

import numpy as np

import clientlens

nan = float("nan")

INDICATORS = ("neat", "modern", "on_time", "price")
"""Two of tangibles, one of reliability, and a price, which SERVQUAL doesn't know."""

RATINGS = {
    "satisfaction": [
        [4, 4, 3, 5, 4, 4],
        [3, 3, 3, 4, 4, 1],
        [5, 5, 4, 4, 5, 1],
        [1, 1, 1, 1, 1, 1],
    ],
    "expectation": [
        [5, 5, 4, 5, 5, 5],
        [4, 3, 3, 4, 4, 3],
        [5, 4, 4, 4, 4, nan],
        [5, 5, 5, 5, 5, 5],
    ],
    "minimum": [
        [3, 3, 2, 4, 3, 3],
        [3, 4, 3, 3, 3, 2],
        [4, 3, 3, 3, 3, 1],
        [1, 1, 1, 1, 1, 1],
    ],
    "importance": [[4] * 6, [2] * 6, [4] * 6, [5] * 6],
}
"""Facet → (J, n) answers of six respondents; the last gives no expectation of `on_time`."""

HIERARCHY = {
    "counter": {"indicators": {"neat": {"servqual": "tangibles"},
                               "modern": {"servqual": "tangibles"}}},
    "credit": {"indicators": {"on_time": {"servqual": "reliability"}, "price": {"servqual": None}}},
}  # fmt: skip


def write_study(folder, options=None, ratings=RATINGS, *, scales=None, extra=None, **settings):
    """A study file beside its answers; ``extra`` are more columns, ``scales`` those of facets."""
    facets = {facet: {"scale": (scales or {}).get(facet, "five")} for facet in ratings}
    study = {
        "study": {"id": "small"},
        "survey": {"source": "answers.csv"},
        "scales": {
            "five": {"points": [1, 5]},
            "seven": {"points": [1, 7]},
            "points": {"points": [0, 100]},
        },
        "facets": facets,
        "hierarchy": HIERARCHY,
        "models": {"servqual": options or {}},
        "uncertainty": {"method": "none"},
        "report": {"language": "en"},
        **settings,
    }
    columns = {
        f"{code}_{facet}": [cell(value) for value in ratings[facet][j]]
        for facet in ratings
        for j, code in enumerate(INDICATORS)
    }
    columns |= {name: list(map(cell, values)) for name, values in (extra or {}).items()}
    rows = [",".join(row) for row in zip(*columns.values(), strict=True)]
    (folder / "answers.csv").write_text("\n".join([",".join(columns), *rows]), encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(json.dumps(study), encoding="utf-8")
    return path


def cell(value):
    """An answer as a survey file writes it: a whole number, a word, or nothing."""
    return value if isinstance(value, str) else "" if np.isnan(value) else f"{value:g}"


def evaluate(folder, *arguments, **settings):
    """The result of a study's gaps; arguments as those of `write_study`."""
    path = write_study(folder, *arguments, **settings)
    return clientlens.evaluate(clientlens.load(path))["servqual"]


def estimates(result, table, group="all"):
    """Key → estimate, of every row of a table of one group."""
    frame = result.table(table)
    frame = frame[frame["group"] == group]
    keys = [key for key in ("indicator", "quality_dimension", "quantity") if key in frame]
    keys = [key for key in keys if key != "quality_dimension" or "indicator" not in keys]
    found = zip(frame[keys].itertuples(index=False, name=None), frame["estimate"], strict=True)
    return {key if len(key) > 1 else key[0]: value for key, value in found}


def many(n=80, shift=-0.6, seed=0):
    """Facet → (J, n) ratings in which perception lies `shift` from expectation."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    latent = 3.6 + 0.7 * common + 0.6 * rng.normal(size=(len(INDICATORS), n))
    noise = 0.4 * rng.normal(size=(3, *latent.shape))
    levels = {"satisfaction": shift, "expectation": 0.0, "minimum": -1.2}
    found = {
        facet: np.clip(np.rint(latent + level + own), 1, 5)
        for (facet, level), own in zip(levels.items(), noise, strict=True)
    }
    return {**found, "importance": np.clip(np.rint(latent + 0.5), 1, 5)}
