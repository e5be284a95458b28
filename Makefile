# Two commands matter: `make run` serves the chat, `make test` runs every test.
# Both set up .venv first and reuse it afterwards.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

export HF_HUB_OFFLINE = 1

.PHONY: run test check bench bench-growth evaluate compare-peers train calibrate clean

run: $(VENV)/.run
	$(BIN)/assistant serve

test: $(VENV)/.dev
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python -m evals.bench_scoring
	$(BIN)/python -m evals.bench

bench-growth: $(VENV)/.dev
	$(BIN)/python -m evals.bench --growth

evaluate: $(VENV)/.dev
	@$(BIN)/python -m evals.release --half all

compare-peers: $(VENV)/.dev
	@$(BIN)/python -m evals.compare_peers

train: $(VENV)/.dev
	$(BIN)/python -m assistant.training

calibrate: $(VENV)/.dev
	$(BIN)/python -m evals.calibrate

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.torch: constraints.txt
	@echo "[1/3] virtual environment in $(VENV), with torch (a minute)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@touch $@

$(VENV)/.run: $(VENV)/.torch pyproject.toml
	@echo "[2/3] the assistant and what it needs (a minute or two)"
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "[3/3] the test tools"
	$(PIP) --editable '.[dev]'
	@touch $@
