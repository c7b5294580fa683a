"""The Chinese that people read: the terms of the glossary, and no stray spaces."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted({*ROOT.glob("framework/**/zh.ftl*"), *ROOT.glob("plugins/**/zh.ftl*")})
SPACED_NAME = re.compile(r"[\u4e00-\u9fff] \{ \$name \}|\{ \$name \} [\u4e00-\u9fff；。]")


def lines_of(catalogue):
    return catalogue.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_importance_has_the_one_name_of_the_glossary(catalogue):
    """'重要性—绩效分析' is the established name of the method, and of nothing else."""
    other = [line for line in lines_of(catalogue) if re.search("重要性(?!—绩效)", line)]
    assert not other


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_name_stands_in_a_sentence_without_spaces(catalogue):
    """Names are Chinese; codes, which reasons name, are not."""
    sentences = [line for line in lines_of(catalogue) if not line.startswith("reason-")]
    assert not [line for line in sentences if SPACED_NAME.search(line)]
