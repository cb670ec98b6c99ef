# The two commands of the README are `make demo` and `make test`; the rest is for people who change the project.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(CURDIR)/.tools
CASES := $(CURDIR)/tests/source/kubectl_yaml.json
NUMBERS := $(CURDIR)/tests/source/kubectl_numbers.json
export PATH := $(CURDIR)/$(BIN):$(TOOLS)/bin:$(PATH)

.PHONY: demo test install lock test-lowest test-newest tools lint types unit generated schemas descriptors comments \
	extensions golden-yaml pages hooks rego-tables corpus mutants bench dist clean

demo: $(VENV)/.installed  ## Lint examples/.
	@cmesh-lint examples || test $$? -eq 1

test: install tools lint types generated unit  ## Everything CI runs.

install: $(VENV)/.tested

# What is installed is locked by hashes, what builds the package too: nothing is resolved here.
PIP := -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --require-hashes
OURSELVES := $(PIP) --no-deps --no-build-isolation --editable .

$(VENV)/.installed: pyproject.toml requirements/runtime.txt requirements/build.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(LOCKED) -r requirements/runtime.txt -r requirements/build.txt
	$(BIN)/python $(OURSELVES)
	@touch $@

$(VENV)/.tested: pyproject.toml requirements/test.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(LOCKED) -r requirements/test.txt
	$(BIN)/python $(OURSELVES)
	@touch $@ $(VENV)/.installed

LOCKER := $(TOOLS)/lock

lock:  ## Move everything in requirements/ to its newest version; `make lock KEEP=1` moves only what has to.
	$(PYTHON) -m venv $(LOCKER)
	$(LOCKER)/bin/python $(LOCKED) -r requirements/lock.txt
	UV=$(LOCKER)/bin/uv tools/lock $(if $(KEEP),--keep)

# The bounds in pyproject.toml, each with an environment of its own. These tests reach every dependency.
BOUNDS := tests/source tests/filters tests/config tests/decode tests/protobuf tests/krm tests/lint tests/cli tests/rego \
	tests/packaging tests/substitution tests/upgrade

test-lowest: tools  ## The lowest versions that pyproject.toml allows.
	$(PYTHON) -m venv --clear $(TOOLS)/lowest
	$(TOOLS)/lowest/bin/python $(LOCKED) -r requirements/lowest.txt
	$(TOOLS)/lowest/bin/python $(OURSELVES)
	PATH=$(TOOLS)/lowest/bin:$$PATH $(TOOLS)/lowest/bin/python -m pytest -n auto $(BOUNDS)

test-newest: tools  ## The newest versions that pyproject.toml allows; not locked, so that news is seen here first.
	$(PYTHON) -m venv --clear $(TOOLS)/newest
	$(TOOLS)/newest/bin/python $(PIP) --upgrade -r requirements/build.in '.[test]'
	$(TOOLS)/newest/bin/python $(OURSELVES)
	PATH=$(TOOLS)/newest/bin:$$PATH $(TOOLS)/newest/bin/python -m pytest -n auto $(BOUNDS)

tools: $(TOOLS)/bin/.installed  ## The programs that tests hold us against, by `go install`.

$(TOOLS)/bin/.installed: tools/install $(wildcard tests/*/package-lock.json tests/*/*/package-lock.json)
	tools/install $(TOOLS)/bin
	@touch $@

# Workflows, the action and the templates: no network, no token.
WORKFLOWS := .github/workflows examples/github action.yml

lint:
	ruff check
	ruff format --check
	lint-imports --no-cache
	actionlint .github/workflows/*.yml
	zizmor --offline --no-progress --quiet $(WORKFLOWS)

types:
	mypy

unit:
	pytest -n auto

generated: schemas extensions comments pages golden-yaml rego-tables hooks  ## Make again what is generated; a difference is an error.
	git diff --exit-code -- CONTRIBUTING.md schemas docs cmesh_lint/rules cmesh_lint/rego tests/source \
		.pre-commit-hooks.yaml pre-commit-hooks.yaml

descriptors:
	python -m cmesh_lint.generate.descriptors --out .tools/descriptors

schemas: descriptors
	python -m cmesh_lint.generate.schemas .tools/descriptors

extensions:
	python -m cmesh_lint.generate.extensions tools/extensions/facts
	python -m cmesh_lint.generate.any_fields tools/extensions/facts

# Maven fetches what has the comments; without it they stay as they are.
comments:
	@if command -v mvn > /dev/null; then python -m cmesh_lint.generate.comments --out schemas/docs; \
	else echo 'make comments: Maven is not installed, schemas/docs is left as it is'; fi

pages:
	python -m cmesh_lint.generate.subscriptions
	python -m cmesh_lint.generate.pages
	python -m cmesh_lint.generate.packages
	python -m cmesh_lint.generate.stanzas
	python -m cmesh_lint rules docs rules --pages docs/custom-rules

hooks:
	python -m cmesh_lint.generate.hooks

rego-tables:
	python -m cmesh_lint.generate.builtins
	python -m cmesh_lint.generate.rego_conformance

golden-yaml:
	cd tools/yamltable && go run . < $(CASES) > $(CASES).made && mv $(CASES).made $(CASES)
	python tests/source/spelled_numbers.py > $(NUMBERS).made
	cd tools/yamltable && go run . < $(NUMBERS).made > $(NUMBERS) && rm $(NUMBERS).made

corpus: install  ## Ask the real agent and the real Envoy about tests/corpus again.
	cd tests && python -m conformance.record

mutants: install tools  ## Break the code in sampled places and count how often tests notice: MUTANTS=40 SEED=1.
	tools/mutants --count $(or $(MUTANTS),40) --seed $(or $(SEED),1)

bench: install tools  ## How fast we are beside others: benchmarks/README.md.
	benchmarks/run --write

dist: install  ## What a release attaches: packages, exported schemas of every Cilium minor, contents, checksums.
	rm -rf dist
	$(PYTHON) -m venv $(TOOLS)/release
	$(TOOLS)/release/bin/python $(LOCKED) -r requirements/release.txt -r requirements/build.txt
	$(TOOLS)/release/bin/python -m build --no-isolation --outdir dist . > /dev/null
	$(TOOLS)/release/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
		--output-file dist/cmesh-lint.cdx.json requirements/runtime.txt
	for minor in $$($(BIN)/python -c 'from cmesh_lint.versions import *; print(*MINORS, LATEST)'); do \
		cmesh-lint schema export --cilium-version $$minor --output dist/schemas/$$minor > /dev/null && \
		tar -C dist/schemas/$$minor -czf dist/schemas-$$minor.tar.gz . || exit 1; \
	done
	rm -rf dist/schemas
	awk '/^## / { found = ($$2 == version) } found' version=$$($(BIN)/python -c 'import cmesh_lint; print(cmesh_lint.__version__)') \
		CHANGELOG.md > dist/NOTES.md
	cd dist && $(PYTHON) -c 'import hashlib, pathlib; [print(hashlib.sha256(each.read_bytes()).hexdigest(), each.name, sep="  ") \
		for each in sorted(pathlib.Path().iterdir()) if each.is_file()]' > $(TOOLS)/SHA256SUMS && mv $(TOOLS)/SHA256SUMS .

clean:
	rm -rf $(VENV) $(TOOLS)
