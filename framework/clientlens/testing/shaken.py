"""Two runs of one thing, with numpy's global random state different in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from clientlens.testing.law import Breach

Found = TypeVar("Found")


def shaken(run: Callable[[], Found]) -> tuple[Found, Found]:
    """What two runs give; the global state is afterwards as it was.

    Raises
    ------
    Breach
        A run draws from the global state, or seeds it.
    """
    state = np.random.get_state()  # noqa: NPY002  a plugin may use it, and must not
    try:
        return _run_from(1, run), _run_from(2, run)
    finally:
        np.random.set_state(state)  # noqa: NPY002  the same


def _run_from(seed: int, run: Callable[[], Found]) -> Found:
    np.random.seed(seed)  # noqa: NPY002  the same
    before = np.random.get_state()  # noqa: NPY002  the same
    found = run()
    after = np.random.get_state()  # noqa: NPY002  the same
    if not all(np.array_equal(one, other) for one, other in zip(before, after, strict=True)):
        raise Breach("it draws from numpy's global random state, or seeds it")
    return found
