# Linux and macOS; needs only Python >= 3.11, pip, git and make. Windows: see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
RUN := $(VENV)/.run-time
DEV := $(VENV)/.tools
PEERS := $(VENV)/.peers

.DEFAULT_GOAL := help
.PHONY: help app test check bench bench-groot clean

help:
	@echo "make app    zet alles klaar en opent de app met het voorbeeld"
	@echo "make test   zet alles klaar en voert alle controles en tests uit"
	@echo "make check  opmaak, regels, typen en lagen"
	@echo "make bench  meet de snelheid; make bench-groot meet die van een heel land"
	@echo "make clean  verwijdert wat hier is klaargezet, behalve uw eigen regio's en scenario's"

app: $(RUN)
	@$(BIN)/spreiding voorbereiden
	@$(if $(SPREIDING_HEADLESS),STREAMLIT_SERVER_HEADLESS=true) $(BIN)/spreiding app

test: check
	@$(BIN)/spreiding voorbereiden
	@$(BIN)/python -m pytest

check: $(DEV)
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(PEERS)
	@$(BIN)/python -m benchmarks.bench
	@$(BIN)/python -m benchmarks.reistijden
	@$(BIN)/python -m benchmarks.median
	@$(BIN)/python -m benchmarks.textbook

bench-groot: $(PEERS)
	@$(BIN)/python -m benchmarks.reistijden --groot
	@$(BIN)/python -m benchmarks.median --groot

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@rm -rf build spreiding.egg-info data/regio/voorbeeld-drenthe
	@find spreiding tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Spreiding heeft Python 3.11 of nieuwer nodig, maar '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)." >&2; \
	  echo "Installeer een nieuwere Python of wijs haar aan: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Pakketten installeren; de eerste keer duurt dat enkele minuten." >&2
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@echo "Gereedschap voor controles en tests installeren." >&2
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(PEERS): benchmarks/requirements.txt $(DEV)
	@echo "Pakketten om mee te vergelijken installeren." >&2
	@$(PIP) -r benchmarks/requirements.txt
	@touch $@
