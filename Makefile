# The two commands of the README are `make demo` and `make test`; the rest is for people who change the project.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(CURDIR)/.tools
CASES := $(CURDIR)/tests/documents/kubectl_yaml.json
NUMBERS := $(CURDIR)/tests/documents/kubectl_numbers.json
export PATH := $(CURDIR)/$(BIN):$(TOOLS)/bin:$(PATH)

.PHONY: demo test install tools lint types unit generated schemas descriptors comments golden-yaml pages rego-tables bench dist clean

demo: $(VENV)/.installed  ## Lint examples/.
	@cmesh-lint examples || test $$? -eq 1

test: install tools lint types generated unit  ## Everything CI runs.

install: $(VENV)/.tested

PINNED := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/regorus.txt

$(VENV)/.installed: pyproject.toml requirements/regorus.txt
	$(PYTHON) -m venv $(VENV)
	$(PINNED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.tested: pyproject.toml requirements/regorus.txt
	$(PYTHON) -m venv $(VENV)
	$(PINNED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

tools: $(TOOLS)/bin/.installed  ## The programs that tests hold us against, by `go install`.

$(TOOLS)/bin/.installed: tools/install
	tools/install $(TOOLS)/bin
	@touch $@

lint:
	ruff check
	ruff format --check

types:
	mypy

unit:
	pytest -n auto

generated: schemas comments pages golden-yaml rego-tables hooks  ## Make again what is generated; a difference is an error.
	git diff --exit-code -- schemas docs cmesh_lint/checks cmesh_lint/rego tests/documents \
		.pre-commit-hooks.yaml pre-commit-hooks.yaml

descriptors:
	python -m cmesh_lint.generate.descriptors --out .tools/descriptors

schemas: descriptors
	python -m cmesh_lint.generate.schemas .tools/descriptors

comments:
	python -m cmesh_lint.generate.comments --out schemas/docs

pages:
	python -m cmesh_lint.generate.subscriptions
	python -m cmesh_lint.generate.pages
	python -m cmesh_lint.generate.stanzas
	python -m cmesh_lint rules docs rules --pages docs/organisation-rules

hooks:
	python -m cmesh_lint.generate.hooks

rego-tables:
	python -m cmesh_lint.generate.builtins
	python -m cmesh_lint.generate.rego_conformance

golden-yaml:
	cd tools/yamltable && go run . < $(CASES) > $(CASES).made && mv $(CASES).made $(CASES)
	python tests/documents/spelled_numbers.py > $(NUMBERS).made
	cd tools/yamltable && go run . < $(NUMBERS).made > $(NUMBERS) && rm $(NUMBERS).made

bench: install tools  ## How fast we are beside others: benchmarks/README.md.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	benchmarks/run --write

dist: install  ## What a release attaches: the wheel, and the exported schemas of every Cilium minor.
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	for minor in $$($(BIN)/python -c 'from cmesh_lint.versions import *; print(*MINORS, LATEST)'); do \
		cmesh-lint schema export --cilium-version $$minor --output dist/schemas/$$minor > /dev/null && \
		tar -C dist/schemas/$$minor -czf dist/schemas-$$minor.tar.gz . || exit 1; \
	done
	rm -rf dist/schemas

clean:
	rm -rf $(VENV) $(TOOLS)
