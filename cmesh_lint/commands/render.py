"""`cmesh-lint render`: the CECs for policies, in files to commit."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .. import faults
from ..finding import NotChecked
from ..redaction.printable import printable
from ..terminal import streams
from ..terminal.exit_codes import CLEAN, FINDINGS, NOT_JUDGED
from ..versions import NEWEST, Version
from .cilium import complete_version, parse_version
from .outputs import writing

if TYPE_CHECKING:
    from ..krm.committed import Order
    from ..rendered.rendering import Rendering


def _version(ctx: click.Context, param: click.Parameter, text: str | None) -> Version | None:
    return parse_version(ctx, param, text) if text else None


@click.command()
@click.argument("folders", nargs=-1, metavar="[DIR]...", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--cilium-version",
    "version",
    callback=_version,
    shell_complete=complete_version,
    metavar="VERSION",
    help=f"The Cilium version to generate for.  [default: that of the file, or {NEWEST.text}]",
)
@click.option("--output", type=click.Path(dir_okay=False), metavar="FILE", help="The file to write; only with one DIR.")
@click.option("--kustomize", "built", is_flag=True, help="Render the policies in the output of `kustomize build DIR`.")
@click.option("--check", is_flag=True, help="Write nothing; fail if a rendered file is out of date.")
@click.option("--diff", is_flag=True, help="Like --check, and show the difference.")
def render(
    folders: tuple[str, ...], version: Version | None, output: str | None, built: bool, check: bool, diff: bool
) -> int:
    """Generate CECs from policies, in a file to commit.

    Writes the CECs for the policies below DIR to DIR/cmesh-lint.rendered.yaml. Use this where kustomize cannot run
    functions: Flux, `kubectl apply -k`. Without DIR, all rendered files below the working directory are rendered again.
    If a policy has an error, nothing is written.
    """
    from ..krm.wording import word

    orders = _orders(folders, version, output, built)
    if not orders:
        click.echo(
            "no rendered files found. Run `cmesh-lint render DIR` first, or remove the cmesh-lint-render hook", err=True
        )
        return NOT_JUDGED
    made = [_made(order) for order in orders]
    wrong = [each for one in made for each in one.complaints]
    troubles = [each for one in made for each in one.troubles]
    for text in (*troubles, *map(word, wrong)):
        click.echo(streams.plain(text), err=True)
    if wrong or troubles:
        return FINDINGS if wrong else NOT_JUDGED
    before = {one.order.output: _read(one.order.output) for one in made}
    if all(not one.text and before[one.order.output] is None for one in made):
        click.echo("no policies found: nothing to render", err=True)
        return NOT_JUDGED
    if check or diff:
        return FINDINGS if [each for each in made if _differs(each, before[each.order.output], diff)] else CLEAN
    for each in made:
        _write(each, before[each.order.output])
    return CLEAN


def _made(order: Order) -> Rendering:
    from ..rendered.rendering import Rendering, rendering

    try:
        return rendering(order)
    except Exception as error:
        missed = faults.not_checked(order.folder, "rendering it", error)
        return Rendering(order, "", troubles=(f"{missed.file}: {missed.reason}",))


def _orders(folders: Sequence[str], version: Version | None, output: str | None, built: bool) -> list[Order]:
    from ..krm.committed import NAME, Order, order_of
    from ..rendered.rendering import orders

    if (output or built) and len(folders) != 1:
        raise click.UsageError("--output and --kustomize need exactly one DIR")
    if not folders:
        found = orders((os.curdir,))
        return [each._replace(version=version) for each in found] if version else found
    wanted: list[Order] = []
    for folder in folders:
        file = os.path.normpath(output or os.path.join(folder, NAME))
        text = _read(file)
        before = order_of(file, text.encode()) if text is not None else None
        if text is not None and before is None:
            raise click.UsageError(f"`{file}` was not rendered by cmesh-lint, so it is not overwritten")
        own = built or (before is not None and before.built and output is None)
        wanted.append(Order(os.path.normpath(folder), file, version or (before.version if before else NEWEST), own))
    return wanted


def _read(path: str) -> str | None:
    """The text of a file as it is, line ends and all; None where there is none."""
    from ..source.files import Source, read_whole

    if not os.path.lexists(path):
        return None
    found = read_whole(path) if os.path.isfile(path) else None
    if not isinstance(found, Source):
        reason = found.reason if isinstance(found, NotChecked) else "it is not a file, or too large"
        raise click.UsageError(f"cannot read `{path}`: {reason}")
    return found.data.decode("utf-8", "replace")


def _differs(made: Rendering, before: str | None, show: bool) -> bool:
    from ..krm.committed import first_difference

    after, path = made.text, made.order.output
    if after == (before or ""):
        return False
    line = first_difference(before or "", after)
    what = "is missing" if before is None else f"differs from what the policies in {made.order.folder} render to"
    click.echo(f"{printable(path)}:{line}: {what}; render it again", err=True)
    if show:
        old, new = (before or "").splitlines(keepends=True), after.splitlines(keepends=True)
        streams.write_out("".join(difflib.unified_diff(old, new, path, f"{path} (rendered)")), "utf-8")
    return True


def _write(made: Rendering, before: str | None) -> None:
    """Writes a file, or removes it where no policies are left; one that is right already is left alone."""
    path = made.order.output
    with writing(path):
        if not made.text and before is not None:
            streams.refuse_links(path)
            os.remove(path)
            click.echo(f"{printable(path)}: removed, no policies are left", err=True)
        elif made.text != (before or ""):
            streams.make_folder(os.path.dirname(path) or os.curdir)
            streams.write_file(path, made.text)
            click.echo(f"{printable(path)}: written", err=True)
