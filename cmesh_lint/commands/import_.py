"""`cmesh-lint import`: the policies that produce a given CEC."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from .. import faults
from ..redaction.printable import printable
from ..terminal import streams
from ..terminal.exit_codes import CLEAN, FINDINGS, NOT_JUDGED
from ..versions import Version
from .cilium import version_option
from .paths import refuse_missing

if TYPE_CHECKING:
    from ..finding import NotChecked
    from ..krm.importing.propose import Proposal
    from ..source.manifests import Manifest


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@version_option("The Cilium version that the CEC is written for.")
def import_(paths: tuple[str, ...], version: Version) -> int:
    """Propose policies for existing CECs.

    PATHS are files, folders, or - for standard input. The policies go to standard output. Fields that they cannot
    express are listed, and then the exit status is 1.
    """
    from ..krm.importing.propose import proposal
    from ..source.yaml_writer import dump

    refuse_missing(paths)
    missed: list[NotChecked] = []
    found: list[tuple[Manifest, Proposal]] = []
    for config in _configs(paths, missed):
        file, made = config.document.source.path, partial(proposal, config.value, version)
        proposed = faults.attempt(file, f"importing {config.ref}", missed, made, None)
        found += [(config, proposed)] if proposed is not None else []
    for each in missed:
        click.echo(printable(f"{each.file}:{each.line or 1}: {each.reason}"), err=True)
    if not found and not missed:
        click.echo("no CiliumEnvoyConfig found: nothing to import", err=True)
    documents = [
        "".join((*_comments(config, made), dump(stanza))) if number == 0 else dump(stanza)
        for config, made in found
        for number, stanza in enumerate(made.stanzas)
    ]
    streams.write_out("---\n".join(documents), "utf-8")
    left = [f"{_where(config)}: {each}" for config, made in found for each in made.left]
    for text in left:
        click.echo(printable(text), err=True)
    return FINDINGS if left else NOT_JUDGED if missed or not found else CLEAN


def _configs(paths: tuple[str, ...], missed: list[NotChecked]) -> Iterator[Manifest]:
    from ..finding import NotChecked
    from ..source.documents import Reading, read
    from ..source.files import Source, find, printable, read_whole
    from ..source.manifests import manifests
    from ..source.resources import is_envoy_config

    for path in find(paths):
        shown = printable(path)
        source = faults.attempt(shown, "reading it", missed, partial(read_whole, path), None)
        if source is None:
            continue
        if isinstance(source, Source):
            reading = faults.attempt(shown, "reading it", missed, partial(read, source), Reading((), (), (), 0))
            missed += reading.not_checked
            missed += (
                NotChecked(each.place.file, each.message, None, each.place.span.line) for each in reading.problems
            )
            yield from (each for document in reading.documents for each in manifests(document) if is_envoy_config(each))
        else:
            missed.append(source if isinstance(source, NotChecked) else NotChecked(source.path, "is too large"))


def _where(config: Manifest) -> str:
    line = config.document.span(config.route).line
    return f"{config.document.source.path}:{line}: {config.ref}"


def _comments(config: Manifest, made: Proposal) -> Iterator[str]:
    """What to know of the policies of a CEC."""
    yield f"# For {printable(f'{config.ref} of {config.document.source.path}')}.\n"
    for each in made.remarks:
        yield f"# Difference from the original: {printable(each)}.\n"
