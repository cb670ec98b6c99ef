"""Texts for users are written in the words that users know: none has one of the phrases below."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cmesh_lint.commands import COMMANDS
from cmesh_lint.commands.group import cli

ROOT = Path(__file__).parents[2]
BANNED = {
    r"(is|are|was) told": "is reported",
    r"mend(s|ed|ing)?": "fix",
    r"bears": "has, carries",
    r"comes? to": "produces, renders to",
    r"slip of the pen": "typo",
    r"without a word": "silently",
    r"nobody has": "no … has",
    r"stands (twice|in|at|under|below|beside)": "is",
    r"stanzas?": "policy",
    r"judge[sd]?|judging": "check",
    r"(rules?|policies) of (an|the|your) organisation|(the|an) organisation's (own )?rules?": "custom rules",
    r"held against": "compared with",
    r"of then": "at the base commit",
    r"throw dice": "use random functions",
    r"where nothing is said": "by default",
    r"sieve|farewell|kin": "no metaphors",
}
"""Regular expressions of words, and what to write in their place."""
PHRASES = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)
NAMES = re.compile(
    r"```.*?```|`[^`\n]*`|\]\([^)\n]*\)|https?://\S+|schemas/stanzas"
    r"|policy\.cmesh-lint\.io/stanzas|(lost|invalid|unexpanded)-stanza|<!--.*?-->|\*policy stanza\*|generate\.stanzas",
    re.DOTALL,
)
"""What is no prose: code, addresses, and names that stay as they are."""
PAGES = (
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob(".github/**/*.md"),
    *ROOT.glob(".github/ISSUE_TEMPLATE/*.yml"),
    *(ROOT / name for name in ("benchmarks/README.md", "kustomize-plugin/README.md", "rules/README.md", "action.yml")),
    ROOT / "cmesh_lint" / "config" / "config.schema.json",
)
HISTORY = ROOT / "CHANGELOG.md"
LEFT = {
    *("annotation-too-new", "annotation-value", "duplicate-domain", "duplicate-object", "empty-filter-chain"),
    *("empty-hash-policy", "empty-resource", "envoy-config-disabled", "file-too-large", "ignore-unknown-rule"),
    *("inline-private-key", "invalid-regex", "invalid-stanza", "left-out", "policy-not-rendered", "malformed-address"),
    *("all-resources-dropped", "policy-listener-of-services", "policy-listener-on-ingress", "regex-too-large"),
    *("unexpanded-stanza", "unknown-annotation", "unknown-field", "unknown-filter-override"),
    *("unknown-service-listener", "unused-ignore", "upstream-filters", "uri-template", "wrapped-value", "yaml-syntax"),
    *("README", "-templates", "anys", "cross-file", "linter"),
}
"""Rules and modules whose texts still have one of the phrases. Nothing may be added."""


def phrases(text: str) -> list[str]:
    """The banned phrases of a prose text."""
    return [found[0] for found in PHRASES.finditer(NAMES.sub(" ", " ".join(text.split("\n"))))]


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of the texts in a module that are no docstrings: a message is one of them."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in documentation:
            yield each.lineno, each.value


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """The path and the help of a command and of all below it."""
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, click.Context(below, parent=context, info_name=name))


@pytest.mark.parametrize("text", ["It is told of.", "To mend it", "the Stanza comes to", "stands twice", "Judge it"])
def test_a_phrase_is_found(text: str) -> None:
    assert phrases(text)


@pytest.mark.parametrize("text", ["`stanza`", "schemas/stanzas/all.json", "recommend", "standing", "kinds", "outcomes"])
def test_a_name_is_no_phrase(text: str) -> None:
    assert not phrases(text)


def is_left(path: Path) -> bool:
    """Whether the text is one of those that are still to be rewritten."""
    of_rules = {"rules", "decode", "lint"} & {*path.relative_to(ROOT).parts[1:]}
    return bool(of_rules) and path.stem.replace("_", "-") in LEFT


@pytest.mark.parametrize("path", sorted({*PAGES} - {HISTORY}), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page(path: Path) -> None:
    assert is_left(path) or phrases(path.read_text("utf-8")) == []


def test_the_help_of_every_command() -> None:
    shown = dict(commands(cli, click.Context(cli, info_name="cmesh-lint")))
    assert len(shown) > len(COMMANDS)
    assert {name: found for name, text in shown.items() if (found := phrases(text))} == {}


@pytest.mark.parametrize("folder", sorted({path.parent for path in (ROOT / "cmesh_lint").rglob("*.py")}), ids=str)
def test_the_messages(folder: Path) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {phrase}"
        for path in sorted(folder.glob("*.py"))
        if not is_left(path)
        for line, text in literals(path)
        if " " in text
        for phrase in phrases(text)
    ]
    assert found == []
