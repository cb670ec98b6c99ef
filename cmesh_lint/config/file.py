"""The configuration file `.cmesh-lint.yaml`: found, read, and checked by `config.schema.json`."""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..suggest import did_you_mean
from ..system import checkout, regular_files
from ..tuples import NamedTuple
from ..versions import UnknownVersionError, Version
from .overrides import Tuning, from_config
from .rego import SHIPPED
from .settings import FailLevel

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from ..finding import At
    from ..places import Route
    from ..syntax.trees import Extent
    from ..syntax.yaml_nodes import YamlTree

NAME = ".cmesh-lint.yaml"
LIMIT = 250_000
"""Bytes of a file."""
MOST = 50
"""Complaints that are listed."""
_SCHEMA = os.path.join(os.path.dirname(__file__), "config.schema.json")
_KINDS = {
    "string": "a quoted string",
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
    tuning: Tuning = Tuning()
    mentions: tuple[Mention, ...] = ()
    """The rules it names, in the order of the file."""


class ConfigProblem(NamedTuple):
    """Something wrong in the file. Line and column count from 1."""

    line: int
    column: int
    message: str


class ConfigError(ValueError):
    """A file that cannot be used. Its text has the complaints in the order of the file, one a line, at most MOST.

    Whatever it repeats of the file is made visible.
    """

    def __init__(self, path: str, complaints: Iterable[ConfigProblem]) -> None:
        from ..redaction.printable import printable

        # More than can be read cost time, too: each looks for its place.
        listed = list(islice(complaints, MOST + 1))
        places = [f"{path}:{line}:{column}: {message}" for line, column, message in sorted(listed[:MOST])]
        if len(listed) > MOST:
            places.append(f"{path}: there are more errors; these are the first {MOST}")
        super().__init__("\n".join(["the configuration cannot be used", *map(printable, places)]))


def find(folder: str, home: str) -> str | None:
    """The file in `folder` or the nearest one above; the search ends at the top of a git repository and at `home`."""
    while True:
        path = os.path.join(folder, NAME)
        # Whatever has the name was meant to be read: a folder or a broken link must not pass for no file.
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if folder in (above, home) or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def load(path: str, by_flag: bool = False) -> Config:
    """Reads the file at `path`; raises OSError, and ConfigError with what is wrong in it.

    `by_flag`: a user named it, who may mean a pipe, or a link that leads out of the repository.
    """
    if not by_flag and not checkout.is_within(path, top := _top(path)):
        raise regular_files.UnreadableFileError(
            f"a link that leads out of {top}; --config names a file elsewhere", path
        )
    return parse(path, regular_files.read(path, LIMIT, pipes=by_flag))


def parse(path: str, data: bytes) -> Config:
    """What a file of these bytes at `path` says; raises ConfigError with what is wrong in it."""
    document = _read(path, data)
    for check in (_against_schema, _unknown_versions, _wrong_globs, partial(_leading_out, path=path)):
        complaints = list(islice(check(document), MOST + 1))
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
        tuning=from_config(said, os.path.relpath(path), os.path.dirname(os.path.abspath(path)), os.getcwd()),
        mentions=tuple(_mentions(document)),
    )


def check_rules(config: Config, known: Collection[str], formerly: Collection[str] = ()) -> None:
    """Raises ConfigError where the file names a rule that is not among the `known` ids.

    `formerly`: ids that rules had. They are accepted and never suggested.
    """
    unknown = [each for each in config.mentions if each.rule not in known and each.rule not in formerly]
    if unknown and config.path is not None:
        raise ConfigError(
            config.path,
            (
                ConfigProblem(each.line, each.column, f"there is no rule {_named(each.rule)}{_hint(each.rule, known)}")
                for each in unknown
            ),
        )


