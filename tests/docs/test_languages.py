"""The Chinese pages say what the English ones say, and show the same samples."""

import re

import pytest

from docs.samples import FENCE, ROOT, samples

DOCS = ROOT / "docs"
USERS = {
    "index",
    "tutorial",
    "how-to-swap",
    "how-to-compare-settings",
    "how-to-intervals",
    "how-to-add-a-model",
    "study-file",
    "report",
    "glossary",
    "gallery",
}
"""Pages of people who needn't read English."""
WRITTEN = re.compile(r"<!-- written: \w+ -->.*?<!-- end -->", re.DOTALL)


def pair(name):
    return DOCS / f"{name}.md", DOCS / "zh" / f"{name}.md"


def headings(page):
    """The levels of the headings, without what a script writes in."""
    text = FENCE.sub("", WRITTEN.sub("", page.read_text(encoding="utf-8")))
    return [len(level) for level in re.findall(r"^(#+) ", text, re.MULTILINE)]


def code(page):
    """What the samples of a page do: comments and the language of reports may differ."""
    found = []
    for block in samples(page):
        if block.language in {"", "text"}:
            continue
        text = re.sub(r"\s*#.*$", "", block.text, flags=re.MULTILINE)
        text = re.sub(r"language: (zh|en)", "language", text)
        found.append((block.language, block.note, block.said, text))
    return found


def pictures(page):
    text = page.read_text(encoding="utf-8").replace("../_gallery", "_gallery")
    return re.findall(r"_gallery/([\w.-]+)\.(?:zh|en)\.svg", text)


def test_every_page_of_users_is_there_in_chinese_and_no_other():
    assert {page.stem for page in (DOCS / "zh").glob("*.md")} == USERS


def test_every_how_to_is_for_users():
    assert {page.stem for page in DOCS.glob("how-to-*.md")} <= USERS


@pytest.mark.parametrize("name", sorted(USERS))
def test_both_languages_have_the_same_sections(name):
    english, chinese = map(headings, pair(name))
    assert english == chinese


@pytest.mark.parametrize("name", sorted(USERS))
def test_both_languages_have_the_same_samples_and_pictures(name):
    english, chinese = pair(name)
    assert code(english) == code(chinese)
    assert pictures(english) == pictures(chinese)


def test_the_glossary_has_the_same_words_in_both_languages():
    row = re.compile(r"^\| (.+?) \| (.+?) \| .+ \|$", re.MULTILINE)
    english, chinese = (page.read_text(encoding="utf-8") for page in pair("glossary"))
    there = {(m[1], m[2]) for m in row.finditer(english)} - {("word", "中文"), ("---", "---")}
    here = {(m[2], m[1]) for m in row.finditer(chinese)} - {("English", "术语")}
    assert there == here
