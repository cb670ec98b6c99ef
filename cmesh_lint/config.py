"""The configuration file `.cmesh-lint.yaml`: found, read, and judged by `config.schema.json`."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from .rego.settings import SHIPPED
from .settings import FailLevel
from .suggest import did_you_mean
from .tuning import Tuning, from_config
from .versions import UnknownVersionError, Version

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from .finding import At
    from .places import Route
    from .reading.trees import Extent
    from .reading.yaml_nodes import YamlTree

NAME = ".cmesh-lint.yaml"
_SCHEMA = os.path.join(os.path.dirname(__file__), "config.schema.json")
_KINDS = {
    "string": "text in quotes",
    "array": "a list",
    "object": "keys with values",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
}
"""JSON Schema's types in words."""


class Mention(NamedTuple):
    """A rule that the file names. Line and column count from 1."""

    rule: str
    line: int
    column: int


class Config(NamedTuple):
    """What the file says; nothing where it is silent or there is none."""

    path: str | None = None
    cilium_versions: tuple[Version, ...] = ()
    paths: tuple[str, ...] = ()
    """Seen from the working directory."""
    exclude: tuple[str, ...] = ()
    fail_level: FailLevel | None = None
    complete: bool = False
    baseline: str | None = None
    """Seen from the working directory."""
    rules: tuple[str, ...] = ()
    """Folders, files and bundles of Rego, seen from the working directory; and the word `shipped`."""
    opa: Mapping[str, Any] = MappingProxyType({})
    """What it says of an OPA server, by the words of the file; files are seen from the working directory."""
    tuning: Tuning = Tuning()
    mentions: tuple[Mention, ...] = ()
    """The rules it names, in the order of the file."""


class Complaint(NamedTuple):
    """Something wrong in the file. Line and column count from 1."""

    line: int
    column: int
    message: str


class ConfigError(ValueError):
    """A file that cannot be used. Its text has all complaints in the order of the file, one a line."""

    def __init__(self, path: str, complaints: list[Complaint]) -> None:
        places = [f"{path}:{line}:{column}: {message}" for line, column, message in sorted(complaints)]
        super().__init__("the configuration cannot be used\n" + "\n".join(places))


def find(folder: str, home: str) -> str | None:
    """The file in `folder` or the nearest one above; the search ends at the top of a git repository and at `home`."""
    while True:
        path = os.path.join(folder, NAME)
        # Whatever bears the name was meant to be read: a folder or a broken link must not pass for no file.
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if folder in (above, home) or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def load(path: str) -> Config:
    """Reads the file at `path`; raises OSError, and ConfigError with everything that is wrong in it."""
    with open(path, "rb") as file:
        return parsed(path, file.read())


def parsed(path: str, data: bytes) -> Config:
    """What a file of these bytes at `path` says; raises ConfigError with everything that is wrong in it."""
    document = _read(path, data)
    complaints = list(_against_schema(document)) or list(_unknown_versions(document))
    if complaints:
        raise ConfigError(path, complaints)
    said: dict[str, Any] = document.value
    return Config(
        path=path,
        cilium_versions=tuple(Version.parse(text) for _, text in _version_texts(said)),
        paths=tuple(_from_here(path, each) for each in said.get("paths", ())),
        exclude=tuple(said.get("exclude", ())),
        fail_level=said.get("fail-level"),
        complete=said.get("assume-complete", False),
        baseline=_from_here(path, said["baseline"]) if "baseline" in said else None,
        rules=tuple(each if each == SHIPPED else _from_here(path, each) for each in said.get("rules", ())),
        opa=_opa(path, said.get("opa", {})),
        tuning=from_config(said, os.path.relpath(path), os.path.dirname(os.path.abspath(path)), os.getcwd()),
        mentions=tuple(_mentions(document)),
    )


def check_rules(config: Config, known: Collection[str]) -> None:
    """Raises ConfigError where the file names a rule that is not among the `known` ids."""
    complaints = [
        Complaint(each.line, each.column, f"no rule is called `{each.rule}`{did_you_mean(each.rule, known)}")
        for each in config.mentions
        if each.rule not in known
    ]
    if complaints and config.path is not None:
        raise ConfigError(config.path, complaints)


