"""`cmesh-lint extensions`: what the Envoy of a Cilium release is built with."""

from __future__ import annotations

import json

import click

from ..extensions import Extension, envoy_of, is_listed
from ..extensions import extensions as every
from ..terminal import streams
from ..versions import Version
from .cilium import version_option


@click.command()
@version_option("A minor version (its newest known patch release), a patch release, or latest.")
@click.option("--missing", is_flag=True, help="List the extensions it lacks, and the first releases that have them.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def extensions(version: Version, missing: bool, form: str) -> None:
    """List the extensions of Cilium's Envoy.

    Shows categories, names, and the messages that configure them.
    """
    found = [extension for extension in every() if extension.available(version) is (not missing)]
    if form == "json":
        streams.write_out(_as_json(found, version, missing), "utf-8")
    else:
        streams.write_out(_as_text(found, missing))


def _as_text(found: list[Extension], missing: bool) -> str:
    """One extension of one category a line."""
    rows = sorted((category, each.name, each) for each in found for category in each.categories)
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    return "".join(
        f"{category:<{widths[0]}}  {name:<{widths[1]}}  {_last(each, missing)}".rstrip() + "\n"
        for category, name, each in rows
    )


def _last(extension: Extension, missing: bool) -> str:
    """The third column: which releases have it, or the `@type`s."""
    return ", ".join(extension.first_releases) or "none" if missing else " ".join(extension.types)


def _as_json(found: list[Extension], version: Version, missing: bool) -> str:
    listed = {
        "cilium_version": version.text,
        "envoy": envoy_of(version) if is_listed(version) else None,
        "built": not missing,
        "extensions": [
            {
                "name": each.name,
                "categories": list(each.categories),
                "types": list(each.types),
                "first_releases": list(each.first_releases),
            }
            for each in found
        ],
    }
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"
