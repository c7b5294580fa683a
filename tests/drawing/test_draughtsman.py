"""The draughtsman draws what we would have drawn ourselves, and isn't missed when it goes."""

import pytest

from clientlens.drawing.draughtsman import Draughtsman, draw_later
from clientlens.drawing.vega import DrawingError

SPEC = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}
BROKEN = {"mark": "no such mark", "name": "broken"}


@pytest.fixture(scope="module")
def draughtsman():
    with Draughtsman() as found:
        yield found


def without_ids(svg):
    import re

    return re.sub(r"(clip|gradient_)\d+", r"\1", svg)


def test_it_draws_what_we_draw(draughtsman):
    assert without_ids(draughtsman.draw(SPEC)()) == without_ids(draw_later(SPEC)())


def test_many_pictures_come_back_in_order(draughtsman):
    specs = [SPEC | {"title": f"picture {i} " + "long " * 4000} for i in range(12)]
    pictures = [draughtsman.draw(spec) for spec in specs]
    assert [f"picture {i} " in picture() for i, picture in enumerate(pictures)] == [True] * 12


def test_what_can_not_be_drawn_is_told_as_ours_is(draughtsman):
    picture = draughtsman.draw(BROKEN)
    with pytest.raises(DrawingError) as ours:
        draw_later(BROKEN)()
    with pytest.raises(DrawingError) as theirs:
        picture()
    assert str(theirs.value) == str(ours.value)
    assert "<svg" in draughtsman.draw(SPEC)()


def test_without_it_we_draw_ourselves():
    with Draughtsman() as gone:
        gone._process.kill()
        gone._process.wait()
        assert "<svg" in gone.draw(SPEC)()
