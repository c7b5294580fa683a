"""Small studies with segments, written to a folder and evaluated through the public door."""

import json

import numpy as np

from clientlens import plugins
from clientlens.engine import evaluate_answers, read_answers
from clientlens.workbench import load_with

INDICATORS = ("speed", "manners", "rate", "terms", "fees", "bank")
HIERARCHY = {
    "counter": {"indicators": {"speed": {}, "manners": {}}},
    "credit": {"indicators": {"rate": {}, "terms": {}, "fees": {}}},
    "online": {"indicators": {"bank": {}}},
}
FACETS = {
    "importance": {"scale": "five", "column": "{code}_imp"},
    "satisfaction": {"scale": "five", "column": "{code}_sat"},
}
QUICK = {"method": "kmeans", "features": ["importance"], "segments": 2, "bootstraps": 10}


def study_of(found, **settings):
    """What a study file says."""
    return {
        "study": {"id": "small"},
        "survey": {"source": "answers.csv"},
        "scales": {"five": {"points": [1, 5]}},
        "facets": FACETS,
        "hierarchy": HIERARCHY,
        "respondents": {"city": {}},
        "segments": {"found": found},
        "models": {"segments": {}},
        "uncertainty": {"replicates": 100, "seed": 5},
        "report": {"language": "en", "formats": []},
        **settings,
    }


def two_sorts(n, seed=1, *, missing=0.0, apart=2.0):
    """Importance and satisfaction (n, 12) of two sorts of clients, their city, and their sort.

    One sort cares for credit, the other for the counter; two thirds of each live in a city of
    their own.
    """
    rng = np.random.default_rng(seed)
    sort = rng.integers(0, 2, n)
    centre = np.full((2, 12), 3.2)
    centre[0, 2:5] += apart / 2
    centre[0, :2] -= apart / 2
    centre[1] = 6.4 - centre[0]
    answers = np.clip(np.rint(centre[sort] + 0.6 * rng.standard_normal((n, 12))), 1, 5)
    answers[rng.random(answers.shape) < missing] = np.nan
    city = np.where(rng.random(n) < 2 / 3, sort, 1 - sort)
    return answers, np.array(["east", "west"])[city], sort


def write(folder, study, answers, city):
    """A study file beside its answers."""
    columns = [f"{i}_{facet}" for facet in ("imp", "sat") for i in INDICATORS]
    lines = [",".join(["city", *columns])]
    lines += [
        ",".join([own, *("" if np.isnan(v) else f"{v:g}" for v in row)])
        for own, row in zip(city, answers, strict=True)
    ]
    (folder / "answers.csv").write_text("\n".join(lines), encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(json.dumps(study), encoding="utf-8")
    return path


def evaluate(folder, found, answers, city, **settings):
    """The whole evaluation of a small study."""
    known = plugins.load()
    study = load_with(known, write(folder, study_of(found, **settings), answers, city))
    return evaluate_answers(study, read_answers(study, known), known)
