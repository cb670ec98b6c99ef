#!/usr/bin/env bash
# Installs cmesh-lint into a virtual environment of its own, out of reach of the code that is checked out.
set -euo pipefail

# A module of the checked-out code must not pass for one of Python's: -I, and no folder of it.
cd "$RUNNER_TEMP"

version=${INPUT_VERSION:-$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/cmesh_lint/__init__.py")}
"$INPUT_PYTHON" -I -m venv cmesh-lint
cmesh-lint/bin/python -I -m pip install --quiet --disable-pip-version-check --no-input "cmesh-lint==$version"
cmesh-lint/bin/python -I -m cmesh_lint --version
