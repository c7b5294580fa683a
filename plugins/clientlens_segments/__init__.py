"""Segments of respondents: found in what they answer, chosen, profiled, and told by a rule."""

from clientlens.plugin_api import Model, Segmenter, hookimpl


@hookimpl
def clientlens_segmenters() -> list[type[Segmenter]]:
    """Every method that finds segments."""
    from clientlens_segments.segmenters import SEGMENTERS

    return list(SEGMENTERS)


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The model that shows segments."""
    from clientlens_segments.model import SegmentsModel

    return [SegmentsModel]
