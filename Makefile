# Every target first makes sure that the environment .venv is there and up to date (scripts/setup).
.DEFAULT_GOAL := help
.PHONY: help setup run demo-channels chat train test eval eval-curve check format lock bench bench-stock bench-linker bench-scale bench-channels clean
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:
	@scripts/setup

run: setup ## Start everything on this machine: chat page, workers, demo data. Ctrl-C stops all
	@exec $(BIN)/motcua run

demo-channels: setup ## The same with stand-ins for Zalo and Telegram, and a page to write there as a person
	@exec $(BIN)/motcua run --channels

chat: setup ## The same conversation in this terminal
	@exec $(BIN)/motcua chat

train: setup ## Train the model, if its inputs changed
	@$(BIN)/motcua train

test: setup ## Run all tests, a file on each core
	@scripts/setup-tests
	@$(BIN)/motcua train
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

eval: setup ## Judge what is understood, beside stock Rasa and BM25; the page goes to docs/eval.md
	@$(BIN)/motcua train
	@$(BIN)/python -W ignore -m evaluation.measure

eval-curve: setup ## What more messages would bring, and a new record's first day: docs/learning-curve.md (long)
	@$(BIN)/python -W ignore -m evaluation.curve

check: setup ## Check format, lint, types, import contract and catalogue
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/motcua catalogue check

format: setup ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## Write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.10 \
		--extra dev pyproject.toml --output-file requirements.lock

bench: setup ## Measure the same conversation here and on stock Rasa; the table goes to docs/bench.md
	@$(BIN)/python -m bench.measure

bench-stock: setup ## Train the stock Rasa project for it, once for the same data (long)
	@$(BIN)/python -m bench.stock

bench-linker: setup ## Measure how imported procedures are found: docs/linker.md (RECORDS=an export of the portal)
	@$(BIN)/python -W ignore -m bench.linker $(RECORDS)

bench-scale: setup ## Measure up to 10 million dossiers: docs/scale.md (long, 20 GB; DATABASE=a PostgreSQL server's URL)
	@$(BIN)/python -W ignore -m bench.scale --rows 10000 --rows 1000000 --rows 10000000 --workers 2 \
		--database $(DATABASE) --database sqlite:// --page docs/scale.md

bench-channels: setup ## Acknowledgement, whole path, forged webhooks, and everything killed in turn (long)
	@$(BIN)/python -W ignore -m bench.ack
	@$(BIN)/python -W ignore -m bench.whole
	@$(BIN)/python -W ignore -m bench.forged
	@$(BIN)/python -W ignore -m bench.chaos

clean: ## Remove the environment, models and caches; the data in var/ stays
	rm -rf .venv models .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
