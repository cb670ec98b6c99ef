"""The hooks of pre-commit: `.pre-commit-hooks.yaml`, which it reads, and `pre-commit-hooks.yaml`, which people find.

https://pre-commit.com/#creating-new-hooks
"""

from __future__ import annotations

from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[2]
FILES = (".pre-commit-hooks.yaml", "pre-commit-hooks.yaml")
NOTE = "# Made by `python -m cmesh_lint.generate.hooks`.\n"

HOOKS = [
    {
        "id": "cmesh-lint",
        "name": "cmesh-lint",
        "description": "Check the CiliumEnvoyConfig manifests of a commit as Cilium's agent and Envoy would.",
        "entry": "cmesh-lint hook",
        # A name that begins with `-` is not an option.
        "args": ["--"],
        "language": "python",
        "types_or": ["yaml", "json"],
        # A commit that only deletes a Service names no file, and may break a manifest that it leaves alone.
        "always_run": True,
        # Whatever one file says about another is found by one process that is given both.
        "require_serial": True,
    },
    {
        "id": "cmesh-lint-render",
        "name": "cmesh-lint-render",
        "description": "Check that the rendered manifests in the repository are up to date with their policies.",
        "entry": "cmesh-lint render --check",
        "language": "python",
        # It looks at all policies, and at rendered files of policies that no longer exist.
        "always_run": True,
        "pass_filenames": False,
    },
]


def text() -> str:
    """The text of both files."""
    return NOTE + yaml.safe_dump(HOOKS, sort_keys=False, width=120)


def write(folder: Path) -> None:
    """Writes both files."""
    for name in FILES:
        (folder / name).write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(FOLDER)
