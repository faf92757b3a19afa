# Everything from a fresh clone: `make serve` and `make test` set up what they need, and say so while they work.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.13.9
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p && break; done)
BIN := .venv/bin
export VIRTUAL_ENV := $(CURDIR)/.venv
export UV_PROJECT_ENVIRONMENT := .venv
# Bytecode that is kept starts the server three times as fast, whatever the machine's own setting.
unexport PYTHONDONTWRITEBYTECODE

EXPLORER := src/graph/explorer
PAGE := $(EXPLORER)/dist/graphiql.html
PAGE_SOURCES := $(wildcard $(EXPLORER)/*.html $(EXPLORER)/*.json $(EXPLORER)/*.ts $(EXPLORER)/build.py $(shell find $(EXPLORER)/src -type f))

say = @printf '\033[1m· %s\033[0m\n' $(1)

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- to use --------------------------------------------------------------------------------------------------------

.PHONY: serve
serve: $(PAGE) ## build the database and serve on 127.0.0.1:8000 (ARGS="--port 8001" passes options)
	@exec $(BIN)/spinoff-graph serve $(ARGS)

.PHONY: build
build: $(PAGE) ## make the wheel and the sdist in dist/
	$(call say,"building wheel and sdist into dist/")
	@$(BIN)/uv build --quiet && ls -l dist

# --- to work on ----------------------------------------------------------------------------------------------------

.PHONY: test
test: check $(PAGE) chromium curl haproxy ## lint, types and every test, in browsers and from the wheel, too
	$(call say,"running every test")
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

.PHONY: check
check: .venv/synced ## lint, formatting, types
	$(call say,"checking style and types")
	@$(BIN)/uv lock --quiet --check
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python $(EXPLORER)/build.py --check

.PHONY: format
format: .venv/synced ## format the code and repair what the linter can
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

.PHONY: refresh
refresh: .venv/synced ## write the expected plans, SQL and answers anew; read the diff
	@$(BIN)/python -m pytest --refresh $(ARGS)

.PHONY: bench
bench: .venv/synced ## measure the engine against hand-written SQL
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: soak
soak: .venv/synced ## load, hostile input, swaps, kills and slow clients together for MINUTES=n
	@$(BIN)/python -m tests.soak --minutes $(or $(MINUTES),1)

.PHONY: picture
picture: $(PAGE) chromium ## take the README's pictures of the explorer and GraphiQL anew
	@$(BIN)/python -m tests.browser.picture .github

.PHONY: clean
clean: ## remove what was built and installed here
	@rm -rf .venv build dist $(EXPLORER)/dist $(EXPLORER)/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- what these need -----------------------------------------------------------------------------------------------

.venv/tools:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and none was found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; $(PYTHON) is older. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) python3-venv
	$(call say,"making a virtual environment in .venv with $$($(PYTHON) --version) and uv $(UV_VERSION)")
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/synced: .venv/tools pyproject.toml uv.lock hatch_build.py
	$(call say,"installing from uv.lock")
	@$(BIN)/uv sync --quiet --frozen --no-install-project
	@$(BIN)/python $(EXPLORER)/build.py
	@$(BIN)/uv sync --quiet --frozen --compile-bytecode
	@touch $@

# The script itself knows whether the sources changed, what Node to take, and says what it does.
$(PAGE): $(PAGE_SOURCES) | .venv/synced
	@$(BIN)/python $(EXPLORER)/build.py
	@touch $@

.PHONY: python3-venv
python3-venv:
	$(call say,"installing python3-venv: $(PYTHON) cannot make virtual environments")
	@$(call apt,python3-venv)

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { $(call apt,chromium fonts-liberation); }

.PHONY: curl
curl:
	@command -v curl >/dev/null || { $(call apt,curl); }

.PHONY: haproxy
haproxy:
	@PATH="$$PATH:/usr/sbin" command -v haproxy >/dev/null || { $(call apt,haproxy); }

apt = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "· installing $(1) with apt-get"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $(1) >/dev/null; \
	else echo "Needed: $(1). Install it (Debian: sudo apt-get install $(1)) and run make again."; exit 1; fi
