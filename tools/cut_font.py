"""Cut the fonts of the drawings out of Noto Sans CJK, byte for byte the same each time.

Run it from the root of the repository, with Debian's package ``fonts-noto-cjk`` installed::

    python tools/cut_font.py [FOLDER OF NotoSansCJK-*.ttc]

Hints and subroutines are left out: pictures are drawn without hints, and a font without
subroutines is cut twice as fast to the characters of one page.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path("framework/clientlens/drawing/fonts")
FAMILY = "Noto Sans CJK SC"
WEIGHTS = ("Regular", "Bold")

RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin with accents
    (0x0370, 0x03FF),  # Greek
    (0x2000, 0x206F),  # dashes, quotation marks, per mille
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x218F),  # letterlike signs, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # numbers in circles
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x27BF),  # stars, ticks, crosses
    (0x3000, 0x303F),  # Chinese punctuation
    (0xFF00, 0xFFEF),  # full-width forms
)

DROPPED = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
"""Kerning, alternates and vertical setting, which no picture here needs."""

NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14)
"""Copyright, family, style, version, trademark, makers and licence."""


def main() -> None:
    """Write both weights and the table of their advance widths."""
    source = Path(sys.argv[1]) if sys.argv[1:] else SOURCE
    fonts = {weight: cut(source / f"NotoSansCJK-{weight}.ttc") for weight in WEIGHTS}
    for weight, font in fonts.items():
        font.save(TARGET / f"NotoSansCJKsc-{weight}.otf")
    table = {weight.lower(): advances(font) for weight, font in fonts.items()}
    text = json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True)
    (TARGET / "advances.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def cut(collection: Path) -> TTFont:
    """The Simplified Chinese font of a collection, with the characters of a report only."""
    font = family_of(TTCollection(collection))
    subsetter = Subsetter(options())
    subsetter.populate(unicodes=sorted({ord(c) for c in (*gb2312(), *other_characters())}))
    subsetter.subset(font)
    return font


def family_of(collection: TTCollection) -> TTFont:
    """The member that bears our family's name."""
    font = next(f for f in collection.fonts if f["name"].getDebugName(1) == FAMILY)
    font.recalcTimestamp = False  # otherwise no two cuts would be the same
    return font


def options() -> Options:
    """What is kept of a font beside the outlines."""
    kept = Options()
    kept.hinting = False
    kept.desubroutinize = True
    kept.layout_features = []
    kept.drop_tables += DROPPED
    kept.name_IDs = list(NAMES)
    kept.name_languages = [0x409]
    kept.notdef_outline = True
    return kept


def gb2312() -> Iterator[str]:
    """Every character of GB 2312-80: 6,763 Chinese ones and 682 signs."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("gb2312", errors="ignore")


def other_characters() -> Iterator[str]:
    """The characters of `RANGES`; those that the font lacks are passed over."""
    return (chr(code) for first, last in RANGES for code in range(first, last + 1))


def advances(font: TTFont) -> dict[str, int]:
    """Advance widths in thousandths of an em, where they aren't one em."""
    width = font["hmtx"]
    em = font["head"].unitsPerEm
    of = {chr(code): width[glyph][0] for code, glyph in font.getBestCmap().items()}
    return {c: round(1000 * advance / em) for c, advance in of.items() if advance != em}


if __name__ == "__main__":
    main()
