"""Digests of runs, made of a few numbers."""

import numpy as np

from clientlens.batch.digest import Digest, Estimate, ModelDigest
from clientlens.config.schema import About, Uncertainty
from clientlens.results.disk import Rows


def rows(values, labels=("",), *, spread=1.0, draws=200, seed=0, scale=None):
    """A quantity whose draws spread normally about its values."""
    point = np.atleast_1d(np.asarray(values, dtype=float))
    noise = np.random.default_rng(seed).normal(0, spread, (draws, len(point)))
    return Rows(tuple(labels), np.concatenate([point[None], point + noise]), scale)


def model(index, *, error=1.0, use="quadrant", seed=0, draws=200, scale=None, **quantities):
    """A model with an index, and quantities by label."""
    found = {"index": rows(index, spread=error, seed=seed, draws=draws)}
    for quantity, values in quantities.items():
        found[quantity] = rows(
            list(values.values()), values, spread=error, seed=seed, draws=draws, scale=scale
        )
    estimate = Estimate(index, error if draws else None, index - 2 * error, index + 2 * error)
    return ModelDigest(use, estimate, found, {})


def digest(
    name, region, *, wave=2023, clients=None, n=100, models=None, level=0.95, answers=None,
    settings=None,
):  # fmt: skip
    """What is known of a run."""
    return Digest(
        about=About(id=name, region=tuple(region), wave=wave, clients=clients),
        n=n,
        language="en",
        uncertainty=Uncertainty(level=level),
        models=models or {},
        names={},
        answers=answers or name,
        settings=settings or {},
        has_gaps=False,
    )
