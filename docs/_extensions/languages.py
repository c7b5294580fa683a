"""Two languages in one site: a page under ``zh/`` is the Chinese of the page of the same name.

Each language has a sidebar of its own, made from the toctrees of its index; a switch above it leads
to the same page in the other language, or to its index where the page has no counterpart.
"""

from __future__ import annotations

import re
from typing import Any, cast

from docutils import nodes
from furo.navigation import get_navigation_tree
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import TocTree
from sphinx.util.typing import ExtensionMetadata

INDEX = {"en": "index", "zh": "zh/index"}
NAMES = {"en": "English", "zh": "中文"}
CHINESE = {
    "On this page": "本页内容",
    "Back to top": "回到顶部",
    "Skip to content": "跳到正文",
    "Home": "首页",
    "Next": "下一页",
    "Previous": "上一页",
    "Search": "搜索",
    "Made with ": "主题：",
}
"""What the theme says on a page."""
CHINESE_END = re.compile(r"[\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]$")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Take part when a page is written, after the theme has."""
    app.connect("html-page-context", in_its_language, priority=900)
    app.connect("doctree-read", without_gaps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def in_its_language(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page the switch, and a Chinese one its sidebar and the theme's words."""
    here = language_of(page)
    context["languages"] = [
        {"code": code, "name": name, "page": counterpart(app, page, code), "is_here": code == here}
        for code, name in NAMES.items()
    ]
    if here == "zh":
        context |= {"language": "zh-CN", "master_doc": INDEX["zh"]}
        context |= {"_": in_chinese, "gettext": in_chinese}
    context |= neighbours(app, page, context)
    context["furo_navigation_tree"] = get_navigation_tree(sidebar(app, page))


def without_gaps(app: Sphinx, doctree: nodes.document) -> None:
    """Join the lines of a Chinese paragraph: a line's end is no space there."""
    if language_of(app.env.docname) != "zh":
        return
    for text in list(doctree.findall(nodes.Text)):
        place = text.parent.index(text)
        before = text.parent[place - 1].astext() if place else ""
        if text.astext() == "\n" and CHINESE_END.search(before):
            text.parent.remove(text)


def neighbours(app: Sphinx, page: str, context: dict[str, Any]) -> dict[str, Any]:
    """The pages before and after one, as far as they are in its language."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    _, before, after = builder.relations.get(page, [None, None, None])
    known = {"prev": before, "next": after}
    return {
        key: context.get(key) if name and language_of(name) == language_of(page) else None
        for key, name in known.items()
    }


def language_of(page: str) -> str:
    """The language of a page."""
    return "zh" if page.startswith("zh/") else "en"


def counterpart(app: Sphinx, page: str, code: str) -> str:
    """The same page in a language, or the index of that language."""
    plain = page.removeprefix("zh/")
    name = f"zh/{plain}" if code == "zh" else plain
    return name if name in app.env.all_docs or name == page else INDEX[code]


def sidebar(app: Sphinx, page: str) -> str:
    """The toctrees of the page's language as HTML; the switch leads to the other one."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    trees = []
    for tree in app.env.get_doctree(INDEX[language_of(page)]).findall(addnodes.toctree):
        tree["entries"] = [entry for entry in tree["entries"] if entry[1] != INDEX["zh"]]
        trees.append(
            TocTree(app.env).resolve(page, builder, tree, titles_only=True, includehidden=True)
        )
    return "".join(builder.render_partial(tree)["fragment"] for tree in trees if tree)


def in_chinese(text: str) -> str:
    """A word of the theme in Chinese."""
    return CHINESE.get(text, text)