class _Document:
    """The file as kubectl would read it. An empty file has no keys."""

    def __init__(self, text: str, tree: YamlTree, value: Any) -> None:
        self.text = text
        self.tree = tree
        self.value = value

    def complaint(self, route: Route, at: At, message: str) -> ConfigProblem:
        from ..syntax.trees import stretch

        return _complaint(self.text, stretch(self.tree, self.text, route, at), message)

    def keys(self, route: Route) -> Iterator[tuple[str, int, int]]:
        """The keys of the mapping at a route, merged ones aside, each with its line and column."""
        node: Any = self.tree.root
        for step in route:
            _, node = self.tree.item(node, step) or (None, node)
        for key, extent, _ in self.tree.items(node):
            if extent is not None:
                line = bisect_right(self._lines, extent[0])
                yield str(key), line, extent[0] - self._lines[line - 1] + 1

    @cached_property
    def _lines(self) -> list[int]:
        """Where the lines begin."""
        return [0, *(at + 1 for at, character in enumerate(self.text) if character == "\n")]


def _read(path: str, data: bytes) -> _Document:
    from ..syntax.errors import UnreadableError
    from ..syntax.trees import duplicates
    from ..syntax.yaml_nodes import YamlTree, value

    text = _decoded(path, data)
    try:
        tree = YamlTree(text)
        said, _ = value(tree.root, text)
        repeated = list(islice(duplicates(tree), MOST + 1)) if tree.root else []
    except UnreadableError as error:
        raise ConfigError(path, [_complaint(text, (error.start, error.end), error.message)]) from error
    if repeated:
        raise ConfigError(
            path, (_complaint(text, key.again, f"duplicate key {_named(key.route[-1])}") for key in repeated)
        )
    return _Document(text, tree, {} if said is None else said)


def _decoded(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        raise ConfigError(path, [_complaint(before, (len(before), len(before)), "not UTF-8")]) from error


def _complaint(text: str, extent: Extent, message: str) -> ConfigProblem:
    start = extent[0]
    return ConfigProblem(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), message)


def _against_schema(document: _Document) -> Iterator[ConfigProblem]:
    from jsonschema_rs import Draft202012Validator

    with open(_SCHEMA, "rb") as file:
        schema = json.load(file)
    for error in Draft202012Validator(schema).iter_errors(document.value):
        route = tuple(error.instance_path)
        if error.kind.name == "additionalProperties":
            known = schema["$defs"]["override"] if route else schema
            for key in error.kind.as_dict()["unexpected"]:
                if (*route, key) == ("opa",):
                    yield from _opa(document)
                else:
                    hint = _hint(key, known["properties"])
                    yield document.complaint((*route, key), "key", f"unknown key {_named(key)}{hint}")
        else:
            yield document.complaint(route, "value", _message(error, route))


def _message(error: ValidationError, route: Route) -> str:
    found, expected = error.instance, error.kind.as_dict()
    shown = _short(json.dumps(found, ensure_ascii=False))
    if error.kind.name == "enum":
        words = [each for each in expected["options"] if isinstance(each, str)]
        hint = _hint(found, words) if isinstance(found, str) else ""
        return f"found {shown}, expected one of {', '.join(words)}{hint}"
    if error.kind.name == "type":
        hint = ', as in "1.20"' if route[:1] == ("cilium-version",) else ""
        return f"found {shown}, expected {_KINDS[expected['types'][0]]}{hint}"
    if error.kind.name == "anyOf":
        return "expected `paths` or `namespaces`: what it applies to"
    if error.kind.name == "maxItems":
        return f"{len(found) if isinstance(found, list) else 'too many'} items; at most {expected['limit']} are allowed"
    return "it must not be empty"


def _unknown_versions(document: _Document) -> Iterator[ConfigProblem]:
    for route, text in _version_texts(document.value):
        if message := _objection(_short(text)):
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
        if severity := table.get("severity"):
            places = {key: (line, column) for key, line, column in document.keys((*above, "severity"))}
            # What is merged into it is written elsewhere.
            there = document.complaint((*above, "severity"), "key", "")[:2]
            for rule in severity:
                yield Mention(rule, *places.get(rule, there))


