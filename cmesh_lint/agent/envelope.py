"""Manifest → Envelope: what the agent reads of a CEC beside its resources.

Source: InjectCiliumEnvoyFilters, isL7LB and UseOriginalSourceAddress in cec_resource_parser.go of Cilium.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..places import Route
from ..source.manifests import Manifest
from ..source.resources import CLUSTERWIDE
from ..tuples import NamedTuple
from ..versions import Version
from . import features
from .features import Features
from .names import Owner

DEFAULT_NAMESPACE = "default"
"""Where kubectl puts an object without a namespace by default."""

_BOOLEANS = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), False),
}


class ServiceRef(NamedTuple):
    """An entry of `services` or `backendServices`."""

    route: Route
    namespace: str
    """Empty where there is none."""
    name: str
    listener: str
    """As written; empty where there is none, and for a backend service."""
    ports: tuple[str, ...]
    """Numbers or names."""


class Envelope(NamedTuple):
    """A CEC without its resources. What has a wrong type counts as left out: the API server refuses it anyway."""

    owner: Owner
    features: Features
    is_l7lb: bool
    """Whether the listeners are reported that they balance a service's load."""
    inject_filters: bool
    """Whether Cilium's filters go into every listener, and into the clusters."""
    use_original_source: bool
    services: tuple[ServiceRef, ...]
    backend_services: tuple[ServiceRef, ...]

    @property
    def keeps_sources(self) -> bool:
        """Whether Envoy takes the addresses of the clients of the Services that are redirected."""
        return bool(self.services) and self.use_original_source and self.is_l7lb

    @classmethod
    def of(cls, manifest: Manifest, version: Version) -> Envelope:
        """What the agent of a version reads of a CEC or CCEC."""
        known = features.of(version)
        spec = _object(manifest.value.get("spec"))
        services = tuple(_services(spec, "services", "ports", manifest.route))
        backends = tuple(_services(spec, "backendServices", "number", manifest.route))
        listed = bool(spec.get("services"))
        metadata = _object(manifest.value.get("metadata"))
        annotations = _object(metadata.get("annotations"))
        told = {name: parse_bool(annotations.get(name)) for name in known.annotations}
        return cls(
            owner=owner(manifest),
            features=known,
            is_l7lb=_first(told.get(features.IS_L7LB), listed),
            inject_filters=_first(told.get(features.INJECT_FILTERS), listed),
            use_original_source=_use_original_source(metadata, told.get(features.ORIGINAL_SOURCE), known),
            services=services,
            backend_services=backends,
        )


def owner(manifest: Manifest) -> Owner:
    """Whose name the resources of a CEC or CCEC bear."""
    if manifest.kind == CLUSTERWIDE:
        return Owner("", manifest.name)
    return Owner(manifest.namespace or DEFAULT_NAMESPACE, manifest.name)


def parse_bool(text: Any) -> bool | None:
    """What Go's strconv.ParseBool makes of it; None where that is an error."""
    return _BOOLEANS.get(text) if isinstance(text, str) else None


def _first(told: bool | None, otherwise: bool) -> bool:
    return otherwise if told is None else told


def _use_original_source(metadata: dict[str, Any], told: bool | None, known: Features) -> bool:
    owners = metadata.get("ownerReferences")
    kinds = [each.get("kind") for each in owners if isinstance(each, dict)] if isinstance(owners, list) else []
    if "Ingress" in kinds or "Gateway" in kinds:
        return False
    if told is None and known.original_source_label:
        told = parse_bool(_object(metadata.get("labels")).get(features.ORIGINAL_SOURCE_LABEL))
    return _first(told, True)


def _services(spec: dict[str, Any], field: str, ports: str, route: Route) -> Iterator[ServiceRef]:
    listed = spec.get(field)
    for index, each in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(each, dict):
            numbers = each.get(ports)
            yield ServiceRef(
                (*route, "spec", field, index),
                _text(each.get("namespace")),
                _text(each.get("name")),
                _text(each.get("listener")) if field == "services" else "",
                tuple(str(number) for number in numbers) if isinstance(numbers, list) else (),
            )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
