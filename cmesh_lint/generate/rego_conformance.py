"""Writes `docs/rego-conformance.md`: which of OPA's own cases the embedded engine passes.

python -m cmesh_lint.generate.rego_conformance

The cases come with the Go module of OPA, of the version that `cmesh_lint/rego/builtins.json` names; `go` fetches it.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..config.rego import Allowed, Limits
from ..rego import builtins, tokens
from ..rego.worker import Overrun, Worker

Verdict = Literal["passed", "stricter", "lacking", "different"]

_LIMITS = Limits(seconds=20, megabytes=512)


class Case(NamedTuple):
    """One of OPA's cases."""

    category: str
    """The folder it lies in: `bitsand`."""
    note: str
    query: str
    modules: tuple[str, ...]
    data: dict[str, Any] | None
    input: str | None
    """As Rego. None: there is none."""
    result: list[dict[str, Any]] | None
    """The rows of variables it wants; None where it wants an error, or does not say."""
    defined: bool | None
    """Whether it wants a row at all; None where it wants an error."""
    sorted: bool
    """Whether arrays in the rows stand for sets."""


class CaseResult(NamedTuple):
    """What the embedded engine makes of a case."""

    verdict: Verdict
    detail: str = ""
    """What it lacks or says."""


def cases() -> Iterator[Case]:
    """All cases of the pinned OPA, by category and file."""
    import yaml

    folder = Path(_module(), "v1", "test", "cases", "testdata", "v1")
    for path in sorted(folder.glob("*/*.yaml")):
        for told in yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["cases"]:
            yield _case(path.parent.name, told)


def _module() -> str:
    wanted = f"github.com/open-policy-agent/opa@v{builtins.table().opa}"
    made = subprocess.run(["go", "mod", "download", "-json", wanted], check=True, capture_output=True)
    return str(json.loads(made.stdout)["Dir"])


def _case(category: str, told: dict[str, Any]) -> Case:
    fails = "want_error" in told or "want_error_code" in told
    result = None if fails else told.get("want_result")
    defined = None if fails else bool(result) if result is not None else told.get("want_defined", True)
    given = told.get("input_term") or (json.dumps(told["input"]) if "input" in told else None)
    return Case(
        category,
        told["note"],
        told["query"],
        tuple(told.get("modules") or ()),
        told.get("data"),
        given,
        result,
        defined,
        bool(told.get("sort_bindings")),
    )


def outcome(case: Case) -> CaseResult:
    """Runs a case in this process, which may not come back: `outcomes` bounds it."""
    if lacking := _lacking(case):
        return CaseResult("lacking", lacking)
    try:
        rows = _rows(case)
    except RuntimeError as error:
        return _failed(case, _sentence(error))
    if case.defined is None:
        return CaseResult("different", "no error")
    if case.result is None:
        return CaseResult("passed") if bool(rows) is case.defined else CaseResult("different", "defined or not")
    same = _comparable(rows, case.sorted) == _comparable(case.result, case.sorted)
    return CaseResult("passed") if same else CaseResult("different", "result")


def _lacking(case: Case) -> str:
    """The first thing that the engine is known not to have: what a user is reported before a rule runs."""
    known = builtins.table()
    modules = [(str(number), tokens.module(text)) for number, text in enumerate((*case.modules, case.query))]
    told = builtins.complaints(modules, "regorus", Allowed(network=True, clock=True), known)
    missing = (each.message.partition("does not have ")[2].partition(";")[0] for each in told)
    return next((each for each in missing if each), "")


def _rows(case: Case) -> list[dict[str, Any]]:
    import regorus

    engine = regorus.Engine()
    for number, text in enumerate(case.modules):
        engine.add_policy(f"{number}.rego", text)
    if case.data is not None:
        engine.add_data_json(json.dumps(case.data))
    if case.input is not None:
        engine.set_input_json(json.dumps(_value(regorus.Engine(), case.input)))
    answer = json.loads(engine.eval_query_as_json(case.query))
    return [row.get("bindings", {}) for row in answer.get("result", ()) if _holds(row)]


