"""The page as a browser shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clientlens.drawing.fonts import FAMILY
from clientlens.report.html import render_html

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FEE = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(make_evaluation, tmp_path_factory):
    """The page of an evaluation whose names hold markup."""
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(render_html(make_evaluation(fee=FEE)), encoding="utf-8")
    return file


@pytest.fixture
def open_page(browser, file):
    """The page at some width; what it requests and complains of is kept."""
    pages = []

    def open_at(width, **options):
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.complaints, page.requests = [], []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(file.as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-drawn=yes]")
        pages.append(page)
        return page

    yield open_at
    for page in pages:
        page.close()


def test_names_are_shown_and_not_run(open_page):
    page = open_page(1280)
    assert page.evaluate("window.hacked") is None
    assert FEE in page.inner_text("table.matrix")
    assert page.complaints == []


def test_the_page_fetches_nothing(open_page):
    page = open_page(1280)
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_never_scrolls_sideways(open_page, width):
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_chart_follows_the_width_of_the_window(open_page):
    page = open_page(1280)
    wide = page.query_selector("figure[data-form=wide] .live svg").bounding_box()
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_selector("figure[data-form=narrow]")
    narrow = page.query_selector(".live svg").bounding_box()
    assert wide["width"] > 800
    assert narrow["width"] <= 390


@pytest.mark.parametrize("selector", ["h1", "table.matrix tbody th", ".live svg text", "h4"])
def test_every_character_is_drawn_in_the_font_that_the_page_brings(open_page, selector):
    page = open_page(1280)
    assert page.evaluate(f"document.fonts.check('16px \"{FAMILY}\"', '利率')")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert fonts
    assert all(font["isCustomFont"] for font in fonts)


def test_on_paper_the_still_picture_is_shown(open_page):
    page = open_page(1280)
    assert not page.is_visible(".still svg")
    page.emulate_media(media="print")
    assert page.is_visible(".still svg")
    assert not page.is_visible(".live svg")
    assert page.is_visible(".watermark")


def test_without_scripts_the_still_picture_is_shown(open_page):
    page = open_page(1280, java_script_enabled=False)
    assert page.is_visible(".still svg")
