"""Modules below another package, and many as one: they say what they said, in each of OPA's own cases."""

from __future__ import annotations

import http.client
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opa_servers import Server, serving

from cmesh_lint.generate.rego_conformance import Case, cases
from cmesh_lint.rego import tokens
from cmesh_lint.rego.edits import EditedText
from cmesh_lint.rego.merging import split
from cmesh_lint.rego.namespace import move_packages
from cmesh_lint.rego.opa.program import server_program
from cmesh_lint.rego.types import Module, Program


class Client:
    """One connection: a case takes a dozen requests."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(server.url).netloc)

    def send(self, method: str, path: str, body: str = "") -> Any:
        self._connection.request(method, f"/v1/{path}", body.encode())
        answer = self._connection.getresponse()
        return json.loads(answer.read() or b"{}")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as running:
        yield Client(running)


def rows(client: Client, case: Case, policies: dict[str, str], data: dict[str, Any], query: str) -> Any:
    """What the server makes of a case, or that it refuses it; the server is left as it was."""
    for key, value in data.items():
        client.send("PUT", f"data/{key}", json.dumps(value))
    try:
        waiting, left = policies, put(client, policies)
        while left and len(left) < len(waiting):
            waiting, left = left, put(client, left)
        asked = f"{query} with input as {case.input}" if case.input else query
        return "refused" if left else client.send("POST", "query", json.dumps({"query": asked})).get("result", [])
    finally:
        for path in (*(f"policies/{name}" for name in reversed(policies)), *(f"data/{key}" for key in data)):
            client.send("DELETE", path)


def put(client: Client, policies: Mapping[str, str]) -> dict[str, str]:
    """Those that the server does not take: a function has to be there before it is called."""
    return {name: text for name, text in policies.items() if client.send("PUT", f"policies/{name}", text)}


def plain(client: Client, case: Case) -> Any:
    policies = {str(number): text for number, text in enumerate(case.modules)}
    return rows(client, case, policies, case.data or {}, case.query)


def below(client: Client, case: Case, merge: bool) -> Any:
    made = server_program(Program(modules(case), (), {}), "{}", "ours", merge)
    policies = {name: policy.text for name, policy in made.policies.items()}
    return rows(client, case, policies, {"ours": case.data or {}}, move_packages(case.query, "ours").text)


def modules(case: Case) -> tuple[Module, ...]:
    return tuple(Module(f"{number}.rego", text) for number, text in enumerate(case.modules))


PASSING = ("rego.metadata", "rego.parse", "opa.runtime", "time.now", "rand.", "uuid.", "http.send", "net.lookup", "test.sleep")  # fmt: skip
"""What tells of the place of a module, or gives another answer each time."""


def fit(case: Case) -> bool:
    """Cases of rules that say the same on every run, wherever they stand."""
    whole = "".join((*case.modules, case.query))
    return bool(case.modules) and case.defined is not None and not any(word in whole for word in PASSING)


CASES: dict[str, list[Case]] = defaultdict(list)
for each in cases():
    if fit(each):
        CASES[each.category].append(each)
LANGUAGE = re.findall(
    r"\S+",
    "assignments baseandvirtualdocs completedoc comprehensions containskeyword defaultkeyword disjunction elsekeyword "
    "embeddedvirtualdoc eqexpr evaltermexpr every fix1863 functions indexing indirectreferences keywordrefs "
    "logic_operators negation nestedreferences partialdocconstants partialobjectdoc partialsetdoc planner-ir refheads "
    "stringinterpolation topdowndynamicdispatch typebuiltin undos varreferences virtualdocs withkeyword",
)
"""Categories about names, documents and modules; the others are about what built-in functions give."""


@pytest.mark.parametrize("category", LANGUAGE)
def test_all_cases_say_the_same(client: Client, category: str) -> None:
    for case in CASES[category]:
        expected = plain(client, case)
        assert below(client, case, merge=False) == expected, case
        # Modules whose functions call each other crosswise can only come at once.
        assert below(client, case, merge=True) in (expected, case.result if expected == "refused" else expected), case
    assert CASES[category]


def test_most_modules_can_be_one() -> None:
    all_cases = [case for category in LANGUAGE for case in CASES[category]]
    merged = [case for case in all_cases if split(modules(case), "ours").merged]
    assert len(merged) > len(all_cases) * 0.7


@given(st.data())
def test_columns_lead_back(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from([case for each in CASES.values() for case in each]))
    module = modules(case)[0]
    for made in (
        move_packages(module.text, "a_long_name"),
        *(edited for _, edited in split([module], "a_long_name").merged),
    ):
        lines = module.text.split("\n")
        assert len(made.text.split("\n")) == len(lines)
        kept = [token for token in tokens.tokens(made.text) if token.kind in ("operator", "number", "string")]
        for token in kept:
            column = made.column(token.line, token.column)
            was = lines[token.line - 1][column - 1 :]
            first = token.text.split("\n")[0]
            assert was.startswith(first) or _came_in(made, token.line, column), (token, was)


def _came_in(made: EditedText, line: int, column: int) -> bool:
    """Part of what an edit brought leads to the place of the edit."""
    return any((edit.line, edit.column) == (line, column) and edit.text for edit in made.edits)
