"""Chunks of replicates, and the threads that work on them."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from clientlens.chunks import calm


def threads():
    """How many each library for products may use."""
    return [
        library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"
    ]


@pytest.mark.parametrize(("respondents", "expected"), [(600, 1), (1_000_000, 2)])
def test_small_products_run_in_one_thread_and_large_ones_in_as_many_as_there_are(
    respondents, expected
):
    np.ones((2, 2)) @ np.ones((2, 2))
    with threadpool_limits(2, user_api="blas"):
        with calm(respondents):
            assert set(threads()) == {expected}
        assert set(threads()) == {2}
