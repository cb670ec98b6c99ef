"""The Kubernetes object around the resources, as the CRD of a release has it.

Source: ciliumenvoyconfigs.yaml and ciliumclusterwideenvoyconfigs.yaml in pkg/k8s/apis/cilium.io/client/crds/v2 of
github.com/cilium/cilium. The API server prunes a field that the CRD lacks, so here it is an error.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..versions import MINORS, Version

Schema = dict[str, Any]


class ExportedKind(NamedTuple):
    """A kind that carries Envoy resources."""

    name: str
    namespace: str
    """What the namespace of a service is when it is left out."""


KINDS = (
    ExportedKind("CiliumEnvoyConfig", "the namespace of this object"),
    ExportedKind("CiliumClusterwideEnvoyConfig", "`default`"),
)
_LABEL_VALUE = {"type": "string", "maxLength": 63, "pattern": "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$"}


def envelope(kind: ExportedKind, version: Version, resources: Schema) -> Schema:
    """The schema of an object of this kind, with `resources` for each of its resources."""
    return _closed(
        {
            "apiVersion": {"const": "cilium.io/v2"},
            "kind": {"const": kind.name},
            "metadata": _metadata(),
            "spec": _spec(kind, version, resources),
        },
        ["apiVersion", "kind", "metadata"],
    )


def _spec(kind: ExportedKind, version: Version, resources: Schema) -> Schema:
    properties = {
        "services": _many(_service(kind, version), "Services whose traffic goes to an Envoy listener."),
        "backendServices": _many(_backend(kind), "Services whose backends Envoy gets as endpoints by EDS."),
        "resources": _many(resources, "Envoy resources: listeners, routes, clusters, endpoints and secrets."),
    }
    if _since(version, "1.16"):
        properties["nodeSelector"] = _selector()
    return _closed(properties, ["resources"] if _since(version, "1.17") else [])


def _since(version: Version, minor: str) -> bool:
    return version.minor not in MINORS or MINORS.index(version.minor) >= MINORS.index(minor)


def _service(kind: ExportedKind, version: Version) -> Schema:
    properties = {
        "name": _text("The name of the Service."),
        "namespace": _text(f"Its namespace; when left out, {kind.namespace}."),
        "listener": _text("The listener that gets the traffic; when left out, the first among the resources."),
    }
    if _since(version, "1.16"):
        port = {"type": "integer", "minimum": 0, "maximum": 65535}
        properties["ports"] = _many(port, "The ports of the Service that are redirected; when left out, all.")
    return _closed(properties, ["name"])


def _backend(kind: ExportedKind) -> Schema:
    properties = {
        "name": _text("The name of the Service."),
        "namespace": _text(f"Its namespace; when left out, {kind.namespace}."),
        "number": _many({"type": "string"}, "The ports to take, each quoted, by number or by name."),
    }
    return _closed(properties, ["name"])


def _selector() -> Schema:
    operators = ["In", "NotIn", "Exists", "DoesNotExist"]
    expression = _closed(
        {
            "key": {"type": "string"},
            "operator": {"type": "string", "enum": operators},
            "values": {"type": "array", "items": {"type": "string"}},
        },
        ["key", "operator"],
    )
    labels = {"type": "object", "additionalProperties": _LABEL_VALUE}
    selector = _closed({"matchExpressions": {"type": "array", "items": expression}, "matchLabels": labels}, [])
    return {**selector, "description": "The nodes that this applies to; when left out, all."}


def _metadata() -> Schema:
    texts = {"type": ["object", "null"], "additionalProperties": {"type": "string"}}
    names = {name: {"type": "string"} for name in ("name", "generateName", "namespace")}
    return {
        "type": "object",
        "properties": {**names, "labels": texts, "annotations": texts},
        "anyOf": [{"required": ["name"]}, {"required": ["generateName"]}],
    }


def _closed(properties: dict[str, Schema], required: list[str]) -> Schema:
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    return schema


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _many(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}
