"""The way of a survey file through reading, coding and screening, for the tests of each."""

from pathlib import Path

import pytest

from clientlens.config.load import load_study
from clientlens.config.study import Vocabulary
from clientlens.errors import ClientLensError, StudyError
from clientlens.survey.code import code_answers
from clientlens.survey.read import BUILT_IN_READERS, read_cells
from clientlens.survey.screen import BUILT_IN_SCREENS, screen


class Way:
    """Study file → answers → those kept, with the built-in readers and rules."""

    readers = {reader.name: reader() for reader in BUILT_IN_READERS}  # noqa: RUF012
    rules = {rule.name: rule() for rule in BUILT_IN_SCREENS}  # noqa: RUF012
    vocabulary = Vocabulary(
        models={},
        screens={name: rule.Options for name, rule in rules.items()},
        readers=frozenset(readers),
    )

    def study(self, path, root=None):
        study = load_study(path, self.vocabulary, root=root)
        checks = [self.rules[c.rule].check(study, c.options) for c in study.screening]
        problems = [problem for check in checks for problem in check]
        if problems:
            raise StudyError(problems)
        return study

    def cells(self, study, path=None):
        return read_cells(
            Path(path or study.folder / study.survey.source), study.survey, self.readers
        )

    def answers(self, study, path=None):
        return code_answers(*self.cells(study, path), study)

    def screened(self, study, answers):
        return screen(answers, study, self.rules)

    def refusal(self, path, root=None, answers=None):
        """What is said of a study that gets no further."""
        with pytest.raises(ClientLensError) as refusal:
            self.whole(path, root, answers)
        return f"{refusal.value}\n"

    def whole(self, path, root=None, answers=None):
        study = self.study(path, root)
        return self.screened(study, self.answers(study, answers))


@pytest.fixture(scope="session")
def way():
    return Way()


@pytest.fixture(scope="session")
def study_of(way, tmp_path_factory):
    """A study from its text."""

    def study_of(text):
        path = tmp_path_factory.mktemp("study") / "study.yaml"
        path.write_text(text, encoding="utf-8")
        return way.study(path)

    return study_of
