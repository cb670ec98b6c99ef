"""The option `--cilium-version` of more than one command: read, and completed."""

from __future__ import annotations

import click

from ..versions import LATEST, MINORS, UnknownVersionError, Version


def parse_versions(_ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]) -> tuple[Version, ...]:
    """A callback for an option that may be repeated."""
    return tuple(map(_parsed, texts))


def parse_version(_ctx: click.Context, _param: click.Parameter, text: str) -> Version:
    """A callback for an option that is given once."""
    return _parsed(text)


def complete_version(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The minors there are, for a shell."""
    return [text for text in (*MINORS, LATEST) if text.startswith(incomplete)]


def _parsed(text: str) -> Version:
    try:
        return Version.parse(text)
    except UnknownVersionError as unknown:
        raise click.BadParameter(str(unknown)) from unknown
