"""The samples of the docs: fenced blocks, and what their info strings say of them.

A block is written like this::

    ```yaml file: study.yaml

- ``file: NAME``: the block is saved under that name before the samples of the page run;
- ``exit: N``: the last command leaves with that code instead of 0;
- ``printed``: every line was printed by the commands just before;
- ``not-run: REASON``: it can't run, and why;
- ``held by: TEST``: it runs in another test.

A page of excerpts that another test holds as a whole says so once, in a comment::

    <!-- samples held by: tests/docs/test_plugins_page.py -->
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^( *)```([^\n`]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
HELD = re.compile(r"^<!-- samples held by: (\S+) -->$", re.MULTILINE)
NOTES = ("file", "exit", "printed", "not-run", "held by")


@dataclass(frozen=True)
class Sample:
    """One block of a page."""

    page: str
    line: int
    language: str
    note: str
    said: str
    text: str

    @property
    def place(self):
        return f"{self.page}:{self.line}"


def pages():
    """Every page that people read."""
    docs = ROOT / "docs"
    names = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
    found = [*(ROOT / name for name in names), *docs.glob("*.md"), *(docs / "zh").glob("*.md")]
    return sorted(found)


def samples(page):
    """The blocks of a page, in their order; directives of the site are none."""
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT).as_posix()
    for found in FENCE.finditer(text):
        info, body = found[2].strip(), found[3]
        if info.startswith("{"):
            continue
        language, _, rest = info.partition(" ")
        note, _, said = rest.partition(":")
        line = text.count("\n", 0, found.start()) + 1
        indented = re.sub(rf"^{found[1]}", "", body, flags=re.MULTILINE)
        yield Sample(name, line, language, note.strip(), said.strip(), indented)


def holder(page):
    """The test that holds all samples of a page, None where they are run one by one."""
    found = HELD.search(page.read_text(encoding="utf-8"))
    return ROOT / found[1] if found else None
