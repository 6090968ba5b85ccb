# Practice Line. `make run` serves the bot on this machine, `make test` runs the whole suite. Needs Python 3.11+ with venv, make, git.
# Everything that is installed lands in .venv/ and everything that is derived in .cache/: delete both and you are back at a fresh clone.

.PHONY: help install run chat test lint format check content-report calibrate bench bench-intents bench-bot bench-services bench-checkins faults lock web-tools
.DEFAULT_GOAL := help
SHELL := /bin/sh

PY := .venv/bin/python
BOT := .venv/bin/practiceline
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --require-hashes
# Tests and benchmarks start from the clone alone: what this machine's user has set for a running bot stays out.
CLEAN := env -u PRACTICELINE_CONFIG -u PRACTICELINE_DATABASE_URL -u PRACTICELINE_TELEGRAM_TOKEN -u PRACTICELINE_TELEGRAM_TOKEN_FILE \
	-u PRACTICELINE_SECRET_KEY -u PRACTICELINE_SECRET_KEY_FILE -u PRACTICELINE_TELEGRAM_API_URL -u PRACTICELINE_TELEGRAM_PACE \
	-u PRACTICELINE_WEB_PORT -u PRACTICELINE_CACHE_DIR
CONTENT := $(shell find content -type f -not -path '* *' -not -path '*:*' 2>/dev/null)

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1 | /p' $(firstword $(MAKEFILE_LIST)) | awk -F ' [|] ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/.runtime .cache/.filled ## the environment in .venv and the fitted content in .cache

run: install ## serve the bot: web chat on http://127.0.0.1:8080, Telegram if a token is set
	@exec $(BOT) run

chat: install ## the same bot in this terminal
	@exec $(BOT) chat

test: .venv/.dev ## the whole suite, without benchmarks and the long fault runs
	$(CLEAN) $(PY) -m pytest -n 2 -m "not faults"

lint: .venv/.dev ## style, types and who may import whom
	@failed=; \
	for check in "ruff check ." "ruff format --check ." "mypy"; do \
	  echo "$$check"; $(PY) -m $$check || failed="$$failed [$$check]"; \
	done; \
	echo lint-imports; .venv/bin/lint-imports --no-logo || failed="$$failed [lint-imports]"; \
	[ -z "$$failed" ] || { echo "Failed:$$failed" >&2; exit 1; }

format: .venv/.dev ## write the style that lint wants
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

check: .venv/.runtime ## whether the content is in order: file, line, remedy
	$(BOT) check --questions tests/questions

content-report: .venv/.runtime ## what there is by language and section, and how well held-out questions find it; with CSV=file also a sheet
	$(BOT) content-report --questions tests/questions $(if $(CSV),--csv "$(CSV)")

calibrate: .venv/.runtime ## how sure the matcher may be, from the questions in tests/calibration; writes content/calibration.yaml
	$(CLEAN) $(BOT) calibrate --questions tests/calibration --to content/calibration.yaml

faults: .venv/.dev ## the long fault runs: killed, locked, full, Telegram away
	$(CLEAN) $(PY) -m pytest -m faults tests/faults

bench: bench-intents bench-bot bench-services bench-checkins ## all benchmarks

bench-intents: .venv/.dev ## how many held-out questions reach their answer; with DATA=folder also the public sets, beside other methods
	$(CLEAN) $(PY) -m pytest -q -s tests/library/test_held_out_questions.py
	$(if $(DATA),$(CLEAN) $(PY) tests/bench/bench_intents.py --data $(DATA) --out docs/benchmarks.md)

bench-bot: .venv/.dev ## the whole bot beside a bare echo bot
	$(CLEAN) $(PY) -m tests.bench.bench_bot

bench-services: .venv/.dev ## what a search costs among 5,000 made-up services
	$(CLEAN) $(PY) -m tests.bench.bench_services

bench-checkins: .venv/.dev ## what the clockwork of check-ins costs among 100,000 plans, and a question while 10,000 reminders go out
	$(CLEAN) $(PY) -m tests.bench.bench_checkins

web-tools: ## axe-core for the accessibility tests (needs npm)
	npm ci --prefix tests/web --ignore-scripts --no-audit --no-fund --loglevel=error

# --- How it is done --------------------------------------------------------------------------------------------------------------

# The first Python of 3.11 to 3.14 that starts and has venv; if there is one without venv, the package that mends it.
.venv/.made:
	@if [ -x $(PY) ] && $(PY) -m pip --version >/dev/null 2>&1; then touch $@; exit 0; fi; \
	found=; \
	for py in python3 python3.14 python3.13 python3.12 python3.11; do \
	  version=$$($$py -c 'import sys; v = sys.version_info[:2]; print("%d.%d" % v) if (3, 11) <= v <= (3, 14) else sys.exit(1)' 2>/dev/null) || continue; \
	  found=$${found:-$$version}; \
	  if $$py -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "Making .venv with Python $$version"; \
	    $$py -m venv --clear .venv && touch $@; exit $$?; \
	  fi; \
	done; \
	if [ -n "$$found" ]; then \
	  echo "Python $$found is here, but without its venv module. On Debian and Ubuntu: sudo apt install python$$found-venv" >&2; \
	else \
	  echo "Practice Line needs Python 3.11, 3.12, 3.13 or 3.14 and found none. On Debian and Ubuntu: sudo apt install python3 python3-venv" >&2; \
	fi; \
	exit 1

# `practiceline` is a two-line script and the clone is put on the path: nothing is built and nothing more is fetched for it.
.venv/.command: .venv/.made
	@$(PY) -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "practice-line.pth").write_text(str(pathlib.Path.cwd()) + "\n")'
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" -P -m bot "$$@"\n' "$(CURDIR)" > $(BOT)
	@chmod 755 $(BOT)
	@touch $@

.venv/.runtime: requirements/runtime.txt .venv/.command
	@echo "Installing what the bot needs into .venv (once; about a minute)"
	@$(PIP) -r requirements/runtime.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.command
	@echo "Installing what the tests need into .venv (once; a minute or two)"
	@$(PIP) -r requirements/dev.txt
	@touch $@ .venv/.runtime

# A fault in the content ends nothing here: the bot says itself what it can't serve.
.cache/.filled: .venv/.runtime $(CONTENT)
	@mkdir -p .cache
	@echo "Reading, checking and fitting the content (once a change; two or three minutes)"
	@if $(BOT) check > .cache/check.txt 2>&1; then touch $@; else cat .cache/check.txt >&2; echo "See to the lines above." >&2; fi

# Newer versions are looked for by nobody but this target. The files name no index: pip's own configuration decides where to fetch.
LOCK = .cache/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --quiet --upgrade
LOCK_HEAD = \# Exact versions with hashes; made by `make lock`. Install with: pip install --require-hashes -r THIS_FILE

lock: .venv/.made ## choose exact versions anew (runtime and dev)
	$(PY) -m venv .cache/lock
	.cache/lock/bin/python -m pip --disable-pip-version-check --quiet install uv==0.13.9
	$(LOCK) -o .cache/runtime.txt
	$(LOCK) --extra dev -c .cache/runtime.txt -o .cache/dev.txt
	@for name in runtime dev; do { printf '%s\n' '$(LOCK_HEAD)'; cat .cache/$$name.txt; } > requirements/$$name.txt; done
