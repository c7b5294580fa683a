"""One estimate of the European model from many respondents, timed; `benchmarks.pls` runs it."""

from __future__ import annotations

import numpy as np

from benchmarks.bootstrap import paths
from benchmarks.ecsi import european_model, made_up_answers
from benchmarks.timing import Measured, peak_megabytes, timed
from clientlens_csi.estimates import estimate
from clientlens_csi.moments import item_moments

TIMES = 1000


def main() -> None:
    """Time moments and estimate together; the 250 answer a thousand times each."""
    model = european_model()
    answers = np.tile(made_up_answers(), (TIMES, 1))  # (250,000, 24)
    weights = np.ones((1, len(answers)))
    whole = timed("estimate", lambda: estimate(item_moments(weights, answers).covariance, model))
    Measured([whole], paths(answers, model), peak_megabytes()).print()


if __name__ == "__main__":
    main()
