"""Bundled segmenters, screening rules and readers keep the laws of the kit."""

import csv

import pytest
import xlsxwriter

from clientlens import plugins
from clientlens.testing import laws_of
from testing.test_bundled_models import PATH_STUDY, SERVICE

QUICK = {"features": ["satisfaction"], "most": 3, "bootstraps": 10}
TWO = {"features": ["satisfaction"], "segments": 2, "bootstraps": 10}
PATHS = {"study": {**PATH_STUDY, "models": {"csi": SERVICE}}}
SEGMENTERS = {
    "fimix": {"options": {"fewest_members": 10, "starts": 2, "most": 2}, **PATHS},
    "hdbscan": {"options": QUICK},
    "kmeans": {"options": QUICK},
    "latent_class": {"options": TWO},
    "mixture": {"options": TWO},
    "rebus": {"options": {"fewest_members": 10, "draws": 19, "most": 2}, **PATHS},
    "ward": {"options": TWO},
}
ONE_OF_TWO = "of two alike one is kept, and which one depends on their rows"
SCREENS = {
    "attention_check": {"options": {"item": "loyalty", "expected": 4}},
    "duplicates": {
        "options": {"by": "answers"},
        "exempt": {
            "clients are judged one by one": "a client is a duplicate of another",
            "the order of clients doesn't matter": ONE_OF_TWO,
        },
    },
    "identical_facets": {},
    "incomplete": {},
    "out_of_frame": {"options": {"attribute": "client_class", "keep": ["large"]}},
    "straight_line": {},
    "too_fast": {
        "study": {"survey": {"seconds": "seconds"}},
        "exempt": {"clients are judged one by one": "who is too fast is told by the median"},
    },
}


def write_csv(path, columns, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])


def write_workbook(path, columns, rows):
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([columns, *rows]):
            for j, cell in enumerate(row):
                sheet.write_string(i, j, cell)


READERS = {"delimited": {"write": write_csv}, "workbook": {"write": write_workbook}}
SLOW = ("rebus",)
CASES = {"segmenters": SEGMENTERS, "screens": SCREENS, "readers": READERS}


def cases():
    registry = plugins.load()
    for part, plans in CASES.items():
        for name, how in plans.items():
            for law in laws_of(type(getattr(registry, part)[name]), **how):
                marks = [pytest.mark.slow] if name in SLOW else []
                yield pytest.param(law, id=f"{name}: {law}", marks=marks)


@pytest.mark.parametrize("part", CASES)
def test_every_bundled_one_is_tried(part):
    assert set(CASES[part]) == set(getattr(plugins.load(), part))


@pytest.mark.parametrize("law", [*cases()])
def test_a_bundled_plugin_keeps(law):
    law.check()
