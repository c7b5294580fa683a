"""The conformance kit: what every plugin keeps, as tests for its author.

::

    import pytest
    from clientlens.testing import laws_of


    @pytest.mark.parametrize("law", laws_of(MyModel), ids=str)
    def test_model_keeps(law):
        law.check()
"""

from clientlens.testing.kit import (
    Verdict,
    check_model,
    check_reader,
    check_screen,
    check_segmenter,
    check_weighting,
    laws_of,
)
from clientlens.testing.law import BrokenLaw, Law

__all__ = [
    "BrokenLaw",
    "Law",
    "Verdict",
    "check_model",
    "check_reader",
    "check_screen",
    "check_segmenter",
    "check_weighting",
    "laws_of",
]
