"""Importance-performance analysis: what clients care about against how it is done."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The quadrant model."""
    from clientlens_quadrant.model import Quadrant

    return [Quadrant]
