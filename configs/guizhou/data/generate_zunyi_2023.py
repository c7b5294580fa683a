"""The synthetic answers of the Zunyi study: 190 clients, two scales of ten points.

No client gave these answers. They are here to show what a province's own survey looks like: other
columns, another scale, answers left out, design weights, and the encoding of an older platform.

    python configs/guizhou/data/generate_zunyi_2023.py
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Row = dict[str, str]

PATH = Path(__file__).with_name("zunyi-2023.csv")
SEED = 2023

CENTRES = {  # column: (importance, satisfaction), in scale points before the ends cut them
    "综合融资成本": (9.2, 8.1),
    "product_fit": (8.6, 8.0),
    "loan_amount": (9.0, 7.6),
    "loan_term": (8.8, 7.9),
    "农业担保与风险分担": (9.1, 6.7),
    "fee_openness": (8.5, 8.4),
    "policy_explanation": (8.3, 7.5),
    "contract_terms": (8.2, 8.3),
    "application_ease": (9.0, 7.4),
    "lean_paperwork": (8.9, 6.8),
    "approval_speed": (9.3, 6.9),
    "disbursement_speed": (9.2, 8.2),
    "progress_information": (8.4, 7.6),
    "staff_competence": (8.7, 8.6),
    "attentiveness": (8.6, 8.8),
    "prompt_replies": (8.7, 8.3),
    "走访企业与送贷上门": (8.1, 8.7),
    "integrity": (8.8, 9.2),
    "e_banking": (7.9, 7.0),
    "branch_network": (7.0, 6.6),
    "settlement": (8.1, 8.0),
    "complaint_channels": (8.0, 7.7),
    "business_expansion": (7.9, 7.8),
    "post_loan_visits": (7.8, 8.1),
    "reputation": (7.9, 8.9),
    "rural_duty": (8.0, 9.0),
}
PROCESS = ("application_ease", "lean_paperwork", "approval_speed", "disbursement_speed")

SIZES = ("大中型",) * 38 + ("小型",) * 84 + ("微型",) * 68
WARMTH = {"大中型": 0.4, "小型": 0.0, "微型": -0.3}
"""How much the common factor of a firm size lies above that of all clients."""

PROCESS_GAP = {"大中型": 0.3, "小型": 0.0, "微型": -0.9}
"""How much better than others a firm size fares in the loan process, in scale points."""

DESIGN_WEIGHTS = {"大中型": "0.45", "小型": "0.90", "微型": "1.43"}
"""Share of the clients over share of the questionnaires: large firms were asked more often."""

COUNTIES = ("播州区", "播州区", "仁怀市", "仁怀市", "湄潭县", "习水县", "道真县")
SPREAD = 1.5
COMMON_SHARE = 0.45
MISSING_SHARE = 0.015
INCOMPLETE = (12, 57, 101, 164)
"""Questionnaires, counted from 0, that break off after about half of the ratings."""

COPIED = (33, 140)
"""Questionnaires that were entered twice."""


class Draws:
    """Random numbers that come out the same on every machine and with every NumPy.

    A bit generator's stream never changes and sums of integers are exact, which can't be said of
    the normal variates of a library.
    """

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)

    def integers(self, below: int, *shape: int) -> Integers:
        """Integers from 0 to `below` - 1; `below` is a power of two or far under 2**40."""
        raw = self._bits.random_raw(int(np.prod(shape))).reshape(shape) >> np.uint64(24)
        return raw.astype(np.int64) % below

    def uniform(self, *shape: int) -> Floats:
        """Numbers from 0 to 1."""
        return self.integers(2**40, *shape) / 2**40

    def normal(self, *shape: int) -> Floats:
        """Nearly normal variates: the sum of twelve uniform ones has variance one."""
        variates: Floats = self.integers(2**40, 12, *shape).sum(axis=0) / 2**40 - 6.0
        return variates


def survey_file() -> bytes:
    """The survey file in GB18030, without a byte order mark."""
    rows = _rows(Draws(SEED))
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("gb18030")


def _rows(draws: Draws) -> list[Row]:
    sizes = [SIZES[i] for i in np.argsort(draws.integers(2**40, len(SIZES)))]
    counties = [COUNTIES[i] for i in draws.integers(len(COUNTIES), len(SIZES))]
    importance, satisfaction = _answers(sizes, draws)  # (n, J) each
    cells = np.hstack([importance, satisfaction]).astype(str).astype(object)  # (n, 2J)
    _leave_out(cells, draws)
    columns = [f"{c}（重要程度）" for c in CENTRES] + [f"{c}（满意程度）" for c in CENTRES]
    rows = [
        {
            "问卷编号": f"ZY-{number:04d}",
            "县域": county,
            "企业规模": size,
            "权重": DESIGN_WEIGHTS[size],
            **dict(zip(columns, answers, strict=True)),
        }
        for number, (county, size, answers) in enumerate(
            zip(counties, sizes, cells, strict=True), start=1
        )
    ]
    return rows + [rows[i] for i in COPIED]


def _answers(sizes: list[str], draws: Draws) -> tuple[Integers, Integers]:
    """Importance and satisfaction, (n, J) each; one half of their factors is shared."""
    shape = (len(sizes), len(CENTRES))
    centres = np.array(list(CENTRES.values())).T  # (2, J)
    shared, own_care, own_satisfaction = draws.normal(3, len(sizes))
    warmth = np.array([WARMTH[size] for size in sizes])
    care = np.sqrt(0.5) * (shared + own_care)
    content = np.sqrt(0.5) * (shared + own_satisfaction) + warmth
    gap = np.outer([PROCESS_GAP[size] for size in sizes], [c in PROCESS for c in CENTRES])
    return (
        _to_scale(centres[0] + SPREAD * _mix(care, draws.normal(*shape))),
        _to_scale(centres[1] + gap + SPREAD * _mix(content, draws.normal(*shape))),
    )


def _mix(factor: Floats, noise: Floats) -> Floats:
    """Common factor (n,) and noise (n, J) in their shares, (n, J)."""
    own = np.sqrt(1 - COMMON_SHARE) * noise
    mixed: Floats = np.sqrt(COMMON_SHARE) * factor[:, None] + own
    return mixed


def _to_scale(values: Floats) -> Integers:
    return np.clip(np.rint(values), 1, 10).astype(np.int64)


def _leave_out(cells: npt.NDArray[np.object_], draws: Draws) -> None:
    """Blank out single answers, declare others unknown (99), and break off a few."""
    draw = draws.uniform(*cells.shape)
    cells[draw < MISSING_SHARE] = ""
    cells[draw > 1 - MISSING_SHARE / 2] = "99"
    cells[list(INCOMPLETE), cells.shape[1] // 2 :] = ""


if __name__ == "__main__":
    PATH.write_bytes(survey_file())
