"""The survey files that a command names in place of the study's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def files_by_role(answers: Path | None, role_answers: Iterable[str]) -> dict[str, Path]:
    """Role → the file that ``--answers`` or ``--role-answers`` names.

    Raises
    ------
    RequestError
        An option that doesn't read ROLE=FILE, the clients, or a role twice.
    """
    from clientlens.config.roles import CLIENTS
    from clientlens.errors import RequestError

    files: dict[str, Path] = {}
    for option in role_answers:
        role, is_split, file = option.partition("=")
        if not (role and is_split and file):
            hint = "For example  --role-answers staff=staff.csv"
            raise RequestError(f"--role-answers wants ROLE=FILE, got '{option}'. {hint}")
        if role == CLIENTS:
            raise RequestError(f"--role-answers {option}: name the clients' file with --answers")
        if role in files:
            raise RequestError(f"--role-answers names the role '{role}' twice")
        files[role] = Path(file)
    return files | ({CLIENTS: answers} if answers else {})
