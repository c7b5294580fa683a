"""A fresh environment: one wheel and what it declares to need, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

SET_BY_THE_CALLER = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CLIENTLENS_REFERENCE")


class Environment:
    """A virtual environment that knows nothing of the one which runs the tests."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=True)
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        library = ("Lib",) if os.name == "nt" else ("lib", version)
        self.packages = folder.joinpath(*library, "site-packages")

    def run(self, *command: object, cwd: Path) -> str:
        """What a program of the environment prints; it must end well."""
        program, *arguments = map(str, command)
        kept = {k: v for k, v in os.environ.items() if k not in SET_BY_THE_CALLER}
        done = subprocess.run(
            [self.bin / program, *arguments], cwd=cwd, capture_output=True, check=False,
            env=kept | {"NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"},
            text=True, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def install(self, wheel: Path, *options: str) -> None:
        """Install a wheel by pip."""
        self.run("python", "-m", "pip", "install", "--quiet", *options, wheel, cwd=wheel.parent)

    def lend(self, name: str) -> None:
        """Let it see what a distribution declares to need, as it is installed here."""
        shelf = self.packages.parent / "lent"
        shelf.mkdir()
        for source in {part for needed in needs_of(name) for part in parts_of(needed)}:
            (shelf / source.name).symlink_to(source)
        (self.packages / "lent.pth").write_text(f"{shelf}\n", encoding="utf-8")


def needs_of(name: str) -> list[Distribution]:
    """What a distribution needs, and what that needs; without the distribution itself."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        for line in distribution(waiting.pop()).requires or ():
            needed = Requirement(line)
            is_wanted = needed.marker is None or needed.marker.evaluate({"extra": ""})
            if is_wanted and needed.name.lower() not in found:
                found[needed.name.lower()] = distribution(needed.name)
                waiting.append(needed.name)
    return list(found.values())


def parts_of(installed: Distribution) -> set[Path]:
    """The files and folders of a distribution that lie in site-packages."""
    tops = {path.parts[0] for path in installed.files or ()} - {"..", "__pycache__"}
    found = {Path(str(installed.locate_file(top))) for top in tops}
    return {path for path in found if path.exists()}
