"""Survey files that a command names: one for each role, and the clients' by its own option."""

from pathlib import Path

import pytest

from clientlens.cli.survey_files import files_by_role
from clientlens.errors import RequestError

HINT = "For example  --role-answers staff=staff.csv"


def test_files_are_given_by_role():
    assert files_by_role(None, []) == {}
    assert files_by_role(Path("a.csv"), ["staff=b.csv", "managers=c=d.csv"]) == {
        "clients": Path("a.csv"),
        "staff": Path("b.csv"),
        "managers": Path("c=d.csv"),
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["staff.csv"], f"--role-answers wants ROLE=FILE, got 'staff.csv'. {HINT}"),
        (["=staff.csv"], f"--role-answers wants ROLE=FILE, got '=staff.csv'. {HINT}"),
        (["staff="], f"--role-answers wants ROLE=FILE, got 'staff='. {HINT}"),
        (
            ["clients=a.csv"],
            "--role-answers clients=a.csv: name the clients' file with --answers",
        ),
        (["staff=a.csv", "staff=b.csv"], "--role-answers names the role 'staff' twice"),
    ],
)
def test_what_names_no_file_of_a_role_is_refused(options, message):
    with pytest.raises(RequestError) as refused:
        files_by_role(None, options)
    assert str(refused.value) == message
