"""The customer satisfaction index: PLS path modelling over all replicates at once."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The satisfaction index."""
    from clientlens_csi.model import Csi

    return [Csi]
