# Two commands do everything, on a machine with Python 3.11 or newer and make:
#   make demo    set up .venv, then run the main job
#   make test    set up .venv, then run the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
PLACES := Karachi Istanbul Tashkent Almaty Ashgabat

.PHONY: demo test lint security docs bench tutorials golden coverage accuracy reliability catalogues generated clean

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "corridors needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $(STAMP)

demo: $(STAMP)
	mkdir -p demo-output
	$(BIN)/corridors compare $(PLACES) --map demo-output/comparison.html

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Look for what is dangerous in the code, known to be faulty in dependencies, or not free to use;
# what cannot be asked without a network is said, and is no fault.
security: $(STAMP)
	test -x $(VENV)/security/bin/bandit || { $(PYTHON) -m venv $(VENV)/security && \
	  $(VENV)/security/bin/python -m pip install --quiet --disable-pip-version-check bandit pip-audit; } \
	  || echo "the tools could not be installed"
	$(BIN)/python packaging/security.py $(VENV)/security

# Build the site, run every command and snippet that its pages show, and follow every link in it.
docs: $(VENV)/docs-installed
	$(BIN)/python -m sphinx -b html -j auto -W --keep-going -q docs build-output/docs
	$(BIN)/python docs/check_commands.py
	$(BIN)/python docs/check_links.py build-output/docs
	$(BIN)/python docs/check_browser.py build-output/docs

$(VENV)/docs-installed: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	touch $(VENV)/docs-installed

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check '.[bench]'
	$(BIN)/python benchmarks/main_job.py

# Run the notebooks in examples/ and keep what they show.
tutorials: $(STAMP)
	$(BIN)/python benchmarks/tutorials.py

# Write anew the golden answers of sixty fixed questions, and what is promised to callers, and print
# what changed in them: it is reviewed.
golden: $(STAMP)
	$(BIN)/python tests/public_api.py --write
	$(BIN)/python tests/same_answers.py --write

# What the tests run, line by line; the kernels' own tests run them interpreted, so that they count.
coverage: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'coverage>=7.10'
	$(BIN)/python -m coverage erase
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m coverage run -m pytest -m 'not compiler' tests/engines
	$(BIN)/python -m coverage run -m pytest -n auto --dist worksteal
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python benchmarks/trust/lines.py

# Write the pages that compare the answers with published outcomes and shares.
accuracy: $(STAMP)
	$(BIN)/corridors data validate -o docs/accuracy.md
	$(BIN)/corridors data shares -o docs/shares.md

# Run the campaigns against the package anew (hours), and write the page that tells what came of them.
reliability: $(STAMP)
	$(BIN)/python benchmarks/trust/page.py --run

# Gather the texts of the planner into the catalogues of its languages, and compile them.
catalogues: $(STAMP)
	$(BIN)/python benchmarks/catalogues.py

# Write what is made of the tables and the version: data package, card schema, citations.
generated: $(STAMP)
	$(BIN)/python packaging/generated.py

clean:
	rm -rf .coverage $(VENV) demo-output build-output dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
