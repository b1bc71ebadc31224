# The commands of the project; each makes .venv first when it is missing or out of date.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run test check bench setup clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

run: ## open the window on the sample workspace; without a display write the papers into out/
	@$(PYTHON) bootstrap.py run

test: ## linters, types, import contracts, then all tests without a screen
	@$(PYTHON) bootstrap.py test

check: ## linters, types and import contracts only
	@$(PYTHON) bootstrap.py check

bench: ## time the main computations and write benchmarks/results/
	@$(PYTHON) bootstrap.py bench

setup: ## only make .venv with everything in it
	@$(PYTHON) bootstrap.py setup

clean: ## remove what the commands above made, except .venv
	@rm -rf out build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
