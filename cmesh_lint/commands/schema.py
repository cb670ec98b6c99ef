"""`cmesh-lint schema`: the JSON Schemas of the tool's own formats, and those it judges by."""

from __future__ import annotations

from importlib.resources import files

import click

from .. import streams


@click.group()
def schema() -> None:
    """Print or export JSON Schemas."""


@schema.command()
def report() -> None:
    """The schema of `--format json`."""
    _print("reports/json_v1.schema.json")


@schema.command()
def config() -> None:
    """The schema of .cmesh-lint.yaml."""
    _print("config.schema.json")


def _print(path: str) -> None:
    streams.write_out(files("cmesh_lint").joinpath(path).read_text(encoding="utf-8"), "utf-8")
