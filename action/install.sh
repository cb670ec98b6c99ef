#!/usr/bin/env bash
# Installs cmesh-lint into a virtual environment of its own, out of reach of the code that is checked out.
set -euo pipefail

# A module of the checked-out code must not pass for one of Python's: -I, and no folder of it.
cd "$RUNNER_TEMP"

own=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/cmesh_lint/__init__.py")
version=${INPUT_VERSION:-$own}
install() {
  cmesh-lint/bin/python -I -m pip install --quiet --disable-pip-version-check --no-input "$@"
}

"$INPUT_PYTHON" -I -m venv cmesh-lint
# What it depends on, by the hashes that this action was tested with.
install --require-hashes -r "$GITHUB_ACTION_PATH/requirements/runtime.txt"
if [[ $version == "$own" ]]; then
  install --no-deps "cmesh-lint==$version"
else
  # Another release may need other versions.
  install "cmesh-lint==$version"
fi
cmesh-lint/bin/python -I -m cmesh_lint --version
