"""Vega-Lite: specifications drawn as SVG and PNG, the script that draws them in a browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from textwrap import shorten
from typing import Any

from clientlens.drawing import fonts
from clientlens.errors import ClientLensError, Problem

Spec = Mapping[str, Any]

_DEFAULTS = {"font": fonts.STACK, "background": "white"}
"""What a specification doesn't say; with a family of its own, a picture may lose its text."""

_NO_ADDRESSES: list[str] = []
"""A picture is drawn from what its specification holds; nothing is fetched."""


_LONGEST_REASON = 300
"""Characters; Vega-Lite may quote a whole specification."""


class DrawingError(ClientLensError):
    """A picture that can't be drawn."""


def to_svg(spec: Spec) -> str:
    """Draw a specification as SVG.

    Text stays text, in our font or, where a browser hasn't got it, in the next of
    `fonts.STACK`. A first picture takes about 0.2 s, the next ones 0.03 s.

    Parameters
    ----------
    spec : mapping
        Vega-Lite, with its data; its own ``config`` goes before our defaults.

    Returns
    -------
    str
        One ``<svg>`` element.

    Raises
    ------
    DrawingError
        If Vega-Lite can't follow the specification, or it names data to be fetched.

    Examples
    --------
    >>> to_svg({"data": {"values": [{}]}, "mark": {"type": "text", "text": "利率"}})[:4]
    '<svg'
    """
    return str(_draw("vegalite_to_svg", spec))


def to_png(spec: Spec, scale: float = 2.0) -> bytes:
    """Draw a specification as PNG.

    Parameters
    ----------
    spec : mapping
        Vega-Lite, with its data; its own ``config`` goes before our defaults.
    scale : float
        Dots per pixel of the specification; 2 is sharp on today's screens and in print.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    DrawingError
        If Vega-Lite can't follow the specification, or it names data to be fetched.

    Examples
    --------
    >>> to_png({"data": {"values": [{}]}, "mark": "point"})[1:4]
    b'PNG'
    """
    return bytes(_draw("vegalite_to_png", spec, scale=scale))


@cache
def javascript_bundle() -> str:
    """The script that draws specifications in a browser, without a network.

    It sets ``vegaEmbed``, ``vegaLite`` and ``vega`` on ``window``. Making it takes a second or
    two, so it is kept in the user's cache folder, by the version of vl-convert; where that
    can't be written, it is made anew in every process.

    Returns
    -------
    str
        About 0.9 MB of JavaScript.
    """
    folder = cache_folder()
    if folder is None:
        return _make_bundle()
    kept = _kept_in(folder)
    script = _read(kept)
    if not script:
        script = _make_bundle()
        _keep(kept, script)
    return script


def has_bundle() -> bool:
    """Whether the script is in the cache already."""
    folder = cache_folder()
    return folder is not None and bool(_read(_kept_in(folder)))


def cache_folder() -> Path | None:
    """Where this user's programs keep what can be made again; None for a user without a home.

    ``XDG_CACHE_HOME`` where it is an absolute path, otherwise what is usual on this system.
    """
    if Path(os.environ.get("XDG_CACHE_HOME", "")).is_absolute():
        return Path(os.environ["XDG_CACHE_HOME"]) / "clientlens"
    usual = {"win32": "~/AppData/Local", "darwin": "~/Library/Caches"}.get(sys.platform, "~/.cache")
    try:
        return Path(usual).expanduser() / "clientlens"
    except RuntimeError:
        return None


def _draw(function: str, spec: Spec, **settings: float) -> Any:  # str or bytes, as vl-convert says
    import vl_convert

    fonts.register()
    draw = getattr(vl_convert, function)
    try:
        return draw(dict(spec), config=_DEFAULTS, allowed_base_urls=_NO_ADDRESSES, **settings)
    except ValueError as error:
        raise DrawingError(_told(spec, error)) from error


def _told(spec: Spec, error: ValueError) -> Problem:
    """What vl-convert says, without the trail through its script."""
    said = [line for line in str(error).splitlines() if not line.startswith("    at ")]
    reason = shorten(said[-1], width=_LONGEST_REASON)
    name = spec.get("name") or spec.get("description") or "without a name"
    return Problem(
        f"the chart {name!r} can't be drawn: {reason}",
        hint="Its Vega-Lite specification is at fault; https://vega.github.io/editor shows where.",
    )


def _kept_in(folder: Path) -> Path:
    return folder / f"vega-{version('vl-convert-python')}.js"


def _make_bundle() -> str:
    import vl_convert

    # The stub of vl-convert asks for a snippet that its documentation leaves out.
    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]


def _read(path: Path) -> str:
    """A file's text; empty where there is none that can be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _keep(path: Path, text: str) -> None:
    """Write a file whole or not at all; a folder that can't be written is no fault."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
