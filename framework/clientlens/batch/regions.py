"""The regions of a batch: which lie below which, and which studies speak for them in a wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clientlens.batch.digest import Digest

Region = tuple[str, ...]
"""Coarse to fine; the empty one holds all others."""

Surveyed = Mapping[Region, Digest]
"""Region → the one study of it in a wave."""


def waves_of(digests: Sequence[Digest]) -> list[str]:
    """The waves, in the order of their names, numbers by their size."""
    return sorted({digest.wave for digest in digests}, key=_in_order)


def _in_order(wave: str) -> tuple[bool, int, str]:
    return not wave.isdecimal(), int(wave) if wave.isdecimal() else 0, wave


def parents_of(surveyed: Surveyed) -> list[Region]:
    """Every region with studies in several of its parts, each before those that it lies in.

    One whose studies all lie in one part of it would say what that part says.
    """
    above = {region[:depth] for region in surveyed for depth in range(len(region))}
    parents = [
        region for region in above if len({r[len(region)] for r in below(region, surveyed)}) > 1
    ]
    return sorted(parents, key=lambda region: (-len(region), region))


def below(parent: Region, surveyed: Surveyed) -> Iterator[Region]:
    """The regions by whose studies a region is summed up, in order.

    A study speaks for all that lies below its region, so what lies deeper isn't counted again.
    """
    for region in sorted(surveyed):
        is_inside = len(region) > len(parent) and region[: len(parent)] == parent
        between = range(len(parent) + 1, len(region))
        if is_inside and not any(region[:depth] in surveyed for depth in between):
            yield region
