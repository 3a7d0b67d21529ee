# make run    the portal, with the demonstration, on http://127.0.0.1:8000/ (PORT=… for another)
# make test   the whole test suite

PORT ?= 8000
# The first of these that is Python 3.11 to 3.13, or else any python3 from 3.11 on; PYTHON=… to say.
PYTHON ?=
PYTHONS := python3 python3.13 python3.12 python3.11

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check
INSTALLED_BY := setup.cfg setup.py pyproject.toml requirements.lock

.DEFAULT_GOAL := help
.PHONY: help run test lint lock docs messages clean environment environment-test browser

help:
	@sed -n 's/^# make/make/p' $(MAKEFILE_LIST)

run: environment
	@exec env PORT=$(PORT) $(PY) manage.py portal_start

test: environment-test browser
	@$(PY) manage.py portal_catalogues --settings=home.settings.test
	@$(BIN)/pytest -n 2 $(ARGS)

# make lint   what the build checks besides the tests
lint: environment-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet wagtail_remacto home blocks search
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PY) manage.py check --settings=home.settings.test
	$(PY) manage.py makemigrations --check --dry-run --settings=home.settings.test
	$(PY) manage.py portal_catalogues --check --settings=home.settings.test

# make docs   the documentation, into docs/_build/
docs: environment-test
	$(BIN)/sphinx-build --fail-on-warning --keep-going -b html docs docs/_build

# make messages  take the messages of the source into the catalogues (needs GNU gettext)
messages: environment
	@command -v xgettext >/dev/null || { \
	  echo "make messages reads the source with GNU gettext, which is not installed"; \
	  echo "(on Debian: apt-get install gettext)."; exit 1; }
	@mkdir -p locale
	cd wagtail_remacto && PYTHONSAFEPATH=1 PYTHONPATH=.. DJANGO_SETTINGS_MODULE=home.settings.test \
	  ../$(PY) -m django makemessages -l fr -l ar -l zgh --no-wrap
	DJANGO_SETTINGS_MODULE=home.settings.test $(PY) -m django makemessages -l fr -l ar -l zgh --no-wrap \
	  -i wagtail_remacto -i docs -i tests -i var -i build

# make lock   remake requirements.lock from setup.cfg (with Python 3.11, the oldest of the three)
LOCK_PYTHON ?= python3.11
LOCK_VENV := $(VENV)-lock
lock:
	@$(LOCK_PYTHON) -m venv $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip install --quiet "pip-tools>=7.5"
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK_VENV)/bin/python -m piptools compile --quiet \
	  --all-extras --allow-unsafe --strip-extras $(LOCK_ARGS) --no-emit-find-links \
	  --no-emit-index-url --no-emit-trusted-host --output-file requirements.lock setup.cfg
	@rm -rf $(LOCK_VENV)

# make clean  forget the environment and what was built; the portal's data in var/ stays
clean:
	rm -rf $(VENV) build dist *.egg-info docs/_build htmlcov .coverage .pytest_cache \
	  .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made when it is not there or cannot start, and installed into when a file
# that says what goes in has changed, or the folder has moved, since it last was.
define prepare
@set -e; \
wanted="$$( { pwd; echo '$(1)'; cat $(INSTALLED_BY); } | cksum)"; \
if $(PY) -c "import pip" 2>/dev/null && [ "$$(cat $(VENV)/$(2).stamp 2>/dev/null)" = "$$wanted" ]; \
then exit 0; fi; \
if ! $(PY) -c "import pip" 2>/dev/null; then \
  python=; \
  for candidate in $(or $(PYTHON),$(PYTHONS)); do \
    if $$candidate -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" 2>/dev/null; \
    then python=$$candidate; break; fi; \
  done; \
  if [ -z "$$python" ] && $(or $(PYTHON),python3) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; \
  then python=$(or $(PYTHON),python3); fi; \
  if [ -z "$$python" ]; then \
    echo "Python 3.11, 3.12 or 3.13 is needed, and none of these is: $(or $(PYTHON),$(PYTHONS))." >&2; \
    echo "PYTHON=/path/to/python names another." >&2; exit 1; \
  fi; \
  if ! $$python -c "import ensurepip, venv" 2>/dev/null; then \
    echo "$$python cannot make a virtual environment (on Debian: apt-get install python3-venv)." >&2; \
    exit 1; \
  fi; \
  echo "Environment: $(VENV) with $$($$python --version)"; \
  rm -rf $(VENV); $$python -m venv $(VENV); \
fi; \
echo "Packages: $(1) (the first time takes a few minutes)"; \
$(PIP) install --quiet --constraint requirements.lock setuptools polib; \
$(PIP) install --quiet --constraint requirements.lock --no-build-isolation --editable '.[$(1)]'; \
echo "$$wanted" > $(VENV)/$(2).stamp
endef

environment:
	$(call prepare,portal$(comma)pdf,portal)

environment-test: environment
	$(call prepare,portal$(comma)test$(comma)docs,test)

comma := ,

# The browser tests drive Debian's Chromium, and those of the PDF lay out letters with Pango.
# Where these cannot be installed the tests are skipped, except in continuous integration
# (CI=true), where they fail.
browser:
	@wanted=; \
	command -v chromium >/dev/null || [ -n "$$CHROMIUM" ] || wanted="chromium fonts-noto-core"; \
	$(PY) -c "import weasyprint" 2>/dev/null || \
	  wanted="$$wanted libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core"; \
	if [ -z "$$wanted" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "For the tests of browser and PDF, installing: $$wanted"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    --no-install-recommends $$wanted; } >/dev/null </dev/null \
	  || echo "They could not be installed: some tests will be skipped."; \
	else echo "Not installed, so that some tests will be skipped: $$wanted"; fi
