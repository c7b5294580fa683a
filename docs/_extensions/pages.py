"""Pages and their links: what leads to the README, and pages without a place in the index."""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

TO_README = re.compile(r"\]\((?:\.\./)+README(?:\.zh-CN)?\.md\)")
MORE = """
```{{toctree}}
:hidden:
:caption: More

{pages}
```
"""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Take part when a page is read."""
    app.connect("source-read", turn)
    app.connect("source-read", place)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def turn(app: Sphinx, name: str, source: list[str]) -> None:
    """The README is the first page of the repository; here that is the index."""
    source[0] = TO_README.sub("](index.md)", source[0])


def place(app: Sphinx, name: str, source: list[str]) -> None:
    """List pages that stand in no toctree of the index behind all others."""
    if name != app.config.root_doc:
        return
    named = set(re.findall(r"^([\w-]+)$", source[0], re.MULTILINE)) | {name}
    rest = sorted(page for page in app.env.found_docs - named if "/" not in page)
    if rest:
        source[0] += MORE.format(pages="\n".join(rest))
