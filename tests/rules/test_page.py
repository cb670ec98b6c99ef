"""The page of a rule: for the docs and for the terminal, from the same sections."""

from __future__ import annotations

from cmesh_lint.rule import Page, Rule
from cmesh_lint.rules import page

RULE = Rule(
    id="unknown-field",
    severity="error",
    gate="dropped",
    page=lambda: Page(
        title="A field the message does not have",
        catches="A key that is no field of the message it stands in, neither as the proto spells it nor in "
        "lowerCamelCase, of any message below a resource.\n\n- in the resource\n- in an `Any` within it",
        why="The agent skips the resource.",
        bad='kind: CiliumEnvoyConfig\nspec:\n  nmae: x  # want: unknown-field "no field"\n',
        good="kind: CiliumEnvoyConfig\nspec:\n  name: x\n",
        fix="Spell it right.",
        log=('unknown field "nmae"', "Ignoring invalid CiliumEnvoyConfig JSON"),
    ),
    since="1.16",
)
PRINTED = "bad.yaml:3:3: error[unknown-field]: no field `nmae`\n"


def test_for_the_docs(golden):
    golden("page.md", page.markdown(RULE, PRINTED))


def test_for_the_terminal(golden):
    golden("page.txt", page.for_terminal(RULE, PRINTED, 72, lambda text: f"<b>{text}</b>"))


def test_wants_are_not_shown():
    assert page.without_wants('a: b   # want: x "y"\nc: d # wanted\n') == "a: b\nc: d # wanted\n"


def test_versions():
    bare = RULE._replace(since=None)
    assert page.facts(bare) == "error; the agent skips the resource"
    assert page.facts(bare._replace(gate=None, until="1.17")) == "error; Cilium up to 1.17"
    assert page.facts(RULE._replace(gate=None)) == "error; Cilium 1.16 and later"
    assert page.facts(RULE._replace(gate=None, until="1.17")) == "error; Cilium 1.16 to 1.17"
