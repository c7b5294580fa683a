"""Two runs of one thing, with numpy's global random state different in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

Found = TypeVar("Found")


def shaken(run: Callable[[], Found]) -> tuple[Found, Found]:
    """What two runs give; the global state is afterwards as it was."""
    state = np.random.get_state()  # noqa: NPY002  a plugin may use it, and must not
    try:
        np.random.seed(1)  # noqa: NPY002  the same
        one = run()
        np.random.seed(2)  # noqa: NPY002  the same
        return one, run()
    finally:
        np.random.set_state(state)  # noqa: NPY002  the same
