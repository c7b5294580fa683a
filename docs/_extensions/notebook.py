"""Notebooks as pages: their cells run while the site is built, and what they show is shown.

A kernel and its packages would be a large dependency for one page; a cell is a piece of Python.
"""

from __future__ import annotations

import ast
import html
import json
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


class NotebookParser(MystParser):
    """Reads a notebook as the Markdown that its cells and their outputs are."""

    supported = ("ipynb",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill the document from the notebook's text."""
        super().parse("\n\n".join(blocks(json.loads(inputstring))), document)


def blocks(notebook: dict[str, Any]) -> Iterator[str]:
    """Every cell as Markdown, a cell of code with what its last expression shows."""
    names: dict[str, Any] = {"__name__": "notebook"}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield source
            continue
        yield f"```python\n{source}\n```"
        shown = run(source, names)
        if shown is not None:
            yield f"```{{raw}} html\n{as_html(shown)}\n```"


def run(source: str, names: dict[str, Any]) -> object:
    """What the last expression of a cell is, after all before it has run."""
    tree = ast.parse(source)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102  our own notebook
        return None
    before = ast.Module(tree.body[:-1], [])
    exec(compile(before, "<cell>", "exec"), names)  # noqa: S102
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307


def as_html(shown: object) -> str:
    """A value as a notebook shows it."""
    rich = getattr(shown, "_repr_html_", None)
    text = rich() if rich else f"<pre>{html.escape(repr(shown))}</pre>"
    return f'<div class="output">{text}</div>'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Take files of notebooks for pages."""
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(NotebookParser)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
