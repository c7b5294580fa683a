"""A package as if it were installed: its metadata beside it, for programs that we start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import clientlens

HOME = Path(clientlens.__file__).parents[1]
METADATA = "Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n"


def add_metadata(folder: Path, distribution: str, entry_points: dict[str, str]) -> Path:
    """Write what an installer leaves of a distribution, and return the folder that holds it."""
    place = folder / f"{distribution.replace('-', '_')}-0.1.0.dist-info"
    place.mkdir(parents=True)
    (place / "METADATA").write_text(METADATA.format(name=distribution), encoding="utf-8")
    lines = ["[clientlens]", *(f"{name} = {module}" for name, module in entry_points.items())]
    (place / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


def run_beside(
    arguments: Iterable[str | Path], *, paths: Iterable[Path] = (), cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run this Python with some folders on its path, and with the clientlens that is tested."""
    known = [*map(str, paths), str(HOME), str(HOME.parent / "plugins")]
    own = [*known, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(own), "NO_COLOR": "1"}
    environment |= {"MYPYPATH": str(HOME), "COLUMNS": "200", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=cwd, env=environment, encoding="utf-8",
    )  # fmt: skip
