"""The pictures of the gallery: drawn by the program from the example studies.

They lie in ``docs/_gallery`` and are drawn anew when the program or a study has changed. A page
shows the wide form of a picture, and on a telephone the narrow one.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

import clientlens
from clientlens.drawing.vega import to_svg
from clientlens.report.words import words_of
from clientlens.results.evaluation import Evaluation

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "_gallery"
STAMP = PICTURES / "drawn-from.txt"
REPLICATES = 200
SHOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "jiangxi/xinyu-2022": {"quadrant": ("matrix", "certainty", "gaps")},
    "jiangxi/province-2023": {
        "csi": ("diagram", "map", "groups"),
        "servqual": ("gaps-items", "chain", "radar"),
        "units": ("ranks", "funnel", "strengths"),
    },
    "guizhou/zunyi-2023": {
        "composite": ("indicators",),
        "weights": ("indicators",),
        "segments": ("profile-firm_size",),
    },
}
"""Study → model → charts that the gallery shows."""

NARROW = ".narrow.svg"
_IMAGE = re.compile(r'<img [^>]*src="(?P<source>[^"]*_images/(?P<name>[\w.-]+)\.svg)"[^>]*/>')

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Draw before pages are read; show narrow forms on the pages that are written."""
    app.connect("builder-inited", draw_what_is_stale)
    app.connect("html-page-context", show_narrow)
    app.connect("build-finished", copy_narrow)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def draw_what_is_stale(app: Sphinx) -> None:
    """Draw all pictures, unless they were drawn from the same program and studies."""
    digest = digest_of_sources()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == digest:
        return
    PICTURES.mkdir(exist_ok=True)
    for study, charts in SHOWN.items():
        logger.info("drawing the pictures of %s", study)
        draw(study, charts)
    STAMP.write_text(digest, encoding="utf-8")


def draw(name: str, charts: dict[str, tuple[str, ...]]) -> None:
    """The pictures of one study, in both languages."""
    evaluation = evaluated(ROOT / "configs" / f"{name}.yaml", set(charts))
    for language in ("en", "zh"):
        spoken = in_language(evaluation, language)
        for model, wanted in charts.items():
            result = spoken[model]
            found = {c.name: c for c in result.charts(words_of(spoken, result).messages)}
            for chart in wanted:
                path = PICTURES / f"{model}.{chart}.{language}.svg"
                path.write_text(to_svg(dict(found[chart].wide)), encoding="utf-8")
                narrow = found[chart].narrow
                if narrow:
                    path.with_suffix(NARROW).write_text(to_svg(dict(narrow)), encoding="utf-8")


def evaluated(path: Path, models: set[str]) -> Evaluation:
    """A study under some of its models."""
    others = set(clientlens.load(path).models) - models
    changes = {"models": dict.fromkeys(others), "uncertainty": {"replicates": REPLICATES}}
    return clientlens.evaluate(clientlens.load(path, changes=changes))


def in_language(evaluation: Evaluation, language: str) -> Evaluation:
    """The same evaluation, reported in a language."""
    study = evaluation.study
    report = study.report.model_copy(update={"language": language})
    return replace(evaluation, study=replace(study, report=report))


# Any: what Sphinx hands to its templates.
def show_narrow(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    doctree: object,
) -> None:
    """Let a telephone choose the narrow form of each picture that has one."""
    if "body" in context:
        context["body"] = _IMAGE.sub(_with_narrow, context["body"])


def _with_narrow(image: re.Match[str]) -> str:
    if not (PICTURES / f"{image['name']}{NARROW}").exists():
        return image[0]
    source = image["source"].removesuffix(".svg") + NARROW
    return f'<picture><source media="(max-width: 600px)" srcset="{source}">{image[0]}</picture>'


def copy_narrow(app: Sphinx, exception: Exception | None) -> None:
    """Put narrow forms beside the wide ones, which alone Sphinx knows of."""
    if exception is None and app.builder.format == "html":
        for path in PICTURES.glob(f"*{NARROW}"):
            shutil.copy(path, app.outdir / "_images" / path.name)


def digest_of_sources() -> str:
    """What the pictures depend on, in one number."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """The program, the example studies and this file."""
    yield Path(__file__)
    for folder, suffixes in (("framework", {".py", ".ftl"}), ("plugins", {".py", ".ftl"}),
                             ("configs", {".yaml", ".csv"})):  # fmt: skip
        files = sorted((ROOT / folder).rglob("*"))
        yield from (path for path in files if path.suffix in suffixes)
