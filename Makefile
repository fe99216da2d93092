# Nivaran, from a bare machine with Python 3.11 or 3.12, make and pip.
# PORT (8000) and NIVARAN_HOME (var/) choose where it listens and where all its data lives.

PYTHON_HERE := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: run sms-demo test test-long check bench help

run: .venv/runtime-ready ## Start the whole office: address and demo sign-ins are printed; Ctrl-C stops it
	@exec $(PYTHON_HERE) -m jobs.supervisor

sms-demo: .venv/runtime-ready ## The office with a real Kannel: messages appear on the screen, answers are typed
	@exec $(PYTHON_HERE) -m tools.sms_demo

test: .venv/dev-ready ## Run every test except the long ones
	@sh tests/install_tools.sh
	@$(PYTHON_HERE) -m app.web.catalogues
	@$(PYTHON_HERE) -m pytest -n 2 --dist worksteal -m "not long"

test-long: .venv/dev-ready ## Run the counted repetitions (kill -9, power cuts, interleavings)
	@sh tests/install_tools.sh
	@$(PYTHON_HERE) -m app.web.catalogues
	@$(PYTHON_HERE) -m pytest -m long

check: .venv/dev-ready ## Style, types, direction of imports, rules of the house
	@$(PYTHON_HERE) -m app.web.catalogues
	@$(PYTHON_HERE) -m ruff check .
	@$(PYTHON_HERE) -m ruff format --check .
	@$(PYTHON_HERE) -m mypy
	@$(PYTHON_HERE) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@$(PYTHON_HERE) -m pytest tests/architecture -q

bench: .venv/dev-ready ## Measure and print figures
	@$(PYTHON_HERE) -m app.web.catalogues
	@$(PYTHON_HERE) -m bench

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A second start finds the stamp newer than the lock file and installs nothing.
.venv/runtime-ready: requirements.lock
	@sh tools/venv.sh requirements.lock $@

.venv/dev-ready: requirements-dev.lock
	@sh tools/venv.sh requirements-dev.lock $@
