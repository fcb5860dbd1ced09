# Everything here sets itself up first. Neither the path of the project nor that of a fair file may contain a space.
# make run [ONCE=1] [FAIR=path/to/fair.json] [COMPOSE=1]
.DELETE_ON_ERROR:
.PHONY: help run bench test chaos test-fast lint format lock docs clean distclean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.stamp
FAULTS ?= 200
SEEDS ?= 1 2 3
# Most tests on real servers wait half of the time, so two at a time take less of it, each worker with servers of its own.
# Not so those that run the whole house and see what it does in time: one house has both processors to itself.
HOUSES := tests/chaos tests/e2e
SIDE_BY_SIDE := --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
FAST := tests/unit tests/property tests/contract tests/test_architecture.py

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

run: $(READY)  ## start everything, run the main job, serve until Ctrl-C; ONCE=1 ends by itself, FAIR=path, COMPOSE=1
	@$(BIN)/python -m liaison run $(if $(ONCE),--once) $(if $(FAIR),--fair $(FAIR)) $(if $(COMPOSE),--compose)

test: $(READY)  ## the whole suite, on real Kafka and MongoDB
	@failed=0; $(BIN)/python -m pytest $(SIDE_BY_SIDE) $(addprefix --ignore=,$(HOUSES)) || failed=1; \
	$(BIN)/python -m pytest $(HOUSES) || failed=1; exit $$failed

chaos: $(READY)  ## FAULTS=200 faults while commands go on, for each of SEEDS="1 2 3", and an account of what they cost
	@failed=0; for seed in $(SEEDS); do $(BIN)/python -m tests.chaos --faults $(FAULTS) --seed $$seed --json || failed=1; done; exit $$failed

test-fast: $(READY)  ## what needs neither Kafka nor MongoDB
	$(BIN)/python -m pytest $(FAST)

lint: $(READY)  ## style, types and one-way imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## every benchmark against its floor, about half an hour; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

format: $(READY)  ## rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## lock the dependencies with hashes, newest versions with UPGRADE=1 (needs uv)
	requirements/lock.sh $(if $(UPGRADE),--upgrade)

docs: $(READY)  ## generate the OpenAPI and AsyncAPI documents again
	$(BIN)/python -m liaison docs

clean:  ## delete what running has written, data and downloads included
	rm -rf .liaison

distclean: clean  ## delete the virtual environment too
	rm -rf $(VENV)

# The first Python of 3.11 or newer that really runs: a name on PATH may be a shim that only says it is not installed.
$(READY): requirements/dev.lock pyproject.toml
	@if ! $(BIN)/python -c '' 2>/dev/null; then \
	  for python in python3.13 python3.12 python3.11 python3; do \
	    if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	      echo "setting up $(VENV) with $$($$python --version)"; exec $$python -m venv --clear $(VENV); \
	    fi; \
	  done; \
	  echo "error: no Python of 3.11 or newer (with venv) on PATH" >&2; exit 1; \
	fi
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-build-isolation --no-deps -e .
	@touch $@
