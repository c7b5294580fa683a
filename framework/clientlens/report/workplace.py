"""The workplace: a hidden folder beside an output folder, in which that is made.

Whoever works in one holds a lock on it, which the system takes away when the process dies. So what
a killed run left behind can be told from what another process is just writing.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NEW, OLD = "new", "old"
"""What the run is made in, and where the run that stood there before is put meanwhile."""

_RANDOM = r"[a-z0-9_]{8}"
"""What `tempfile.mkdtemp` puts behind a prefix."""


@contextmanager
def workplace(directory: Path) -> Iterator[Path]:
    """A workplace for the run folder `directory`, on the same disk, gone in the end."""
    place = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    with _locked(place):
        try:
            yield place
        finally:
            shutil.rmtree(place)


def clear(directory: Path) -> None:
    """Take away the workplaces beside `directory` whose makers have died.

    A run that its maker had put aside, and nothing yet in its place, is put back.
    """
    ours = re.compile(rf"\.{re.escape(directory.name)}\.{_RANDOM}")
    if not directory.parent.is_dir():
        return
    for place in sorted(directory.parent.iterdir()):
        if not ours.fullmatch(place.name) or not _is_workplace(place):
            continue
        with _locked(place) as is_ours:
            if not is_ours:
                continue
            if (place / OLD).is_dir() and not directory.exists():
                (place / OLD).rename(directory)
            shutil.rmtree(place, ignore_errors=True)


def _is_workplace(place: Path) -> bool:
    """Whether a folder holds nothing that a run doesn't put into its workplace."""
    if not place.is_dir() or place.is_symlink():
        return False
    return {path.name for path in place.iterdir()} <= {NEW, OLD}


@contextmanager
def _locked(place: Path) -> Iterator[bool]:
    """Hold the lock on a folder; False where somebody else does, or this system has none."""
    try:
        import fcntl
    except ImportError:
        yield False
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        is_locked = False
        with suppress(OSError):  # somebody holds it, or the disk knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_locked = True
        yield is_locked
    finally:
        os.close(handle)
