"""The plugin's view of clientlens.

A plugin imports this module, `clientlens.stats` and `clientlens.drawing`, and no other plugin.

Names here keep their meaning between minor versions. A plugin is a module with hooks::

    from clientlens.plugin_api import Model, hookimpl


    @hookimpl
    def clientlens_models():
        return [MyModel]

and an entry point in the group ``clientlens``.
"""

from clientlens.arrays import BoolArray, FloatArray, IntArray
from clientlens.config.named import check_asked, check_facet, check_item, check_overall
from clientlens.config.schema import Code, Options, Scale, Survey, Text
from clientlens.config.study import SegmentationChoice, Study, WeightingChoice
from clientlens.errors import (
    AnswersError,
    ClientLensError,
    Place,
    Problem,
    RequestError,
    did_you_mean,
)
from clientlens.hierarchy import Hierarchy, Question, hierarchy_of, questions_of
from clientlens.hookspecs import hookimpl
from clientlens.messages import Messages
from clientlens.model import Dims, Ends, Model, Values
from clientlens.per_replicate import NotEstimable, OneEstimate, per_replicate
from clientlens.population import Population
from clientlens.results.absences import absences
from clientlens.results.chart import Chart
from clientlens.results.class_chart import Axis, class_chart
from clientlens.results.classes import BOUNDARY, class_frame, class_rows
from clientlens.results.estimates import Absent, Estimate, Estimates
from clientlens.results.evaluation import Result
from clientlens.results.finding import Finding
from clientlens.results.sheet import Sheet, tables_of
from clientlens.results.table import Table, stack, with_dimension
from clientlens.sample import Sample, Weighed
from clientlens.segmentation import Features, Segmentation
from clientlens.segmenter import Segmenter
from clientlens.structural import StructuralWeights
from clientlens.survey.answers import Answers, Source
from clientlens.survey.read import Cells, Reader
from clientlens.survey.screen import Screen, ScreenOptions
from clientlens.weighting import Family, Weighting, Weights

__all__ = [
    "BOUNDARY",
    "Absent",
    "Answers",
    "AnswersError",
    "Axis",
    "BoolArray",
    "Cells",
    "Chart",
    "ClientLensError",
    "Code",
    "Dims",
    "Ends",
    "Estimate",
    "Estimates",
    "Family",
    "Features",
    "Finding",
    "FloatArray",
    "Hierarchy",
    "IntArray",
    "Messages",
    "Model",
    "NotEstimable",
    "OneEstimate",
    "Options",
    "Place",
    "Population",
    "Problem",
    "Question",
    "Reader",
    "RequestError",
    "Result",
    "Sample",
    "Scale",
    "Screen",
    "ScreenOptions",
    "Segmentation",
    "SegmentationChoice",
    "Segmenter",
    "Sheet",
    "Source",
    "StructuralWeights",
    "Study",
    "Survey",
    "Table",
    "Text",
    "Values",
    "Weighed",
    "Weighting",
    "WeightingChoice",
    "Weights",
    "absences",
    "check_asked",
    "check_facet",
    "check_item",
    "check_overall",
    "class_chart",
    "class_frame",
    "class_rows",
    "did_you_mean",
    "hierarchy_of",
    "hookimpl",
    "per_replicate",
    "questions_of",
    "stack",
    "tables_of",
    "with_dimension",
]
