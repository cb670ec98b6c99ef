"""Document → Manifests: the Kubernetes objects in it, lists opened as kubectl does.

To kubectl an object with `items` is a list, whatever its kind. Items of the outermost list that have neither a kind
nor an API version are of the kind that the list is named after: those of a `CiliumEnvoyConfigList` are CECs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..finding import ObjectRef
from ..places import Route
from ..tuples import NamedTuple
from .documents import Document
from .prefilter import ENVOY_CONFIG


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


_LIST = "List"


def manifests(document: Document) -> Iterator[Manifest]:
    """The objects of a document. What is no object or has no kind is none; kubectl refuses it too."""
    yield from _below(document, (), document.value)


def _below(document: Document, route: Route, value: Any) -> Iterator[Manifest]:
    kind = _string(value.get("kind")) if isinstance(value, dict) else ""
    if not kind:
        return
    items = value.get("items")
    is_list = kind.endswith(_LIST) and isinstance(items, list)
    if not is_list:
        yield _manifest(document, route, kind, value)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        # Something that is no list by its name may have `items` of another sort.
        named = value if not route and kind.endswith((_LIST, ENVOY_CONFIG.word)) else {}
        yield from _below(document, (*route, "items", index), _with_kind(item, named))


def _with_kind(item: Any, named: dict[str, Any]) -> Any:
    """An item of a list, of the kind that the list is named after where it says nothing of its own."""
    if not named or not isinstance(item, dict) or _string(item.get("kind")) or _string(item.get("apiVersion")):
        return item
    kind = _string(named.get("kind")).removesuffix(_LIST)
    return {**item, "apiVersion": _string(named.get("apiVersion")), "kind": kind} if kind else item


def _manifest(document: Document, route: Route, kind: str, value: dict[str, Any]) -> Manifest:
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        metadata = {}
    namespace, name = _string(metadata.get("namespace")), _string(metadata.get("name"))
    return Manifest(document, route, _string(value.get("apiVersion")), kind, namespace, name, value)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
