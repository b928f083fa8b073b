# make run: the chat window; make test: lint, types, tests, thresholds. Both set everything up themselves.
PYTHON ?= python3
VENV := .venv
INSTALL := PYTHON="$(PYTHON)" deploy/install.sh $(VENV)

.PHONY: install extras run test

install: $(VENV)/installed

# Language models and speech to text.
extras: $(VENV)/installed-extras

run: install
	@$(VENV)/bin/python app.py

# Four workers: many tests wait, for a server, a browser or a clock. (Each takes up to 2 GB of memory.)
# What is held against a clock comes afterwards, with nothing beside it.
test: $(VENV)/installed-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest -n 4 --dist worksteal -m "not alone"
	$(VENV)/bin/pytest -m alone
	$(VENV)/bin/python -m eval --check --sets shipped/test,made-up/test --sample 4

$(VENV)/installed: requirements.lock requirements-torch.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV): some minutes the first time …"
	@$(INSTALL) requirements.lock
	@touch $@

$(VENV)/installed-extras: $(VENV)/installed requirements-extras.lock
	@$(INSTALL) requirements-extras.lock
	@touch $@

$(VENV)/installed-test: $(VENV)/installed-extras requirements-test.lock
	@$(INSTALL) requirements-test.lock
	@touch $@
