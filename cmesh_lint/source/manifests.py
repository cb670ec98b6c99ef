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
from .embedded import namespace_set_by
from .prefilter import ENVOY_CONFIG


class Manifest(NamedTuple):
    """A Kubernetes object. What is missing or not a string is empty here; other rules report it."""

    document: Document
    route: Route
    """Where it is in the document: empty, or within a list."""
    api_version: str
    kind: str
    namespace: str
    name: str
    value: dict[str, Any]
    within: ObjectRef | None = None
    """The object that it is inside of, where kubectl does not see it as an object: Helm values, a ConfigMap."""

    @property
    def ref(self) -> ObjectRef:
        """Which object of the cluster it is."""
        return ObjectRef(self.kind, self.namespace, self.name)


_LIST = "List"


def manifests(document: Document) -> Iterator[Manifest]:
    """The objects of a document, and the CECs inside of them. What has no kind is no object; kubectl refuses it too."""
    around = [*_below(document, (), document.value)]
    yield from around
    if document.contents.found:
        yield from _inside(document, around)


def _inside(document: Document, around: list[Manifest]) -> Iterator[Manifest]:
    seen = {each.route for each in around}
    outer = {each.route: each for each in around}
    for route, value in document.contents.found:
        if route in seen:
            continue
        steps = range(len(route), -1, -1)
        wrapper = next((outer[route[:step]] for step in steps if route[:step] in outer), None)
        namespace = namespace_set_by(wrapper.value) if wrapper else ""
        found = _manifest(document, route, str(value["kind"]), _placed(value, namespace))
        yield found._replace(within=wrapper.ref if wrapper else ObjectRef("", "", ""))


def _placed(value: dict[str, Any], namespace: str) -> dict[str, Any]:
    """The object with the namespace that it is deployed to, where it names none itself."""
    metadata = value.get("metadata")
    if not namespace or value["kind"] == "CiliumClusterwideEnvoyConfig":
        return value
    if not isinstance(metadata, dict) or metadata.get("namespace"):
        return value
    return {**value, "metadata": {**metadata, "namespace": namespace}}


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
