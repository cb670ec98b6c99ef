"""The diagram of what a change alters: what it shows, and that Mermaid itself can read it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from action.repository import GOOD, SERVICE, Repository, created
from corpora import files

from cmesh_lint import cli
from cmesh_lint.diagrams.change import draw
from cmesh_lint.diagrams.mermaid import SIZE
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

PARSER = Path(__file__).with_name("parser")
CONFIG = "CiliumEnvoyConfig/default/echo-rate-limit"


def source(text: str) -> Source:
    return Source("cec.yaml", text.encode())


def of(before: str, after: str) -> str:
    """The diagram of a change to one file; an empty text stands for no file."""
    return draw(*([source(text)] if text else [] for text in (before, after)), NEWEST)


def lines(diagram: str, *starting: str) -> list[str]:
    """Labels and classes of the nodes whose text begins like that."""
    labels = (line.strip().partition("[")[2] for line in diagram.splitlines())
    return [each for each in labels if each.startswith(tuple(f'"{word}' for word in starting))]


def objections(diagrams: list[str]) -> list[str | None]:
    """What Mermaid's parser says against each."""
    command = ["node", "parse.mjs"]
    ran = subprocess.run(command, cwd=PARSER, input=json.dumps(diagrams), capture_output=True, text=True, check=True)
    said: list[str | None] = json.loads(ran.stdout)
    return said


def test_the_parser_objects_to_what_is_wrong() -> None:
    fine, wrong = objections(["flowchart LR\n  a --> b\n", "flowchart LR\n  a[b --> c\n"])
    assert fine is None
    assert wrong is not None and wrong.startswith("Parse error on line ")


def test_the_way_of_a_request() -> None:
    diagram = of("", GOOD)
    assert objections([diagram]) == [None]
    assert lines(diagram, "new") == [
        '"new Service<br/>default/echo"]:::new',
        '"new Listener<br/>default/echo-rate-limit/echo"]:::new',
        '"new virtual host<br/>default/echo-rate-limit/echo#58; echo"]:::new',
        '"new route<br/>default/echo-rate-limit/echo#58; echo#58; prefix /"]:::new',
        '"new Cluster<br/>default/echo"]:::new',
        '"new endpoints<br/>of Service default/echo"]:::new',
    ]
    edges = [line.strip() for line in diagram.splitlines() if "-->" in line]
    assert edges == [f"n0_{number} --> n0_{number + 1}" for number in range(5)]


def test_what_is_the_same_is_not_drawn() -> None:
    assert of(GOOD, GOOD) == ""
    assert of(GOOD, f"# Another comment.\n{GOOD}") == ""


def test_only_what_changes_is_marked() -> None:
    diagram = of(
        GOOD, GOOD.replace("timeout: 5s", "timeout: 6s", 1).replace("connect_timeout: 6s", "connect_timeout: 5s")
    )
    assert lines(diagram, "changed") == [
        '"changed route<br/>default/echo-rate-limit/echo#58; echo#58; prefix /"]:::changed'
    ]
    assert lines(diagram, "new", "removed") == []
    assert len(lines(diagram, "Service", "Listener", "virtual host", "Cluster", "endpoints")) == 5


def test_what_goes_is_drawn_as_gone() -> None:
    more = GOOD.replace(
        "      - match:\n", "      - match: {path: /old}\n        route: {cluster: default/echo}\n      - match:\n"
    )
    diagram = of(more, GOOD)
    assert lines(diagram, "removed") == [
        '"removed route<br/>default/echo-rate-limit/echo#58; echo#58; path /old"]:::removed'
    ]
    assert len(lines(of(GOOD, ""), "removed")) == 6


def test_what_cannot_be_read_is_not_gone() -> None:
    broken = GOOD.replace("spec:\n", "spec: [\n", 1)
    assert of(GOOD, broken) == ""
    assert of(broken, GOOD) == ""


ODD = (
    """]--> x; end %% "a" 'b' `c` <script>alert(1)</script> #quot; &lt; {{}} \\\\ __x__ :::new ``` 日本 😀 1. - graph"""
)


def test_names_draw_nothing() -> None:
    odd = json.dumps(ODD, ensure_ascii=False)
    text = GOOD.replace("prefix: /\n", f"prefix: {odd}\n").replace("cluster: default/echo", f"cluster: {odd}")
    diagram = of(GOOD, text.replace("- name: echo\n      domains", f"- name: {odd}\n      domains"))
    assert objections([diagram]) == [None]
    assert "<script" not in diagram
    assert "```" not in diagram
    assert len(lines(diagram, "new")) == 3


def test_a_large_change_stays_readable() -> None:
    route = "      - match: {{path: '/{}%s'}}\n        route: {{cluster: default/echo}}\n" % ("#" * 60)
    text = GOOD.replace("      - match:\n", "".join(map(route.format, range(2000))) + "      - match:\n")
    many = "---\n".join(text.replace("echo-rate-limit", f"echo-{number}") for number in range(3))
    diagram = of(GOOD, many)
    assert objections([diagram]) == [None]
    assert len(diagram) <= SIZE
    assert '"2 more that change"' in diagram


def test_every_published_manifest_can_be_drawn() -> None:
    drawings = {str(path): of("", path.read_bytes().decode("utf-8", "replace")) for path in files()}
    found = {path: each for path, each in drawings.items() if each}
    assert len(found) >= 25
    said = zip(found, objections(list(found.values())), strict=True)
    assert {path: complaint for path, complaint in said if complaint} == {}


def test_the_summary_shows_it_collapsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = created(tmp_path / "shop", apps__rate_limit=GOOD, apps__service=SERVICE)
    monkeypatch.chdir(shop.folder)
    _change(shop)
    assert cli.run(["--changed-since", "main", "--format", "markdown", "."]) == 0
    said = capsys.readouterr().out
    before, _, diagram = said.partition("```mermaid\n")
    assert before.endswith("<details><summary>What changes since <code>main</code></summary>\n\n")
    assert diagram.endswith("```\n\n</details>\n")
    drawing = diagram.partition("```")[0]
    assert objections([drawing]) == [None]
    assert lines(drawing, "removed", "new") == [
        '"new Cluster<br/>default/other"]:::new',
        '"removed Cluster<br/>default/echo"]:::removed',
        '"removed endpoints<br/>of Service default/echo"]:::removed',
    ]
    assert f'["{CONFIG}"]' in drawing


def _change(shop: Repository) -> None:
    """The route leads to another cluster, and the old one goes."""
    text = GOOD.replace("cluster: default/echo", "cluster: default/other").replace(
        "name: default/echo", "name: default/other"
    )
    shop.write(apps__rate_limit=text)


def test_a_run_that_compares_with_nothing_draws_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(created(tmp_path / "shop", apps__rate_limit=GOOD).folder)
    assert cli.run(["--format", "markdown", "."]) == 0
    assert "mermaid" not in capsys.readouterr().out
