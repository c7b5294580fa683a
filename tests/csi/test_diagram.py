import html
import json
import re
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientlens.drawing import theme, vega
from clientlens.drawing.plane import boxes_meet
from clientlens.errors import RequestError
from clientlens_csi.diagram import Arrow, Diagram, Node, diagram_specs

FORMS = ("wide", "narrow", "print")

PATHS = {
    ("image", "expectation"): 0.505,
    ("image", "satisfaction"): 0.177,
    ("image", "loyalty"): 0.201,
    ("expectation", "quality"): 0.557,
    ("expectation", "value"): 0.051,
    ("expectation", "satisfaction"): -0.064,
    ("quality", "value"): 0.558,
    ("quality", "satisfaction"): 0.509,
    ("value", "satisfaction"): 0.191,
    ("satisfaction", "complaints"): 0.523,
    ("satisfaction", "loyalty"): 0.483,
    ("complaints", "loyalty"): 0.067,
}
ENGLISH = {
    "image": "Image",
    "expectation": "Expectations",
    "quality": "Perceived quality",
    "value": "Perceived value",
    "satisfaction": "Satisfaction",
    "complaints": "Complaints handling",
    "loyalty": "Loyalty",
}
CHINESE = dict(
    zip(
        ENGLISH,
        ["企业形象", "客户期望", "感知质量", "感知价值", "客户满意度", "客户抱怨处理", "客户忠诚"],
        strict=True,
    )
)
PARTS = ("Tangibles", "Reliability", "Responsiveness", "Assurance", "Empathy")


def arrow(source, target, value, **more):
    text = f"{value:.2f}".replace("-", "\N{MINUS SIGN}")
    facts = {"is_significant": abs(value) > 0.1, "is_negative": value < 0} | more
    return Arrow(source, target, text, f"{text} [0.00, 1.00]", **facts)


def european(names):
    nodes = [
        Node(code, name, ("R² 0.52", f"Index 7{i}.5"), is_index=code == "satisfaction")
        for i, (code, name) in enumerate(names.items())
    ]
    return Diagram(tuple(nodes), tuple(arrow(*ends, value) for ends, value in PATHS.items()))


def second_order(is_formed):
    """The European model with five constructs that measure quality, or are measured by it."""
    model = european(ENGLISH)
    parts = tuple(Node(name, name, is_lower_order=True) for name in PARTS)
    arrows = tuple(
        arrow(*ends, 0.9 - i / 10, is_measurement=True, is_significant=None)
        for i, name in enumerate(PARTS)
        for ends in [(name, "quality") if is_formed else ("quality", name)]
    )
    return Diagram(model.nodes + parts, model.arrows + arrows)


def moderated():
    model = european(ENGLISH)
    product = Node("image*satisfaction", "image*satisfaction")
    arrows = (*model.arrows, arrow("image*satisfaction", "loyalty", -0.14))
    return Diagram((*model.nodes, product), arrows)


MODELS = {
    "english": lambda: european(ENGLISH),
    "chinese": lambda: european(CHINESE),
    "formed": lambda: second_order(True),
    "measured": lambda: second_order(False),
    "moderated": moderated,
    "two": lambda: Diagram((Node("a", "Quality"), Node("b", "Index")), (arrow("a", "b", 0.7),)),
    "one": lambda: Diagram((Node("a", "Quality"),), ()),
}


@pytest.fixture(scope="module", params=MODELS)
def model(request):
    return MODELS[request.param]()


def rows_with(spec, field):
    """The rows of all layers that have a field."""
    return [row for layer in spec["layer"] for row in layer["data"]["values"] if field in row]


def layers_of(spec, mark):
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


def texts_of(svg):
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def bold_texts_of(svg):
    found = re.findall(r"<text[^>]*font-weight=\"bold\"[^>]*>([^<]*)</text>", svg)
    return [html.unescape(text) for text in found]


def without_spaces(text):
    return "".join(text.split())


