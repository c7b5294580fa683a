"""SERVQUAL and its relatives: gaps between what clients expect and what they perceive."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The gap model."""
    from clientlens_servqual.model import Servqual

    return [Servqual]
