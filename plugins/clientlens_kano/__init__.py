"""Penalty-reward contrast: what must be right, what pays on, what delights."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The penalty-reward contrast."""
    from clientlens_kano.model import Kano

    return [Kano]
