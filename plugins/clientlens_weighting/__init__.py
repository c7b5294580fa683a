"""Structural weights of a hierarchy: where they come from, and how several sources become one."""

from clientlens.plugin_api import Model, Weighting, hookimpl


@hookimpl
def clientlens_weightings() -> list[type[Weighting]]:
    """Every way to weigh that this plugin has."""
    from clientlens_weighting.methods.ahp import Ahp
    from clientlens_weighting.methods.best_worst import BestWorst
    from clientlens_weighting.methods.combination import Combination
    from clientlens_weighting.methods.derived import Derived
    from clientlens_weighting.methods.objective import OBJECTIVE
    from clientlens_weighting.methods.order import OrderRelation
    from clientlens_weighting.methods.principal import Principal
    from clientlens_weighting.methods.stated import Stated

    return [Ahp, BestWorst, Combination, Derived, *OBJECTIVE, OrderRelation, Principal, Stated]


@hookimpl
def clientlens_models() -> list[type[Model]]:
    """The model that shows weights."""
    from clientlens_weighting.model import WeightsModel

    return [WeightsModel]
