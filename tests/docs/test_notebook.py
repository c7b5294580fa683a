"""The notebook in the docs runs from top to bottom, and finds what it says it finds."""

from pathlib import Path

import nbformat
import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "comparing.ipynb"


@pytest.fixture(scope="module")
def names():
    """What the notebook's cells define, run one after the other as a kernel would."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    found = {}
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        exec(compile(cell.source, f"{NOTEBOOK.name}[{number}]", "exec"), found)  # noqa: S102  our own
    return found


def test_it_is_a_valid_notebook_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_what_clients_say_and_what_moves_them_are_found_to_differ(names):
    verdicts = names["disagree"].set_index("indicator")["verdict"]
    assert {"rate", "speed", "advice"} <= set(verdicts.index[verdicts == "disagree"])


def test_an_index_difference_of_models_comes_from_weights_alone(names):
    parts = names["parts"].set_index(["first", "second", "effect"])["estimate"]
    assert (parts.xs("ratings", level="effect").abs() < 1e-3).all()
    assert (parts.xs("coverage", level="effect").abs() < 1e-3).all()


def test_the_change_of_a_year_is_found_where_it_was_made(names):
    rated = names["rated"].set_index("indicator")
    assert rated.loc["speed", "p_bh"] < 0.05
    assert rated.loc["speed", "low"] <= 0.5 <= rated.loc["speed", "high"]
    assert names["waves"].kind == "waves"
    assert not names["waves"].is_paired
