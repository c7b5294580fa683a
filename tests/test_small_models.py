"""The promise of three models: each is whole in fewer than 300 lines of code."""

import ast
import io
import tokenize
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[1] / "plugins"
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def lines_of_code(text):
    """Lines with a token of code: no blank ones, no comments, no docstrings."""
    told = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno, node.end_lineno + 1)
    }
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    code = {
        line
        for token in tokens
        if token.type not in NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - told)


def test_blank_lines_comments_and_docstrings_are_no_code():
    text = (
        '"""What it is.\n\nMore of it.\n"""\n\n# a remark\nx = (\n    1,  # one\n)\n"""Of x."""\n'
    )
    assert lines_of_code(text) == 3


@pytest.mark.parametrize("name", ["nps", "kano", "ipca"])
def test_a_model_takes_fewer_than_300_lines_of_code(name):
    files = sorted((PLUGINS / f"clientlens_{name}").rglob("*.py"))
    lines = {path.name: lines_of_code(path.read_text(encoding="utf-8")) for path in files}
    assert 0 < sum(lines.values()) < 300, lines
