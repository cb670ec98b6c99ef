"""Manifest → Resources: the Envoy resources in the `spec.resources` of a CEC or CCEC."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..places import Route
from ..tuples import NamedTuple
from .manifests import Manifest

NAMESPACED = "CiliumEnvoyConfig"
CLUSTERWIDE = "CiliumClusterwideEnvoyConfig"


class Resource(NamedTuple):
    """One Envoy resource, as written."""

    manifest: Manifest
    index: int  # type: ignore[assignment]  # hides a method of tuples that nobody needs
    """Its position in `spec.resources`."""
    route: Route
    """Where it is in the document."""
    type_url: str
    """Its `@type`; empty where that is missing or no string."""
    value: dict[str, Any]


def is_envoy_config(manifest: Manifest) -> bool:
    """Whether it is a CEC or CCEC, also of an API version that no cluster serves."""
    return manifest.kind in {NAMESPACED, CLUSTERWIDE}


def resources(manifest: Manifest) -> Iterator[Resource]:
    """The resources of a CEC or CCEC, none of other objects. Items that are no objects are left out."""
    spec = manifest.value.get("spec") if is_envoy_config(manifest) else None
    items = spec.get("resources") if isinstance(spec, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            type_url = item.get("@type")
            route = (*manifest.route, "spec", "resources", index)
            yield Resource(manifest, index, route, type_url if isinstance(type_url, str) else "", item)
