"""Every sample of the docs does what the page says that it does."""

import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path

import fluent.syntax
import pytest
import yaml

import clientlens
from clientlens import cli
from clientlens.errors import ClientLensError
from docs.samples import NOTES, ROOT, holder, pages, samples

FEW = "50"
PLAIN = {"", "text", "csv"}
"""Languages of what is only looked at."""
EXAMPLES = sorted(p for p in (ROOT / "configs").rglob("*-202*.yaml") if p.parent.name != "data")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BASE = Path(__file__).with_name("base.yaml")
PREPARED = {
    "xinyu-2022": ("jiangxi/xinyu-2022", {}),
    "xinyu-mean": ("jiangxi/xinyu-2022", {}),
    "xinyu-median": ("jiangxi/xinyu-2022", {"models": {"quadrant": {"crosshair": "median"}}}),
    "zunyi-2023": (
        "guizhou/zunyi-2023",
        {"segments": None, "models": dict.fromkeys(("units", "weights", "segments"))},
    ),
    "jiangxi-2023": (
        "jiangxi/province-2023",
        {
            "segments": None,
            "models": dict.fromkeys(("servqual", "units", "csi", "csi-overall"))
            | {"equal": {"use": "composite"}},
        },
    ),
}
"""Run → its study, and what is changed of it; pages compare them without making them."""


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """Run folders that pages compare, made when they are first asked for."""
    folder = tmp_path_factory.mktemp("runs")

    def run(name):
        if not (folder / name).exists():
            study, changes = PREPARED[name]
            own = {"uncertainty": {"replicates": int(FEW)}, "report": {"formats": []}}
            own |= changes | {"study": {"id": name}}
            loaded = clientlens.load(ROOT / "configs" / f"{study}.yaml", changes=own)
            clientlens.write(clientlens.evaluate(loaded), folder / name)
        return folder / name

    return run


class Page:
    """A reader who goes through a page from top to bottom, in a folder of their own."""

    def __init__(self, blocks, finished, capsys):
        self.blocks = blocks
        self.finished = finished
        self.capsys = capsys
        self.names = {"__name__": "page", "__file__": str(Path("page.py").resolve())}
        self.printed = ""
        self.drawn = set()

    def read(self):
        for block in reversed(self.blocks):
            self.save(block)
        for block in self.blocks:
            assert not block.note or block.note in NOTES, f"{block.place}: what is '{block.note}'?"
            if block.note == "not-run":
                assert block.said, f"{block.place}: say why it isn't run"
            elif block.note == "held by":
                assert (ROOT / block.said.partition("::")[0]).exists(), block.place
            else:
                self.follow(block)

    def save(self, block):
        """Write a block under the name that it is saved by; a whole study has its id for a name."""
        name = block.said if block.note == "file" else study_name(block)
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(block.text, encoding="utf-8")

    def follow(self, block):
        self.save(block)
        match block.language:
            case "python":
                self.find_runs(block.text)
                exec(compile(block.text, block.place, "exec"), self.names)  # noqa: S102
            case "sh" | "console":
                self.command_lines(block)
            case "yaml":
                assert block.note == "file" or study_name(block) or fits_a_study(block, self.blocks)
            case "toml":
                tomllib.loads(block.text)
            case "ftl":
                parsed = fluent.syntax.parse(block.text)
                assert not [e for e in parsed.body if isinstance(e, fluent.syntax.ast.Junk)]
            case language:
                assert language in PLAIN, f"{block.place}: nobody knows how to try '{language}'"
        if block.note == "printed":
            self.check_printed(block)

    def command_lines(self, block):
        lines = [words for line in block.text.splitlines() if (words := shlex.split(line, True))]
        self.printed = ""
        for number, words in enumerate(lines, start=1):
            last = number == len(lines)
            expected = int(block.said) if block.note == "exit" and last else 0
            assert self.run(words, block.place) == expected, f"{block.place}: {self.printed}"

    def run(self, words, place):
        """Run one command line of ours; another program must say why it isn't run."""
        program = words[0].removeprefix(".venv/bin/")
        if program == "make":
            assert re.search(rf"^{words[1]}:", MAKEFILE, re.MULTILINE), f"{place}: {words}"
            return 0
        if program == "mkdir":
            Path(words[-1]).mkdir(parents=True, exist_ok=True)
            return 0
        assert program == "clientlens", f"{place}: say 'not-run: WHY' of '{program}'"
        arguments = words[1:]
        self.find_runs(" ".join(arguments))
        if arguments[0] in {"run", "sweep"} and arguments[1].startswith("configs/"):
            arguments += ["--replicates", FEW]
            arguments += ["--models", "quadrant"] if "*" in arguments[1] else []
        if arguments[0] == "run":
            self.draw_answers(Path(arguments[1]))
        if arguments[0] == "simulate":
            (self.drawn & {Path(arguments[-1])} or {Path("no file")}).pop().unlink(missing_ok=True)
        code = in_process(arguments)
        out, err = self.capsys.readouterr()
        self.printed += out + err
        return code

    def find_runs(self, text):
        """Put runs in their place that the page names without having made them."""
        for name in re.findall(r"\bruns/([\w-]+)", text):
            if name in PREPARED and not Path("runs", name).exists():
                shutil.copytree(self.finished(name), Path("runs", name))

    def draw_answers(self, path):
        """Make up answers that the reader is supposed to have."""
        if path.suffix != ".yaml" or not path.exists():
            return
        source = (yaml.safe_load(path.read_text(encoding="utf-8")).get("survey") or {}).get(
            "source"
        )
        if source and not (path.parent / source).exists():
            self.drawn.add(path.parent / source)
            assert in_process(["simulate", str(path), "--out", str(path.parent / source)]) == 0

    def check_printed(self, block):
        shown = " ".join(self.printed.split())
        for line in block.text.splitlines():
            assert " ".join(line.split()) in shown, f"{block.place}: '{line}' is not in\n{shown}"


