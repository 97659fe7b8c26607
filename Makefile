# make run    the demo shop on http://localhost:8000 (PORT= to change), Ctrl-C stops it
# make test   every test; closes with pytest's summary (PYTEST= for its arguments)
# Everything is built in .venv, from requirements.lock.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTEST ?=
# CI measures coverage with it.
RUNNER ?= python -m pytest
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CLIENT := wagtail_livechat/client

.PHONY: help environment run test test-environment bench client screenshots messages lint format lock clean

help:
	@sed -n '1,3s/^# //p' Makefile

# Two steps, so that an edit of pyproject.toml does not fetch everything anew.
$(VENV)/.built: requirements.lock .ci/environment
	@.ci/environment $(VENV)
	@touch $@

$(STAMP): $(VENV)/.built pyproject.toml
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

environment: $(STAMP)

run: $(STAMP)
	@PORT=$(PORT) exec $(BIN)/python sandbox/run.py

test-environment: $(STAMP)
	@.ci/chromium

test: test-environment
	@$(BIN)/$(RUNNER) $(PYTEST)

bench: $(STAMP)
	@$(BIN)/python tests/benchmarks/roundtrip.py

client:
	cd $(CLIENT) && npm ci --no-audit --no-fund && npm run build

# The pictures of README and docs, from a sandbox of their own.
screenshots: test-environment
	@$(BIN)/python docs/screenshots

# Finds new texts and compiles the catalogues; needs Debian's gettext. Translate in between and run it again.
messages: $(STAMP)
	cd wagtail_livechat && ../$(BIN)/django-admin makemessages --locale fr --add-location file --ignore 'client/*'
	cd wagtail_livechat && ../$(BIN)/django-admin compilemessages --locale fr

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Keeps the versions it has; make lock UPGRADE="--upgrade-package wagtail" moves one.
lock:
	uv pip compile pyproject.toml --all-extras --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-header --quiet $(UPGRADE) --output-file requirements.lock

clean:
	rm -rf $(VENV) .coverage .coverage.* build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