def _version_texts(said: dict[str, Any]) -> Iterator[tuple[Route, str]]:
    texts = said.get("cilium-version", [])
    if isinstance(texts, str):
        yield ("cilium-version",), texts
    else:
        for index, text in enumerate(texts):
            yield ("cilium-version", index), text


_OPA = {
    "url": "--opa-url or CMESH_LINT_OPA_URL",
    "token-file": "--opa-token-file, CMESH_LINT_OPA_TOKEN_FILE or CMESH_LINT_OPA_TOKEN",
    "ca-file": "--opa-ca-file or CMESH_LINT_OPA_CA_FILE",
    "client-cert": "--opa-client-cert or CMESH_LINT_OPA_CLIENT_CERT",
    "client-key": "--opa-client-key or CMESH_LINT_OPA_CLIENT_KEY",
    "timeout": "--opa-timeout or CMESH_LINT_OPA_TIMEOUT",
    "retries": "--opa-retries or CMESH_LINT_OPA_RETRIES",
}
"""What a file cannot say, and what says it."""


def _opa(document: _Document) -> Iterator[ConfigProblem]:
    """That a file, which comes with a repository, does not choose where manifests and tokens are sent."""
    said = document.value["opa"]
    known = [key for key in said if key in _OPA] if isinstance(said, dict) else []
    why = "cannot be set in this file: a repository does not choose which OPA is used and what is sent to it; use"
    for key in known:
        yield document.complaint(("opa", key), "key", f"`{key}` of OPA {why} {_OPA[key]}")
    if not known:
        yield document.complaint(("opa",), "key", f"`opa` {why} --opa, {_OPA['url']}")


def _wrong_globs(document: _Document) -> Iterator[ConfigProblem]:
    said = document.value
    lists: list[tuple[Route, list[str]]] = [(("exclude",), said.get("exclude", []))]
    lists += [(("overrides", at, "paths"), each.get("paths", [])) for at, each in enumerate(said.get("overrides", ()))]
    for above, globs in lists:
        for number, glob in enumerate(globs):
            if wrong := _wrong(glob):
                yield document.complaint((*above, number), "value", wrong)


def _wrong(glob: str) -> str:
    from ..source.globs import GlobError, check

    try:
        check(glob)
    except GlobError as error:
        return str(error)
    return ""


_INSTEAD = {
    "paths": "name it on the command line",
    "baseline": "use --baseline or CMESH_LINT_BASELINE",
    "rules": "use --rules or CMESH_LINT_RULES",
}


def _leading_out(document: _Document, path: str) -> Iterator[ConfigProblem]:
    """Paths that lead out of the repository, links followed: what comes with it opens no other file of its reader."""
    top, folder = _top(path), os.path.dirname(os.path.abspath(path))
    for route, below in _paths(document.value):
        try:
            stays = checkout.is_within(os.path.join(folder, below), top)
        except (OSError, ValueError):
            yield document.complaint(route, "value", f"{_named(below)} is not a path")
            continue
        if not stays:
            why = f"{_named(below)} leads out of `{top}`, the folder that this file applies to"
            yield document.complaint(route, "value", f"{why}; {_INSTEAD[str(route[0])]}")


def _paths(said: dict[str, Any]) -> Iterator[tuple[Route, str]]:
    for key in ("paths", "rules"):
        yield from (((key, at), each) for at, each in enumerate(said.get(key, ())) if (key, each) != ("rules", SHIPPED))
    if "baseline" in said:
        yield ("baseline",), said["baseline"]


def _top(path: str) -> str:
    """The folder whose files a configuration at `path` may name: the git work tree it is in, else its own folder."""
    return checkout.top(os.path.dirname(os.path.abspath(path)))


def _named(word: object) -> str:
    return f"`{_short(str(word))}`"


def _hint(word: str, known: Iterable[str]) -> str:
    return did_you_mean(word, known) if len(word) <= 60 else ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"


def _from_here(path: str, below: str) -> str:
    """A path seen from the folder of the file at `path`, seen from the working directory."""
    return os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(path)), below))
