# The only words; CI calls the same ones. `make help` says what each does.

# The first Python that is new enough; name another with make run PYTHON=/path/to/python3.11
NEW_ENOUGH = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c "$(NEW_ENOUGH)" 2>/dev/null && echo $$each && exit; done; echo python3)
SET_UP = @command -v $(PYTHON) >/dev/null || { echo "Jarchy needs Python 3.11 or newer, and there is none here. \
On Debian or Ubuntu: apt install python3 python3-venv. Then start again." >&2; exit 1; }; $(PYTHON) requirements/install.py
JARCHY = .venv/bin/jarchy

.DEFAULT_GOAL := help
.PHONY: install run test lint docs bench help

install: # set up .venv/ from the locks, and nothing more
	$(SET_UP) runtime

run: # start Jarchy with the campaign of 2018 as a worked example; Ctrl-C stops it
	$(SET_UP) runtime
	@exec $(JARCHY) run

test: # run all tests, on SQLite and on PostgreSQL where there is one
	$(SET_UP) tests
	@exec .venv/bin/python tests/run.py

lint: # style, types, import contract
	$(SET_UP) tests
	@failed=0; \
	.venv/bin/ruff check --output-format concise . || failed=1; \
	.venv/bin/ruff format --check . || failed=1; \
	JARCHY_HOME=.mypy_cache/home .venv/bin/mypy || failed=1; \
	.venv/bin/lint-imports || failed=1; \
	exit $$failed

docs: # make the reference pages that are written from the code
	$(SET_UP) runtime
	@exec $(JARCHY) reference

bench: # measure the promises of speed; prints a table, writes JSON
	$(SET_UP) tests
	@exec .venv/bin/python -m bench

help:
	@echo "make install   set up .venv/ from the locks, and nothing more"
	@echo "make run       start Jarchy with the campaign of 2018 as a worked example; Ctrl-C stops it"
	@echo "make test      run all tests, on SQLite and on PostgreSQL where there is one"
	@echo "make lint      style, types, import contract"
	@echo "make docs      make the reference pages that are written from the code"
	@echo "make bench     measure the promises of speed; prints a table, writes JSON"
	@echo
	@echo "Settings come from the environment: docs/reference/settings.md. Python $(PYTHON) is used."
