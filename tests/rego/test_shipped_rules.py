"""The shipped rules: what their cards say holds, on both engines alike, and whatever a manifest looks like."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shipped

from cmesh_lint.cli import run
from cmesh_lint.config.rego import Rego
from cmesh_lint.protobuf.schemas import json_name
from cmesh_lint.rego.authoring.examples import faults
from cmesh_lint.rego.ruleset import RegoRule, Ruleset
from cmesh_lint.rego.types import Failure, Reply

Path_ = tuple[str | int, ...]
RULES = shipped.ruleset()
LEAST = 25
_PARAMETER = re.compile(
    r'lib\.parameter\("(?P<id>[^"]+)", "(?P<name>[^"]+)", (?P<default>"[^"]*"|\[[^\]]*\]|[^\s,)]+)\)'
)


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    assert RULES.not_checked == ()
    return RULES


def ids(rule: RegoRule) -> str:
    return rule.rule.id


def test_there_are_rules_and_each_is_complete(rules: Ruleset) -> None:
    assert len(rules.rules) == len(shipped.FILES) >= LEAST
    for rule in rules.rules:
        card = rule.card
        assert card.title and card.description and card.why and card.fix and card.links, rule.path
        file = Path(rule.path)
        assert file.stem.replace("_", "-") == card.id
        assert file.parent.name.replace("_", "-") == card.group
        assert rule.package == f"cmesh.rules.{file.stem}"


def test_examples_say_what_they_want(rules: Ruleset) -> None:
    assert list(faults(rules, Rego(sources=(str(shipped.RULES),)))) == []


@pytest.mark.parametrize("rule", RULES.rules, ids=ids)
def test_a_good_example_is_no_error(rule: RegoRule, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does the built-in linter find a fault with it; of a neighbour that an example leaves out it may warn."""
    (tmp_path / "good.yaml").write_text(rule.card.good)
    run(["--no-config", "--format", "json", str(tmp_path)])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [each for each in findings if each["severity"] in {"critical", "error"}] == []


@pytest.mark.parametrize("rule", RULES.rules, ids=ids)
def test_parameters_are_those_of_the_code(rule: RegoRule) -> None:
    text = Path(rule.path).read_text()
    code = text[text.index(f"\npackage {rule.package}\n") :]
    read = {match["name"]: (match["id"], match["default"]) for match in _PARAMETER.finditer(code)}
    assert {name: id_ for name, (id_, _) in read.items()} == {each.name: rule.rule.id for each in rule.card.parameters}
    for parameter in rule.card.parameters:
        written = read[parameter.name][1]
        default = re.search(rf"^{written} := (.*)$", code, re.MULTILINE) if written.startswith("_") else None
        assert json.loads(default[1] if default else written) == parameter.default


@pytest.mark.parametrize("rule", [rule for rule in RULES.rules if "@type" in rule.card.bad], ids=ids)
def test_a_rule_says_the_same_in_camel_case(rule: RegoRule, rules: Ruleset) -> None:
    """Where it points to is spelled as the manifest spells it."""
    only = rules.only([rule.package])
    plain = list(shipped.objects(rule.card.bad.encode()))
    camel = [camelled(each) for each in plain]
    expected = [(text, as_camel(path)) for text, path in told(only, plain)]
    found = told(only, camel)
    assert found == expected
    assert found
    for _, path in found:
        assert any(leads_somewhere(each, path) for each in camel)


def told(rules: Ruleset, asked: list[Any]) -> list[tuple[str, Path_]]:
    given = shipped.answers("regorus", rules, asked)
    assert [each for each in given if isinstance(each, Failure)] == []
    return [(value["msg"], tuple(value["path"])) for each in given if isinstance(each, Reply) for value in each.values]


def camelled(value: Any, depth: int = 0) -> Any:
    """Names of fields below `spec.resources` in lowerCamelCase."""
    if isinstance(value, list):
        return [camelled(each, depth) for each in value]
    if not isinstance(value, dict):
        return value
    names = {key: json_name(key) if depth > 1 else key for key in value}
    return {names[key]: camelled(each, depth + 1) for key, each in value.items()}


def as_camel(path: Path_) -> Path_:
    return tuple(json_name(step) if isinstance(step, str) else step for step in path)


def leads_somewhere(value: Any, path: Path_) -> bool:
    """But for the last step, where a field may be missing."""
    try:
        for step in path[:-1]:
            value = value[step]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def test_engines_agree_on_every_example(rules: Ruleset) -> None:
    asked = shipped.examples(rules)
    ours = shipped.answers("regorus", rules, asked)
    assert [each for each in ours if isinstance(each, Failure)] == []
    assert ours == shipped.answers("opa", rules, asked)


def test_engines_agree_on_published_manifests(rules: Ruleset) -> None:
    asked = shipped.corpus()
    ours = shipped.answers("regorus", rules, asked)
    assert len(asked) > 25
    assert [each for each in ours if isinstance(each, Failure)] == []
    assert {each.package for each in ours if isinstance(each, Reply)} > {"cmesh.rules.retries_without_limit"}
    assert ours == shipped.answers("opa", rules, asked)


def test_no_rule_stumbles_over_a_value_of_another_type(rules: Ruleset) -> None:
    """Each value of each bad example, in turn, is made something else."""
    wrong: tuple[Any, ...] = (None, 0, "x", [], {}, True, [None], {"x": None}, ["x"])
    asked = [
        replaced(value, path, wrong[number % len(wrong)])
        for rule in rules.rules
        if len(rule.card.bad) < 4000
        for value in shipped.objects(rule.card.bad.encode())
        for number, path in enumerate(paths(value))
    ]
    assert len(asked) > 1000
    assert [each for each in shipped.answers("regorus", rules, asked) if isinstance(each, Failure)] == []


def paths(value: Any, below: Path_ = ()) -> Iterator[Path_]:
    steps: list[Any] = list(value) if isinstance(value, dict) else []
    if isinstance(value, list):
        steps = list(range(len(value)))
    for step in steps:
        yield (*below, step)
        yield from paths(value[step], (*below, step))


def replaced(value: Any, path: Path_, by: Any) -> Any:
    changed = copy.deepcopy(value)
    within = changed
    for step in path[:-1]:
        within = within[step]
    within[path[-1]] = by
    return changed
