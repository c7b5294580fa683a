"""What the site adds to Sphinx: words to search for, formulas, cells of a notebook."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="the site's packages are installed by `make docs`")
pytest.importorskip("myst_parser", reason="the site's packages are installed by `make docs`")
EXTENSIONS = Path(__file__).parents[2] / "docs/_extensions"


@pytest.fixture
def extension(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(EXTENSIONS), *sys.path])
    return import_module


def test_chinese_is_searched_by_pairs_and_latin_by_words(extension):
    words = extension("words").Words({})
    assert words.split("怎样读区间, bootstrap_2") == ["怎样", "样读", "读区", "区间", "bootstrap_2"]
    assert words.split("的 gap") == ["的", "gap"]
    assert words.word_filter("区间")
    assert not words.word_filter("the")


def test_an_index_stands_beside_its_letter_and_not_below(extension):
    from docutils import nodes

    formula = extension("formulas").mathml(nodes.math("", r"\hat\theta_r"), as_block=False)
    assert "<msub><mover" in formula
    assert "munder" not in formula


def test_a_cell_shows_its_last_expression_alone(extension):
    notebook = extension("notebook")
    names = {}
    assert notebook.run("a = 2\na + 1", names) == 3
    assert notebook.run("b = a", names) is None
    assert names["b"] == 2
    assert "&lt;" in notebook.as_html("<b>")


def test_references_of_docstrings_become_a_list(extension):
    lines = ["Text [1]_ with |x|.", "", ".. [1] Efron (1993),", "       An Introduction."]
    extension("reference").in_plain_words(None, "", "", None, None, lines)
    assert lines == [r"Text [1] with \|x\|.", "", "* [1] Efron (1993), An Introduction."]


def test_a_page_without_a_place_is_listed(extension):
    class App:
        class config:  # noqa: N801  as Sphinx calls it
            root_doc = "index"

        class env:  # noqa: N801
            found_docs = frozenset({"index", "named", "new-page", "zh/index"})

    source = ["```{toctree}\nnamed\n```"]
    extension("pages").place(App, "index", source)
    assert "new-page" in source[0]
    assert "zh/index" not in source[0]


def test_a_telephone_is_offered_the_narrow_form_of_a_picture(extension, monkeypatch, tmp_path):
    gallery = extension("gallery")
    monkeypatch.setattr(gallery, "PICTURES", tmp_path)
    (tmp_path / "quadrant.matrix.zh.narrow.svg").touch()
    images = [
        f'<img alt="x" src="../_images/{name}.svg" />' for name in ("quadrant.matrix.zh", "b")
    ]
    context = {"body": "".join(images)}
    gallery.show_narrow(None, "index", "page.html", context, None)
    assert context["body"] == (
        '<picture><source media="(max-width: 600px)" '
        f'srcset="../_images/quadrant.matrix.zh.narrow.svg">{images[0]}</picture>{images[1]}'
    )
