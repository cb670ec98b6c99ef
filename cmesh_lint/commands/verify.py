"""`cmesh-lint verify`: what the real Envoy says of what the agent makes of CECs."""

from __future__ import annotations

import click

from ..config.settings import COLOURS, Colour, Output, Settings
from ..reports import FORMATS
from ..terminal.exit_codes import exit_code
from ..versions import LATEST, MINORS, NEWEST, Version, order
from .cilium import complete_version, parse_versions
from .judging import write_reports
from .options.counting import ignoring_options
from .paths import refuse_missing


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "--cilium-version",
    "versions",
    multiple=True,
    callback=parse_versions,
    shell_complete=complete_version,
    metavar="VERSION",
    help=f"Verify for {MINORS[0]} to {MINORS[-1]}, a patch release, or {LATEST}; repeatable.  [default: {NEWEST.text}]",
)
@click.option(
    "--envoy",
    envvar="CMESH_LINT_ENVOY",
    show_envvar=True,
    type=click.Path(exists=True, dir_okay=False, executable=True),
    metavar="PATH",
    help="The Envoy to ask, Cilium's own for example.  [default: that of cmesh-lint[envoy], else `envoy` in the PATH]",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to report."
)
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", help="Whether to colour a text report.")
@ignoring_options
def verify(
    paths: tuple[str, ...],
    versions: tuple[Version, ...],
    envoy: str | None,
    form: str,
    colour: Colour,
    no_ignores: bool,
    show_ignored: bool,
) -> int:
    """Show what the agent makes of manifests to a real Envoy, and report what it rejects.

    Envoy only validates: it opens no port and connects to nobody. It runs without network, in an empty folder, and
    gets neither code to load nor paths of files. What is not checked is said.
    """
    from ..envoy.process import find
    from ..envoy.verify import verify as judged

    refuse_missing(paths)
    asked, program = order(versions or (NEWEST,)), find(envoy)
    notes: list[str] = []
    report = judged(paths, asked, program, not no_ignores, notes.append)
    _tell_who_judged(program, asked)
    for each in notes:
        click.echo(each, err=True)
    output = Output(form)
    settings = Settings(paths=paths, outputs=(output,), colour=colour, show_ignored=show_ignored)
    return exit_code(write_reports(report, settings), "error")


def _tell_who_judged(program: str | None, versions: tuple[Version, ...]) -> None:
    from ..envoy.process import Envoy, UnusableError
    from ..extensions import envoy_of, is_listed

    if program is None:
        return
    try:
        own, lacking = Envoy(program).about()
    except UnusableError:
        return
    theirs = ", ".join(
        f"Cilium {each.text} has {envoy_of(each)}" if is_listed(each) else f"that of Cilium {each.text} is not known"
        for each in versions
    )
    click.echo(f"asked Envoy {own} ({program}); {theirs}", err=True)
    if lacking:
        without = ", ".join(LACKING[each] for each in lacking)
        click.echo(f"note: this system confines Envoy less than it should: {without}", err=True)


LACKING = {
    "network": "no isolation from the network",
    "files": "no limit on the files it reads",
    "processes": "no isolation from other processes",
    "privileges": "it runs with the rights of root",
    "limits": "no limits on memory and processor time",
}
"""By protection, what its absence means."""
