# make           set up, build the graph, answer one question
# make test      the fast tests: packages from PyPI, no root, no browser
# make test-all  all tests; CONTRIBUTING.md says what they need installed
# make bench     measure
# make bench-maps  measure the map against plain pyvis and cytoscape.js; takes Chromium, npm and half an hour
# make noticed   plant mistakes in every claim; count those that the expected answers notice
# make tutorial  run the notebook, and write its outputs anew
PYTHON ?= python3
BIN := .venv/bin
TIERS := long or browser or engines or consumers

.PHONY: all build test test-all test-further check-code bench bench-maps noticed generate tutorial clean

all: build
	@echo
	@echo '$$ $(BIN)/kg ask treatments-for --condition osteoarthritis --why'
	@$(BIN)/kg ask treatments-for --condition osteoarthritis --why
	@echo
	@echo 'The map: build/map.html (open it in a browser).  More questions: $(BIN)/kg ask'

build: .venv/run
	@$(BIN)/kg build

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'PainKG needs Python 3.11 or newer; name one: make PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv'; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv

.venv/run: pyproject.toml | .venv/bin/python
	@echo 'Installing PainKG into .venv ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/test: pyproject.toml | .venv/bin/python
	@echo 'Installing PainKG and its tests into .venv ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/run

.venv/test-all: pyproject.toml | .venv/bin/python
	@echo 'Installing PainKG and all that its tests use into .venv ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,browser,engines,consumers,parquet,notebook]'
	@touch $@ .venv/test .venv/run

check-code: .venv/test
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary

test: check-code
	@$(BIN)/python -m pytest -n auto --dist loadfile -m 'not ($(TIERS))'
	@echo 'Not run: the tiers long, browser, engines and consumers. To run them: make test-all'

test-all: test test-further

test-further: .venv/test-all check-code
	@$(BIN)/python -m pytest -n auto --dist loadfile -m '$(TIERS)'

bench: build
	@$(BIN)/python -m tests.benchmarks.ask
	@$(BIN)/python -W ignore -m tests.benchmarks.questions

bench-maps: .venv/test-all
	@$(BIN)/python -m tests.benchmarks.maps

noticed: .venv/test
	@$(BIN)/python -m tests.benchmarks.noticed

generate: .venv/run
	@$(BIN)/python -m kg.schema
	@$(BIN)/python -m kg.catalogue
	@$(BIN)/python -m kg.maps.gallery

tutorial: .venv/test-all build
	@$(BIN)/python -m tests.tutorial

clean:
	@rm -rf .venv build dist .build.*
