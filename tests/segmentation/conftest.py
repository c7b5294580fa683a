"""The plugins of a study with segments."""

from dataclasses import replace

import pytest

from clientlens import plugins
from segmentation.studies import Drawn, Halves, Means


@pytest.fixture(scope="module")
def registry():
    loaded = plugins.load()
    segmenters = {"halves": Halves(), "drawn": Drawn()}
    return replace(loaded, models={"means": Means()}, segmenters=segmenters)
