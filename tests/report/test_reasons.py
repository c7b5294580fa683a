"""Reasons are said in the language of the report."""

import re
from pathlib import Path

import numpy as np
import pytest

from clientlens.messages import Messages
from clientlens.report.reasons import reason_in
from clientlens.stats.collinearity import why_not_estimable

HOME = Path(__file__).parents[2]
CORE = HOME / "framework/clientlens/report/locale"
PLUGINS = {
    plugin: HOME / "plugins" / plugin / "locale"
    for plugin in (
        f"clientlens_{name}"
        for name in ("composite", "csi", "quadrant", "servqual", "units", "weighting")
    )
}
STRING = re.compile(r'(?:Absent\(|return |reason = |NO_\w+ = )\(?\s*f?"([^"]*)"(?:\s*f?"([^"]*)")?')
"""A reason in the source, of one string or of two that stand one after the other."""

VARIABLE = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def test_a_reason_is_said_with_what_it_holds():
    messages = Messages("zh", [CORE, PLUGINS["clientlens_csi"]])
    said = reason_in(messages, "7 respondents are fewer than minimum_n, 30")
    assert said == "受访者 7 人，少于 minimum_n 的 30 人"


def test_the_longer_message_wins_where_two_would_do():
    messages = Messages("zh", [CORE, PLUGINS["clientlens_csi"]])
    said = reason_in(messages, "7 respondents answered every question, fewer than minimum_n, 30")
    assert said == "答完全部题目的受访者 7 人，少于 minimum_n 的 30 人"


def test_a_reason_of_no_catalogue_stays_as_it_is():
    assert reason_in(Messages("zh", [CORE]), "the moon was full") == "the moon was full"


@pytest.mark.parametrize(("plugin", "locale"), PLUGINS.items(), ids=PLUGINS)
def test_every_reason_in_the_source_is_known_in_chinese(plugin, locale):
    messages = Messages("zh", [CORE, locale])
    unknown = [r for r in reasons_of(HOME / "plugins" / plugin) if reason_in(messages, r) == r]
    assert not unknown


def test_reasons_for_no_derived_importance_are_known():
    messages = Messages("zh", [CORE, PLUGINS["clientlens_quadrant"]])
    matrix = np.array([[1.0, 0.97, 0.3], [0.97, 1.0, 0.4], [0.3, 0.4, 1.0]])
    names = ["outlets", "staff", "overall"]
    said = {reason_in(messages, why_not_estimable(matrix, n, names=names)) for n in (3, 56)}
    assert said == {
        "受访者 3 人；2 个影响因素至少需要 4 人",
        "'outlets' 几乎可由其他因素组合而成：方差膨胀因子 16.9，高于 10",
    }


def test_reasons_for_no_confirmatory_model_are_known():
    messages = Messages("zh", [CORE, PLUGINS["clientlens_servqual"]])
    source = (CORE.parents[1] / "stats" / "confirmatory.py").read_text(encoding="utf-8")
    reasons = [VARIABLE.sub("7", "".join(parts)) for parts in STRING.findall(source)]
    reasons = [reason for reason in reasons if " " in reason]
    assert len(reasons) == 7
    assert not [reason for reason in reasons if reason_in(messages, reason) == reason]


def reasons_of(folder):
    """What models say when something is absent; a variable stands for itself."""
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name == "check.py":  # what it says is of a study, not of answers
            continue
        for found in STRING.finditer(text):
            reason = VARIABLE.sub("7", "".join(filter(None, found.groups())))
            if " " in reason.strip() and reason[:1].islower() | reason[:1].isdigit():
                yield reason


def test_nodes_in_a_reason_have_their_names():
    messages = Messages("zh", [CORE, PLUGINS["clientlens_weighting"]])
    reason = "expert 'li' judged 'speed' against 'manners' 4, where the other judgements imply 0.83"
    names = {"speed": "速度", "manners": "态度"}
    said = reason_in(messages, reason, lambda variable, code: names.get(code, code))
    assert said == "专家“li”判断“速度”与“态度”之比为 4，而其余判断意味着 0.83"
