# The commands of the project; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(if $(filter Windows_NT,$(OS)),$(VENV)/Scripts,$(VENV)/bin)
RUN := $(BIN)/python
# Without a network, from the wheels that a bundle has.
WHEELS := $(if $(wildcard wheels/*.whl),--no-index --find-links wheels)
# What ends in an error has said why: make, which would add "Error 2", ends with it (status 141).
OR_END := || { status=$$?; kill -s PIPE $$PPID; exit $$status; }
COMPILE := $(BIN)/python -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --extra build
SOURCES := pipeline schemas tests

.DEFAULT_GOAL := help
.PHONY: help report plan plan-new check-inputs spark report-spark test check format lint types imports coverage bench fuzz failures samples lock bundle pictures clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: $(VENV)/ready ## read inputs/, write the report to outputs/ (ARGS="--as-of 16/05/2024")
	@$(RUN) -m pipeline report $(ARGS) $(OR_END)

plan: $(VENV)/ready ## draft inputs/ke-hoach.xlsx from the exports in inputs/; what is guessed is yellow
	@$(RUN) -m pipeline plan draft $(ARGS) $(OR_END)

plan-new: $(VENV)/ready ## an empty plan workbook to fill in, inputs/ke-hoach-moi.xlsx (ARGS="other.xlsx")
	@$(RUN) -m pipeline plan new $(or $(ARGS),inputs/ke-hoach-moi.xlsx) $(OR_END)

check-inputs: $(VENV)/ready ## read and validate inputs/ only
	@$(RUN) -m pipeline check $(ARGS) $(OR_END)

spark: $(VENV)/ready-spark ## add the cluster engine (it needs Java 17)

report-spark: $(VENV)/ready-spark ## as report, on executors of this machine or of the cluster that SPARK_MASTER names
	@$(RUN) -m pipeline report --engine spark $(ARGS) $(OR_END)

test: $(VENV)/ready-dev ## the tests, a file a core at a time (ARGS="tests/plan" for some of them)
	$(RUN) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: format lint types imports test ## everything that must be green: format, lint, types, import contracts, tests

format: $(VENV)/ready-dev
	$(RUN) -m ruff format --check $(SOURCES)

lint: $(VENV)/ready-dev
	$(RUN) -m ruff check $(SOURCES)

types: $(VENV)/ready-dev
	$(RUN) -m mypy

imports: $(VENV)/ready-dev
	$(BIN)/lint-imports --no-cache

coverage: $(VENV)/ready-dev ## what the tests run of the code; it fails below the floor of pyproject.toml
	$(RUN) -m coverage erase
	$(RUN) -m coverage run -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)
	$(RUN) -m coverage combine --quiet
	$(RUN) -m coverage report

bench: $(VENV)/ready-dev ## time and memory beside a bare parse and a user's script (ARGS="--dossiers 20000")
	$(RUN) -m tests.bench $(ARGS)

fuzz: $(VENV)/ready-dev ## read mutated files of every format in children (ARGS="--count 10000 --seed 1")
	$(RUN) -m tests.fuzz $(ARGS)

failures: $(VENV)/ready-dev ## let every call that writes fail once, or kill there (ARGS="--few --kill"; Linux, a C compiler)
	$(RUN) -m tests.failures $(ARGS)

samples: $(VENV)/ready-dev ## make inputs/ke-hoach.xlsx and inputs/mau/ anew
	$(RUN) -m tests.generator samples

lock: $(VENV)/ready-dev ## pin the newest allowed releases, with hashes; sbom.cdx.json says what they are
	$(RUN) -m pip install --quiet uv
	$(COMPILE) --upgrade -o requirements.txt
	$(RUN) -m tests.bundle.sbom
	$(COMPILE) --upgrade --extra dev -o requirements-dev.txt
	$(COMPILE) --upgrade --extra spark -o requirements-spark.txt

bundle: $(VENV)/ready ## dist/*.zip: the project with all its wheels by hash, for Windows and Linux without a network
	$(RUN) -m tests.bundle $(ARGS)

pictures: $(VENV)/ready-dev ## draw docs/hinh/ anew from real runs (LibreOffice, Chromium, poppler-utils)
	$(RUN) -m tests.pictures

clean: ## remove the environment and caches; inputs and outputs stay
	rm -rf $(VENV) .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

$(VENV)/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --require-hashes $(WHEELS) -r requirements.txt
	$(RUN) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	$(RUN) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/ready-spark: $(VENV)/ready requirements-spark.txt
	$(RUN) -m pip install --quiet --require-hashes -r requirements-spark.txt
	@touch $@
