"""The pages of the rules: one for each, an index, and none that is left over."""

from __future__ import annotations

from cmesh_lint.generate.pages import NOTE, pages, write
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.subscriptions import ALIASES


def test_every_rule_has_its_page(tmp_path):
    (tmp_path / "gone-rule.md").touch()
    (tmp_path / "picture.svg").touch()
    write(tmp_path / "new" / "rules")
    write(tmp_path)
    ids = catalogue.ids()
    assert {path.name for path in tmp_path.glob("*.*")} == {
        "README.md",
        "left-out.md",
        "picture.svg",
        *(f"{id_}.md" for id_ in ids),
        *(f"{former}.md" for former in ALIASES),
    }
    for path in tmp_path.glob("*.md"):
        text = path.read_text("utf-8")
        assert text == (tmp_path / "new" / "rules" / path.name).read_text("utf-8")
        assert text.startswith(NOTE)


def test_the_page_of_a_former_id_leads_to_the_rule():
    renamed = catalogue.card("unknown-field")._replace(formerly=("no-such-field",))
    texts = dict(pages([renamed]))
    assert texts["no-such-field.md"].endswith("This rule is now called [unknown-field](unknown-field.md).\n")
    assert "\nFormerly `no-such-field`.\n" in texts["unknown-field.md"]


def test_a_page_shows_what_the_tool_prints(tmp_path):
    write(tmp_path)
    text = (tmp_path / "unknown-field.md").read_text("utf-8")
    assert "# unknown-field\n" in text
    assert "\n## What the tool prints\n\n```text\nbad.yaml:" in text
    assert "# want" not in text


def test_the_index_links_every_rule(tmp_path):
    write(tmp_path)
    index = (tmp_path / "README.md").read_text("utf-8")
    assert [line for line in index.splitlines() if line.startswith("| [")] == [
        f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.gate or '-'} | {rule.title} |"
        for rule in catalogue.every()
    ]