def in_process(arguments):
    """The exit code of a command; it runs here, so that imports are paid for once."""
    before, sys.argv = sys.argv, ["clientlens", *arguments]
    try:
        cli.main()
    except SystemExit as end:
        return end.code or 0
    finally:
        sys.argv = before
    return 0


def study_name(block):
    """The file name of a whole study, None of anything else."""
    if block.language != "yaml" or block.note:
        return None
    keys = set(re.findall(r"^(\w+):", block.text, re.MULTILINE))
    if {"study", "survey", "models"} <= keys and "extends" not in keys:
        return f"{yaml.safe_load(block.text)['study']['id']}.yaml"
    return None


def fits_a_study(block, blocks):
    """Whether a fragment is accepted as part of some study: of the page, an example, our own."""
    fragment = yaml.safe_load(block.text)
    fragment.pop("extends", None)
    of_the_page = [Path(name) for other in blocks if (name := study_name(other))]
    faults = []
    for path in (*of_the_page, BASE, *EXAMPLES):
        try:
            clientlens.load(path, changes=fragment)
        except ClientLensError as error:
            faults.append(f"{path.name}: {error}")
        else:
            return True
    pytest.fail(f"{block.place} fits no study:\n" + "\n".join(faults))


def copy_studies():
    """The example studies beside the reader; their reports, which other tests draw, left out."""
    shutil.copytree(ROOT / "configs", "configs", ignore=shutil.ignore_patterns("__pycache__"))
    base = Path("configs/credit-service.yaml")
    text = base.read_text(encoding="utf-8")
    quick = text.replace("formats: [html, xlsx]", "formats: []")
    assert quick != text
    base.write_text(quick, encoding="utf-8")


def is_read(page):
    """Whether a page must be gone through; Chinese samples are the English ones."""
    blocks = list(samples(page))
    return page.parent.name != "zh" or any(block.note == "printed" for block in blocks)


@pytest.mark.parametrize(
    "page", list(filter(is_read, pages())), ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_the_samples_of_a_page_run(page, finished, tmp_path, monkeypatch, capsys):
    blocks = list(samples(page))
    if test := holder(page):
        assert page.stem in test.read_text(encoding="utf-8")
        return
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    if "configs/" in page.read_text(encoding="utf-8"):
        copy_studies()
    Page(blocks, finished, capsys).read()


def test_samples_are_found():
    found = {block.language for page in pages() for block in samples(page)}
    assert {"python", "sh", "yaml", "csv", "toml", "ftl", "text"} <= found
