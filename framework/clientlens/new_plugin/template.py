"""The templates: for each kind of plugin the files of a package, with its names left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from clientlens.new_plugin.names import Names

TEMPLATES: Mapping[str, str] = {
    "model": "clientlens_models",
    "per-replicate": "clientlens_models",
    "weighting": "clientlens_weightings",
    "segmenter": "clientlens_segmenters",
    "reader": "clientlens_readers",
    "screen": "clientlens_screens",
}
"""Template → the hook by which its plugin comes in."""

FOLDER = Path(__file__).parent / "templates"
_SHARED = "shared"
_SUFFIX = ".j2"
_PACKAGE = "PACKAGE"
"""Stands in a path for the name of the package."""


def rendered(template: str, names: Names) -> dict[PurePosixPath, str]:
    """The files of a new package: path → text, sorted.

    Parameters
    ----------
    template : str
        One of `TEMPLATES`.
    names : Names
        The names that are put in.
    """
    import jinja2

    environment = jinja2.Environment(  # noqa: S701  these are Python and YAML, no HTML
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    files = {
        PurePosixPath(*(names.package if part == _PACKAGE else part for part in path.parts)): path
        for folder in (_SHARED, template)
        for path in _files(folder)
    }
    own = {"names": names, "template": template, "version": version("clientlens")}
    texts = {
        path: environment.get_template(_source(template, file)) for path, file in files.items()
    }
    return {path: texts[path].render(own) for path in sorted(texts)}


def _files(folder: str) -> Iterator[PurePosixPath]:
    """The files of one template, relative to it and without their suffix."""
    for path in sorted((FOLDER / folder).rglob(f"*{_SUFFIX}")):
        yield PurePosixPath(path.relative_to(FOLDER / folder).as_posix().removesuffix(_SUFFIX))


def _source(template: str, file: PurePosixPath) -> str:
    """Where the text of a file stands: a template's own goes before the shared one."""
    name = f"{file}{_SUFFIX}"
    folder = template if (FOLDER / template / name).exists() else _SHARED
    return f"{folder}/{name}"
