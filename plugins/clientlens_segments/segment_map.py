"""The map: segments on the first two principal components, as centres, ellipses and densities.

No respondent is a point: squares count respondents, and one with fewer than may be shown is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from clientlens.drawing import theme
from clientlens.plugin_api import FloatArray, IntArray

_BINS = 24
_AROUND = 48
_HALF = float(np.sqrt(2 * np.log(2)))
"""Radius, in standard deviations, that holds half of a normal distribution on a plane."""

_WIDE, _NARROW = (620, 430), (300, 260)
_DIGITS = 4
_MOST_NAMED = 2
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
PALETTE = ("#1a7a9e", "#a3182c", "#7d5600", "#566375", "#2f6b3a", "#6a4a8c", "#b0552a", "#2b3139")


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Respondents on two principal components.

    Attributes
    ----------
    points : (n, 2) array
        Where they lie.
    shares : (2,) array
        Of the variance, that of each component.
    foremost : tuple of tuple of int
        For each component the features that it is most of.
    """

    points: FloatArray
    shares: FloatArray
    foremost: tuple[tuple[int, ...], ...]


def plane_of(features: FloatArray) -> Plane | None:
    """The plane of the first two components of (n, q) features; None of fewer than two.

    A component points where the sum of its loadings is positive, so that signs don't flip.
    """
    centred = features - features.mean(axis=0)
    _, spread, axes = np.linalg.svd(centred, full_matrices=False)
    if len(spread) < 2 or spread[1] <= 1e-9 * spread[0]:  # noqa: PLR2004  a plane has two axes
        return None
    axes = axes[:2] * np.where(axes[:2].sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    foremost = tuple(
        tuple(int(i) for i in np.argsort(-abs(axis).round(9), kind="stable")[:_MOST_NAMED])
        for axis in axes
    )
    return Plane(centred @ axes.T, spread[:2] ** 2 / (spread**2).sum(), foremost)


def counted_squares(points: FloatArray, minimum: int) -> list[dict[str, float]]:
    """Squares of a grid with the respondents in each; those with too few are left out."""
    counts, x, y = np.histogram2d(points[:, 0], points[:, 1], bins=_BINS)
    return [
        {
            "x": round(float(x[i]), _DIGITS),
            "x_end": round(float(x[i + 1]), _DIGITS),
            "y": round(float(y[j]), _DIGITS),
            "y_end": round(float(y[j + 1]), _DIGITS),
            "n": int(counts[i, j]),
        }
        for i, j in zip(*np.nonzero(counts >= minimum), strict=True)
    ]


def ellipse(points: FloatArray) -> FloatArray:
    """(48, 2) the outline within which half of normal points would lie."""
    centre = points.mean(axis=0)
    covariance = np.cov(points.T)
    values, vectors = np.linalg.eigh(covariance)
    angle = np.linspace(0, 2 * np.pi, _AROUND)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(centre + _HALF * circle * np.sqrt(np.maximum(values, 0)) @ vectors.T)


def map_specs(
    plane: Plane,
    labels: IntArray,
    names: Sequence[str],
    titles: tuple[str, str],
    minimum: int,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The chart for a screen, and for a telephone; `names` are those of the segments."""
    known = labels >= 0
    squares = counted_squares(plane.points[known], minimum)
    outlines, centres = [], []
    for i, name in enumerate(names):
        own = plane.points[labels == i]
        style = {"segment": name, "number": f"{i + 1}", "colour": PALETTE[i % len(PALETTE)]}
        for order, (x, y) in enumerate(ellipse(own).round(_DIGITS).tolist()):
            outlines.append({**style, "x": x, "y": y, "order": order})
        x, y = own.mean(axis=0).round(_DIGITS).tolist()
        centres.append({**style, "x": x, "y": y})
    return (
        _spec(squares, outlines, centres, names, titles, _WIDE),
        _spec(squares, outlines, centres, names, titles, _NARROW),
    )


def _spec(
    squares: list[dict[str, float]],
    outlines: list[dict[str, Any]],
    centres: list[dict[str, Any]],
    names: Sequence[str],
    titles: tuple[str, str],
    size: tuple[int, int],
) -> dict[str, Any]:
    axes = {key: _axis(key, title) for key, title in zip("xy", titles, strict=True)}
    colours = [PALETTE[i % len(PALETTE)] for i in range(len(names))]
    legend = {"orient": "bottom", "columns": 1, "title": None, "labelLimit": size[0]}
    colour = {
        "field": "segment",
        "type": "nominal",
        "scale": {"domain": list(names), "range": colours},
        "legend": legend,
    }
    layers = [
        {
            "data": {"values": squares},
            "mark": {"type": "rect", "color": theme.LINE_STRONG, "tooltip": True},
            "encoding": {
                **axes,
                "x2": {"field": "x_end"},
                "y2": {"field": "y_end"},
                "opacity": {
                    "field": "n",
                    "type": "quantitative",
                    "scale": {"range": [0.12, 0.55]},
                    "legend": None,
                },
            },
        },
        {
            "data": {"values": outlines},
            "mark": {"type": "line", "strokeWidth": 1.8},
            "encoding": {**axes, "color": colour, "order": {"field": "order"}},
        },
        {
            "data": {"values": centres},
            "mark": {"type": "point", "size": 300, "filled": True, "opacity": 1},
            "encoding": {**axes, "color": colour},
        },
        {
            "data": {"values": centres},
            "mark": {"type": "text", "color": theme.WHITE, "fontWeight": "bold"},
            "encoding": {**axes, "text": {"field": "number", "type": "nominal"}},
        },
    ]
    return {
        "width": size[0],
        "height": size[1],
        "layer": layers if squares else layers[1:],
        "config": theme.config(),
    }


def _axis(field: str, title: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"zero": False, "nice": True},
        "axis": {"grid": False, "tickCount": 5},
    }
