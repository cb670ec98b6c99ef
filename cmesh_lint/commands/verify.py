"""`cmesh-lint verify`: what the real Envoy says of what the agent makes of CECs."""

from __future__ import annotations

import os
import sys

import click

from .. import streams
from ..exit_codes import exit_code
from ..reports import FORMATS
from ..settings import COLOURS, Colour
from ..versions import LATEST, MINORS, NEWEST, Version, ordered
from .cilium import complete_version, parse_versions
from .counting import ignoring_options
from .paths import refuse_missing
from .rendering import rendered


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

    Envoy only validates: it opens no port and connects to nobody. What it cannot judge alone is said.
    """
    from ..proxy.envoy import find
    from ..verify import verify as judged

    refuse_missing(paths)
    asked, program = ordered(versions or (NEWEST,)), find(envoy)
    report = judged(paths, asked, program, not no_ignores)
    _tell_who_judged(program, asked)
    wanted = streams.wants_colour(colour, sys.stdout, os.environ)
    text = rendered(report, form, colour=wanted, everything=show_ignored)
    streams.write_out(text, None if form == "text" else "utf-8")
    return exit_code(report, "error")


def _tell_who_judged(program: str | None, versions: tuple[Version, ...]) -> None:
    from ..extensions import envoy_of, is_listed
    from ..proxy.envoy import Envoy, UnusableError

    if program is None:
        return
    try:
        own = Envoy(program).version()
    except UnusableError:
        return
    theirs = ", ".join(
        f"Cilium {each.text} has {envoy_of(each)}" if is_listed(each) else f"that of Cilium {each.text} is not known"
        for each in versions
    )
    click.echo(f"asked Envoy {own} ({program}); {theirs}", err=True)
