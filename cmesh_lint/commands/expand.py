"""`cmesh-lint expand`: the CECs for policies."""

from __future__ import annotations

import click

from ..terminal import streams
from ..terminal.exit_codes import CLEAN, FINDINGS, NOT_JUDGED
from ..versions import Version
from .cilium import version_option
from .paths import refuse_missing


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@version_option("The Cilium version to generate for.")
@click.option("--explain", is_flag=True, help="Annotate the policies, line by line, with what each line produced.")
def expand(paths: tuple[str, ...], version: Version, explain: bool) -> int:
    """Generate CECs from policies.

    PATHS are files, folders, or - for standard input. If a policy has an error, nothing is written, and all errors are
    reported.
    """
    from ..krm.explain import explain as explained
    from ..krm.files import expand_files, stanzas
    from ..krm.stanza import in_order
    from ..krm.wording import word
    from ..source.yaml_writer import dump

    refuse_missing(paths)
    (found, complaints), troubles, texts = stanzas(paths)
    made, failed = expand_files(found, version)
    troubles += failed
    wrong = in_order((*complaints, *made.complaints))
    for text in (*troubles, *map(word, wrong)):
        click.echo(streams.plain(text), err=True)
    if not found and not wrong and not troubles:
        click.echo("no policies found: nothing to expand", err=True)
        return NOT_JUDGED
    if wrong or troubles:
        return FINDINGS if wrong else NOT_JUDGED
    documents = explained(found, made, texts) if explain else map(dump, made.resources)
    streams.write_out("---\n".join(documents), "utf-8")
    return CLEAN
