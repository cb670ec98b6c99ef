"""`cmesh-krm`: the KRM function as a program. A ResourceList on standard input, another on standard output."""

from __future__ import annotations

import sys
from typing import NoReturn

USAGE = """\
cmesh-krm is a KRM function: kustomize runs it, with a ResourceList on standard input.

  cmesh-krm < resource-list.yaml
  cmesh-krm --version

To expand policies by hand: cmesh-lint expand FILE...
"""


def main() -> NoReturn:
    """The entry point of the program; ends the process."""
    from ..terminal.process import conduct

    conduct(lambda: run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Answers standard input; gives the exit status, which is zero only where the answer is whole."""
    if arguments == ["--version"]:
        from .. import __version__

        print(f"cmesh-krm {__version__}")
        return 0
    if arguments or sys.stdin.isatty():
        print(USAGE, end="", file=sys.stderr)
        return 2
    try:
        from .function import answer

        out, errors, status = answer(sys.stdin.buffer.read())
    except Exception:  # the unexpected is caught once, here
        from ..terminal.about import unforeseen

        print(unforeseen(), file=sys.stderr)
        return 3
    sys.stderr.write(errors)
    try:
        sys.stdout.buffer.write(out)
        sys.stdout.flush()
    except OSError as error:
        print(f"cmesh-krm: cannot write to standard output: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 3
    return status
