"""The workbench: load a study, evaluate it, write the run; for notebooks and the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientlens import plugins
from clientlens.config.load import study_of
from clientlens.config.overlay import amend, read_document
from clientlens.config.study import Study
from clientlens.config.text import Document
from clientlens.engine import evaluate_answers, read_answers
from clientlens.errors import Place, Problem, StudyError
from clientlens.estimation import Progress
from clientlens.plugins import Registry
from clientlens.results.evaluation import Evaluation
from clientlens.results.recipe import read_recipe

if TYPE_CHECKING:
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


def recorded_answers(path: Path) -> Path | None:
    """The survey file that a recipe names; None where `path` is a study file.

    Raises
    ------
    StudyError
        The survey file is gone, or is no longer the one that was evaluated.
    """
    if path.suffix != RECIPE_SUFFIX:
        return None
    _, source = read_recipe(path)
    file = Path(source.path)
    place = Place(path.as_posix())
    if not file.is_file():
        hint = "Run from the folder of the first run, or name the file with --answers."
        raise StudyError(Problem(f"its survey file {source.path} isn't there", place, hint))
    if hashlib.sha256(file.read_bytes()).hexdigest() != source.sha256:
        hint = "Name the file with --answers to evaluate the changed one."
        raise StudyError(Problem(f"{source.path} has changed since this run", place, hint))
    return file


def evaluate(
    study: Study | str | Path,
    *,
    answers: str | Path | None = None,
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
    registry = plugins.load(without)
    known = _loaded(study, registry)
    found = read_answers(known, registry, Path(answers) if answers else None)
    return evaluate_answers(known, found, registry, jobs=jobs, progress=progress)


def simulate(
    study: Study | str | Path,
    *,
    n: int,
    seed: int = 1,
    truth: str | Path | Mapping[str, Any] | None = None,
    model: str | None = None,
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
    return simulate_with(registry, known, n=n, seed=seed, truth=truth, model=model)


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


def write(evaluation: Evaluation, directory: str | Path) -> Path:
    """Write the run folder, whole or not at all, and return its path."""
    from clientlens.report.folder import write_run

    write_run(evaluation, Path(directory))
    return Path(directory)


def _loaded(study: Study | str | Path, registry: Registry) -> Study:
    return study if isinstance(study, Study) else load_with(registry, study)
