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
    help="The Envoy binary to use, for example Cilium's own.  "
    "[default: that of cmesh-lint[envoy], otherwise `envoy` in the PATH]",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Report format."
)
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", help="When to colour a text report.")
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
    """Validate manifests with a real Envoy.

    Translates manifests as the agent would, and lets Envoy validate the result. Envoy only validates: it opens no port
    and no connection. It runs without network, in an empty folder, and gets neither code to load nor paths of files.
    Anything that cannot be validated this way is listed as not checked.
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
        f"Cilium {each.text} ships {envoy_of(each)}"
        if is_listed(each)
        else f"the Envoy version of Cilium {each.text} is not known"
        for each in versions
    )
    click.echo(f"validated with Envoy {own} ({program}); {theirs}", err=True)
    if lacking:
        without = ", ".join(LACKING[each] for each in lacking)
        click.echo(f"note: Envoy's sandbox is weaker than it should be on this system: {without}", err=True)


LACKING = {
    "network": "it is not isolated from the network",
    "files": "it can read all files",
    "processes": "it is not isolated from other processes",
    "privileges": "it runs as root",
    "limits": "its memory and CPU time are not limited",
}
"""By protection, what its absence means."""
