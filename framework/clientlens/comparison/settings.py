"""The settings of a comparison where nobody says otherwise."""

TOP = 5
"""How many of the best are looked at for their overlap."""

RANK_GAP = 3
"""Ranks that lie further apart than that differ."""
