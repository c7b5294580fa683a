"""The workbench: load a study, evaluate it, write the run; for notebooks and the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientlens import plugins
from clientlens.comparison.settings import RANK_GAP, TOP
from clientlens.config.load import study_of
from clientlens.config.overlay import amend, read_document
from clientlens.config.roles import CLIENTS
from clientlens.config.study import Study
from clientlens.config.text import Document
from clientlens.errors import Place, Problem, RequestError, StudyError, did_you_mean
from clientlens.multiverse.grid import FIRST_FEW, MOST_UNIVERSES, grid_of
from clientlens.plugins import Registry
from clientlens.results.evaluation import Evaluation
from clientlens.results.recipe import read_recipe
from clientlens.survey.answers import Answers, Source

if TYPE_CHECKING:
    from clientlens.chunks import Progress
    from clientlens.comparison.comparison import Comparison
    from clientlens.multiverse.sweep import Sweep
    from clientlens.results.run import Run
    from clientlens.simulation.cells import Simulated

RECIPE_SUFFIX = ".json"


def load(
    path: str | Path,
    *,
    changes: Mapping[str, Any] | None = None,
    without: Iterable[str] = (),
    root: Path | None = None,
    changes_from: str = "changes",
) -> Study:
    """Read and check a study.

    Parameters
    ----------
    path : str or Path
        A study file, or the ``evaluation.json`` of a run, whose recipe is then followed.
    changes : mapping, optional
        An overlay from code: ``{"uncertainty": {"replicates": 500}}``; None takes a key away.
    without : iterable of str
        Plugins to leave out.
    root : Path, optional
        The folder that ``extends`` may not leave; by default the nearest one called ``configs``.
    changes_from : str
        What problems with `changes` are said to be of.

    Raises
    ------
    StudyError
        With every problem of the study, each with its place.
    PluginError
        A plugin doesn't load.
    """
    return load_with(
        plugins.load(without), path, changes=changes, root=root, changes_from=changes_from
    )


def load_with(
    registry: Registry,
    path: str | Path,
    *,
    changes: Mapping[str, Any] | None = None,
    root: Path | None = None,
    changes_from: str = "changes",
) -> Study:
    """`load`, with plugins that are loaded already."""
    document = read(Path(path), root)
    if changes:
        document = amend(document, changes, changes_from)
    study = study_of(document, registry.vocabulary)
    problems = registry.check(study)
    if problems:
        raise StudyError(problems)
    return study


def read(path: Path, root: Path | None = None) -> Document:
    """The merged values of a study file, or of the recipe in an ``evaluation.json``, unchecked."""
    is_recipe = path.suffix == RECIPE_SUFFIX
    return read_recipe(path)[0] if is_recipe else read_document(path, root)


def recorded_answers(path: Path, without: Iterable[str] = ()) -> dict[str, Path]:
    """The survey files that a recipe names, by role; none where `path` is a study file.

    Parameters
    ----------
    path : Path
        A recipe or a study file.
    without : iterable of str
        Roles whose file is named otherwise and needn't be there; ``clients`` for the study's own.

    Raises
    ------
    StudyError
        A survey file is gone, or is no longer the one that was evaluated.
    """
    if path.suffix != RECIPE_SUFFIX:
        return {}
    sources = {code: s for code, s in read_recipe(path)[1].items() if code not in set(without)}
    place = Place(path.as_posix())
    problems = [p for code, source in sources.items() for p in _stale(code, source, place)]
    if problems:
        raise StudyError(problems)
    return {code: Path(source.path) for code, source in sources.items()}


def _stale(code: str, source: Source, place: Place) -> Iterator[Problem]:
    """What is wrong with a survey file that a recipe names."""
    option = "--answers" if code == CLIENTS else f"--role-answers {code}=FILE"
    file = Path(source.path)
    if not file.is_file():
        hint = f"Run from the folder of the first run, or name the file with {option}."
        yield Problem(f"its survey file {source.path} isn't there", place, hint)
    elif hashlib.sha256(file.read_bytes()).hexdigest() != source.sha256:
        hint = f"Name the file with {option} to evaluate the changed one."
        yield Problem(f"{source.path} has changed since this run", place, hint)


def evaluate(
    study: Study | str | Path,
    *,
    answers: str | Path | None = None,
    role_answers: Mapping[str, str | Path] | None = None,
    without: Iterable[str] = (),
    jobs: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate a study.

    Parameters
    ----------
    study : Study, str or Path
        From `load`, or what `load` should read.
    answers : str or Path, optional
        A survey file in place of the study's own.
    role_answers : mapping, optional
        Role → a survey file in place of the one that the study names for it.
    without : iterable of str
        Plugins to leave out, as for `load`.
    jobs : int
        Chunks of replicates that are worked on at once; the result doesn't depend on it.
    progress : callable, optional
        Called with the chunks done and the chunks in all.

    Raises
    ------
    AnswersError
        With every problem of the survey file.
    """
    from clientlens.engine import evaluate_answers, read_everybody

    registry = plugins.load(without)
    known = _loaded(study, registry)
    files = {code: Path(file) for code, file in (role_answers or {}).items()}
    found, roles = read_everybody(known, registry, Path(answers) if answers else None, files)
    return evaluate_answers(known, found, registry, roles=roles, jobs=jobs, progress=progress)


