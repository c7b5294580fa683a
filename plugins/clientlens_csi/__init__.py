"""The customer satisfaction index: PLS path modelling over all replicates at once."""

from clientlens.plugin_api import Model, Segmenter, Weighting, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The satisfaction index."""
    from clientlens_csi.model import Csi

    return [Csi]


@hookimpl
def clientlens_weightings() -> list[type[Weighting]]:
    """Weights by what indicators move in the index."""
    from clientlens_csi.weighting import PathModelWeighting

    return [PathModelWeighting]


@hookimpl
def clientlens_segmenters() -> list[type[Segmenter]]:
    """Segments in which the path model has other coefficients."""
    from clientlens_csi.segments.segmenters import FimixSegmenter, RebusSegmenter

    return [FimixSegmenter, RebusSegmenter]
