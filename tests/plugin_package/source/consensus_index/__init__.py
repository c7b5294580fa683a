"""How far clients agree about each indicator."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The model."""
    from consensus_index.model import Consensus

    return [Consensus]