def simulate(  # noqa: PLR0913  they are the arguments of the command
    study: Study | str | Path,
    *,
    n: int,
    seed: int = 1,
    truth: str | Path | Mapping[str, Any] | None = None,
    model: str | None = None,
    role: str | None = None,
    without: Iterable[str] = (),
) -> Simulated:
    """Draw a survey file from a population with known truth.

    Parameters
    ----------
    study : Study, str or Path
        From `load`, or what `load` should read.
    n : int
        Respondents.
    seed : int
        Of all randomness.
    truth : str, Path or mapping, optional
        A truth file, or what would stand in one; all defaults without.
    model : str, optional
        The model of the study that holds. By default those hold that the truth speaks of, and
        where it speaks of none, all that offer a population.
    role : str, optional
        The role whose survey file is drawn; by default the clients'.
    without : iterable of str
        Plugins to leave out, as for `load`.

    Returns
    -------
    Simulated
        ``cells`` is a pandas.DataFrame of text, as it would stand in the survey file.

    Raises
    ------
    RequestError
        With every problem of the truth, or if no answers can be as it wants them.
    """
    registry = plugins.load(without)
    known = _loaded(study, registry)
    asked = study_of_role(known, role)
    return simulate_with(registry, asked, n=n, seed=seed, truth=truth, model=model)


def simulate_with(
    registry: Registry,
    study: Study,
    *,
    n: int,
    seed: int,
    truth: str | Path | Mapping[str, Any] | None = None,
    model: str | None = None,
) -> Simulated:
    """`simulate`, with plugins that are loaded already."""
    from clientlens.simulation.draw import simulate as draw
    from clientlens.simulation.truth import read_truth

    source = Path(truth) if isinstance(truth, str) else truth
    wanted = read_truth(source, study, registry.models)
    return draw(study, registry.models, wanted, n=n, seed=seed, model=model)


def study_of_role(study: Study, role: str | None) -> Study:
    """What a role is asked, as a study of its own; the study itself for the clients.

    Raises
    ------
    RequestError
        The study has no such role.
    """
    if role is None or role == CLIENTS:
        return study
    if role not in study.roles:
        hint = did_you_mean(role, study.roles)
        raise RequestError(f"the study has no role '{role}'. {hint}".strip())
    return study.roles[role].study


