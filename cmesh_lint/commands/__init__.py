"""The commands of the command line, one module each; imported when they are called."""

from __future__ import annotations

PROGRAM = "cmesh-lint"
COMMANDS = (
    "lint",
    "hook",
    "verify",
    "explain",
    "explain-config",
    "expand",
    "render",
    "import",
    "rules",
    "extensions",
    "upgrade-check",
    "schema",
    "completion",
)
"""Each is the click command of its own name in the module of that name in `commands/`, with `_` for `-`, and behind a
word of Python."""
BARE = "cmesh_lint.bare"
"""What `ctx.meta` holds where the command line is empty: then the configuration says what to lint."""
