"""The heatmap: segments that don't fit go below, and every one stands where its heading says."""

import pytest

from clientlens_segments.heatmap import Column, Row, Tile, heatmap_specs

ROWS = [Row("Importance", is_heading=True), Row("Rate", "Importance of Rate")]
COLUMNS = [Column(f"segment {i}", "n = 9") for i in range(10)]
TILES = [Tile(1, i, i / 10, is_sure=True) for i in range(10)]


def views(spec):
    return spec.get("vconcat", [spec])


@pytest.mark.parametrize("count", range(1, 11))
def test_every_segment_is_drawn_once_in_blocks_of_like_width(count):
    for spec, most in zip(
        heatmap_specs(TILES[:count], ROWS, COLUMNS[:count], "d"), (8, 3), strict=True
    ):
        blocks = [[v["column"] for v in view["data"]["values"]] for view in views(spec)]
        assert [column for block in blocks for column in block] == list(range(count))
        assert max(map(len, blocks)) <= most
        assert max(map(len, blocks)) - min(map(len, blocks)) <= len(blocks)
        assert [view["encoding"]["x"]["scale"]["domain"] for view in views(spec)] == blocks


def test_headings_have_as_many_lines_so_that_sizes_stand_in_a_row():
    columns = [Column("Strategic clients × Before the loan", "n = 18"), Column("Other", "n = 9")]
    for spec in heatmap_specs(TILES[:2], ROWS, columns, "d"):
        (named,) = (p["value"] for p in spec["params"] if p["name"] == "segments")
        lines = [name.split("\n") for name in named]
        assert len({len(own) for own in lines}) == 1
        assert [own[-1] for own in lines] == ["n = 18", "n = 9"]
        assert all(all(own) for own in lines)


def test_rows_keep_their_places_in_every_block():
    for spec in heatmap_specs(TILES, ROWS, COLUMNS, "d"):
        assert {tuple(v["encoding"]["y"]["scale"]["domain"]) for v in views(spec)} == {(0, 1)}
