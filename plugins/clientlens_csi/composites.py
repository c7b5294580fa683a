"""Composites: what the scores of the constructs have to do with the items and with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens_csi.layout import FloatArray, replicates_first, replicates_last
from clientlens_csi.structure import PathStructure


@dataclass(frozen=True, slots=True, eq=False)
class Composites:
    """Correlations of scores, all of unit variance.

    Attributes
    ----------
    cross_loadings : (R, p, C) array
        Correlation of each item with each construct.
    correlations : (R, C, C) array
        Of the constructs.
    """

    cross_loadings: FloatArray
    correlations: FloatArray

    def loadings(self, structure: PathStructure) -> FloatArray:
        """(R, p) correlation of each item with its own construct."""
        items = np.arange(len(structure.items))
        return self.cross_loadings[:, items, structure.construct_of]


def composites(R: FloatArray, weights: FloatArray, structure: PathStructure) -> Composites:
    """Correlations that follow from the weights.

    Parameters
    ----------
    R : (R, p, p) array
        Correlations of the items.
    weights : (R, p) array
        Standardised weights, as `estimate_weights` gives them.
    structure : PathStructure
        Which items make which construct.

    Returns
    -------
    Composites

    Examples
    --------
    >>> from clientlens_csi.structure import path_structure
    >>> model = path_structure({"a": ["a1"], "b": ["b1"]}, {"b": ["a"]})
    >>> found = composites(np.array([[[1.0, 0.5], [0.5, 1.0]]]), np.ones((1, 2)), model)
    >>> found.correlations
    array([[[1. , 0.5],
            [0.5, 1. ]]])
    """
    S, w = replicates_last(R), replicates_last(weights)
    C = len(structure.constructs)
    U = np.empty((len(w), C, w.shape[1]))
    r = np.empty((C, C, w.shape[1]))
    spans = structure.spans
    for c, block in enumerate(spans):
        np.einsum("ijr,jr->ir", S[:, block], w[block], out=U[:, c])
    for c, block in enumerate(spans):
        np.einsum("ir,icr->cr", w[block], U[block], out=r[c])
    constructs = np.arange(C)
    r[constructs, constructs] = np.where(np.isnan(r[constructs, constructs]), np.nan, 1.0)
    return Composites(replicates_first(U), replicates_first(r))
