"""Why a replicate has no estimate, or one that can't be believed: codes that add up."""

from __future__ import annotations

from enum import IntFlag


class Trouble(IntFlag):
    """What is wrong with a replicate; 0 where nothing is.

    The first four leave it without an estimate: its numbers are NaN. The others make consistent
    PLS inadmissible: the numbers are there, but no population could have them.
    """

    NONE = 0
    UNKNOWN_CORRELATION = 1
    """A correlation is NaN: nobody answered both items, or their likelihood has no maximum."""
    NO_VARIANCE = 2
    """Everybody gave an item the same answer."""
    SINGULAR = 4
    """Items of a mode B block or sources of a target determine each other, or a construct has
    no correlation at all with its neighbours."""
    NOT_CONVERGED = 8
    """The weights still moved after the last iteration."""
    NEGATIVE_RELIABILITY = 16
    """rho_A of a reflective construct isn't positive."""
    LOADING_ABOVE_ONE = 32
    CORRELATION_ABOVE_ONE = 64
    NOT_POSITIVE_DEFINITE = 128
    """The corrected correlations of the constructs can't be those of any data."""


NO_ESTIMATE = (
    Trouble.UNKNOWN_CORRELATION | Trouble.NO_VARIANCE | Trouble.SINGULAR | Trouble.NOT_CONVERGED
)
"""Troubles that leave a replicate without numbers."""
