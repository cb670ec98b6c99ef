"""The real kubeconform judges by the exported schemas."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml
from corpora import verdicts
from exported import HERE, Answer, bad_spec, config, kubeconform

from cmesh_lint.rules import catalogue

pytestmark = pytest.mark.skipif(not shutil.which("kubeconform"), reason="kubeconform is not installed")

VALID, INVALID, SKIPPED = "statusValid", "statusInvalid", "statusSkipped"
CASES = yaml.safe_load((HERE / "bad.yaml").read_text(encoding="utf-8"))
SCHEMA_RULES = {rule.id for name, rule in catalogue.modules() if name.startswith("schema.") and rule.severity != "info"}
"""Without remarks: what is deprecated is taken."""


def test_every_spelling_that_the_agent_takes_is_taken(schemas: Path) -> None:
    answers = kubeconform(schemas, HERE / "good.yaml")
    assert [(each.name, each.message) for each in answers if each.status != VALID] == []
    assert len(answers) == len(list(yaml.safe_load_all((HERE / "good.yaml").read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def bad(schemas: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """The answers to bad.yaml, by name."""
    file = tmp_path_factory.mktemp("bad") / "bad.json"
    items = [config(bad_spec(case), case["name"]) for case in CASES]
    file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}), encoding="utf-8")
    return {answer.name: answer for answer in kubeconform(schemas, file)}


@pytest.mark.parametrize("name", [case["name"] for case in CASES])
def test_what_is_wrong_is_refused(bad: dict[str, Answer], name: str) -> None:
    assert bad[name].status == INVALID


@pytest.fixture(scope="module")
def cards(schemas: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """File (`RULE.bad`, `RULE.good`) → the statuses of the objects of our kinds in it."""
    folder = tmp_path_factory.mktemp("cards")
    for rule in catalogue.every():
        (folder / f"{rule.id}.bad.yaml").write_text(rule.page().bad, encoding="utf-8")
        (folder / f"{rule.id}.good.yaml").write_text(rule.page().good, encoding="utf-8")
    found: dict[str, set[str]] = {}
    for answer in kubeconform(schemas, folder):
        if answer.kind.startswith("Cilium"):
            found.setdefault(Path(answer.file).stem, set()).add(answer.status)
    return found


def test_the_good_examples_of_all_rules_are_taken(cards: dict[str, set[str]]) -> None:
    good = {name: statuses for name, statuses in cards.items() if name.endswith(".good")}
    assert {name for name, statuses in good.items() if not statuses <= {VALID, SKIPPED}} == set()
    assert len(good) > len(SCHEMA_RULES)


@pytest.mark.parametrize("rule", sorted(SCHEMA_RULES))
def test_the_bad_examples_of_the_schema_rules_are_refused(cards: dict[str, set[str]], rule: str) -> None:
    assert INVALID in cards[f"{rule}.bad"]


def test_the_corpus(schemas: Path) -> None:
    recorded = [(folder / verdict["file"], verdict) for folder, verdict in verdicts()]
    files = {path for path, _ in recorded}
    said = {(each.file, each.name): each for each in kubeconform(schemas, *sorted(files)) if "Envoy" in each.kind}
    counts: Counter[tuple[str, str]] = Counter()
    for path, verdict in recorded:
        answer = said[str(path), verdict["name"]]
        counts[verdict["gate"], answer.status] += 1
        if verdict["gate"] == "ok" and answer.status == INVALID:
            # The agent has nothing to decode; the CRD requires `resources`.
            assert "missing property 'resources'" in answer.message or "got null, want array" in answer.message
        # Objects of cilium.io/v2alpha1, which Cilium 1.20 does not have, are skipped for want of a schema.
        assert verdict["gate"] != "dropped" or answer.status in {INVALID, SKIPPED}
    assert counts["ok", VALID] > 10
    assert counts["dropped", INVALID] > 0
