"""Other programs that bootstrap a path model, each installed in an environment of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.timing import Measured, read

ROOT = Path(__file__).resolve().parents[1]

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""What keeps the linear algebra of NumPy, of whatever make, to one thread."""

_INSTALL_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Peer:
    """A program of the package index.

    Attributes
    ----------
    name : str
    requirements : tuple of str
        What pip installs.
    module : str
        The script that times it.
    resamples : int
        As many as take a second or two.
    keeps : str
        What it keeps of a resample.
    """

    name: str
    requirements: tuple[str, ...]
    module: str
    resamples: int
    keeps: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Why a peer wasn't measured."""

    reason: str


PEERS = (
    Peer(
        "seminr (Python)",
        ("seminr==0.2.1",),
        "benchmarks.peer_seminr",
        300,
        "weights, loadings, paths, total effects, HTMT",
    ),
    Peer(
        "plspm (Python)",
        ("plspm==0.5.7", "pandas<3"),  # it fails on every model with pandas 3
        "benchmarks.peer_plspm",
        20,
        "weights, loadings, paths, total effects, R²",
    ),
)


def measure(peer: Peer, folder: Path) -> Measured | Absent:
    """Install a peer, where it isn't yet, and time it on the answers in `folder`."""
    python = _installed(peer)
    if isinstance(python, Absent):
        return python
    arguments = [str(folder / "answers.csv"), str(folder / "model.json"), str(peer.resamples)]
    return run(python, peer.module, *arguments)


def run(python: Path | str, module: str, *arguments: str) -> Measured | Absent:
    """Run a module of this folder by an interpreter, in one thread, and hear what it measured."""
    process = subprocess.run(
        [str(python), "-m", module, *arguments],
        cwd=ROOT,
        env=os.environ | ONE_THREAD,
        capture_output=True,
        text=True,
        check=False,
    )
    return read(process.stdout) if process.returncode == 0 else Absent(_last_line(process.stderr))


def _installed(peer: Peer) -> Path | Absent:
    """The interpreter of the peer's environment, made where there is none."""
    name = "-".join([*peer.requirements, f"py3.{sys.version_info.minor}"])
    environment = _cache() / re.sub(r"[^\w.]+", "-", name)
    python = environment / "bin" / "python"
    done = environment / "installed"
    if done.exists():
        return python
    steps = (
        [sys.executable, "-m", "venv", "--clear", str(environment)],
        [str(python), "-m", "pip", "install", "-qq", *peer.requirements],
    )
    for step in steps:
        failure = _failure_of(step)
        if failure:
            return Absent(failure)
    done.touch()
    return python


def _failure_of(step: list[str]) -> str:
    """Why a step of the installation failed; empty where it didn't."""
    try:
        process = subprocess.run(
            step, capture_output=True, text=True, check=False, timeout=_INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"not installed within {_INSTALL_SECONDS} s"
    return "" if process.returncode == 0 else _last_line(process.stderr or process.stdout)


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "clientlens" / "peers"


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "no word of it")
