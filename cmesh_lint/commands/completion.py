"""`cmesh-lint completion`: the script that teaches a shell to complete our command line."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from ..terminal import streams

_MAKERS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice(list(_MAKERS)))
def completion(shell: str) -> None:
    """Print a shell completion script.

    For example: source <(cmesh-lint completion bash)
    """
    top = click.get_current_context().find_root()
    program = top.info_name or ""
    variable = f"_{program}_complete".replace("-", "_").upper()
    streams.write_out(_MAKERS[shell](top.command, {}, program, variable).source() + "\n")
