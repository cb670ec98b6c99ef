"""The `spec` of a CEC as its CRD describes it, and what departs from it.

Source: ciliumenvoyconfigs.yaml and ciliumclusterwideenvoyconfigs.yaml of each release (they differ in prose only).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...places import Route
from ...tuples import NamedTuple

Kind = Literal["string", "integer", "boolean", "object", "list"]


class EnvelopeShape(NamedTuple):
    """What may stand in a place."""

    kind: Kind
    fields: dict[str, EnvelopeShape] | None = None
    """Of an object: its fields; None where it is a table, or anything may stand in it."""
    values: EnvelopeShape | None = None
    """Of a table: what stands under any key."""
    items: EnvelopeShape | None = None
    """Of a list: its elements."""
    required: tuple[str, ...] = ()
    since: str = "1.14"
    """The first Cilium minor whose CRD has it."""


class Departure(NamedTuple):
    """A place that is not as the CRD wants it."""

    what: Literal["unknown", "type", "missing"]
    route: Route
    message: str


_TEXT = EnvelopeShape("string")
_TEXTS = EnvelopeShape("list", items=_TEXT)
_EXPRESSION = EnvelopeShape("object", {"key": _TEXT, "operator": _TEXT, "values": _TEXTS}, required=("key", "operator"))
SPEC = EnvelopeShape(
    "object",
    {
        "services": EnvelopeShape(
            "list",
            items=EnvelopeShape(
                "object",
                {
                    "name": _TEXT,
                    "namespace": _TEXT,
                    "listener": _TEXT,
                    "ports": EnvelopeShape("list", items=EnvelopeShape("integer"), since="1.16"),
                },
                required=("name",),
            ),
        ),
        "backendServices": EnvelopeShape(
            "list",
            items=EnvelopeShape("object", {"name": _TEXT, "namespace": _TEXT, "number": _TEXTS}, required=("name",)),
        ),
        "resources": EnvelopeShape("list", items=EnvelopeShape("object")),
        "nodeSelector": EnvelopeShape(
            "object",
            {
                "matchLabels": EnvelopeShape("object", values=_TEXT),
                "matchExpressions": EnvelopeShape("list", items=_EXPRESSION),
            },
            since="1.16",
        ),
    },
    required=("resources",),
)
_OWNER = EnvelopeShape(
    "object",
    {
        **dict.fromkeys(("apiVersion", "kind", "name", "uid"), _TEXT),
        **dict.fromkeys(("controller", "blockOwnerDeletion"), EnvelopeShape("boolean")),
    },
    required=("apiVersion", "kind", "name", "uid"),
)
METADATA = EnvelopeShape(
    "object",
    {
        **dict.fromkeys(("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion"), _TEXT),
        **dict.fromkeys(("creationTimestamp", "deletionTimestamp"), _TEXT),
        **dict.fromkeys(("generation", "deletionGracePeriodSeconds"), EnvelopeShape("integer")),
        **dict.fromkeys(("labels", "annotations"), EnvelopeShape("object", values=_TEXT)),
        "ownerReferences": EnvelopeShape("list", items=_OWNER),
        "finalizers": _TEXTS,
        "managedFields": EnvelopeShape("list", items=EnvelopeShape("object")),
    },
)
"""Source: ObjectMeta in k8s.io/apimachinery/pkg/apis/meta/v1/types.go."""
TOP = ("apiVersion", "kind", "metadata", "spec")


def metadata_departures(config: EnvoyConfig) -> list[Departure]:
    """Every departure of a CEC around its spec from what each Kubernetes object has, and from its CRD."""
    return config.once((__name__, "metadata"), lambda: list(_around(config)))


def _around(config: EnvoyConfig) -> Iterator[Departure]:
    for key in config.manifest.value:
        if key not in TOP:
            hint = _hint(key, config.manifest.value, dict.fromkeys(TOP, _TEXT))
            yield Departure("unknown", config.at(key), f"unknown field `{key}`{hint}")
    metadata = config.manifest.value.get("metadata")
    if metadata is not None:
        yield from _departures(METADATA, metadata, ("metadata",), config)


def departures(config: EnvoyConfig) -> list[Departure]:
    """Every departure of a CEC's spec from its CRD."""
    return config.once((__name__, "spec"), lambda: list(_of_spec(config)))


def _of_spec(config: EnvoyConfig) -> Iterator[Departure]:
    spec = config.manifest.value.get("spec")
    if spec is not None:
        yield from _departures(SPEC, spec, ("spec",), config)


def _departures(shape: EnvelopeShape, value: Any, steps: Route, config: EnvoyConfig) -> Iterator[Departure]:
    name = f"`{steps[-1]}`" if isinstance(steps[-1], str) else f"`{steps[-2]}[{steps[-1]}]`"
    if not _is(shape.kind, value):
        article = "an" if shape.kind[0] in "aeiou" else "a"
        yield Departure("type", config.at(*steps), f"expected {article} {shape.kind} for {name}, found {found(value)}")
    elif isinstance(value, dict):
        yield from _of_object(shape, value, steps, config) if shape.fields is not None else ()
        yield from _of_table(shape.values, value, steps, config) if shape.values is not None else ()
    elif isinstance(value, list) and shape.items is not None:
        for index, item in enumerate(value):
            yield from _departures(shape.items, item, (*steps, index), config)


def _of_table(shape: EnvelopeShape, value: dict[str, Any], steps: Route, config: EnvoyConfig) -> Iterator[Departure]:
    for key, each in value.items():
        if each is not None:
            yield from _departures(shape, each, (*steps, key), config)


def _of_object(shape: EnvelopeShape, value: dict[str, Any], steps: Route, config: EnvoyConfig) -> Iterator[Departure]:
    fields = shape.fields or {}
    for key, each in value.items():
        field = fields.get(key)
        if field is None:
            yield Departure("unknown", config.at(*steps, key), f"unknown field `{key}`{_hint(key, value, fields)}")
        elif not config.since(field.since):
            yield Departure("unknown", config.at(*steps, key), f"`{key}` is only supported from Cilium {field.since}")
        elif each is not None:  # the API server takes a null out
            yield from _departures(field, each, (*steps, key), config)
    for key in shape.required:
        if value.get(key) is None and (key != "resources" or config.since("1.17")):
            owner = "the spec" if len(steps) == 1 else f"`{steps[-2]}[{steps[-1]}]`"
            yield Departure("missing", config.at(*steps), f"required field `{key}` is missing in {owner}")


_MIXED_UP = {
    ("number", "ports"): "; in `backendServices` write the ports as strings in `number`",
    ("ports", "number"): "; in `services` write the ports as numbers in `ports`",
    ("ports", "port"): "; in `services` write the ports as numbers in `ports`",
    ("number", "port"): "; in `backendServices` write the ports as strings in `number`",
}


def _hint(key: str, value: dict[str, Any], fields: dict[str, EnvelopeShape]) -> str:
    from ...suggest import did_you_mean

    for right in ("number", "ports"):
        if right in fields and (right, key) in _MIXED_UP:
            return _MIXED_UP[right, key]
    return did_you_mean(key, [name for name in fields if name not in value])


def _is(kind: Kind, value: Any) -> bool:
    if kind == "integer":
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        return whole and not isinstance(value, bool)
    types: dict[Kind, type] = {"string": str, "boolean": bool, "object": dict, "list": list}
    return isinstance(value, types[kind])
