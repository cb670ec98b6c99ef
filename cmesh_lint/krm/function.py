"""The KRM function: what it answers to a ResourceList.

It is a generator, a transformer or a validator by its `functionConfig`. An error goes to standard error and ends it
with a status other than zero: kustomize throws `results` away, and takes an empty answer for an order to delete all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..extensions import unknown
from ..redaction.printable import printable
from ..versions import NEWEST, Version
from .claims import claimed_twice
from .expand import expand
from .function_config import Orders, OrdersError, orders
from .reading import Found, is_stanza, read
from .renames import renamed, renames
from .schema import CONFIGS
from .stanza import in_order
from .wire import ResourceList, WireError, parse, path_of, result, write
from .wording import word

Object = dict[str, Any]
DONE = 0
FAILED = 1


class FunctionOutput(NamedTuple):
    """What the function writes, and how it ends."""

    out: bytes
    errors: str
    status: int


def answer(data: bytes) -> FunctionOutput:
    """The answer to what is on standard input."""
    try:
        asked = parse(data)
        told = orders(asked.function_config)
    except (WireError, OrdersError) as error:
        return FunctionOutput(b"", _lines([str(error)]), FAILED)
    made = _validated(asked, told) if told.role == "validate" else _expanded(asked, told)
    words = unknown(told.version) if told.version != NEWEST else ""
    return made._replace(errors=_lines([words]) + made.errors) if words else made


def _expanded(asked: ResourceList, told: Orders) -> FunctionOutput:
    config_path = path_of(asked.function_config or {})
    names = renames(asked.items)
    found = [Found(renamed(item, names) if names else item, path_of(item)) for item in asked.items if is_stanza(item)]
    # A generator finds its own configuration among the items.
    found += [Found(each, config_path) for each in told.policies if not any(_same(each, one.value) for one in found)]
    stanzas, complaints = read(found)
    others = [item for item in asked.items if not is_stanza(item) and not _is_config(item)]
    made = expand(stanzas, told.version)
    wrong = in_order((*complaints, *made.complaints, *claimed_twice(stanzas, others)))
    if wrong:
        results = tuple(map(result, wrong))
        return FunctionOutput(write(asked._replace(results=results)), _lines(map(word, wrong)), FAILED)
    items = (*others, *made.resources)
    return FunctionOutput(write(asked._replace(items=items)), "", DONE)


def _validated(asked: ResourceList, told: Orders) -> FunctionOutput:
    """Nothing on standard output where nothing is wrong: kustomize fails a validator that repeats its input."""
    unexpanded = [item for item in asked.items if is_stanza(item)]
    said = [f"{_named(item)} is not expanded: the function did not run" for item in unexpanded]
    configs = [item for item in asked.items if str(item.get("kind", "")).endswith("EnvoyConfig")]
    said += _linted(configs, told.version)
    if not said:
        return FunctionOutput(b"", "", DONE)
    results = tuple({"message": each, "severity": "error"} for each in said)
    return FunctionOutput(write(asked._replace(results=results)), _lines(said), FAILED)


def _linted(configs: Iterable[Object], version: Version) -> list[str]:
    """The findings of the linter in CECs that fail a run, and what it could not check."""
    from ..finding import SEVERITIES
    from ..lint.linter import Linter
    from ..places import spell
    from ..source.files import Source
    from ..source.yaml_writer import dump

    linter = Linter([version])
    failing = SEVERITIES[: SEVERITIES.index("error") + 1]
    said: list[str] = []
    for config in configs:
        outcome = linter.lint(Source(_named(config), dump(config).encode()))
        said += [
            f"{_named(config)}: {spell(found.place.route)}: {found.message} [{found.rule}]"
            for found in outcome.findings
            if found.severity in failing
        ]
        said += [f"{_named(config)}: not checked: {missed.reason}" for missed in outcome.not_checked]
    return said


def _is_config(item: Object) -> bool:
    from .group import API_VERSION

    return item.get("apiVersion") == API_VERSION and item.get("kind") in CONFIGS


def _same(one: Object, other: Object) -> bool:
    return _named(one) == _named(other)


def _named(item: Object) -> str:
    metadata = item.get("metadata")
    named = metadata if isinstance(metadata, dict) else {}
    return f"{item.get('kind')} " + "/".join(str(named[each]) for each in ("namespace", "name") if named.get(each))


def _lines(texts: Iterable[str]) -> str:
    return "".join(f"cmesh-krm: {printable(line)}\n" for text in texts for line in text.split("\n"))
