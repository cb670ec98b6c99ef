"""The page of a rule: for the docs and for the terminal, from the same sections."""

from __future__ import annotations

import pytest

from cmesh_lint.links import rule_url
from cmesh_lint.rule import Page, Rule
from cmesh_lint.rules import catalogue, page

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


def test_one_screen(golden):
    ink = page.Ink(lambda text: f"<b>{text}</b>", lambda text: f"<ins>{text}</ins>", lambda text: f"<del>{text}</del>")
    golden("screen.txt", page.brief(RULE._replace(formerly=("nameless-field",)), 72, ink, "https://example.org/it"))


def test_a_long_change_and_a_long_log_are_cut():
    long = RULE.page()._replace(
        bad="".join(f"a{number}: b\n" for number in range(60)), good="a: b\n", log=tuple(map(str, range(9)))
    )
    shown = page.brief(RULE._replace(page=lambda: long), 72, page.Ink(), "").split("\n")
    assert len(shown) <= 40
    assert "… 44 more lines" in shown
    assert "    … 5 more" in shown


@pytest.mark.parametrize(("bad", "good"), [("", "a: b\n"), ("a: b\n", ""), ("", "")])
def test_without_two_examples_there_is_no_change(bad, good):
    card = RULE.page()._replace(bad=bad, good=good)
    shown = page.brief(RULE._replace(page=lambda: card), 72, page.Ink(), "")
    assert "@@" not in shown
    assert ("    a: b\n" in shown) is bool(bad or good)


@pytest.mark.parametrize("rule", catalogue.every(), ids=lambda rule: str(rule.id))
def test_every_rule_fits_on_a_screen(rule):
    shown = page.brief(rule, 80, page.Ink(), rule_url(rule.id))
    rows = sum(max(1, -(-len(line) // 80)) for line in shown.splitlines())
    assert rows <= 45
    assert "# want" not in shown
    assert f"\n{rule_url(rule.id)}\n" in shown.replace(" ", "")
    card = rule.page()
    assert ("@@ -" in shown) is (page.without_wants(card.bad).strip() != card.good.strip())


def test_former_ids_stand_on_the_page():
    renamed = RULE._replace(formerly=("nameless-field", "odd-field"))
    assert "\nFormerly `nameless-field`, `odd-field`.\n" in page.markdown(renamed, PRINTED)
    assert "\nformerly nameless-field, odd-field\n" in page.for_terminal(renamed, PRINTED, 72, str)
    assert "ormerly" not in page.markdown(RULE, PRINTED) + page.for_terminal(RULE, PRINTED, 72, str)


def test_wants_are_not_shown():
    assert page.without_wants('a: b   # want: x "y"\nc: d # wanted\n') == "a: b\nc: d # wanted\n"


def test_versions():
    bare = RULE._replace(since=None)
    assert page.facts(bare) == "error; the agent skips the resource"
    assert page.facts(bare._replace(gate=None, until="1.17")) == "error; Cilium up to 1.17"
    assert page.facts(RULE._replace(gate=None)) == "error; Cilium 1.16 and later"
    assert page.facts(RULE._replace(gate=None, until="1.17")) == "error; Cilium 1.16 to 1.17"
