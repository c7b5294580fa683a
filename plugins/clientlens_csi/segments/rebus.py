"""REBUS-PLS: classes whose members are nearest to the model of their own class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens_csi.layout import IntArray
from clientlens_csi.segments.local import Clients, LocalModels, closeness, local_models, members
from clientlens_csi.solution import Settings
from clientlens_csi.structure import PathStructure


@dataclass(frozen=True, slots=True)
class Rule:
    """When the iteration stops, and what a class must be.

    Attributes
    ----------
    most_changed : float
        It stops when a smaller share of all changes class.
    iterations : int
        It gives up after so many.
    smallest : int
        Fewest members that a class may come to have.
    """

    most_changed: float
    iterations: int
    smallest: int


@dataclass(frozen=True, slots=True, eq=False)
class Rebus:
    """A partition by REBUS.

    Attributes
    ----------
    labels : (n,) integer array
        Class of everybody, counted from 0.
    models : LocalModels
        The model in each class.
    iterations : int
        How often everybody was put into the nearest class.
    changed : float
        Share of all that the last of them moved.
    has_converged : bool
        Whether that is below what the rule asks.
    """

    labels: IntArray
    models: LocalModels
    iterations: int
    changed: float
    has_converged: bool

    @property
    def quality(self) -> float:
        """Group quality index."""
        return float(self.models.group_quality(len(self.models.share))[0])


def rebus(
    clients: Clients,
    start: IntArray,
    structure: PathStructure,
    settings: Settings,
    rule: Rule,
) -> Rebus | None:
    """Put everybody into the class whose model is nearest, until hardly anybody moves.

    Parameters
    ----------
    clients : Clients
        Their answers.
    start : (n,) integer array
        Classes to begin with, counted from 0.
    structure : PathStructure
        The model, whose constructs are reflected by their items (mode A).
    settings, rule
        How a model is estimated, when the iteration stops.

    Returns
    -------
    Rebus or None
        None where a class dwindles below the smallest that it may be, or has no estimate.

    References
    ----------
    .. [1] Esposito Vinzi, Trinchera, Squillacciotti & Tenenhaus (2008), REBUS-PLS: A
           response-based procedure for detecting unit segments in PLS path modelling, Appl. Stoch.
           Models Bus. Ind. 24, 439-458.
    """
    k = int(start.max()) + 1
    labels, changed, iteration = start, 1.0, 0
    while iteration < rule.iterations and changed >= rule.most_changed:
        models = _fitted(clients, labels, k, structure, settings, rule)
        if models is None:
            return None
        nearest = closeness(clients, models).argmin(axis=1)
        changed = float((nearest != labels).mean())
        labels = nearest
        iteration += 1
    models = _fitted(clients, labels, k, structure, settings, rule)
    if models is None:
        return None
    return Rebus(labels, models, iteration, changed, changed < rule.most_changed)


def _fitted(
    clients: Clients,
    labels: IntArray,
    k: int,
    structure: PathStructure,
    settings: Settings,
    rule: Rule,
) -> LocalModels | None:
    if np.bincount(labels, minlength=k).min() < rule.smallest:
        return None
    models = local_models(clients, members(labels, k), structure, settings)
    return models if models.has_estimate.all() else None
