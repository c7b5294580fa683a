"""The synthetic answers of the Xinyu study: 64 questionnaires, of which 56 are valid.

No client gave these answers. Added up over the 56 valid questionnaires they give the sums below,
which were chosen so that the quadrants hold as many indicators as the published study of the
Xinyu branch tells; the other eight questionnaires are there to be set aside, each for one reason.

    python configs/jiangxi/data/generate_xinyu_2022.py
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

PATH = Path(__file__).with_name("xinyu-2022.csv")
SEED = 64
VALID = 56

SUMS = {  # indicator: (importance, satisfaction), in scale points over 56 clients
    "interest_rate": (270, 267),
    "product_fit": (254, 243),
    "loan_amount": (258, 241),
    "loan_term": (252, 243),
    "fee_openness": (252, 238),
    "policy_explanation": (253, 245),
    "contract_terms": (250, 244),
    "application_ease": (259, 242),
    "lean_paperwork": (255, 218),
    "approval_speed": (260, 220),
    "disbursement_speed": (262, 243),
    "progress_information": (249, 240),
    "staff_competence": (256, 247),
    "attentiveness": (257, 252),
    "prompt_replies": (253, 246),
    "proactive_contact": (251, 248),
    "integrity": (254, 257),
    "e_banking": (242, 221),
    "branch_network": (197, 210),
    "branch_hall": (189, 214),
    "settlement": (250, 247),
    "complaint_channels": (253, 237),
    "business_expansion": (251, 236),
    "post_loan_visits": (251, 245),
    "reputation": (236, 247),
    "rural_duty": (241, 249),
}
IMPORTANCE_SUMS, SATISFACTION_SUMS = zip(*SUMS.values(), strict=True)

CARE = ("不关心", "不太关心", "一般", "很关心", "非常关心")
SATISFACTION = ("不满意", "不太满意", "一般", "很满意", "非常满意")
NO_ANSWERS = ("", "不了解", "不适用")

CLASSES = ("战略合作",) * 10 + ("合作伙伴",) * 20 + ("维护",) * 26
WARMTH = {"战略合作": 0.5, "合作伙伴": 0.1, "维护": -0.3}
"""How much the common factor of a class lies above that of all clients."""

SPREAD = {"importance": 0.82, "satisfaction": 0.84}
"""Standard deviation before answers are cut at the ends of the scale, in scale points."""

COMMON_SHARE = 0.55
"""Share of an answer's variance that its common factor carries."""

POSITIONS = (7, 18, 23, 31, 44, 52)
"""Where those that are to be set aside go, counted from 0."""

COPIED = (11, 29)
"""Valid questionnaires that were entered twice, counted from 0."""


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

    def normal(self, *shape: int) -> Floats:
        """Nearly normal variates: the sum of twelve uniform ones has variance one."""
        variates: Floats = self.integers(2**40, 12, *shape).sum(axis=0) / 2**40 - 6.0
        return variates

    def choice(self, values: tuple[str, ...], size: int) -> list[str]:
        """`size` of `values`, each as likely as the other."""
        return [values[i] for i in self.integers(len(values), size)]

    def shuffled(self, values: tuple[str, ...]) -> list[str]:
        """All `values` in another order."""
        return [values[i] for i in np.argsort(self.integers(2**40, len(values)))]


def survey_file() -> bytes:
    """The survey file: UTF-8 with a byte order mark, as spreadsheets write it."""
    rows = _all_rows(Draws(SEED))
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _all_rows(draws: Draws) -> list[Row]:
    """The 56 valid questionnaires with the eight others among them."""
    rows = _valid_rows(draws.shuffled(CLASSES), draws)
    for position, row in zip(POSITIONS, _rows_to_set_aside(draws), strict=True):
        rows.insert(position, row)
    for number, row in enumerate(rows, start=1):
        row["编号"] = f"XY{number:03d}"
    first, second = (rows[i].copy() for i in COPIED)
    return [*rows[:40], first, *rows[40:], second]


def _rows_to_set_aside(draws: Draws) -> list[Row]:
    """Three incomplete ones, one too fast, one not by a client, one the same on both facets."""
    too_fast, employee, same_twice, *incomplete = _extra_rows(draws)
    too_fast["用时秒"] = "38"
    employee |= {"受访对象": "本行员工", "客户类别": ""}
    same_twice |= _answer_cells(np.full(len(SUMS), 5), np.full(len(SUMS), 5))
    for row in incomplete:
        _blank_out(row, draws)
    return [incomplete[0], too_fast, employee, incomplete[1], same_twice, incomplete[2]]


