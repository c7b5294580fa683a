"""The core's catalogues."""

import re

import pytest

from clientlens.report.words import LOCALE, catalogue

ENTRY = re.compile(r"^([a-z][\w-]*) = (.*)$", re.MULTILINE)
VARIABLE = re.compile(r"\{ \$(\w+)")


def entries(language):
    text = (LOCALE / f"{language}.ftl").read_text(encoding="utf-8")
    return {key: set(VARIABLE.findall(value)) for key, value in ENTRY.findall(text)}


def test_both_languages_say_the_same_with_the_same_variables():
    assert entries("zh") == entries("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_key_is_given_twice(language):
    text = (LOCALE / f"{language}.ftl").read_text(encoding="utf-8")
    keys = [key for key, _ in ENTRY.findall(text)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_can_be_said(language):
    messages = catalogue(language)
    for key, variables in entries(language).items():
        assert messages(key, **dict.fromkeys(variables, "x"))
