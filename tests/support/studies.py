"""Small studies of provinces and waves, with answers drawn about levels that are known."""

import numpy as np

INDICATORS = {"service": ("speed", "manners"), "price": ("rate", "fee")}
CODES = [code for codes in INDICATORS.values() for code in codes]
BASE = """\
scales: {five: {points: [1, 5]}}
facets: {importance: {scale: five}, satisfaction: {scale: five}}
hierarchy:
  service: {name: Service, indicators: {speed: {name: Speed}, manners: {name: Manners}}}
  price: {name: Price, indicators: {rate: {name: Rate}, fee: {name: Fee}}}
models: {quadrant: {}, composite: {facet: satisfaction}}
uncertainty: {replicates: 60}
report: {language: en, formats: []}
"""


def write_base(folder):
    """The base that every study extends; it is no study itself."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")


def write_study(folder, name, *, region=(), wave=2023, clients=None, level=3.5, n=40, more=""):
    """A study and its answers; `more` are further lines of the study file."""
    write_answers(folder / f"{name}.csv", level, n, seed=sum(name.encode()))
    about = f"id: {name}, region: [{', '.join(region)}], wave: {wave}"
    about += f", clients: {clients}" if clients else ""
    path = folder / f"{name}.yaml"
    path.write_text(
        f"extends: base.yaml\nstudy: {{{about}}}\nsurvey: {{source: {name}.csv}}\n{more}",
        encoding="utf-8",
    )
    return path


def write_answers(path, level, n, seed):
    """Answers about one level of satisfaction."""
    rng = np.random.default_rng(seed)
    ratings = np.clip(np.rint(rng.normal(level, 0.9, (n, 2 * len(CODES)))), 1, 5).astype(int)
    head = ",".join(f"{code}_{facet}" for facet in ("importance", "satisfaction") for code in CODES)
    np.savetxt(path, ratings, fmt="%d", delimiter=",", header=head, comments="")


def write_provinces(folder):
    """Two provinces in two waves."""
    write_base(folder)
    return [
        write_study(folder, f"{p}-{w}", region=[p], wave=w, clients=clients, level=level)
        for p, clients, level in (("north", 4000, 3.2), ("south", 1000, 4.0))
        for w in (2022, 2023)
    ]
