"""A small study that is weighed: its file, its answers, the plugins that weigh it."""

import json
from dataclasses import replace

import numpy as np

import clientlens_weighting
from clientlens import plugins
from clientlens.engine import evaluate_answers, read_answers
from clientlens.hierarchy import hierarchy_of
from clientlens.replicates import plan_replicates
from clientlens.sample import Ratings, Sample
from clientlens.weighting import weigh
from clientlens.workbench import load_with

HIERARCHY = {
    "service": ("speed", "manners", "advice", "opening"),
    "price": ("rate", "fees", "clarity"),
    "channel": ("app",),
}
INDICATORS = tuple(code for codes in HIERARCHY.values() for code in codes)
BRANCHES = ("north", "south", "east", "west", "centre", "harbour")
N = 120
ROWS = 30
"""The sample as answered, and 29 draws."""


def registry():
    """The installed plugins, with this one whether it is installed or not."""
    loaded = plugins.load()
    methods = {m.name: m() for m in clientlens_weighting.clientlens_weightings()}
    models = {m.name: m() for m in clientlens_weighting.clientlens_models()}
    return replace(
        loaded,
        weightings={**loaded.weightings, **methods},
        models={**loaded.models, **models},
    )


def answers(seed=5):
    """Facet → (N, J) answers on 1 to 5, the branch of each respondent, the overall rating."""
    rng = np.random.default_rng(seed)
    branch = rng.integers(0, len(BRANCHES), N)
    taste, own = rng.normal(size=(N, 1)), rng.normal(size=(N, len(INDICATORS)))
    level = (
        np.linspace(3.2, 4.2, len(INDICATORS)) + 0.5 * rng.normal(size=(len(BRANCHES), 1))[branch]
    )
    spread = np.linspace(0.5, 1.2, len(INDICATORS))
    satisfaction = level + 0.5 * taste + spread * own
    overall = satisfaction @ np.linspace(0.3, 0.05, len(INDICATORS)) + 0.3 * rng.normal(size=N)
    importance = np.linspace(4.5, 3.5, len(INDICATORS)) + 0.4 * taste + 0.7 * own[:, ::-1]

    def rated(values):
        return np.clip(np.rint(values), 1, 5)

    return {
        "satisfaction": rated(satisfaction),
        "importance": rated(importance),
        "overall": rated(1 + overall),
        "branch": [BRANCHES[b] for b in branch],
    }


def write_study(folder, weighting, given=None, *, order=HIERARCHY, **settings):
    """A study file beside its answers; `order` are dimensions and indicators as they stand."""
    given = given or answers()
    study = {
        "study": {"id": "weighed"},
        "survey": {"source": "answers.csv"},
        "scales": {"five": {"points": [1, 5]}},
        "facets": {"importance": {"scale": "five"}, "satisfaction": {"scale": "five"}},
        "hierarchy": {d: {"indicators": {c: {} for c in codes}} for d, codes in order.items()},
        "items": {"overall": {"scale": "five"}},
        "respondents": {"branch": {}},
        "models": {"quadrant": {}},
        "weighting": weighting,
        "uncertainty": {"replicates": ROWS - 1, "seed": 3},
        "report": {"language": "en"},
        **settings,
    }
    columns = {
        f"{code}_{facet}": ["" if np.isnan(x) else f"{x:g}" for x in given[facet][:, j]]
        for facet in ("importance", "satisfaction")
        for j, code in enumerate(INDICATORS)
    }
    columns |= {"overall": given["overall"].astype(int), "branch": given["branch"]}
    lines = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    text = "\n".join([",".join(columns), *lines, ""])
    (folder / "answers.csv").write_text(text, encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(json.dumps(study), encoding="utf-8")
    return path


def weighed(folder, weighting, given=None, rows=ROWS, **settings):
    """The structural weights of a study in `rows` replicates."""
    known = registry()
    study = load_with(known, write_study(folder, weighting, given, **settings))
    read = read_answers(study, known)
    ratings = Ratings(read.values, read.questions, hierarchy_of(study), read.attributes)
    sample = Sample(ratings, plan_replicates(read, study).weights(0, rows))
    return weigh(sample, study, study.weighting, known.weightings)


def evaluate(folder, weighting, given=None, **settings):
    """The result of the model that shows weights."""
    known = registry()
    settings = {"models": {"weights": {}}, **settings}
    study = load_with(known, write_study(folder, weighting, given, **settings))
    return evaluate_answers(study, read_answers(study, known), known)["weights"]


def of(found, node=None, order=HIERARCHY):
    """(R, k) weights of the children of a node."""
    if node is None:
        return found.dimensions
    return found.within[:, np.array(found.dimension_of) == [*order].index(node)]


def column(code):
    """The number of an indicator's column in the answers."""
    return INDICATORS.index(code)
