"""The words that the search finds: Latin ones by their stems, Chinese ones by pairs of characters.

One index serves both languages, and no dictionary is needed to part a Chinese sentence.
"""

from __future__ import annotations

import re

from sphinx import search
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish
from sphinx.util.typing import ExtensionMetadata

CHINESE = "\u4e00-\u9fff"
TOKEN = re.compile(rf"[{CHINESE}]+|[^\W{CHINESE}]+")


class Words(SearchEnglish):
    """English as Sphinx indexes it, and Chinese beside it."""

    lang = "words"
    js_splitter_code = r"""
function splitQuery(query) {
  const pairs = (word) => [...word].slice(1).map((_, i) => word.slice(i, i + 2));
  const words = query.match(/[\u4e00-\u9fff]+|[^\s\u4e00-\u9fff\p{P}\p{S}]+|_/gu) || [];
  return words.flatMap((word) => /^[\u4e00-\u9fff]{2,}$/.test(word) ? pairs(word) : [word]);
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002  Sphinx's own name
        """Words of a text; a run of Chinese characters as all pairs of neighbours."""
        return [word for token in TOKEN.findall(input) for word in pairs(token)]

    def word_filter(self, word: str) -> bool:
        """Whether a word is worth finding."""
        return bool(re.match(rf"[{CHINESE}]", word)) or super().word_filter(word)


def pairs(token: str) -> list[str]:
    """A Latin word as it is, a run of Chinese characters two by two."""
    if len(token) == 1 or not re.match(rf"[{CHINESE}]", token):
        return [token]
    return [token[i : i + 2] for i in range(len(token) - 1)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer the language that ``html_search_language`` names."""
    search.languages["words"] = Words
    return {"parallel_read_safe": True, "parallel_write_safe": True}
