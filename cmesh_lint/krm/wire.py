"""Standard input and output of a KRM function: bytes → ResourceList → bytes.

Source: the specification of KRM functions, in kustomize's `cmd/config/docs/api-conventions/functions-spec.md`.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..places import spell
from ..source.documents import read
from ..source.files import Source
from ..source.yaml_writer import dump
from .stanza import StanzaProblem

Object = dict[str, Any]

KIND = "ResourceList"
VERSIONS = ("config.kubernetes.io/v1", "config.kubernetes.io/v1beta1")

_ORIGIN = "config.kubernetes.io/origin"
"""Written by kustomize where `buildMetadata: [originAnnotations]` is set: YAML with the path seen from the build."""
_PATHS = ("internal.config.kubernetes.io/path", "config.kubernetes.io/path")


class ResourceList(NamedTuple):
    """What a function is given, and what it gives back."""

    version: str
    items: tuple[Object, ...]
    function_config: Object | None = None
    results: tuple[Object, ...] = ()


class WireError(ValueError):
    """Standard input is no ResourceList. Its text says what it is."""


def parse(data: bytes) -> ResourceList:
    """The ResourceList on standard input. Raises WireError."""
    if not data.strip():
        raise WireError("standard input is empty; expected a ResourceList, as kustomize sends it")
    reading = read(Source("<stdin>", data), lambda _: True)
    for problem in reading.problems:
        raise WireError(f"standard input cannot be read: line {problem.place.span.line}: {problem.message}")
    for missed in reading.not_checked:
        raise WireError(f"standard input cannot be read: line {missed.line}: {missed.reason}")
    value = reading.documents[0].value if len(reading.documents) == 1 else None
    if not isinstance(value, dict) or value.get("kind") != KIND:
        found = f"`{value.get('kind')}`" if isinstance(value, dict) else "something else"
        raise WireError(f"standard input holds {found}, expected one `{KIND}`")
    if value.get("apiVersion") not in VERSIONS:
        raise WireError(f"a {KIND} of `{value.get('apiVersion')}`, expected {' or '.join(VERSIONS)}")
    items, config = value.get("items") or [], value.get("functionConfig")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise WireError("`items` is not a list of objects")
    if not (config is None or isinstance(config, dict)):
        raise WireError("`functionConfig` is not an object")
    return ResourceList(value["apiVersion"], tuple(items), config)


def write(answer: ResourceList) -> bytes:
    """A ResourceList for standard output."""
    value: Object = {"apiVersion": answer.version, "kind": KIND, "items": list(answer.items)}
    if answer.function_config is not None:
        value["functionConfig"] = answer.function_config
    if answer.results:
        value["results"] = list(answer.results)
    return dump(value).encode()


def path_of(item: Object) -> str:
    """The file that an item comes from, if its annotations say so; otherwise empty."""
    metadata = item.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict):
        return ""
    origin = re.search(r"^path: (.+)$", str(annotations.get(_ORIGIN, "")), re.MULTILINE)
    found = (str(annotations[path]) for path in _PATHS if path in annotations)
    return origin[1] if origin else next(found, "")


def result(complaint: StanzaProblem) -> Object:
    """A complaint as an entry of `results`."""
    stanza, route, _ = complaint.site
    reference = {"apiVersion": str(stanza.value.get("apiVersion", "")), "kind": stanza.kind, "name": stanza.name}
    if stanza.namespace:
        reference["namespace"] = stanza.namespace
    said: Object = {"message": complaint.message, "severity": "error", "resourceRef": reference}
    if route:
        said["field"] = {"path": spell(route)}
    if stanza.path:
        said["file"] = {"path": stanza.path}
    return said
