"""Populations of two classes, and how alike two partitions are."""

import numpy as np

from clientlens_csi.structure import path_structure

BLOCKS = {
    "price": [f"mv{i}" for i in range(1, 6)],
    "quality": [f"mv{i}" for i in range(6, 11)],
    "satisfaction": ["mv11", "mv12", "mv13"],
}
ITEMS = tuple(item for block in BLOCKS.values() for item in block)
PATHS = {"satisfaction": ["price", "quality"]}
STRUCTURE = path_structure(BLOCKS, PATHS)
MODEL = {
    "constructs": {code: {"items": block} for code, block in BLOCKS.items()},
    "paths": PATHS,
    "exact_fit": False,
    "predict_folds": 0,
}
SETTINGS = {"scheme": "centroid", "tolerance": 1e-7, "max_iterations": 3000}


def two_classes(n, rng, levels=(1.0, -1.0), is_one=False):
    """(n, 13) answers on 1 to 99, and the class of each: price moves one, quality the other."""
    first = np.ones(n, dtype=bool) if is_one else rng.random(n) < 0.5
    price, quality = rng.normal(size=(2, n))
    moved = np.where(first, 0.9 * price + 0.1 * quality, 0.1 * price + 0.9 * quality)
    level = 0.0 if is_one else np.where(first, *levels)
    satisfaction = level + moved + 0.25 * rng.normal(size=n)
    owners = [price] * 5 + [quality] * 5 + [satisfaction] * 3
    X = np.column_stack([owner + 0.35 * rng.normal(size=n) for owner in owners])
    return np.clip(np.round(50 + 10 * X), 1, 99), (~first).astype(int)


def adjusted_rand(one, other):
    """Agreement of two partitions; 0 is chance, 1 the same (Hubert & Arabie 1985)."""
    table = np.array([[((one == a) & (other == b)).sum() for b in set(other)] for a in set(one)])
    pairs = lambda counts: (counts * (counts - 1) / 2).sum()  # noqa: E731
    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = rows * columns / (len(one) * (len(one) - 1) / 2)
    return (both - expected) / ((rows + columns) / 2 - expected)
