"""An option that several commands have is one and the same."""

import pytest
import typer

from clientlens.cli.app import app
from clientlens.cli.arguments import names_in

OWN = {"--out", "--jobs", "--top"}
"""Options that say something else in every command."""


def commands_with_options():
    """Option → command → its help and what stands for its value."""
    found = {}
    for name, command in typer.main.get_command(app).commands.items():
        for parameter in command.params:
            if parameter.param_type_name == "option":
                said = parameter.help, parameter.metavar
                found.setdefault(parameter.opts[0], {})[name] = said
    return found


@pytest.mark.parametrize("option", sorted(commands_with_options().keys() - OWN))
def test_an_option_says_the_same_in_every_command(option):
    assert len(set(commands_with_options()[option].values())) == 1


def test_commands_share_options():
    found = commands_with_options()
    assert found["--answers"].keys() == found["--replicates"].keys() == {"run", "sweep"}
    assert found["--models"].keys() == {"run", "sweep", "compare"}


@pytest.mark.parametrize(
    ("option", "names"), [(None, None), ("a", ("a",)), ("a, b", ("a", "b")), ("", ("",))]
)
def test_names_are_listed_with_commas(option, names):
    assert names_in(option) == names
