"""The parser over libyaml and the one in Python: the same nodes at the same places, the same errors.

A PyYAML that was built without libyaml has the second one only. No private name of PyYAML is used for either.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from yaml.nodes import Node, ScalarNode

from cmesh_lint.syntax import yaml_nodes
from cmesh_lint.syntax.errors import UnreadableError
from cmesh_lint.syntax.yaml_nodes import LIBYAML, compose, parser
from cmesh_lint.syntax.yaml_pure import PureLoader

ROOT = Path(__file__).parents[2]
TABLE = json.loads(Path(__file__).with_name("kubectl_yaml.json").read_text(encoding="utf-8"))["cases"]
FILES = sorted(path for folder in ("examples", "tests", "kustomize-plugin") for path in (ROOT / folder).rglob("*.yaml"))
MORE = {
    "block collection": "- a\n- b\nc: d\n",
    "control character": "å: \x01\n",
    "tab behind a colon": "a:\tb\nc:\t- d\n",
    "tabs in a flow mapping": '{\n\t"a":\t1,\n\t"b":\t[\t2\t]\n}\n',
    "half a character": 'a: "x"\nb: "\\ud83d"\n',
    "200 levels": "a: " + "[" * 199 + "]" * 199 + "\n",
    "201 levels": "a: " + "[" * 200 + "]" * 200 + "\n",
    "two documents": "a: 1\n--- \nb: 2\n",
}
TEXTS = {
    **{name: case["yaml"] for name, case in TABLE.items()},
    **MORE,
    **{
        f"{path.relative_to(ROOT)}#{number}": text
        for path in FILES
        for number, text in enumerate(re.split(r"(?m)^---$", path.read_text(encoding="utf-8", errors="replace")))
    },
}


def nodes(node: Node | None, above: tuple[int, ...] = ()) -> Any:
    """Kinds, tags, values and places, without those of an empty value: it has no place of its own."""
    if node is None or id(node) in above:
        return None
    if isinstance(node, ScalarNode):
        return node.tag, node.value, node.value and (node.start_mark.index, node.end_mark.index)
    inner = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
    own = type(node).__name__, node.tag, node.start_mark.index, node.end_mark.index
    return *own, [nodes(each, (*above, id(node))) for each in inner]


def outcome(text: str, loader: type) -> Any:
    try:
        return nodes(compose(text, parser(loader)))
    except UnreadableError as error:
        return error.rule, error.message, error.start


@pytest.mark.skipif(LIBYAML is None, reason="this PyYAML was built without libyaml")
@pytest.mark.parametrize("name", TEXTS)
def test_both_read_the_same(name: str) -> None:
    assert LIBYAML is not None
    assert outcome(TEXTS[name], PureLoader) == outcome(TEXTS[name], LIBYAML)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
@pytest.mark.parametrize("loader", [each for each in (LIBYAML, PureLoader) if each])
@pytest.mark.parametrize("levels", [201, 1_500, 20_000])
def test_whoever_stops_first_it_is_too_deep(opening: str, loader: type, levels: int) -> None:
    with pytest.raises(UnreadableError) as raised:
        compose(opening * levels, parser(loader))
    assert raised.value.rule == "yaml-too-deep"


def test_without_libyaml_there_are_the_same_findings() -> None:
    hidden = "import yaml; del yaml.CBaseLoader\n" if hasattr(yaml_nodes.yaml, "CBaseLoader") else ""
    program = "from cmesh_lint.cli import main; main()"
    command = ["--no-config", "--format", "json", "--fail-level", "never", "examples/broken"]
    ran = [
        subprocess.run([sys.executable, "-c", before + program, *command], cwd=ROOT, capture_output=True, check=False)
        for before in ("", hidden)
    ]
    assert ran[0].stdout and ran[0].returncode == 0, ran[0].stderr
    assert ran[1].stdout == ran[0].stdout
