"""Importance-performance-competitor analysis: where a competitor is better, where it counts."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The competitor analysis."""
    from clientlens_ipca.model import Competitor

    return [Competitor]
