"""`cmesh-lint completion`: the script that teaches a shell to complete our command line."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from ..terminal import streams

_MAKERS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command()
@click.argument("shell", type=click.Choice(list(_MAKERS)))
def completion(shell: str) -> None:
    """Print a completion script, for example: source <(cmesh-lint completion bash)"""
    from ..cli import PROGRAM, cli

    variable = f"_{PROGRAM}_complete".replace("-", "_").upper()
    streams.write_out(_MAKERS[shell](cli, {}, PROGRAM, variable).source() + "\n")