def _valid_rows(classes: list[str], draws: Draws) -> list[Row]:
    """The questionnaires whose columns add up to `SUMS`."""
    warmth = np.array([WARMTH[name] for name in classes])
    care, satisfaction = _deviations(warmth, draws)  # (n, J) each
    sincere = int(satisfaction.mean(axis=1).argmax())
    satisfaction[sincere] = 100.0  # far above the scale: very satisfied with everything
    return [
        _attribute_cells(name, draws) | _answer_cells(cared, satisfied)
        for name, cared, satisfied in zip(
            classes,
            _with_sums(care, IMPORTANCE_SUMS),
            _with_sums(satisfaction, SATISFACTION_SUMS),
            strict=True,
        )
    ]


def _extra_rows(draws: Draws) -> list[Row]:
    """Six more questionnaires that are drawn like the valid ones."""
    care, satisfaction = _deviations(np.zeros(6), draws)  # (6, J) each
    means = np.array(list(SUMS.values())).T / VALID  # (2, J)
    return [
        _attribute_cells("维护", draws) | _answer_cells(cared, satisfied)
        for cared, satisfied in zip(
            _to_scale(means[0] + care), _to_scale(means[1] + satisfaction), strict=True
        )
    ]


def _deviations(warmth: Floats, draws: Draws) -> tuple[Floats, Floats]:
    """How far each client stands from an indicator's centre, (n, J) for either facet.

    Either facet has a factor of its own; the two correlate by one half.
    """
    shape = (len(warmth), len(SUMS))
    shared, own_care, own_satisfaction = draws.normal(3, len(warmth))
    care_factor = np.sqrt(0.5) * (shared + own_care)
    satisfaction_factor = np.sqrt(0.5) * (shared + own_satisfaction) + warmth
    return (
        SPREAD["importance"] * _mix(care_factor, draws.normal(*shape)),
        SPREAD["satisfaction"] * _mix(satisfaction_factor, draws.normal(*shape)),
    )


def _mix(factor: Floats, noise: Floats) -> Floats:
    """Common factor (n,) and noise (n, J) in their shares, (n, J)."""
    own = np.sqrt(1 - COMMON_SHARE) * noise
    mixed: Floats = np.sqrt(COMMON_SHARE) * factor[:, None] + own
    return mixed


def _with_sums(deviations: Floats, sums: tuple[int, ...]) -> Integers:
    """Answers (n, J) whose columns add up to `sums` exactly."""
    columns = [_with_sum(d, s) for d, s in zip(deviations.T, sums, strict=True)]
    return np.column_stack(columns)  # (n, J)


def _with_sum(deviations: Floats, total: int) -> Integers:
    """Answers (n,) in the order of `deviations` that add up to `total`.

    The sum grows one by one with the centre of the answers, so bisection meets every total.
    """
    low, high = -10.0, 20.0
    while low < (centre := (low + high) / 2) < high:
        answers = _to_scale(centre + deviations)
        if answers.sum() == total:
            return answers
        low, high = (centre, high) if answers.sum() < total else (low, centre)
    raise ArithmeticError(f"no centre makes {len(deviations)} answers add up to {total}")


def _to_scale(values: Floats) -> Integers:
    return np.clip(np.rint(values), 1, 5).astype(np.int64)


def _attribute_cells(client_class: str, draws: Draws) -> Row:
    return {
        "编号": "",
        "客户类别": client_class,
        "贷款情况": draws.choice(("贷款客户",) * 4 + ("非贷客户",), 1)[0],
        "填写人": draws.choice(("法定代表人", "财务负责人", "财务负责人"), 1)[0],
        "受访对象": "客户",
        "县区": draws.choice(("渝水区", "渝水区", "分宜县", "高新区"), 1)[0],
        "用时秒": str(210 + int(draws.integers(420, 1)[0])),
    }


def _answer_cells(care: Integers, satisfaction: Integers) -> Row:
    cells = {f"{code}_imp": CARE[answer - 1] for code, answer in zip(SUMS, care, strict=True)}
    return cells | {
        f"{code}_sat": SATISFACTION[answer - 1]
        for code, answer in zip(SUMS, satisfaction, strict=True)
    }


def _blank_out(row: Row, draws: Draws) -> None:
    """Leave about two ratings in five without an answer."""
    ratings = [name for name in row if name.endswith(("_imp", "_sat"))]
    for name, draw in zip(ratings, draws.integers(5, len(ratings)), strict=True):
        if draw < len(NO_ANSWERS) - 1:
            row[name] = draws.choice(NO_ANSWERS, 1)[0]


if __name__ == "__main__":
    PATH.write_bytes(survey_file())
