"""Models that are estimated replicate by replicate, in a module that other processes can import."""

import os
import threading
from pathlib import Path
from typing import ClassVar

import numpy as np

from clientlens.plugin_api import (
    Absent,
    Model,
    NotEstimable,
    Options,
    Weighting,
    Weights,
    per_replicate,
)


class Vectorised(Model):
    """Means of the indicators, their structural mean and the effective number of answers."""

    name = "vectorised"
    Options = Options
    dims: ClassVar = {"mean": ("indicator",), "whole": (), "part": ("dimension",)}
    once_dims: ClassVar = {"n": ("indicator",)}
    locale = Path()

    def estimate(self, sample, study, options):
        mean = sample.mean("satisfaction")
        whole = np.nansum(mean * sample.structural_weights, axis=1)
        return {"mean": mean, "whole": whole, "part": sample.by_dimension(mean)}

    def once(self, sample, study, options):
        return {"n": sample.n_answered("satisfaction")}


class Looped(Vectorised):
    """The same, for one sample at a time."""

    name = "looped"

    @per_replicate
    def estimate(self, sample, study, options):
        mean = sample.mean("satisfaction")
        assert mean.shape == (1, 3)
        assert sample.as_answered.weights.shape == (1, len(sample.ratings.values))
        whole = float(np.nansum(mean * sample.structural_weights))
        return {"mean": mean[0], "whole": whole, "part": sample.by_dimension(mean)[0]}


class Fragile(Model):
    """What is absent, raised or singular in samples that leave the first client out."""

    name = "fragile"
    Options = Options
    dims: ClassVar = {"kept": (), "lost": ("indicator",)}
    locale = Path()

    @per_replicate
    def estimate(self, sample, study, options):
        has_first = sample.weights[0, 0] > 0
        lost = sample.mean("satisfaction")[0] if has_first else Absent("without the first client")
        return {"kept": float(sample.n[0]), "lost": lost}


class Raising(Fragile):
    name = "raising"

    @per_replicate
    def estimate(self, sample, study, options):
        if sample.weights[0, 0] == 0:
            raise NotEstimable("without the first client")
        return {"kept": float(sample.n[0]), "lost": sample.mean("satisfaction")[0]}


class Singular(Fragile):
    name = "singular"

    @per_replicate
    def estimate(self, sample, study, options):
        np.linalg.inv(np.diag([sample.weights[0, 0], 1.0]))
        return {"kept": float(sample.n[0]), "lost": sample.mean("satisfaction")[0]}


class Never(Fragile):
    name = "never"

    @per_replicate
    def estimate(self, sample, study, options):
        return {"kept": 1.0, "lost": Absent("not this one")}


class Shortfall(Weighting):
    """Weights that differ from replicate to replicate."""

    name = "shortfall"
    Options = Options

    def weigh(self, family, options, parts):
        short = 5.0 - family.mean("satisfaction")
        return Weights(short / short.sum(axis=1, keepdims=True))


class Locked(Looped):
    """One that keeps what no other process can have."""

    name = "locked"

    def __init__(self):
        self.lock = threading.Lock()


class Ending(Looped):
    """One that ends the process that it works in."""

    name = "ending"

    @per_replicate
    def estimate(self, sample, study, options):
        os._exit(3)
