"""What weightings are called: the one that is used, and those that are compared with it."""

from __future__ import annotations

from collections.abc import Mapping

from clientlens.plugin_api import Study, Text

USED = "used"

_NAMES: Mapping[str, Text] = {
    USED: Text(zh="本研究所用权重", en="Weights used"),
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
    """Label → name, where it is that of a method; another one is shown as it is."""
    return {label: _NAMES[label] for label in labels_of(study) if label in _NAMES}
