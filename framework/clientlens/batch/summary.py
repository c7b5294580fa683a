"""The summary of a batch: its studies, the regions above them, and who stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clientlens.batch.digest import Digest
from clientlens.batch.league import LeagueRow, league
from clientlens.batch.outcome import Outcome
from clientlens.batch.regions import Region, waves_of
from clientlens.batch.remark import Remark
from clientlens.batch.rollup import RegionRow, roll_up
from clientlens.batch.studies import Skipped
from clientlens.config.schema import Language, Text


@dataclass(frozen=True, slots=True)
class StudyRow:
    """What one model found in one study; a study that failed has one row without a model.

    ``status`` is ``evaluated``, ``failed`` or ``crashed``: whether a run was made just now or lay
    there already makes no difference to what it says.
    """

    study: str
    file: str
    region: str
    wave: str
    clients: int | None
    n: int | None
    status: str
    model: str = ""
    estimate: float | None = None
    std_error: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One thing to be mended in a study that failed."""

    study: str
    file: str
    place: str
    problem: str
    hint: str


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """A batch as a whole; all of it from what the run folders hold.

    Attributes
    ----------
    studies, regions, league, problems, remarks : tuple
        Rows of its tables.
    skipped : tuple of Skipped
        Files that are no studies themselves.
    language : str
        That of most reports.
    uses : mapping
        Entry under ``models:`` → the model that it uses, where all agree.
    titles, names : mapping
        Study, and dimension or indicator → what people call it.
    is_synthetic : bool
        Whether the answers of any study are made up.
    """

    studies: tuple[StudyRow, ...]
    regions: tuple[RegionRow, ...]
    league: tuple[LeagueRow, ...]
    problems: tuple[ProblemRow, ...]
    remarks: tuple[Remark, ...]
    skipped: tuple[Skipped, ...]
    language: Language
    uses: Mapping[str, str]
    titles: Mapping[str, Text]
    names: Mapping[str, Text]
    is_synthetic: bool


def summarise(outcomes: Sequence[Outcome], skipped: Sequence[Skipped] = ()) -> Summary:
    """Set the studies of a batch side by side.

    Parameters
    ----------
    outcomes : sequence of Outcome
        What became of them.
    skipped : sequence of Skipped
        Files that are no studies themselves.
    """
    digests = [outcome.digest for outcome in outcomes if outcome.digest]
    remarks: list[Remark] = [*_settings_that_differ(digests)]
    regions: list[RegionRow] = []
    table: list[LeagueRow] = []
    for wave in waves_of(digests):
        of_wave = [digest for digest in digests if digest.wave == wave]
        regions += roll_up(wave, _surveyed(wave, of_wave, remarks), remarks)
        table += league(wave, of_wave, remarks)
    languages = Counter(digest.language for digest in digests)
    return Summary(
        studies=tuple(row for outcome in outcomes for row in _study_rows(outcome)),
        regions=tuple(regions),
        league=tuple(table),
        problems=tuple(row for outcome in outcomes for row in _problem_rows(outcome)),
        remarks=tuple(remarks),
        skipped=tuple(skipped),
        language=max(languages, key=lambda language: languages[language], default="zh"),
        uses={name: model.use for digest in digests for name, model in digest.models.items()},
        titles={d.about.id: d.about.title for d in digests if d.about.title},
        names={code: text for digest in digests for code, text in digest.names.items()},
        is_synthetic=any(digest.about.is_synthetic for digest in digests),
    )


def _study_rows(outcome: Outcome) -> Iterator[StudyRow]:
    digest, name, file = outcome.digest, outcome.id or "", outcome.path.as_posix()
    if digest is None:
        yield StudyRow(name, file, "", "", None, None, outcome.status)
        return
    about = digest.about
    bare = (about.id, file, "/".join(about.region), digest.wave, about.clients, digest.n)
    for model, found in digest.models.items():
        index = found.index
        numbers = (index.value, index.error, index.low, index.high) if index else ()
        yield StudyRow(*bare, "evaluated", model, *numbers)
    if not digest.models:
        yield StudyRow(*bare, "evaluated")


def _problem_rows(outcome: Outcome) -> Iterator[ProblemRow]:
    for problem in outcome.problems:
        place = str(problem.place) if problem.place else ""
        yield ProblemRow(
            outcome.id or "", outcome.path.as_posix(), place, problem.message, problem.hint
        )


def _surveyed(wave: str, digests: Sequence[Digest], remarks: list[Remark]) -> dict[Region, Digest]:
    """Region → its study; a region with several isn't summed up, nor a study of no region."""
    by_region: dict[Region, list[Digest]] = {}
    for digest in digests:
        by_region.setdefault(digest.about.region, []).append(digest)
    for region, found in by_region.items():
        ids = tuple(digest.about.id for digest in found)
        if not region:
            remarks.append(Remark("no_region", ids, wave))
        elif len(found) > 1:
            remarks.append(Remark("several_studies", ids, wave, "/".join(region)))
    return {region: found[0] for region, found in by_region.items() if region and len(found) == 1}


def _settings_that_differ(digests: Sequence[Digest]) -> Iterator[Remark]:
    """Parts of the study file in which some say something else than most."""
    parts = sorted({part for digest in digests for part in digest.settings})
    for part in parts:
        said = [digest.settings.get(part, "") for digest in digests]
        (usual, _), *others = Counter(said).most_common()
        if others:
            ids = [d.about.id for d, own in zip(digests, said, strict=True) if own != usual]
            yield Remark("settings_differ", tuple(ids), code=part)
