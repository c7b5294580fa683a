"""What weightings are called: the one that is used, and those that are compared with it."""

from __future__ import annotations

from collections.abc import Mapping

from clientlens.plugin_api import Study, Text

USED = "used"

METHODS: Mapping[str, Text] = {
    "equal": Text(zh="等权", en="Equal"),
    "given": Text(zh="给定权重", en="Given"),
    "stated": Text(zh="直接评定的重要度", en="Stated importance"),
    "ahp": Text(zh="层次分析法", en="AHP"),
    "order_relation": Text(zh="序关系法（G1）", en="Order relation (G1)"),
    "best_worst": Text(zh="最优最劣法", en="Best–worst"),
    "entropy": Text(zh="熵权法", en="Entropy"),
    "critic": Text(zh="CRITIC 法", en="CRITIC"),
    "standard_deviation": Text(zh="标准差法", en="Standard deviation"),
    "variation": Text(zh="变异系数法", en="Coefficient of variation"),
    "gini": Text(zh="基尼系数法", en="Gini coefficient"),
    "merec": Text(zh="MEREC 法", en="MEREC"),
    "principal": Text(zh="主成分法", en="Principal components"),
    "benefit_of_the_doubt": Text(zh="数据包络（BoD）", en="Benefit of the doubt"),
    "derived": Text(zh="推导重要度", en="Derived importance"),
    "combination": Text(zh="组合赋权", en="Combination"),
}


def labels_of(study: Study) -> tuple[str, ...]:
    """The weighting that is used, then those of ``weighting.compare``."""
    return (USED, *study.compared)


def names_of(study: Study) -> dict[str, Text]:
    """Label → name: that of its method, with the label where the study chose another one.

    A weighting of several methods, or of a foreign one, is called by its label.
    """
    found = {label: METHODS.get(_method(study, label)) for label in labels_of(study)}
    named = {label: _named(label, study, own) for label, own in found.items() if own}
    return {USED: Text(zh="所用权重", en="Weights used"), **named}


def _method(study: Study, label: str) -> str:
    """The one method of a weighting; empty where levels differ."""
    plan = study.weighting if label == USED else study.compared[label]
    methods = {plan.dimensions.method, plan.indicators.method}
    methods |= {choice.method for choice in plan.within.values()}
    return methods.pop() if len(methods) == 1 else ""


def _named(label: str, study: Study, own: Text) -> Text:
    if label == _method(study, label):
        return own
    if label == USED:
        return Text(zh=f"所用权重（{own.zh}）", en=f"Weights used ({own.en})")
    return Text(zh=f"{own.zh}（{label}）", en=f"{own.en} ({label})")
