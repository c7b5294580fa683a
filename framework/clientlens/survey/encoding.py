"""The encoding of a text file: told from its bytes, or refused."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from clientlens.errors import AnswersError, Place, Problem, did_you_mean

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16, so it is looked for first."""

_UNMARKED = ("utf-8", "gb18030")
_USUAL = ("utf-8", "gb18030", "gbk", "big5", "utf-16", "latin-1", "cp1252")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding it came in."""

    text: str
    encoding: str


def decode(raw: bytes, file: str, encoding: str | None = None) -> Decoded:
    """Bytes as text.

    Parameters
    ----------
    raw : bytes
        The whole file.
    file : str
        What problems call it.
    encoding : str, optional
        The one that it must have. By default a byte order mark tells it; without one the first
        of UTF-8 and GB18030 in which every byte makes sense.

    Raises
    ------
    AnswersError
        The encoding isn't known, or a byte doesn't fit it.

    Examples
    --------
    >>> decode("满意".encode("gbk"), "answers.csv")
    Decoded(text='满意', encoding='gb18030')
    """
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    if encoding:
        return Decoded(_decode_as(raw, file, encoding).removeprefix("\ufeff"), encoding)
    if marked:
        return Decoded(_decode_as(raw, file, marked), marked)
    misfits = []
    for name in _UNMARKED:
        try:
            return Decoded(raw.decode(name), name)
        except UnicodeDecodeError as error:
            misfits.append(f"{name} (byte {error.start:,}, line {_line(raw, error.start)})")
    hint = "Save it as UTF-8, or name its encoding under survey.encoding."
    raise AnswersError(Problem(f"is neither {' nor '.join(misfits)}", Place(file), hint))


def _decode_as(raw: bytes, file: str, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError as error:
        hint = did_you_mean(encoding, _USUAL)
        raise AnswersError(Problem(f"unknown encoding '{encoding}'", Place(file), hint)) from error
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        message = f"byte {start:,} isn't {encoding} (line {_line(raw, start)})"
        hint = "Save it as UTF-8, or name its encoding under survey.encoding."
        raise AnswersError(Problem(message, Place(file), hint)) from error


def _line(raw: bytes, start: int) -> int:
    return raw.count(b"\n", 0, start) + 1
