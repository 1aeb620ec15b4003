# The one task list: README, CONTRIBUTING, .ci/run and the GitHub workflow call these targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8888
UNIT ?=
FILE ?=
FROM ?=
ROSTER ?=
PLATFORM ?=
DRY ?=
SHEET ?=
NAMES ?=
COLUMN ?=
ALL ?=
SIZES ?= 20
N ?= 2000
KILLS ?= 20
SEED ?= 1
WITH ?= nbgrader torch

BIN := .venv/bin
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: help setup diffs grade collect export feedback report regrade doctor docs links bench bench-writers soak mutants peers week lab release lessons format quick \
    unit test oldest newest clean browser postgresql learn check check-course renew static pytest fast unit-answers unit-nbval nbval nbval-release nbval-lessons

help:  ## List the targets
	@sed -nE 's/^([a-z ]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/installed  ## Install everything the course needs, system packages included

.venv/installed: pyproject.toml constraints.txt autograder/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	    { echo "make: $(PYTHON) is not Python 3.11 to 3.13. Remedy: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	@PYTHON=$(PYTHON) scripts/system-packages ensurepip=python3-venv dot=graphviz bwrap=bubblewrap
	@echo "installing Python packages into .venv (some minutes the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]' || \
	    { echo "make: pip could not install the packages. Remedy: check the network, then make setup" >&2; exit 1; }
	@$(MAKE) diffs
	@touch $@

diffs:  # git shows notebooks as text, where this is a git checkout
	@[ "$$(git rev-parse --show-toplevel 2>/dev/null)" != "$$(pwd -P)" ] || git config diff.notebook.textconv \
	    "$(BIN)/jupytext --quiet --to py:percent --opt notebook_metadata_filter=-all --output -"

grade: setup  ## Build the release, then grade the submissions, or a sample class where there are none
	@$(BIN)/autograder grade $(if $(ALL),--all) $(UNIT)

collect: setup  ## Take what a learning platform hands out (UNIT=06_descent FROM=submissions.zip; ROSTER=, PLATFORM=, DRY=1)
	@test -n "$(UNIT)" -a -n "$(FROM)" || { echo "make: what? Remedy: make collect UNIT=06_descent FROM=submissions.zip" >&2; exit 2; }
	@$(BIN)/autograder collect $(UNIT) "$(FROM)" $(if $(ROSTER),--roster "$(ROSTER)") $(if $(PLATFORM),--platform $(PLATFORM)) $(if $(DRY),--dry-run)

export: setup  ## Grades of a unit into a copy of the platform's table (UNIT=06_descent SHEET=grades.csv; COLUMN=), or a plain one
	@test -n "$(UNIT)" || { echo "make: which unit? Remedy: make export UNIT=06_descent SHEET=grades.csv" >&2; exit 2; }
	@$(BIN)/autograder export $(UNIT) $(if $(SHEET),--sheet "$(SHEET)") $(if $(COLUMN),--column "$(COLUMN)")

feedback: setup  ## Feedback pages of a unit in one archive that the platform takes back (UNIT=06_descent)
	@test -n "$(UNIT)" || { echo "make: which unit? Remedy: make feedback UNIT=06_descent" >&2; exit 2; }
	@$(BIN)/autograder feedback-archive $(UNIT)

report: setup  ## A page about the class (UNIT=06_descent; without: all units; NAMES=1 calls learners by name)
	@$(BIN)/autograder report $(UNIT) $(if $(NAMES),--names)

regrade: setup  ## Grade a unit again after a test was corrected, and say whose points change (UNIT=06_descent; DRY=1: only say)
	@test -n "$(UNIT)" || { echo "make: which unit? Remedy: make regrade UNIT=06_descent DRY=1" >&2; exit 2; }
	@$(BIN)/autograder regrade $(UNIT) $(if $(DRY),--dry-run)

doctor: setup  ## Try the sandbox in which learners' code runs
	@$(BIN)/autograder doctor

docs: setup  ## Build the site with lessons, problem sets, guides and tables in build/site/, without a network
	@$(BIN)/sphinx-build --quiet --fresh-env --fail-on-warning --keep-going -c docs/site -d build/doctrees . build/site
	@echo "the site is build/site/index.html; to read it: $(BIN)/python -m http.server --directory build/site"

links: setup  ## Look whether the site's links to other hosts lead somewhere
	@$(BIN)/sphinx-build --quiet --fresh-env -b linkcheck -c docs/site -d build/doctrees . build/links

bench: setup  ## Compare the speed of grading with stock nbgrader's (SIZES="20 100 500")
	@$(BIN)/python -m bench.throughput $(SIZES)

soak: setup  ## Grade 2,000 submissions in one run, hostile and messy ones among them, then kill 20 runs (N=60 KILLS=3 SEED=7)
	@$(BIN)/python -m bench.soak $(N) $(KILLS) $(SEED)

bench-writers: postgresql  ## Measure how many submissions a second the gradebook takes: SQLite and PostgreSQL
	@$(BIN)/python -m bench.writers

mutants: setup  ## Change the author's solutions by small steps, and see what the checks miss (UNIT=06_descent; else all)
	@$(BIN)/python -m tests.mutants --update $(UNIT)

peers: setup  ## Run nbgrader's own tests of autograde, and its example course, with this engine
	@$(BIN)/python -m pytest -q tests/peers

week: setup  ## A scripted week of six platforms, 60 members each (make test has ten each): collect, grade, report, export, feedback
	@WEEK=60 $(BIN)/python -m pytest -q --durations=3 tests/lms/test_week.py

learn: setup  ## Learn: open JupyterLab on the start page, with your own copies of the exercises in work/ (PORT=8888)
	@$(BIN)/autograder learn
	@JUPYTER_CONFIG_PATH=autograder/study/lab $(BIN)/jupyter lab --port=$(PORT) --ServerApp.port_retries=0 $(AS_ROOT) || \
	    { echo "make: JupyterLab did not start on port $(PORT). Remedy: make learn PORT=8889" >&2; exit 1; }

check-course: setup  ## Look over sources, lessons, answers, contracts and release (UNIT=06_descent; else all)
	@$(BIN)/autograder check-course $(UNIT)

check: setup  ## Check your own work with all tests (UNIT=01_tracking: work/01_tracking; or FILE=notebook.ipynb)
	@test -n "$(UNIT)$(FILE)" || { echo "make: which unit? Remedy: make check UNIT=01_tracking" >&2; exit 2; }
	@$(BIN)/autograder check $(if $(FILE),"$(FILE)",$(UNIT))

renew: setup  ## Put your answers into a newer release (UNIT=01_tracking); your old copy is kept
	@$(BIN)/autograder renew $(UNIT)

lab: setup  ## Open JupyterLab on the course (PORT=8888)
	@$(BIN)/jupyter lab --port=$(PORT) --ServerApp.port_retries=0 $(AS_ROOT) || \
	    { echo "make: JupyterLab did not start on port $(PORT). Remedy: make lab PORT=8889" >&2; exit 1; }

release: setup  ## Generate release/ from source/, and refresh all badges and generated pages
	@$(BIN)/autograder release $(UNIT)
	@$(BIN)/python -m tests.attacks
	@$(BIN)/python -m tests.messy

lessons: setup  ## Run the lessons, store their outputs, and take the README's pictures from them
	@$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
	    --log-level=WARN $(if $(UNIT),notebooks/$(UNIT).ipynb,notebooks/*.ipynb)
	@$(BIN)/nbstripout --keep-id --keep-output --keep-count --extra-keys metadata.language_info.version notebooks/*.ipynb
	@$(BIN)/autograder pictures

format: setup  ## Format the code, and strip outputs from the authored notebooks
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	@$(BIN)/nbstripout --keep-id source/*/*.ipynb

quick: setup  ## Run the checks that need no browser, no whole notebook and no nbgrader: a minute and a half
	@$(MAKE) -j2 --output-sync=target static fast

unit: setup  ## Release one unit, and try its answers and notebooks: a minute (UNIT=06_descent)
	@test -n "$(UNIT)" || { echo "make: which unit? Remedy: make unit UNIT=06_descent" >&2; exit 1; }
	@$(BIN)/autograder release $(UNIT)
	@$(MAKE) -j2 --output-sync=target unit-answers unit-nbval

unit-answers:
	$(BIN)/python -m pytest -q -k "$(UNIT) and not one_process" tests/course tests/test_notebooks.py

unit-nbval:
	$(BIN)/python -m pytest -q --nbval --nbval-sanitize-with tests/nbval.cfg notebooks/$(UNIT).ipynb

test: browser postgresql static pytest nbval  ## Run all checks: more than half an hour

browser: setup
	@scripts/system-packages 'chromium|google-chrome=chromium'

postgresql: setup
	@scripts/system-packages 'postgres|/usr/lib/postgresql/*/bin/postgres=postgresql'

static: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

pytest: setup
	$(BIN)/python -m pytest

fast: setup
	$(BIN)/python -m pytest -q -m "not (slow or browser or nbgrader)"

nbval: setup
	@$(MAKE) -j2 --output-sync=target nbval-release nbval-lessons

nbval-release:
	$(BIN)/python -m pytest --nbval-lax release/

nbval-lessons:
	$(BIN)/python -m pytest --nbval --nbval-sanitize-with tests/nbval.cfg notebooks/

oldest newest: setup  ## Try the oldest, or newest, torch and nbgrader that pyproject.toml admits (WITH=nbgrader: only that)
	@mkdir -p build && $(BIN)/python scripts/constraints.py $@ $(WITH) >build/$@.txt
	@rm -rf build/$@ && $(PYTHON) -m venv build/$@
	@build/$@/bin/python -m pip install --quiet --constraint build/$@.txt --editable '.[test]' || \
	    { echo "make: pip could not install these versions. Remedy: see build/$@.txt" >&2; exit 1; }
	@build/$@/bin/python -m pip list | grep -iE "^(nbgrader|torch) "
	@$(MAKE) versions BIN=build/$@/bin

versions:  # messages of torch differ from version to version, so lessons are run, and their outputs not compared
	$(BIN)/python -m pytest -q -m "not (slow or browser or nbgrader)"
	$(BIN)/python -m pytest -q tests/course/test_release.py -k runs_clean
	$(BIN)/python -m pytest -q tests/test_grade.py -k sample
	$(BIN)/python -m pytest -q --nbval-lax notebooks/

clean:  ## Remove what grading made, except submissions and .venv; gradebook and exports move to kept/<date>/
	@set -- $(wildcard gradebook.db* grades.csv); if [ $$# -gt 0 ]; then \
	    kept=kept/$$(date +%Y-%m-%dT%H-%M-%S.%N); mkdir -p $$kept; mv "$$@" $$kept/; \
	    echo "kept in $$kept: $$*"; fi
	rm -rf autograded feedback build
