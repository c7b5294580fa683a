"""The HTML report: one page that holds all it needs, pictures, font and script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

import jinja2
from markupsafe import Markup

from clientlens.config.schema import Language
from clientlens.drawing import fonts, vega
from clientlens.drawing.theme import CLASS_STYLES, ClassStyle
from clientlens.report import marks
from clientlens.report.page import Page, page_of
from clientlens.report.title import Title
from clientlens.results.evaluation import Evaluation

Styles = Mapping[str, ClassStyle]
"""Class → how it looks."""

TEMPLATES = Path(__file__).parent / "templates"
ALWAYS_IN_FONT = "".join(map(chr, range(32, 127))) + "\N{MINUS SIGN}–—…·‘’“”±×≥≤"
"""Characters that the script may draw although the page doesn't hold them."""

WEIGHTS: dict[fonts.Weight, int] = {"regular": 400, "bold": 700}
"""CSS weights of the font."""

_BOLD = re.compile(
    r"<(h[1-4]|dt|b|figure)\b.*?</\1>|<tr class=\"level-0\".*?</tr>|<span class=\"name\".*?</span>",
    re.DOTALL,
)
"""What the style sheet sets in bold, and pictures, which may."""


def render_html(evaluation: Evaluation) -> str:
    """An evaluation as one self-contained page in the language of the study.

    Nothing is fetched: pictures are inline, the script and a font cut to the characters of the
    page are part of it, and a content security policy refuses everything else, scripts that are
    not the page's own among it. The same evaluation gives the same bytes.

    Parameters
    ----------
    evaluation : Evaluation
        What was found.

    Returns
    -------
    str
        The page; write it as UTF-8.
    """
    return render_page(page_of(evaluation))


def render_page(page: Page) -> str:
    """What `page_of` gathered, as `render_html` writes it; waits for its pictures."""
    body = body_of("body.html.j2", page, page.styles)
    return compose(page, body, has_pictures=bool(page.charts), styles=page.styles)


class Composed(Protocol):
    """What every page has: words in its language, and a title."""

    @property
    def words(self) -> Vocabulary:
        """The words of the page."""
        ...

    @property
    def title(self) -> Title:
        """The title of the page."""
        ...


class Vocabulary(Protocol):
    """Words in one language."""

    @property
    def language(self) -> Language:
        """``zh`` or ``en``."""
        ...

    def __call__(self, key: str, **variables: str | float) -> str:
        """The message `key`."""
        ...


def body_of(template: str, page: Composed, styles: Styles = CLASS_STYLES) -> str:
    """The body of a page from one of our templates; `styles` are the looks of its classes."""
    return (
        _templates()
        .get_template(template)
        .render(page=page, words=page.words, symbols=marks.symbols(styles))
    )


def compose(page: Composed, body: str, *, has_pictures: bool, styles: Styles = CLASS_STYLES) -> str:
    """A whole page around a body that one of our templates made: style, font, scripts, policy."""
    scripts = _scripts() if has_pictures else ()
    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            page=page,
            words=page.words,
            body=Markup(body),  # noqa: S704  made by the autoescaping template above
            style=Markup(_style(page, body, styles)),  # noqa: S704  our own style sheet
            scripts=[Markup(script) for script in scripts],  # noqa: S704  our own scripts
            policy=_policy(scripts),
        )
    )


def _style(page: Composed, body: str, styles: Styles) -> str:
    """The style sheet: font, colours of the classes, what is said on every printed sheet."""
    return "\n".join(
        [_font_faces(body), marks.colours(styles), _source("report.css"), _margin_boxes(page)]
    )


def _font_faces(body: str) -> str:
    """The font in two weights, cut to the characters of the page: Chinese draws everywhere."""
    bold = "".join(match.group() for match in _BOLD.finditer(body))
    return "\n".join([_font_face(body, "regular"), _font_face(bold, "bold")])


def _font_face(text: str, weight: fonts.Weight) -> str:
    characters = "".join(sorted(set(text) | set(ALWAYS_IN_FONT)))
    data = base64.b64encode(fonts.subset_woff(characters, weight)).decode("ascii")
    return (
        f'@font-face {{ font-family: "{fonts.FAMILY}"; font-weight: {WEIGHTS[weight]}; '
        f'font-display: block; src: url("data:font/woff;base64,{data}") format("woff"); }}'
    )


def _margin_boxes(page: Composed) -> str:
    """What stands in the margins of every printed sheet."""
    mark = page.words("synthetic") if page.title.is_synthetic else ""
    return (
        f"@page {{ @top-left {{ content: {_css_text(page.title.text)}; }} "
        f"@top-right {{ content: {_css_text(mark)}; }} }}"
    )


def _css_text(text: str) -> str:
    """A string of CSS; every character that isn't a letter or a digit is escaped."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


@cache
def _scripts() -> tuple[str, ...]:
    """The charting library, then the page's own few lines.

    The library is wrapped, so that its many names stay its own.
    """
    library = vega.javascript_bundle().replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return (f"(()=>{{{library}\n}})();", _source("report.js"))


def _policy(scripts: tuple[str, ...]) -> str:
    """Let the page use what it holds and nothing else; a foreign script has no such digest."""
    digests = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    ]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