def test_every_form_shows_all_names_and_numbers_as_text(model):
    for spec in diagram_specs(model):
        shown = without_spaces("".join(texts_of(vega.to_svg(spec))))
        for node in model.nodes:
            assert without_spaces(node.name) in shown
            assert all(without_spaces(line) in shown for line in node.lines)
        assert all(arrow.text in shown for arrow in model.arrows)


def test_numbers_of_paths_that_are_sure_are_bold_and_no_others():
    model = european(ENGLISH)
    for spec in diagram_specs(model):
        bold = bold_texts_of(vega.to_svg(spec))
        for path in model.arrows:
            assert (path.text in bold) == path.is_significant


def test_sure_negative_and_doubtful_paths_differ_without_colour():
    model = european(ENGLISH)
    looks = []
    for is_significant in (True, None, False):
        for is_negative in (True, False):
            look = {"is_significant": is_significant, "is_negative": is_negative}
            path = arrow("image", "loyalty", 0.5, **look)
            (line,) = layers_of(diagram_specs(Diagram(model.nodes, (path,)))[2], "line")
            looks.append((line["mark"]["strokeWidth"], tuple(line["mark"]["strokeDash"])))
    assert len(set(looks)) == len(looks)


def test_the_index_has_the_strongest_border():
    for spec in diagram_specs(european(ENGLISH)):
        widths = [layer["mark"].get("strokeWidth", 1) for layer in layers_of(spec, "rect")]
        assert widths.count(max(widths)) == 1
        index = layers_of(spec, "rect")[widths.index(max(widths))]
        assert len(index["data"]["values"]) == 1


def test_chinese_is_drawn_and_not_left_out():
    wide = diagram_specs(european(CHINESE))[0]
    blank = json.loads(json.dumps(wide))
    for layer in layers_of(blank, "text"):
        layer["data"]["values"] = []
    assert len(vega.to_png(wide)) > 1.3 * len(vega.to_png(blank))


@pytest.mark.parametrize("name", ["english", "chinese", "formed", "measured", "moderated"])
def test_every_form_keeps_to_its_width(name):
    wide, narrow, still = diagram_specs(MODELS[name]())
    assert narrow["width"] + 2 * narrow["padding"] <= 360
    assert max(wide["width"], still["width"]) <= 1000


def test_the_european_model_leads_to_the_right_on_a_screen_of_900_pixels():
    for names in (ENGLISH, CHINESE):
        wide, narrow, _ = diagram_specs(european(names))
        assert wide["width"] + 2 * wide["padding"] <= 900
        assert wide["width"] > 2 * wide["height"]
        assert narrow["width"] < narrow["height"]


def test_boxes_and_labels_cover_no_other(model):
    for spec in diagram_specs(model):
        corners = np.array([[r["x"], r["y"], r["x2"], r["y2"]] for r in rows_with(spec, "x2")])
        areas = np.unique(corners, axis=0)  # areas for tooltips lie on what they tell of
        areas = areas[(areas[:, 2:] > areas[:, :2]).all(axis=1)] + 0.1 * np.array([1, 1, -1, -1])
        covers = boxes_meet(areas[:, None], areas)
        assert covers.sum() == len(areas)


def test_everything_lies_in_the_picture(model):
    for spec in diagram_specs(model):
        for row in rows_with(spec, "x"):
            assert 0 <= row["x"] <= row.get("x2", row["x"]) <= spec["width"]
            assert 0 <= row["y"] <= row.get("y2", row["y"]) <= spec["height"]


def test_parts_point_to_what_they_form_and_from_what_they_measure():
    nodes = (Node("whole", "Whole"), Node("part", "Part", is_lower_order=True))
    for ends, angle in ((("part", "whole"), 180), (("whole", "part"), 0)):
        loading = arrow(*ends, 0.8, is_measurement=True)
        narrow = diagram_specs(Diagram(nodes, (loading,)))[1]
        (head,) = rows_with(narrow, "angle")
        assert abs(head["angle"]) == angle


def test_a_lower_order_construct_with_paths_of_its_own_stands_on_its_own():
    model = second_order(True)
    more = Diagram(model.nodes, (*model.arrows, arrow("Empathy", "loyalty", 0.2)))
    for spec in diagram_specs(more):
        assert "0.20" in texts_of(vega.to_svg(spec))


