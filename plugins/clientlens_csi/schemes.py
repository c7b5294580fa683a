"""Inner weighting schemes: how the neighbours of a construct make its inner proxy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from clientlens_csi.layout import BoolArray, FloatArray, IntArray
from clientlens_csi.structure import PathStructure
from clientlens_csi.symmetric import solve

Scheme = Literal["path", "factorial", "centroid"]

InnerWeights = Callable[[FloatArray], FloatArray]
"""(C, C, R) correlations of the constructs → (C, C, R) weights ``E[construct, neighbour]``."""


def inner_weights(structure: PathStructure, scheme: Scheme) -> InnerWeights:
    """The function that weights the neighbours of each construct.

    Parameters
    ----------
    structure : PathStructure
        Neighbours are constructs joined by a path.
    scheme : {"path", "factorial", "centroid"}
        ``centroid``: the sign of the correlation; ``factorial``: the correlation; ``path``:
        regression coefficients of the sources, correlations of the targets.

    References
    ----------
    .. [1] Lohmöller (1989), Latent Variable Path Modeling with Partial Least Squares, Physica.
    .. [2] Tenenhaus et al. (2005), PLS path modeling, Comput. Stat. Data An. 48(1), 159-205.
    """
    is_neighbour = (structure.paths | structure.paths.T)[:, :, None]  # (C, C, 1)
    if scheme == "centroid":
        return lambda r: np.sign(r) * is_neighbour
    if scheme == "factorial":
        return lambda r: r * is_neighbour
    return lambda r: _path_weights(r, structure, is_neighbour)


def _path_weights(r: FloatArray, structure: PathStructure, is_neighbour: BoolArray) -> FloatArray:
    E = r * is_neighbour  # (C, C, R)
    for target in structure.endogenous:
        sources = structure.sources(target)
        if len(sources) > 1:
            E[target, sources] = regression(r, sources, target)
    return E


def regression(r: FloatArray, sources: IntArray, target: int) -> FloatArray:
    """(k, R) standardised coefficients of `target` on its k sources."""
    return solve(r[np.ix_(sources, sources)], r[sources, target][:, None])[:, 0]
