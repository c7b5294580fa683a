"""A small study with choices, and its universes one by one."""

from itertools import product

from clientlens import plugins
from clientlens.config.overlay import amend
from clientlens.engine import read_everybody
from clientlens.multiverse.evaluations import Sweeping, evaluate_universes
from clientlens.multiverse.grid import grid_of
from clientlens.multiverse.universes import universes_of
from clientlens.workbench import load, load_with, read
from support.small_studies import study_values

CHOICES = {
    "crosshair": {
        "name": {"zh": "十字线", "en": "Crosshair"},
        "options": {
            "mean": {},
            "midpoint": {"models": {"quadrant": {"crosshair": "scale_midpoint"}}},
            "median": {"models": {"quadrant": {"crosshair": "median"}}},
        },
    },
    "weights": {
        "options": {
            "stated": {"weighting": {"method": "stated"}},
            "critic": {"weighting": {"method": "critic"}},
        }
    },
    "screening": {
        "options": {"large": {"screening": {"out_of_frame": {"attribute": "size", "keep": ["L"]}}}},
        "names": {"as_is": {"zh": "全部", "en": "Everybody"}},
    },
}


def kept(*sizes):
    """An option that keeps clients of some sizes."""
    return {"screening": {"out_of_frame": {"attribute": "size", "keep": list(sizes)}}}


FEW = {code: CHOICES[code] for code in ("weights", "screening")}


def varied(choices=None, **changes):
    """The small study with choices, as plain values."""
    models = {"quadrant": {}, "composite": {}}
    return study_values(**{"models": models} | changes) | {"vary": choices or CHOICES}


def evaluated(path, **settings):
    """Universe → what came of it, in full."""
    registry = plugins.load()
    study = load(path)
    universes = list(universes_of(study, grid_of(study), registry))
    sweeping = Sweeping(registry, lambda s: read_everybody(s, registry), in_full=True, **settings)
    found = {e.universe.code: e for e in evaluate_universes(universes, sweeping)}
    return {universe.code: found[universe.code] for universe in universes}


def by_hand(path, choices=CHOICES):
    """Picks and study of every combination, its overlays applied one after the other."""
    names = {
        code: [next((o for o, overlay in c["options"].items() if not overlay), "as_is")]
        + [o for o, overlay in c["options"].items() if overlay]
        for code, c in choices.items()
    }
    for picked in product(*names.values()):
        document = amend(read(path), {"vary": None}, "by hand")
        for code, option in zip(names, picked, strict=True):
            overlay = choices[code]["options"].get(option)
            if overlay:
                document = amend(document, overlay, "by hand")
        yield picked, document.values


def load_values(path, values):
    """A study of plain values, beside the file of another one."""
    import yaml

    own = path.with_name("by-hand.yaml")
    own.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load_with(plugins.load(), own)
