"""The way of a survey file through reading, coding and screening, and where it stops."""

from pathlib import Path

from clientlens.config.load import load_study
from clientlens.config.study import Vocabulary
from clientlens.errors import ClientLensError, StudyError
from clientlens.survey.code import code_answers
from clientlens.survey.read import BUILT_IN_READERS, read_cells
from clientlens.survey.screen import BUILT_IN_SCREENS, screen

READERS = {reader.name: reader() for reader in BUILT_IN_READERS}
SCREENS = {rule.name: rule() for rule in BUILT_IN_SCREENS}
VOCABULARY = Vocabulary(
    models={},
    screens={name: rule.Options for name, rule in SCREENS.items()},
    readers=frozenset(READERS),
)


def study_at(path, root=None):
    study = load_study(path, VOCABULARY, root=root)
    checked = [(SCREENS[choice.rule], choice.options) for choice in study.screening]
    problems = [problem for rule, options in checked for problem in rule.check(study, options)]
    if problems:
        raise StudyError(problems)
    return study


def answers_of(study, path=None):
    source = path or study.folder / study.survey.source
    return code_answers(*read_cells(Path(source), study.survey, READERS), study)


def message_of(path, root):
    """What is said of a study that gets no further; None where it gets through."""
    try:
        study = study_at(path, root)
        screen(answers_of(study), study, SCREENS)
    except ClientLensError as error:
        return f"{error}\n"
    return None
