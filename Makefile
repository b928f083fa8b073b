# make run: the chat window; make test: lint, types, tests, thresholds. Both set everything up themselves.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c requirements.lock

.PHONY: install run test

install: $(VENV)/installed

run: install
	@$(VENV)/bin/python app.py

# Four workers: many tests wait, for a server, a browser or a clock. (Each takes up to 2 GB of memory.)
test: $(VENV)/installed-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest -n 4 --dist worksteal
	$(VENV)/bin/python -m eval --check

$(VENV)/installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV): some minutes the first time …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@$(PIP) -e '.[test]'
	@touch $@
