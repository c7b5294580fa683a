"""Net promoter score and top boxes: how answers fall, and how many stand at either end."""

from clientlens.plugin_api import Model, hookimpl


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The net promoter score."""
    from clientlens_nps.model import PromoterScore

    return [PromoterScore]