def _holds(row: dict[str, Any]) -> bool:
    return all(expression["value"] is not False for expression in row["expressions"])


def _value(engine: Any, term: str) -> Any:
    return json.loads(engine.eval_query_as_json(term))["result"][0]["expressions"][0]["value"]


def _failed(case: Case, said: str) -> CaseResult:
    if case.defined is None:
        return CaseResult("passed")
    return CaseResult("different" if case.defined else "stricter", said)


def _sentence(error: RuntimeError) -> str:
    return str(error).partition("error: ")[2].partition("\n")[0].strip()


def _comparable(rows: list[dict[str, Any]], sets: bool) -> list[str]:
    """Rows whose order does not count; names that the engines make up are left out."""
    told = [{key: value for key, value in row.items() if not key.startswith("_")} for row in rows]
    if sets:
        told = [{key: _in_order(value) for key, value in row.items()} for row in told]
    return sorted(json.dumps(row, sort_keys=True) for row in told)


def _in_order(value: Any) -> Any:
    return sorted(value, key=lambda item: json.dumps(item, sort_keys=True)) if isinstance(value, list) else value


def outcomes(all_cases: list[Case]) -> Iterator[tuple[Case, CaseResult]]:
    """Every case with what comes of it, each bounded in time and memory."""
    for case, told in zip(all_cases, Worker(outcome, all_cases, _LIMITS), strict=True):
        yield case, CaseResult("different", told.reason) if isinstance(told, Overrun) else told


HEAD = """# OPA's own cases on the embedded engine

Made by `make rego-tables`, never edited. Regorus {regorus} against the cases of OPA {opa}: {total} in {categories}
categories, of which {whole} pass completely. A rule that uses what is lacking gets an error with its place before it
runs; use `--opa` or `--opa-url` for it.

*Stricter*: where a built-in function fails, Regorus gives an error, and OPA by default an undefined value. cmesh-lint
configures OPA to give the error as well. *Different*: another result; the cases are listed below.

| category | cases | passed | lacking | stricter | different | what is lacking |
|---|--:|--:|--:|--:|--:|---|
"""


def page(judged: Iterable[tuple[Case, CaseResult]]) -> str:
    """The page's text, of all cases."""
    by_category: dict[str, list[tuple[Case, CaseResult]]] = defaultdict(list)
    for case, told in judged:
        by_category[case.category].append((case, told))
    known = builtins.table()
    whole = [name for name, told in by_category.items() if all(each.verdict == "passed" for _, each in told)]
    total = sum(map(len, by_category.values()))
    lines = [
        HEAD.format(
            regorus=known.regorus, opa=known.opa, total=total, categories=len(by_category), whole=len(whole)
        ).rstrip("\n")
    ]
    lines += [_row(name, [told for _, told in by_category[name]]) for name in sorted(by_category) if name not in whole]
    lines += ["", "## Different results", ""]
    lines += [
        f"- {case.note}"
        for name in sorted(by_category)
        for case, told in by_category[name]
        if told.verdict == "different"
    ]
    lines += [
        "",
        "## Passed completely",
        "",
        ", ".join(f"{name} ({len(by_category[name])})" for name in sorted(whole)) + ".",
    ]
    return "\n".join([*lines, ""])


def _row(name: str, told: list[CaseResult]) -> str:
    count = Counter(each.verdict for each in told)
    lacking = ", ".join(sorted({each.detail for each in told if each.verdict == "lacking"}))
    numbers = [len(told), *(count[verdict] for verdict in ("passed", "lacking", "stricter", "different"))]
    return f"| {name} | {' | '.join(str(number) if number else '' for number in numbers)} | {lacking} |"


def main() -> None:
    """Write the page."""
    (Path(__file__).parents[2] / "docs" / "rego-conformance.md").write_text(
        page(outcomes(list(cases()))), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