def test_only_the_wide_form_has_tooltips_and_they_tell_the_detail():
    wide, narrow, still = diagram_specs(european(ENGLISH))
    told = [row["told"] for row in rows_with(wide, "told")]
    assert "Image → Loyalty: 0.20 [0.00, 1.00]" in told
    assert "Loyalty · R² 0.52 · Index 76.5" in told
    assert not rows_with(narrow, "told")
    assert not rows_with(still, "told")


def test_the_same_diagram_gives_the_same_bytes():
    one, other = (diagram_specs(second_order(True)) for _ in range(2))
    assert json.dumps(one) == json.dumps(other)
    assert vega.to_svg(one[0]) == vega.to_svg(other[0])


def test_coordinates_are_written_with_one_digit():
    for spec in diagram_specs(european(ENGLISH)):
        assert not re.search(r"\d\.\d\d", json.dumps([row["x"] for row in rows_with(spec, "x")]))


def test_texts_have_no_font_of_their_own():
    for spec in diagram_specs(european(ENGLISH)):
        assert spec["config"]["font"] == theme.config()["font"]
        assert '"font":' not in json.dumps(spec["layer"])


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        'a "quoted" & \\odd\\ name',
        "datum.x + 1",
        "two\nlines",
        "満足 🙂",
        "x" * 300,
        "很长的名称" * 30,
    ],
)
def test_odd_names_are_shown_and_do_no_harm(name):
    model = european(ENGLISH | {"loyalty": name})
    for spec in diagram_specs(model):
        svg = vega.to_svg(spec)
        assert "<script" not in svg
        assert without_spaces(name) in without_spaces("".join(texts_of(svg)))


def test_a_construct_without_a_name_shows_its_code():
    for spec in diagram_specs(Diagram((Node("q1", " "),), ())):
        assert texts_of(vega.to_svg(spec)) == ["q1"]


def test_an_arrow_without_a_text_is_drawn_all_the_same():
    model = Diagram((Node("a", "A"), Node("b", "B")), (Arrow("a", "b", ""),))
    for spec in diagram_specs(model):
        assert len(rows_with(spec, "angle")) == 1
        assert texts_of(vega.to_svg(spec)) == ["A", "B"]


def test_an_empty_diagram_is_drawn():
    for spec in diagram_specs(Diagram((), ())):
        assert vega.to_svg(spec).startswith("<svg")


def test_an_arrow_to_nowhere_is_refused():
    model = Diagram((Node("quality", "Quality"), Node("b", "B")), (Arrow("b", "qualty", "0.1"),))
    with pytest.raises(RequestError, match="unknown construct 'qualty'"):
        diagram_specs(model)


def test_a_diagram_is_made_before_one_notices():
    diagram_specs(european(ENGLISH))
    start = time.process_time()
    diagram_specs(european(CHINESE))
    assert time.process_time() - start < 0.5  # ten times what it takes on an idle machine


@st.composite
def diagrams(draw):
    count = draw(st.integers(1, 9))
    names = draw(st.lists(st.text(max_size=30), min_size=count, max_size=count))
    nodes = [
        Node(f"c{i}", name, is_index=i == 0, is_lower_order=draw(st.booleans()))
        for i, name in enumerate(names)
    ]
    arrows = [
        Arrow(
            f"c{a}",
            f"c{b}",
            draw(st.sampled_from(["0.51", "−0.07", ""])),
            is_significant=draw(st.sampled_from([True, False, None])),
            is_measurement=draw(st.booleans()),
        )
        for a in range(count)
        for b in range(a + 1, count)
        if draw(st.integers(0, 2)) == 0
    ]
    return Diagram(tuple(nodes), tuple(arrows))


@settings(max_examples=30)
@given(diagrams())
def test_any_model_can_be_drawn(model):
    for spec in diagram_specs(model):
        assert json.loads(json.dumps(spec, allow_nan=False)) == spec
        assert len(rows_with(spec, "angle")) == len(model.arrows)
