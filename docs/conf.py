"""How the site of the documentation is built: ``make docs``."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_extensions"))

project = "clientlens"
author = "The clientlens authors"
copyright = author  # noqa: A001  Sphinx's own name
version = release = version_of("clientlens")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "formulas",
    "gallery",
    "languages",
    "notebook",
    "pages",
    "reference",
    "words",
]
lexers |= {"csv": TextLexer(), "ftl": TextLexer()}
default_role = "literal"
exclude_patterns = ["_extensions", "_gallery", "_static", "_templates"]
templates_path = ["_templates"]
language = "en"
smartquotes = False

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 4

autodoc_type_aliases = {name: name for name in ("BoolArray", "FloatArray", "IntArray")}
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_custom_sections = [("Attributes", "params_style")]
napoleon_use_param = False  # types are words, such as "(R, J) array", and no links
napoleon_use_rtype = False
viewcode_line_numbers = True

html_theme = "furo"
html_title = "clientlens"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_math_renderer = "mathml"
html_search_language = "words"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#12617a", "color-brand-content": "#12617a"},
    "dark_css_variables": {"color-brand-primary": "#7cc4d8", "color-brand-content": "#7cc4d8"},
}
