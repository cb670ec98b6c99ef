"""`cmesh-lint upgrade-check`: what another version of Cilium would change for a repository."""

from __future__ import annotations

import os

import click

from ..config.settings import Settings
from ..terminal import exit_codes, streams
from ..versions import Version
from .cilium import complete_version, parse_version
from .paths import parse_globs

_FAILING = ("critical", "error")


@click.command("upgrade-check")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "--from",
    "before",
    required=True,
    callback=parse_version,
    shell_complete=complete_version,
    metavar="VERSION",
    help="The version you run: a minor, a patch release, or latest.",
)
@click.option(
    "--to",
    "after",
    required=True,
    callback=parse_version,
    shell_complete=complete_version,
    metavar="VERSION",
    help="The version you move to. It may be an older one.",
)
@click.option(
    "--exclude",
    multiple=True,
    callback=parse_globs,
    metavar="GLOB",
    help="Skip paths that match this glob; repeatable.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Report format.")
def upgrade_check(paths: tuple[str, ...], before: Version, after: Version, exclude: tuple[str, ...], form: str) -> int:
    """Show what another Cilium version changes.

    Lists findings that appear or disappear, and agent behaviour that changes without a finding. The exit status is 1 if
    the new version causes errors.
    """
    if before.age == after.age:
        raise click.UsageError("--from and --to are the same version")
    for path in paths:
        if path == "-":
            raise click.UsageError("files and folders only: standard input cannot be read twice")
        if not os.path.lexists(path):
            raise click.UsageError(f"no such file or folder: `{path}`")
    from ..upgrade import texts
    from ..upgrade.check import check

    found = check(Settings(paths=paths, exclude=exclude), before, after)
    if form == "json":
        streams.write_out(texts.as_json(found), "utf-8")
    else:
        streams.write_out(texts.as_text(found))
    if any(each.severity in _FAILING for each in found.appear):
        return exit_codes.FINDINGS
    return exit_codes.NOT_JUDGED if found.not_checked or not found.read else exit_codes.CLEAN
