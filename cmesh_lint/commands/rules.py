"""`cmesh-lint rules`: lists, shows, tests, documents and creates rules."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ..links import rule_url
from ..redaction.printable import printable
from ..rules import catalogue
from ..terminal import exit_codes, streams
from .explain import page_of
from .organisation import load
from .outputs import write, writing

if TYPE_CHECKING:
    from ..finding import Gate, NotChecked, Severity
    from ..rego.ruleset import Ruleset

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SOURCES = click.option(
    "--rules",
    "sources",
    multiple=True,
    envvar="CMESH_LINT_RULES",
    show_envvar=True,
    metavar="PATH",
    help="Custom rules: a folder, a file, an OPA bundle, or `shipped` for the bundled ones; repeatable.",
)


@click.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.pass_context
def rules(ctx: click.Context, form: str) -> int | None:
    """List, show, test and create rules. Without a command, list them."""
    if ctx.invoked_subcommand is None:
        return int(ctx.invoke(list_, form=form, sources=()))
    return None


class _Row(NamedTuple):
    """What is listed of a rule."""

    id: str
    severity: Severity
    gate: Gate | None
    title: str
    since: str | None
    until: str | None
    default: bool
    source: str
    """`built-in`, or the file of a custom rule."""
    url: str | None


@rules.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@_SOURCES
def list_(form: str, sources: tuple[str, ...]) -> int:
    """List all rules.

    Shows id, severity, stage and title; custom rules come after the built-in ones.
    """
    own = load(sources)
    rows = [*_built_in(), *_organisation(own)]
    if form == "json":
        listed = [row._asdict() for row in rows]
        streams.write_out(json.dumps(listed, indent=2, ensure_ascii=False) + "\n", "utf-8")
    else:
        streams.write_out(_as_table(rows))
    return _told(own.not_checked if own else ())


@rules.command()
@click.argument("rule_id", metavar="RULE")
@_SOURCES
def show(rule_id: str, sources: tuple[str, ...]) -> None:
    """Show the page of a rule."""
    streams.write_out(page_of(rule_id, load(sources)))


@rules.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
def test(paths: tuple[str, ...]) -> int:
    """Test custom rules.

    Runs the examples in their metadata, and their unit tests as `opa test` does.
    """
    from ..config.rego import Rego
    from ..rego import engines
    from ..rego.authoring import examples, unit_tests
    from ..rego.types import EngineError
    from ..reports.phrases import count

    own = load(paths)
    if own is None:
        raise click.UsageError("nothing to test: name folders, files or bundles of rules")
    own = engines.loadable(own, Rego().limits)
    faults = list(examples.faults(own, Rego()))
    for fault in faults:
        click.echo(printable(f"{fault.path}:{fault.line}: {fault.rule}: {fault.message}"))
    units = unit_tests.units(own)
    try:
        tested = unit_tests.run(own, units, Rego().limits)
    except EngineError as error:
        click.echo(printable(f"the unit tests cannot be run: {error}"))
        return exit_codes.NOT_JUDGED
    for test_, reason in tested.failures.items():
        click.echo(printable(f"{test_.path}:{test_.line}: {test_.name}: {reason}"))
    _print_coverage(tested.coverage)
    ids, wrong = {each.rule.id for each in own.rules}, {fault.rule for fault in faults}
    click.echo(
        f"{count(len(ids), 'rule')}, {len(wrong)} with faults; "
        f"{count(len(units.tests), 'unit test')}, {len(tested.failures)} failed, {len(units.todo)} to do"
    )
    told = _told(own.not_checked)
    if not ids and not units.tests:
        click.echo("nothing was tested: there are no rules", err=True)
        return exit_codes.NOT_JUDGED
    return exit_codes.FINDINGS if faults or tested.failures else told


def _print_coverage(coverage: dict[str, tuple[int, int]]) -> None:
    """Lines that unit tests evaluate; nothing where there are none."""
    if not any(covered for covered, _ in coverage.values()):
        return
    for path, (covered, lines) in sorted(coverage.items()):
        click.echo(f"{printable(path)}: {covered} of {lines} lines covered by unit tests")


@rules.command()
@click.argument("rule_id", metavar="ID")
@click.option(
    "--dir", "folder", default=".", metavar="DIR", help="The folder to write it to.", type=click.Path(file_okay=False)
)
def new(rule_id: str, folder: str) -> None:
    """Create a custom rule.

    Writes metadata with examples that pass, and a unit test.
    """
    from ..rego.authoring.scaffold import files

    if not _ID.fullmatch(rule_id):
        raise click.UsageError(
            f"`{rule_id}` is not a valid rule id: use lower-case letters, digits and hyphens, such as `no-timeout`"
        )
    texts = {os.path.join(folder, name): text for name, text in files(rule_id).items()}
    for path in texts:
        if os.path.lexists(path):
            raise click.UsageError(f"`{path}` already exists")
    with writing(folder):
        streams.make_folder(folder)
    for path, text in texts.items():
        write(path, text)
        click.echo(printable(path))


@rules.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--output",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write one page to this file instead of standard output.",
)
@click.option(
    "--pages",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Write a page for each rule, and an index, to this folder.",
)
def docs(paths: tuple[str, ...], output: str | None, pages: str | None) -> int:
    """Generate documentation for custom rules."""
    from ..config.rego import Limits
    from ..rego import engines
    from ..rego.authoring import handbook

    own = load(paths)
    if own is None:
        raise click.UsageError("nothing to document: name folders, files or bundles of rules")
    if output and pages:
        raise click.UsageError("--output and --pages exclude each other")
    own = engines.loadable(own, Limits())
    command = " ".join(["cmesh-lint rules docs", *paths])
    if pages:
        _write_pages(pages, handbook.pages(own, f"{command} --pages {pages}"))
    elif output:
        write(output, handbook.handbook(own, f"{command} --output {output}"))
    else:
        streams.write_out(handbook.handbook(own, command))
    return _told(own.not_checked)


def _write_pages(folder: str, texts: dict[str, str]) -> None:
    """Writes the pages, and removes those of rules that no longer exist; other files stay."""
    from ..rego.authoring.handbook import is_ours

    with writing(folder):
        streams.make_folder(folder)
        for name in sorted(set(os.listdir(folder)) - set(texts)):
            path = os.path.join(folder, name)
            if name.endswith(".md") and os.path.isfile(path) and not os.path.islink(path):
                with open(path, encoding="utf-8", errors="replace") as file:
                    made = is_ours(file.read())
                if made:
                    os.unlink(path)
    for name, text in texts.items():
        write(os.path.join(folder, name), text)


def _built_in() -> list[_Row]:
    return [
        _Row(r.id, r.severity, r.gate, r.title, r.since, r.until, r.default, "built-in", rule_url(r.id))
        for r in catalogue.every()
    ]


def _organisation(own: Ruleset | None) -> list[_Row]:
    cards = {each.rule.id: each for each in reversed(own.rules)} if own else {}
    return [
        _Row(r.id, r.severity, None, r.title, None, None, r.default, each.path, each.url or None)
        for each in sorted(cards.values(), key=lambda each: each.rule.id)
        for r in [each.rule]
    ]


def _told(missed: Sequence[NotChecked]) -> int:
    """Says which files of rules cannot be used; gives the exit status."""
    for each in missed:
        where = each.file if each.line is None else f"{each.file}:{each.line}"
        click.echo(printable(f"{where}: {each.reason}"), err=True)
    return exit_codes.NOT_JUDGED if missed else exit_codes.CLEAN


def _as_table(rows: Sequence[_Row]) -> str:
    cells: list[tuple[Any, ...]] = [(row.id, row.severity, row.gate or "-", printable(row.title)) for row in rows]
    widths = [max((len(cell[column]) for cell in cells), default=0) for column in range(3)]
    return "".join(
        f"{rule_id:<{widths[0]}}  {severity:<{widths[1]}}  {gate:<{widths[2]}}  {title}\n"
        for rule_id, severity, gate, title in cells
    )
