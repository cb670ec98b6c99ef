"""The option `--cilium-version` of more than one command: read, and completed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..versions import LATEST, MINORS, NEWEST, UnknownVersionError, Version

if TYPE_CHECKING:
    import click

F = TypeVar("F", bound=Callable[..., Any])


def parse_versions(_ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]) -> tuple[Version, ...]:
    """A callback for an option that may be repeated."""
    return tuple(map(_parsed, texts))


def parse_version(_ctx: click.Context, _param: click.Parameter, text: str) -> Version:
    """A callback for an option that is given once."""
    return _parsed(text)


def complete_version(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The minors there are, for a shell."""
    return [text for text in (*MINORS, LATEST) if text.startswith(incomplete)]


def version_option(help_: str) -> Callable[[F], F]:
    """The option of a command that is about one version: the newest where none is named, as `version`."""
    from click import option

    return option(
        "--cilium-version",
        "version",
        default=NEWEST.text,
        show_default=True,
        callback=parse_version,
        shell_complete=complete_version,
        metavar="VERSION",
        help=help_,
    )


def report_unknown(version: Version) -> None:
    """Says what is not known of a release: once in a run, however many options and configurations name it."""
    if version.patch is None and not version.newer:
        return
    from ..extensions import unknown

    if words := unknown(version):
        _say_once(words)


def _say_once(words: str) -> None:
    import click

    context = click.get_current_context(silent=True)
    said = set() if context is None else context.find_root().meta.setdefault(__name__, set())
    if words not in said:
        said.add(words)
        click.echo(words, err=True)


def _parsed(text: str) -> Version:
    try:
        version = Version.parse(text)
    except UnknownVersionError as unknown:
        from click import BadParameter

        raise BadParameter(str(unknown)) from unknown
    report_unknown(version)
    return version
