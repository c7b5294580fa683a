"""The looks of the classes: colour and shape, written beside every drawn value."""

from __future__ import annotations

from typing import Any

from clientlens.drawing import theme


def look_of(quadrant: str) -> dict[str, str]:
    """Colours and shape of a class, as fields of a chart's data.

    Charts take colours from their data and not from a scale, because Vega-Lite lets all layers
    of a chart share one scale.
    """
    style = theme.CLASS_STYLES[quadrant]
    return {
        "colour": style.colour,
        "fill": style.colour if style.is_filled else theme.WHITE,
        "text_colour": style.text,
        "tint": style.tint,
        "shape": style.shape,
    }


def as_drawn(field: str) -> dict[str, Any]:
    """Encoding by a field that holds the colour or shape itself."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}
