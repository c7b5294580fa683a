"""A small survey that can be changed in any part, evaluated in a moment."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

import clientlens

HIERARCHY = {
    "price": {"name": {"zh": "价格", "en": "Price"}, "indicators": {
        "rate": {"name": {"zh": "利率", "en": "Interest rate"}}, "fees": {}, "openness": {}}},
    "staff": {"indicators": {"speed": {"name": {"zh": "效率", "en": "Speed"}}, "manners": {},
                             "advice": {}}},
}  # fmt: skip
INDICATORS = ("rate", "fees", "openness", "speed", "manners", "advice")


def study_values(**changes):
    """The study as plain values; `changes` replace whole top-level parts."""
    return {
        "study": {"id": "small", "title": {"zh": "小调查", "en": "A small survey"}},
        "survey": {"source": "answers.csv", "respondent_id": "id"},
        "scales": {"five": {"points": [1, 5]}},
        "facets": {"importance": {"scale": "five"}, "satisfaction": {"scale": "five"}},
        "hierarchy": HIERARCHY,
        "items": {"overall": {"scale": "five"}},
        "respondents": {"size": {}},
        "models": {"quadrant": {}},
        "uncertainty": {"replicates": 200, "seed": 7},
        "report": {"language": "en"},
    } | changes


def draw_answers(n=60, seed=1, indicators=INDICATORS, shift=0.0):
    """A frame of answers: importance and satisfaction of each indicator differ in their means."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=(n, 1)) * 0.6
    J = len(indicators)
    means = {"importance": np.linspace(4.6, 3.2, J), "satisfaction": np.linspace(3.0, 4.4, J)}
    columns = {"id": [f"c{i}" for i in range(n)], "size": np.where(np.arange(n) < n - 8, "L", "S")}
    for facet, mean in means.items():
        drawn = mean + mood + shift * (facet == "satisfaction") + rng.normal(size=(n, J)) * 0.7
        points = np.clip(np.rint(drawn), 1, 5).astype(int)
        columns |= {f"{code}_{facet}": points[:, j] for j, code in enumerate(indicators)}
    columns["overall"] = np.clip(np.rint(3.6 + mood[:, 0] + rng.normal(size=n) * 0.5), 1, 5)
    return pd.DataFrame(columns).astype({"overall": int})


def write_study(folder, values=None, answers=None):
    """Write the study file and its answers into a folder, and return the study file."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (draw_answers() if answers is None else answers).to_csv(folder / "answers.csv", index=False)
    path = folder / "study.yaml"
    text = yaml.safe_dump(values or study_values(), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path


def evaluate_small(folder, values=None, answers=None):
    """Evaluate a small study."""
    return clientlens.evaluate(write_study(folder, values, answers))
