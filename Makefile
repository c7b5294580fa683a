# Two commands do all the set-up: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STUDY ?= configs/jiangxi/xinyu-2022.yaml
PYTHONS := 3.11 3.12 3.13 3.14

.PHONY: demo test check docs test-slow test-pythons test-lowest dist bench schema clean

demo: $(VENV)/.installed
	$(BIN)/clientlens run $(STUDY)

test: $(VENV)/.installed-test
	$(MAKE) --no-print-directory check

check: $(VENV)/.installed-test $(VENV)/.installed-docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not slow"
	$(MAKE) --no-print-directory docs

docs: $(VENV)/.installed-docs
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs
	@echo "The site is in build/docs/index.html"

test-slow: $(VENV)/.installed-test
	$(BIN)/pytest -m slow

# Every Python that is here, one after the other; those that aren't are named. With pyenv:
# PYENV_VERSION=3.11.7:3.12.1:3.13.0 make test-pythons
test-pythons:
	@for each in $(PYTHONS); do \
		if ! python$$each -c "" 2>/dev/null; then absent="$$absent $$each"; \
		elif $(MAKE) --no-print-directory test-python-$$each; then passed="$$passed $$each"; \
		else failed="$$failed $$each"; fi; \
	done; \
	echo "Python passed:$${passed:- none}; failed:$${failed:- none}; not here:$${absent:- none}"; \
	test -n "$$passed" -a -z "$$failed"

test-python-%: $(VENV)-%/.installed-test
	$(VENV)-$*/bin/pytest -m "not slow"

# The lowest releases that pyproject.toml allows, on the lowest Python. The page of commands is
# written with the newest typer, whose help looks otherwise.
WRITTEN := tests/docs/test_reference.py::test_written_pages_and_schema_are_up_to_date
test-lowest: $(VENV)-lowest/.installed-test
	$(VENV)-lowest/bin/pytest -m "not slow" --deselect $(WRITTEN)

dist: $(VENV)/.installed-test
	$(BIN)/python -m build

bench: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.pls
	$(BIN)/python -m benchmarks.gaps
	$(BIN)/python -m benchmarks.method_draws
	$(BIN)/python -m benchmarks.units
	$(BIN)/python -m benchmarks.sweep
	$(BIN)/python -m benchmarks.batch

schema: $(VENV)/.installed
	$(BIN)/clientlens schema --out configs/study.schema.json

# pip's --group needs pip 25.1, so pip comes first.
$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group test
	touch $@

.PRECIOUS: $(VENV)-%/.installed-test
$(VENV)-%/.installed-test: pyproject.toml
	test -x $(VENV)-$*/bin/python || python$* -m venv $(VENV)-$*
	$(VENV)-$*/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(VENV)-$*/bin/python -m pip install --quiet --editable . --group test
	touch $@

# Made anew each time, for an installer leaves what is already high enough.
$(VENV)-lowest/.installed-test: pyproject.toml
	rm -rf $(VENV)-lowest
	python$(firstword $(PYTHONS)) -m venv $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pip install --quiet uv
	$(VENV)-lowest/bin/uv pip install --quiet --python $(VENV)-lowest/bin/python \
		--resolution lowest-direct --editable . --group test
	touch $@

$(VENV)/.installed-docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group docs
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-* runs build dist docs/_gallery .mypy_cache .ruff_cache .pytest_cache .hypothesis
