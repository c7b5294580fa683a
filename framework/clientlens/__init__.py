"""clientlens: evaluate a bank's credit service as its clients see it.

::

    study = clientlens.load("configs/jiangxi/xinyu-2022.yaml")
    evaluation = clientlens.evaluate(study)
    evaluation["quadrant"].table("classes")  # a pandas.DataFrame
    evaluation["quadrant"].estimates.data  # an xarray.Dataset, replicates included
    clientlens.write(evaluation, "runs/xinyu-2022")
    clientlens.compare("runs/xinyu-2022", "runs/xinyu-2023").differences
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clientlens.workbench import compare, evaluate, load, simulate, sweep, write

__all__ = ["compare", "evaluate", "load", "simulate", "sweep", "write"]


def __getattr__(name: str) -> object:
    """Import on first use, so that ``clientlens --help`` is quick."""
    if name in __all__:
        from clientlens import workbench

        return getattr(workbench, name)
    raise AttributeError(f"module 'clientlens' has no attribute '{name}'")
