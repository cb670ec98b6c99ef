"""`cmesh-lint explain-config`: what Envoy gets of each CEC in some files, as YAML with reasons."""

from __future__ import annotations

import click

from ..redaction.printable import printable
from ..terminal import streams
from ..terminal.exit_codes import CLEAN, NOT_JUDGED
from ..versions import Version
from .cilium import version_option


@click.command("explain-config")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@version_option("The Cilium version whose agent to follow.")
def explain_config(paths: tuple[str, ...], version: Version) -> int:
    """Show the Envoy config that Cilium's agent makes.

    PATHS are files, folders, or - for standard input.

    The output is YAML; comments give the reason for what the agent adds or changes. Secrets are masked.
    """
    from .effective_config import explain

    texts, troubles = explain(paths, version)
    streams.write_out("---\n".join(texts))
    for trouble in troubles:
        click.echo(printable(trouble), err=True)
    return NOT_JUDGED if troubles else CLEAN
