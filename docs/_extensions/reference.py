"""The Python reference: one section a public module, read from its docstrings."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from importlib.util import find_spec

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

SECTION = """
{title}

```{{eval-rst}}
.. automodule:: {name}
   :members:
   :imported-members:
   :exclude-members: model_config
```
"""
OWN = SECTION.replace("   :imported-members:\n", "")
REFERENCE = re.compile(r"^( *)\.\. \[(\d+)\] (.*(?:\n\1 +.*)*)", re.MULTILINE)
LITERAL = re.compile(r"(`[^`]*`)")


class PublicModules(SphinxDirective):
    """Sections for modules; a package stands for what lies in it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Every module that is there, below a heading of its own."""
        found = [name for line in self.content for name in modules(line.strip())]
        return self.parse_text_to_nodes("\n".join(map(section, found)), allow_section_headings=True)


def modules(name: str) -> Iterator[str]:
    """A module by its name; of a package its public modules."""
    if find_spec(name) is None:
        return
    module = importlib.import_module(name)
    if hasattr(module, "__all__") or not hasattr(module, "__path__"):
        yield name
        return
    inner = sorted(found.name for found in pkgutil.iter_modules(module.__path__))
    yield from (f"{name}.{each}" for each in inner if not each.startswith("_"))


def section(name: str) -> str:
    """A module's heading and its members; what a shop window shows is told where it is shown."""
    module = importlib.import_module(name)
    shown = getattr(module, "__all__", ())
    text = (SECTION if shown else OWN).format(title=f"## `{name}`", name=name)
    late = [each for each in shown if each not in vars(module)]
    functions = "\n".join(f".. autofunction:: {name}.{each}\n" for each in late)
    return f"{text}\n```{{eval-rst}}\n{functions}\n```\n" if late else text


def in_plain_words(
    app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]
) -> None:
    """Make references of a docstring a list of its own.

    Footnotes are numbered by the page, and many docstrings share one.
    """
    text = REFERENCE.sub(as_entry, "\n".join(lines))
    parts = LITERAL.split(re.sub(r"(\[\d+(?:, [^\]]*)?\])_", r"\1", text))
    parts[::2] = [part.replace("|", "\\|") for part in parts[::2]]
    lines[:] = "".join(parts).split("\n")


def as_entry(found: re.Match[str]) -> str:
    """One reference as an entry of a list, in one line."""
    return f"{found[1]}* [{found[2]}] {' '.join(found[3].split())}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer the directive, and read docstrings before napoleon does."""
    app.connect("autodoc-process-docstring", in_plain_words, priority=400)
    app.add_directive("public-modules", PublicModules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