class _Document(NamedTuple):
    """The file as kubectl would read it. An empty file has no keys."""

    text: str
    tree: YamlTree
    value: Any

    def complaint(self, route: Route, at: At, message: str) -> Complaint:
        from .reading.trees import stretch

        return _complaint(self.text, stretch(self.tree, self.text, route, at), message)


def _read(path: str, data: bytes) -> _Document:
    from .reading.trees import duplicates
    from .reading.unreadable import UnreadableError
    from .reading.yaml_nodes import YamlTree, value

    text = _decoded(path, data)
    try:
        tree = YamlTree(text)
        said, _ = value(tree.root, text)
        repeated = list(duplicates(tree)) if tree.root else []
    except UnreadableError as error:
        raise ConfigError(path, [_complaint(text, (error.start, error.end), error.message)]) from error
    if repeated:
        raise ConfigError(path, [_complaint(text, key.again, f"`{key.route[-1]}` stands twice") for key in repeated])
    return _Document(text, tree, {} if said is None else said)


def _decoded(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        raise ConfigError(path, [_complaint(before, (len(before), len(before)), "not UTF-8")]) from error


def _complaint(text: str, extent: Extent, message: str) -> Complaint:
    start = extent[0]
    return Complaint(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), message)


def _against_schema(document: _Document) -> Iterator[Complaint]:
    from jsonschema_rs import Draft202012Validator

    with open(_SCHEMA, "rb") as file:
        schema = json.load(file)
    for error in Draft202012Validator(schema).iter_errors(document.value):
        route = tuple(error.instance_path)
        if error.kind.name == "additionalProperties":
            known = schema["$defs"]["opa" if route[0] == "opa" else "override"] if route else schema
            for key in error.kind.as_dict()["unexpected"]:
                hint = did_you_mean(key, known["properties"])
                yield document.complaint((*route, key), "key", f"unknown key `{key}`{hint}")
        else:
            yield document.complaint(route, "value", _message(error, route))


def _message(error: ValidationError, route: Route) -> str:
    found, expected = error.instance, error.kind.as_dict()
    shown = json.dumps(found, ensure_ascii=False)
    if error.kind.name == "enum":
        words = [each for each in expected["options"] if isinstance(each, str)]
        hint = did_you_mean(found, words) if isinstance(found, str) else ""
        return f"found {shown}, expected one of {', '.join(words)}{hint}"
    if error.kind.name == "type":
        hint = ', as in "1.20"' if route[:1] == ("cilium-version",) else ""
        return f"found {shown}, expected {_KINDS[expected['types'][0]]}{hint}"
    if error.kind.name == "anyOf":
        return "expected `paths` or `namespaces`: what it holds for"
    if error.kind.name in ("minimum", "exclusiveMinimum"):
        return f"found {shown}, expected {'0 or more' if error.kind.name == 'minimum' else 'more than 0'}"
    if error.kind.name == "required":
        return f"`{expected['property']}` is missing"
    return "it must not be empty"


def _unknown_versions(document: _Document) -> Iterator[Complaint]:
    for route, text in _version_texts(document.value):
        if message := _objection(text):
            yield document.complaint(route, "value", message)


def _objection(text: str) -> str:
    try:
        Version.parse(text)
    except UnknownVersionError as unknown:
        return str(unknown)
    return ""


def _mentions(document: _Document) -> Iterator[Mention]:
    said = document.value
    tables: list[tuple[Route, dict[str, Any]]] = [((), said)]
    tables += [(("overrides", index), each) for index, each in enumerate(said.get("overrides", ()))]
    for above, table in tables:
        for rule in table.get("severity", ()):
            line, column, _ = document.complaint((*above, "severity", rule), "key", "")
            yield Mention(rule, line, column)


def _version_texts(said: dict[str, Any]) -> Iterator[tuple[Route, str]]:
    texts = said.get("cilium-version", [])
    if isinstance(texts, str):
        yield ("cilium-version",), texts
    else:
        for index, text in enumerate(texts):
            yield ("cilium-version", index), text


def _opa(path: str, said: dict[str, Any]) -> dict[str, Any]:
    files = ("token-file", "ca-file", "client-cert", "client-key")
    return {key: _from_here(path, value) if key in files else value for key, value in said.items()}


def _from_here(path: str, below: str) -> str:
    """A path seen from the folder of the file at `path`, seen from the working directory."""
    return os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(path)), below))
