"""The encoding of a text file: told from its bytes, or refused."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import AnyStr

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

_NO_ENCODINGS = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7")
"""Codecs that make text of bytes, and in which no survey file was ever written."""


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
        The encoding isn't known, a byte doesn't fit it, or the lines of the file vanish in it.

    Examples
    --------
    >>> decode("满意".encode("gbk"), "answers.csv")
    Decoded(text='满意', encoding='gb18030')
    """
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    if encoding:
        return Decoded(_decode_declared(raw, file, encoding), encoding)
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


def _decode_declared(raw: bytes, file: str, encoding: str) -> str:
    if not _is_encoding(encoding):
        hint = did_you_mean(encoding, _USUAL)
        raise AnswersError(Problem(f"unknown encoding '{encoding}'", Place(file), hint))
    text = _decode_as(raw, file, encoding).removeprefix("\ufeff")
    # Any even number of bytes makes some sense in UTF-16; the line breaks don't survive it.
    if _has_lines(raw, b"\n", b"\r") and not _has_lines(text, "\n", "\r"):
        message = f"is hardly {encoding}, for it would have no line break then"
        hint = "Save it as UTF-8, or leave survey.encoding out."
        raise AnswersError(Problem(message, Place(file), hint))
    return text


def _is_encoding(name: str) -> bool:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return False
    return codec.name.replace("_", "-") not in _NO_ENCODINGS


def _has_lines(text: AnyStr, *breaks: AnyStr) -> bool:
    return any(mark in text for mark in breaks)


def _decode_as(raw: bytes, file: str, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError as error:  # base64, rot13 and their like make no text of bytes
        hint = did_you_mean(encoding, _USUAL)
        raise AnswersError(Problem(f"unknown encoding '{encoding}'", Place(file), hint)) from error
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        message = f"byte {start:,} isn't {encoding} (line {_line(raw, start)})"
        hint = "Save it as UTF-8, or name its encoding under survey.encoding."
        raise AnswersError(Problem(message, Place(file), hint)) from error


def _line(raw: bytes, start: int) -> int:
    return raw.count(b"\n", 0, start) + 1
