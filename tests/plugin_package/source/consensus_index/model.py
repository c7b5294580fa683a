"""Consensus: how far clients agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import numpy as np
from pydantic import Field

from clientlens.plugin_api import Dims, Model, Options, Problem, Sample, Study, Values, check_asked


class ConsensusOptions(Options):
    """Options of the model."""

    facet: str = Field("satisfaction", description="Facet about which clients may agree.")


class Consensus(Model):
    """Consensus of the answers to each indicator, 0 to 1.

    ``1 + Σ p log2(1 - |x - mean| / d)`` over the scale points x with their shares p, d being the
    width of the scale [1]_.

    References
    ----------
    .. [1] Tastle & Wierman (2007), Consensus and dissention: a measure of ordinal dispersion,
           International Journal of Approximate Reasoning 45(3), 531-545.
    """

    name = "consensus"
    Options = ConsensusOptions
    dims: ClassVar[Dims] = {"consensus_share": ("indicator",)}
    locale = Path(__file__).parent / "locale"

    def check(self, study: Study, options: ConsensusOptions) -> Iterator[Problem]:
        """The facet must be asked."""
        yield from check_asked(study, options, facets=["facet"])

    def estimate(self, sample: Sample, study: Study, options: ConsensusOptions) -> Values:
        """(R, J) consensus."""
        p = sample.distribution(options.facet)  # (R, J, K)
        scale = sample.scale(options.facet)
        apart = np.abs(np.array(scale.categories) - sample.mean(options.facet)[:, :, None])
        kept = 1 - apart / (scale.high - scale.low)
        terms = p * np.log2(np.where(p > 0, kept, 1.0))
        return {"consensus_share": 1 + terms.sum(axis=2)}
