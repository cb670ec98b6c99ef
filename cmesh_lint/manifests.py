"""Document → Manifests: the Kubernetes objects in it, a `kind: List` opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .documents import Document
from .finding import ObjectRef
from .places import Route


class Manifest(NamedTuple):
    """A Kubernetes object. What is missing or no string is empty here; other judges speak of it."""

    document: Document
    route: Route
    """Where it stands in the document: empty, or within a list."""
    api_version: str
    kind: str
    namespace: str
    name: str
    value: dict[str, Any]

    @property
    def ref(self) -> ObjectRef:
        """Which object of the cluster it is."""
        return ObjectRef(self.kind, self.namespace, self.name)


def manifests(document: Document) -> Iterator[Manifest]:
    """The objects of a document. What is no object or has no kind is none; kubectl refuses it too."""
    yield from _below(document, (), document.value)


def _below(document: Document, route: Route, value: Any) -> Iterator[Manifest]:
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or not kind:
        return
    items = value.get("items")
    if kind.endswith("List") and isinstance(items, list):
        for index, item in enumerate(items):
            yield from _below(document, (*route, "items", index), item)
    else:
        yield _manifest(document, route, kind, value)


def _manifest(document: Document, route: Route, kind: str, value: dict[str, Any]) -> Manifest:
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        metadata = {}
    namespace, name = _string(metadata.get("namespace")), _string(metadata.get("name"))
    return Manifest(document, route, _string(value.get("apiVersion")), kind, namespace, name, value)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
