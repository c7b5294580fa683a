"""Messages: sentences for people in their language, from Fluent catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from clientlens.errors import RequestError

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.syntax.ast import Resource

LANGUAGES: tuple[str, ...] = ("zh", "en")

LOCALE = Path(__file__).parent / "report" / "locale"
"""The catalogues of the core."""


class Messages:
    """The catalogues of one language; later folders win.

    Parameters
    ----------
    language : str
        ``zh`` or ``en``; a folder holds ``zh.ftl`` and ``en.ftl``.
    folders : iterable of Path
        Where the catalogues lie.
    """

    def __init__(self, language: str, folders: Iterable[Path]) -> None:
        if language not in LANGUAGES:
            raise RequestError(
                f"`language` must be one of {', '.join(LANGUAGES)}, got '{language}'"
            )
        self.language = cast('Literal["zh", "en"]', language)
        self.folders = tuple(folders)

    def __call__(self, key: str, **variables: str | float) -> str:
        """The message `key` with its variables; `KeyError` where no catalogue holds it.

        Numbers go in as they should be read: write ``f"{value:.2f}"``.
        """
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(f"message '{key}' has no text in {self.language}")
        text, errors = self._bundle.format_pattern(message.value, variables)
        if errors:
            raise errors[0]
        return str(text)

    def __contains__(self, key: str) -> bool:
        return bool(self._bundle.has_message(key))

    def get(self, key: str, default: str) -> str:
        """The message `key`, or `default` where no catalogue holds it."""
        return self(key) if key in self else default

    def with_folder(self, folder: Path) -> Messages:
        """The same language with one more folder."""
        return Messages(self.language, (*self.folders, folder))

    @cached_property
    def _bundle(self) -> FluentBundle:
        from fluent.runtime import FluentBundle

        bundle = FluentBundle([self.language], use_isolating=False)
        for folder in self.folders:
            catalogue = _parsed((folder / f"{self.language}.ftl").read_text(encoding="utf-8"))
            bundle.add_resource(catalogue, allow_overrides=True)
        return bundle


@cache
def _parsed(text: str) -> Resource:
    """A catalogue; one page asks for the core's once for every model, and parsing is slow."""
    from fluent.runtime import FluentResource

    parsed: Resource = FluentResource(text)
    return parsed
