"""What the page on checked numbers names is there, and as close as the page says."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/checked.md"
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| `(tests/\S+?)::(\S+?)` \|$", re.MULTILINE)


def rows():
    return [match.groups() for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def test_every_row_names_a_test():
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "tests/" in line]
    assert len(rows()) == len(lines) > 60


@pytest.mark.parametrize(("what", "against", "agreement", "file", "name"), rows())
def test_the_test_is_there_and_as_strict_as_told(what, against, agreement, file, name):
    source = (ROOT / file).read_text(encoding="utf-8")
    tree = ast.parse(source)
    (test,) = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == name]
    for tolerance in re.findall(r"`(\S+?)`", agreement):
        assert tolerance in source
    decorators = " ".join(ast.unparse(each) for each in test.decorator_list)
    assert ("slow" in decorators) == ("*slow*" in against)
