"""Units: branches, cities or provinces compared by a score, with ranks and their doubt."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The comparison of units."""
    from clientlens_units.model import Units

    return [Units]
