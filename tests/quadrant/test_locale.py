import re

import pytest

from clientlens_quadrant.model import Quadrant
from clientlens_quadrant.quadrants import CLASSES

ENTRY = re.compile(r"^([a-z][\w-]*) = (.*(?:\n(?: +.*|}.*))*)", re.MULTILINE)


def catalogue(language):
    text = (Quadrant.locale / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(re.findall(r"\$(\w+)", value)) for key, value in ENTRY.findall(text)}


def test_both_languages_have_the_same_messages_with_the_same_variables():
    assert catalogue("zh") == catalogue("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_message_is_written_twice(language):
    text = (Quadrant.locale / f"{language}.ftl").read_text(encoding="utf-8")
    keys = [key for key, _ in ENTRY.findall(text)]
    assert len(keys) == len(set(keys))


def test_every_class_has_a_name_and_an_advice():
    known = catalogue("zh")
    for name in CLASSES:
        assert {f"class-{name}", f"quadrant-advice-{name}"} <= set(known)
