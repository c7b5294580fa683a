"""The mark of a class: the same shape and colour on the page as in every picture."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from clientlens.drawing.theme import CLASS_STYLES, ClassStyle
from clientlens.errors import PluginError, Problem, did_you_mean

_PATHS = {
    "circle": "M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z",
    "square": "M1.7 1.7h8.6v8.6H1.7z",
    "triangle-up": "M6 1.2 11.2 10.4H.8z",
    "triangle-down": "M6 10.8.8 1.6h10.4z",
    "diamond": "M6 .6 11.4 6 6 11.4.6 6z",
}
"""Vega's shapes in a box of 12 by 12."""


def styles_of(looks: Mapping[str, str]) -> dict[str, ClassStyle]:
    """Class → how it looks; `looks` names the class of the theme that a model's own looks like.

    Raises
    ------
    PluginError
        The theme has no such class.
    """
    for code, like in looks.items():
        if like not in CLASS_STYLES:
            message = f"class '{code}' of a model looks like '{like}', which the theme doesn't have"
            raise PluginError(Problem(message, hint=did_you_mean(like, CLASS_STYLES)))
    return {**CLASS_STYLES, **{code: CLASS_STYLES[like] for code, like in looks.items()}}


def symbols(styles: Mapping[str, ClassStyle]) -> Markup:
    """The shapes, defined once a page and used by name: ``#mark-keep_up``."""
    made = (
        Markup('<symbol id="mark-{}" viewBox="0 0 12 12"><path d="{}"/></symbol>').format(
            code, _PATHS.get(style.shape, _PATHS["circle"])
        )
        for code, style in styles.items()
    )
    return Markup("").join(made)


def colours(styles: Mapping[str, ClassStyle]) -> str:
    """CSS that gives every element with ``data-class`` the colours of its class."""
    return "\n".join(_rule(code, style) for code, style in styles.items())


def _rule(code: str, style: ClassStyle) -> str:
    filling = style.colour if style.is_filled else "#fff"
    return (
        f'[data-class="{code}"] {{ --class: {style.colour}; --class-text: {style.text}; '
        f"--class-filling: {filling}; }}"
    )
