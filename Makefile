# Two commands do all the set-up: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STUDY ?= configs/jiangxi/xinyu-2022.yaml

.PHONY: demo test check docs test-slow bench schema clean

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

$(VENV)/.installed-docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group docs
	touch $@

clean:
	rm -rf $(VENV) runs build dist docs/_gallery .mypy_cache .ruff_cache .pytest_cache .hypothesis
