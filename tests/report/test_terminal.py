"""The summary in the terminal."""

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from clientlens.report.terminal import summary


@pytest.fixture
def printed():
    def run(evaluation, directory=None, **options):
        file = io.StringIO()
        summary(evaluation, Console(file=file, **({"width": 200} | options)), directory)
        return file.getvalue()

    return run


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [50, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_eighty_columns(
    make_evaluation, printed, language, width
):
    lines = printed(make_evaluation(language), width=width).splitlines()
    assert max(map(cell_len, lines)) <= min(width, 80)


def test_the_summary_says_what_was_found(evaluation, printed):
    text = printed(evaluation)
    for part in (
        "新余市分行信贷服务  [合成数据]",
        "江西省 · 新余市 · 2022",
        "发放 64 → 回收 64 → 有效 56",
        "剔除 8：漏答过多 8",
        "圆圈模型",
        "优势区 2 · 改进区 1",
        "指数为 82.0，依据 56 份答卷。",
        "利率标准值得保持，概率 73%。",
        "不予显示：少数",
        "满意度有 2 次重复抽样未能估计",
        "n is too small",
    ):
        assert part in text.replace("\n  ", "")


def test_only_headlines_are_printed(evaluation, printed):
    assert "有待改进" not in printed(evaluation)


def test_no_text_is_cut(evaluation, printed):
    assert "…" not in printed(evaluation, width=40)


def test_without_a_terminal_there_are_no_colours(evaluation, printed):
    assert "\x1b" not in printed(evaluation)
    assert "\x1b" not in printed(evaluation, force_terminal=True, no_color=True).replace(
        "\x1b[1m", ""
    ).replace("\x1b[1;4m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")


def test_the_path_of_the_report_stays_whole(evaluation, printed):
    path = Path("/a folder", *["long"] * 30)
    last = printed(evaluation, path, width=80).splitlines()[-1]
    assert last.endswith(str(path))


def test_names_are_not_taken_for_markup(make_evaluation, with_findings, printed):
    assert "[red]收费[/red]" in printed(with_fee(make_evaluation, with_findings))


def with_fee(make_evaluation, with_findings):
    from clientlens.results.finding import Finding

    finding = Finding("keep_up", ("fee",), "circle-keep", {"p_keep_up": 0.5}, headline=True)
    return with_findings(make_evaluation(fee="[red]收费[/red]"), finding)
