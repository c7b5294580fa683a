"""The setup: a study's index made ready to be estimated, with the questions it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clientlens.plugin_api import FloatArray, Question, Study
from clientlens_csi.axes import Axes
from clientlens_csi.plan import Plan, plan_of
from clientlens_csi.solution import Reading, Settings, reading_of
from clientlens_csi.structure import PathStructure
from clientlens_csi.study.design import Design, design_of, questions_by_name
from clientlens_csi.study.options import CsiOptions


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """What an estimate needs besides the answers.

    Attributes
    ----------
    design : Design
        Names of everything.
    plan : Plan
        How it is estimated.
    reading : Reading
        Where its numbers stand.
    questions : tuple of Question
        The p questions, in the order of the plan.
    settings : Settings
        Scheme and stop rule.
    facet : str
        The rating that is an indicator's performance, where a model holds several.
    """

    design: Design
    plan: Plan
    reading: Reading
    questions: tuple[Question, ...]
    settings: Settings
    facet: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the questions."""
        return self.reading.questions

    @property
    def scales(self) -> FloatArray:
        """(p, 2) lowest and highest point of each question."""
        return np.array([question.scale.points for question in self.questions], dtype=np.float64)

    @property
    def is_plain(self) -> bool:
        """Whether every construct is measured by questions alone, and none is a product."""
        return isinstance(self.plan, PathStructure)

    @property
    def rating_of_indicator(self) -> dict[str, int]:
        """Indicator → number of the question that rates it, on the model's facet if it does."""
        rated = [
            (q.facet == self.facet, q.code, i) for i, q in enumerate(self.questions) if q.facet
        ]
        return {code: i for _, code, i in sorted(rated)}

    @property
    def axes(self) -> Axes:
        """What stands on the axes of results."""
        return Axes(self.reading)

    @property
    def predicted(self) -> tuple[str, ...]:
        """Questions of endogenous constructs, which a plain model predicts."""
        structure = self.reading.structure
        has_sources = np.asarray(structure.paths.any(axis=1))
        pairs = zip(structure.items, structure.construct_of, strict=True)
        return tuple(item for item, construct in pairs if has_sources[construct])


def setup_of(study: Study, options: CsiOptions) -> Setup:
    """Make a checked study's structural index ready."""
    design = design_of(study, options)
    plan = plan_of(
        design.blocks,
        design.paths,
        higher=design.higher,
        modes=design.modes,
        reflective=design.reflective,
        markers=design.markers,
        higher_order=options.higher_order,
        products=options.moderation,
    )
    reading = reading_of(plan)
    known = questions_by_name(study)
    return Setup(
        design=design,
        plan=plan,
        reading=reading,
        questions=tuple(known[name] for name in reading.questions),
        settings={
            "scheme": options.scheme,
            "tolerance": options.tolerance,
            "max_iterations": options.max_iterations,
        },
        facet=options.facet,
    )
