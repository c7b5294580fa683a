"""Small studies of units, written to a folder and evaluated through the public door."""

import json
from dataclasses import replace

import numpy as np

from clientlens import plugins
from clientlens.engine import evaluate_answers, read_answers
from clientlens.workbench import load_with
from clientlens_units.model import Units

HIERARCHY = {
    "counter": {"indicators": {"speed": {}, "manners": {}}},
    "credit": {"indicators": {"rate": {}, "terms": {}, "fees": {}}},
    "online": {"indicators": {"bank": {}}},
}
INDICATORS = ("speed", "manners", "rate", "terms", "fees", "bank")


def registry():
    """The plugins, and the comparison of units."""
    loaded = plugins.load()
    return replace(loaded, models={**loaded.models, "units": Units()})


def ratings_of(levels, n, seed=1, *, spread=0.8, missing=0.0):
    """Answers 1 to 5 of n respondents a unit around its level; ``n`` may differ by unit.

    Returns
    -------
    tuple of arrays
        Answers (N, 6), NaN where missing, and the unit of every respondent (N,).
    """
    rng = np.random.default_rng(seed)
    sizes = np.broadcast_to(n, len(levels))
    units = np.repeat([f"u{i}" for i in range(len(levels))], sizes)
    centre = np.repeat(levels, sizes)[:, None]
    person = rng.normal(0, spread / 2, (len(units), 1))
    values = centre + person + rng.normal(0, spread, (len(units), len(INDICATORS)))
    answers = np.clip(np.rint(values), 1, 5)
    answers[rng.random(answers.shape) < missing] = np.nan
    return answers, units


def write_study(folder, options, answers, units, **settings):
    """A study file beside its answers."""
    study = {
        "study": {"id": "small"},
        "survey": {"source": "answers.csv"},
        "scales": {"five": {"points": [1, 5]}},
        "facets": {"satisfaction": {"scale": "five", "column": "{code}"}},
        "hierarchy": HIERARCHY,
        "respondents": {"branch": {}},
        "models": {"units": {"by": "branch", **options}},
        "uncertainty": {"replicates": 200, "seed": 5},
        "report": {"language": "en", "formats": []},
        **settings,
    }
    lines = [",".join(("branch", *INDICATORS))]
    lines += [
        ",".join([unit, *("" if np.isnan(v) else f"{v:g}" for v in row)])
        for unit, row in zip(units, answers, strict=True)
    ]
    (folder / "answers.csv").write_text("\n".join(lines), encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(json.dumps(study), encoding="utf-8")
    return path


def evaluation_of(folder, options, answers, units, **settings):
    """The whole evaluation of a small study."""
    known = registry()
    study = load_with(known, write_study(folder, options, answers, units, **settings))
    return evaluate_answers(study, read_answers(study, known), known)


def evaluate(folder, options, answers, units, **settings):
    """The comparison of units of a small study."""
    return evaluation_of(folder, options, answers, units, **settings)["units"]
