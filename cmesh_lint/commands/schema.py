"""`cmesh-lint schema`: the JSON Schemas of the tool's own formats, and those it checks with."""

from __future__ import annotations

from importlib.resources import files

import click

from ..terminal import streams
from ..versions import Version
from .cilium import version_option
from .outputs import writing


@click.group()
def schema() -> None:
    """Print or export JSON Schemas."""


@schema.command()
def report() -> None:
    """Print the schema of `--format json`."""
    _print("reports/json_v1.schema.json")


@schema.command()
def config() -> None:
    """Print the schema of .cmesh-lint.yaml."""
    _print("config/config.schema.json")


@schema.command()
@version_option("The Cilium version to write them for.")
@click.option(
    "--output", "folder", required=True, type=click.Path(file_okay=False), metavar="DIR", help="The folder to write to."
)
@click.option(
    "--for-opa", is_flag=True, help="Write the types of a custom rule's `input` and `data`, for `opa check -s DIR`."
)
def export(version: Version, folder: str, for_opa: bool) -> None:
    """Export JSON Schemas of CECs.

    For editors and other validators, or for OPA's type checker.
    """
    from .. import export as documents
    from ..export import rego

    write = rego.write if for_opa else documents.write
    with writing(folder):
        written = write(version, folder)
    streams.write_out("".join(f"{path}\n" for path in written))


def _print(path: str) -> None:
    streams.write_out(files("cmesh_lint").joinpath(path).read_text(encoding="utf-8"), "utf-8")
