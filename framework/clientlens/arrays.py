"""The array types that signatures name.

One alphabet of shapes everywhere: R replicates (always axis 0 of a statistic), n respondents,
J indicators, p items, K categories, C constructs, D dimensions, G groups,
U units that are ranked.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
ObjectArray = npt.NDArray[np.object_]
