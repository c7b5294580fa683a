"""Complaints about a survey file: rows named in short, and not more problems than one reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from clientlens.errors import AnswersError, Problem

MOST_PROBLEMS = 50
"""So many problems are listed; the others are counted."""

_MOST_ROWS = 3
_LONGEST_QUOTE = 60


def quote(text: str) -> str:
    r"""A cell as a message shows it: cut where it is long, without control characters.

    Examples
    --------
    >>> quote("agreed\x1b[0m"), len(quote("a" * 1000))
    ("'agreed�[0m'", 63)
    """
    shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return "'" + "".join(c if c.isprintable() else "\ufffd" for c in shown) + "'"


def name_rows(rows: Sequence[int]) -> str:
    """Rows of a file in words.

    Examples
    --------
    >>> name_rows([3]), name_rows([3, 8]), name_rows([3, 8, 11, 12, 13])
    ('row 3', 'rows 3 and 8', 'rows 3, 8, 11 and 2 more')
    """
    if len(rows) == 1:
        return f"row {rows[0]}"
    hidden = len(rows) - _MOST_ROWS
    shown = [str(row) for row in rows[:_MOST_ROWS]]
    last = f"{hidden} more" if hidden > 0 else shown.pop()
    return f"rows {', '.join(shown)} and {last}"


def beside(rows: Sequence[int]) -> str:
    """The rows in brackets, where a place doesn't tell them all."""
    return f" ({name_rows(rows)})" if len(rows) > 1 else ""


def refuse(problems: Iterable[Problem]) -> NoReturn:
    """Raise the first problems by place, and say how many more there are.

    Raises
    ------
    AnswersError
        Always.
    """
    ordered = AnswersError(problems).problems
    hidden = len(ordered) - MOST_PROBLEMS
    if hidden <= 0:
        raise AnswersError(ordered)
    more = Problem(f"… and {hidden:,} more problem{'s' if hidden > 1 else ''}")
    raise AnswersError([*ordered[:MOST_PROBLEMS], more])
