# The README's two commands, and the long ones. Everything happens in .venv; nothing outside this folder is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo serve test check evals recordings bench torture

demo: $(VENV)/installed
	QA_DATA_DIR=.demo $(BIN)/qa demo

serve: $(VENV)/installed
	QA_DATA_DIR=.demo $(BIN)/qa serve --demo

test: $(VENV)/installed-dev
	$(BIN)/pytest

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

evals: $(VENV)/installed
	$(BIN)/qa eval --gate
	$(BIN)/qa eval --gate --replay --judge

recordings: $(VENV)/installed-dev
	$(BIN)/python -m scripts.record --judge --update

torture: $(VENV)/installed-dev
	$(BIN)/pytest -m torture -s

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "On the Record needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/installed
