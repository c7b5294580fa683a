"""Composite indices: ratings put together by weights, by grades, or beside an ideal."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The composite index."""
    from clientlens_composite.model import Composite

    return [Composite]
