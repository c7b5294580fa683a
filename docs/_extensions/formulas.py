"""Formulas as MathML, which browsers draw by themselves: no script, no font from elsewhere."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

UNDER_AN_ACCENT = re.compile(
    r"<munderover>\s*(<mi>\S*?</mi>)\s*(<mrow>.*?</mrow>|<m[in]>\S*?</m[in]>)\s*"
    r'(<mo stretchy="false">[ˆˉ˜]</mo>)\s*</munderover>',
    re.DOTALL,
)
"""A letter with an accent and an index, which the translator puts below the letter."""

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer the renderer that ``html_math_renderer`` names."""
    app.add_html_math_renderer("mathml", (inline, None), (displayed, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def inline(translator: HTML5Translator, node: nodes.math) -> None:
    """A formula in a line of text."""
    translator.body.append(mathml(node, as_block=False))
    raise nodes.SkipNode


def displayed(translator: HTML5Translator, node: nodes.math_block) -> None:
    """A formula in a line of its own, which scrolls by itself where the screen is narrow."""
    translator.body.append(f'<div class="formula">{mathml(node, as_block=True)}</div>\n')
    raise nodes.SkipNode


def mathml(node: nodes.Element, *, as_block: bool) -> str:
    """The formula of a node; one that can't be read is a warning, and so stops the build."""
    try:
        return beside(latex2mathml.tex2mathml(node.astext(), as_block=as_block))
    except MathError as error:
        logger.warning("formula %r: %s", node.astext(), error, location=node)
        return ""


def beside(formula: str) -> str:
    """A formula with the index of a letter that has an accent where it belongs."""
    accented = r'<msub><mover accent="true">\1\3</mover>\2</msub>'
    return UNDER_AN_ACCENT.sub(accented, formula)
