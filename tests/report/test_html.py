"""The page as text."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from clientlens.errors import PluginError
from clientlens.report.html import render_html
from clientlens.results.finding import Finding

VOID = {"meta", "br", "hr", "img", "input", "link", "use", "path"}
SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
OUTSIDE = re.compile(
    r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//|url\(["']?(?:https?:)?//|@import""",
    re.IGNORECASE,
)


class Walk(HTMLParser):
    """Follows opening and closing tags."""

    def __init__(self):
        super().__init__()
        self.open, self.tags = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def walked(html):
    walk = Walk()
    walk.feed(html)
    walk.close()
    return walk


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tag_is_closed_in_its_place(make_evaluation, language):
    assert walked(render_html(make_evaluation(language))).open == []


def test_ids_are_unique(evaluation):
    ids = [attrs["id"] for _, attrs in walked(render_html(evaluation)).tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_a_section_without_content_has_no_heading(evaluation):
    (name, result) = next(iter(evaluation.results.items()))
    bare = replace(evaluation, results={name: replace(result, tables=(), findings=())})
    html = render_html(bare)
    assert 'id="tables"' not in html
    assert 'id="findings"' not in html
    assert 'id="tables"' in render_html(evaluation)


def test_nothing_is_fetched(evaluation):
    # The charting library is left out: it names addresses, which the policy keeps it from.
    html = SCRIPT.sub("", render_html(evaluation))
    assert not OUTSIDE.search(html)
    policy = next(
        attrs["content"]
        for tag, attrs in walked(html).tags
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_the_same_evaluation_gives_the_same_bytes(make_evaluation):
    assert render_html(make_evaluation()) == render_html(make_evaluation())


@pytest.mark.parametrize(("language", "code"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_says_its_language(make_evaluation, language, code):
    assert f'<html lang="{code}">' in render_html(make_evaluation(language))


def test_made_up_answers_are_marked_and_real_ones_are_not(make_evaluation):
    marked = render_html(make_evaluation(is_synthetic=True))
    real = render_html(make_evaluation(is_synthetic=False))
    assert 'class="banner"' in marked
    assert 'class="watermark"' in marked
    assert 'class="banner"' not in real
    assert "合成数据" not in real


def test_names_cannot_bring_markup(make_evaluation):
    html = render_html(make_evaluation(fee="<b onclick=x>收费</b>"))
    assert "<b onclick" not in html
    assert "&lt;b onclick=x&gt;" in html


def test_sentences_cannot_bring_markup(evaluation, with_findings):
    finding = Finding("<i>", (), "circle-index", {"index": "<u>1</u>", "n": 1}, headline=True)
    html = render_html(with_findings(evaluation, finding))
    assert "<u>" not in html
    assert "<i>" not in html


def test_no_respondent_is_named(evaluation):
    html = render_html(evaluation)
    assert not any(f"client-{i}" in html for i in range(64))


def test_a_suppressed_group_shows_nothing_but_that(evaluation):
    html = render_html(evaluation)
    assert "少数" in html
    assert "（3 份）" not in html


def test_headlines_of_several_models_are_told_apart(evaluation):
    other = replace(evaluation["circle"], name="other")
    html = render_html(
        replace(evaluation, results={"circle": evaluation["circle"], "other": other})
    )
    assert walked(html).open == []
    assert "<h3>圆圈模型</h3>" in html
    assert "<h3>圆圈模型（other）</h3>" in html


def test_an_evaluation_without_findings_charts_and_tables_still_has_a_page(evaluation):
    bare = replace(evaluation["circle"], tables=(), findings=(), draw=None)
    html = render_html(replace(evaluation, results={"circle": bare}))
    assert walked(html).open == []
    assert "vegaEmbed" not in html


def with_looks(evaluation, looks):
    name, result = next(iter(evaluation.results.items()))
    return replace(evaluation, results={**evaluation.results, name: replace(result, looks=looks)})


def test_a_class_of_a_models_own_looks_like_one_of_the_theme(evaluation):
    page = render_html(with_looks(evaluation, {"urgent": "concentrate"}))
    rule = re.search(r'\[data-class="urgent"\] \{ (.*?) \}', page)[1]
    assert rule == re.search(r'\[data-class="concentrate"\] \{ (.*?) \}', page)[1]
    assert '<symbol id="mark-urgent"' in page


def test_a_look_that_the_theme_lacks_is_refused(evaluation):
    with pytest.raises(PluginError, match=r"looks like 'concentrat', .*\n.*'concentrate'"):
        render_html(with_looks(evaluation, {"urgent": "concentrat"}))
