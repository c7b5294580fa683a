"""The presets: dimensions of published instruments, without their wording, which is copyrighted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clientlens.plugin_api import Text


@dataclass(frozen=True, slots=True)
class Preset:
    """An instrument.

    Attributes
    ----------
    source : str
        Where it is published.
    items : int
        How many items it has.
    dimensions : mapping
        Code → name.
    numbers : mapping
        Code → the numbers of its items in the published order; empty where they aren't stated here.
    negative : tuple of int
        Items that are worded negatively: mark their indicators ``reversed``.
    """

    source: str
    items: int
    dimensions: Mapping[str, Text]
    numbers: Mapping[str, tuple[int, ...]]
    negative: tuple[int, ...] = ()


def _names(**names: tuple[str, str]) -> dict[str, Text]:
    return {code: Text(zh=zh, en=en) for code, (zh, en) in names.items()}


CLASSICAL = _names(
    tangibles=("有形性", "Tangibles"),
    reliability=("可靠性", "Reliability"),
    responsiveness=("响应性", "Responsiveness"),
    assurance=("保证性", "Assurance"),
    empathy=("移情性", "Empathy"),
)

PRESETS: Mapping[str, Preset] = {
    "servqual": Preset(
        source="Parasuraman, Zeithaml & Berry (1988), J. Retailing 64(1), 12-40; revised 1991. The "
        "1988 version words the items of responsiveness and empathy negatively.",
        items=22,
        dimensions=CLASSICAL,
        numbers={
            "tangibles": tuple(range(1, 5)),
            "reliability": tuple(range(5, 10)),
            "responsiveness": tuple(range(10, 14)),
            "assurance": tuple(range(14, 18)),
            "empathy": tuple(range(18, 23)),
        },
        negative=(*range(10, 14), *range(18, 23)),
    ),
    "bsq": Preset(
        source="Bahia & Nantel (2000), Int. J. Bank Marketing 18(2), 84-91.",
        items=31,
        dimensions=_names(
            effectiveness=("有效与保证", "Effectiveness and assurance"),
            access=("可得性", "Access"),
            price=("价格", "Price"),
            tangibles=("有形性", "Tangibles"),
            portfolio=("服务组合", "Services portfolio"),
            reliability=("可靠性", "Reliability"),
        ),
        numbers={},
    ),
    "bankserv": Preset(
        source="Avkiran (1994), Int. J. Bank Marketing 12(6), 10-18. One column asks for "
        "perception against expectation.",
        items=17,
        dimensions=_names(
            staff_conduct=("员工行为", "Staff conduct"),
            credibility=("可信度", "Credibility"),
            communication=("沟通", "Communication"),
            teller_access=("柜面可得性", "Access to teller services"),
        ),
        numbers={},
    ),
    "carter": Preset(
        source="Othman & Owen (2001), Int. J. Islamic Financial Services 3(1), 1-26.",
        items=34,
        dimensions={
            **_names(compliance=("合规性", "Compliance")),
            **{c: CLASSICAL[c] for c in ("assurance", "reliability", "tangibles", "empathy")},
            "responsiveness": CLASSICAL["responsiveness"],
        },
        numbers={},
    ),
}
