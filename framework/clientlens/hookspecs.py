"""The hooks: every door through which a plugin comes in.

Each is called once, when plugins are loaded, without arguments. A plugin without the thing leaves
the hook out.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from clientlens.model import Model
from clientlens.segmenter import Segmenter
from clientlens.survey.read import Reader
from clientlens.survey.screen import Screen
from clientlens.weighting import Weighting

PROJECT = "clientlens"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def clientlens_models() -> Iterable[type[Model]]:  # type: ignore[empty-body]
    """Models that a study may use, as classes."""


@hookspec
def clientlens_weightings() -> Iterable[type[Weighting]]:  # type: ignore[empty-body]
    """Ways to weigh the hierarchy, as classes."""


@hookspec
def clientlens_segmenters() -> Iterable[type[Segmenter]]:  # type: ignore[empty-body]
    """Ways to find segments of the clients, as classes."""


@hookspec
def clientlens_screens() -> Iterable[type[Screen]]:  # type: ignore[empty-body]
    """Screening rules that a study may use, as classes."""


@hookspec
def clientlens_readers() -> Iterable[type[Reader]]:  # type: ignore[empty-body]
    """Readers of survey files, as classes."""