def sweep(  # noqa: PLR0913  they are the arguments of the command
    study: Study | str | Path,
    *,
    only: Sequence[str] | None = None,
    one_at_a_time: bool = False,
    most: int = MOST_UNIVERSES,
    models: Sequence[str] | None = None,
    top: int = FIRST_FEW,
    answers: str | Path | None = None,
    role_answers: Mapping[str, str | Path] | None = None,
    without: Iterable[str] = (),
    jobs: int = 1,
    progress: Progress | None = None,
) -> Sweep:
    """Evaluate a study under every combination of the choices below its ``vary:``.

    Parameters
    ----------
    study : Study, str or Path
        From `load`, or what `load` should read.
    only : sequence of str, optional
        The choices to go through; the others stay as the study says.
    one_at_a_time : bool
        Switch one choice at a time instead of all together.
    most : int
        Refuse a grid with more combinations.
    models : sequence of str, optional
        Estimate these entries alone.
    top : int
        Follow so many indicators of the highest priority.
    answers : str or Path, optional
        A survey file in place of the study's own, for every universe.
    role_answers : mapping, optional
        Role → a survey file in place of the one that the study names for it.
    without : iterable of str
        Plugins to leave out, as for `load`.
    jobs : int
        Chunks of replicates that are worked on at once; the result doesn't depend on it.
    progress : callable, optional
        Called with what is done and what there is to do.

    Raises
    ------
    RequestError
        The study has no choices, or not those of `only`; or there are too many combinations.
    AnswersError
        The study as it is can't be evaluated. Where another universe can't, the sweep says why.
    """
    from clientlens.engine import read_everybody
    from clientlens.multiverse.evaluations import Sweeping
    from clientlens.multiverse.sweep import sweep_study

    registry = plugins.load(without)
    known = _loaded(study, registry)
    grid = grid_of(known, only=only, one_at_a_time=one_at_a_time, most=most)
    files = {code: Path(file) for code, file in (role_answers or {}).items()}
    own = Path(answers) if answers else None

    def read_universe(universe: Study) -> tuple[Answers, dict[str, Answers]]:
        return read_everybody(universe, registry, own, files)

    wanted = None if models is None else tuple(models)
    sweeping = Sweeping(registry, read_universe, wanted, jobs=jobs, progress=progress)
    return sweep_study(known, grid, sweeping, top=top)


def write(found: Evaluation | Sweep, directory: str | Path) -> Path:
    """Write the folder of a run or of a sweep, whole or not at all, and return its path."""
    from clientlens.report.folder import write_run

    if isinstance(found, Evaluation):
        write_run(found, Path(directory))
        return Path(directory)
    from clientlens.report.sweep.folder import write_sweep

    write_sweep(found, Path(directory))
    return Path(directory)


def compare(
    *runs: Evaluation | Run | str | Path,
    models: Iterable[str] | None = None,
    group: str = "all",
    top: int = TOP,
    rank_gap: int = RANK_GAP,
    level: float | None = None,
) -> Comparison:
    """Compare the models of one run, or runs of other settings, regions or waves.

    Parameters
    ----------
    runs : Evaluation, Run, str or Path
        Evaluations, or folders that ``clientlens run`` wrote.
    models : iterable of str, optional
        The entries under ``models:`` that are compared; by default all.
    group : str
        The group of respondents.
    top : int
        How many of the best are looked at for their overlap.
    rank_gap : int
        Ranks that lie further apart than that differ.
    level : float, optional
        Level of the intervals; by default that of the first run.

    Raises
    ------
    RequestError
        Something that is no run, an unknown model or group, or nothing to compare.
    """
    from clientlens.comparison.comparison import compare_runs
    from clientlens.results.run import read_runs, run_of

    read = iter(read_runs([run for run in runs if isinstance(run, str | Path)]))
    known = [
        next(read)
        if isinstance(run, str | Path)
        else run_of(run)
        if isinstance(run, Evaluation)
        else run
        for run in runs
    ]
    return compare_runs(known, models=models, group=group, top=top, rank_gap=rank_gap, level=level)


def _loaded(study: Study | str | Path, registry: Registry) -> Study:
    return study if isinstance(study, Study) else load_with(registry, study)
