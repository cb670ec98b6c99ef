"""What a problem costs in the cluster, in one sentence."""

from __future__ import annotations

from typing import Any

from ..finding import Gate
from ..source.manifests import Manifest
from ..source.resources import Resource

LISTENER = "envoy.config.listener.v3.Listener"


def consequence(gate: Gate | None, manifest: Manifest | None, resource: Resource | None) -> str:
    """The sentence for a gate; empty where the gate alone says nothing."""
    if gate == "dropped" and manifest is not None and resource is not None:
        return f"the agent skips {label(resource)} and installs the rest{_bereft(manifest, resource)}"
    if gate == "refused" and manifest is not None:
        return f"the agent installs nothing of {manifest.kind} `{manifest.name}`; what an older version installed stays"
    if gate == "nacked":
        what = label(resource) if resource is not None else "what the agent sends"
        return f"Envoy rejects {what} and keeps what it had; on a first install traffic flows without it"
    if gate == "api":
        return "kubectl or the API server refuses the object"
    if gate == "crash":
        return "the agent crashes on every node, again and again, as long as the object exists"
    return ""


def label(resource: Resource) -> str:
    """``Listener `echo` ``; the index where it has no name."""
    kind = resource.type_url.rpartition(".")[2] or "resource"
    name = _name(resource.value)
    return f"{kind} `{name}`" if name else f"{kind} at index {resource.index}"


def _name(value: dict[str, Any]) -> str:
    for key in ("name", "cluster_name", "clusterName"):
        if isinstance(value.get(key), str) and value[key]:
            return str(value[key])
    return ""


def _bereft(manifest: Manifest, resource: Resource) -> str:
    """The Services that lose the policy when a listener is gone."""
    spec = manifest.value.get("spec")
    services = spec.get("services") if isinstance(spec, dict) else None
    if not resource.type_url.endswith(f"/{LISTENER}") or not isinstance(services, list):
        return ""
    own = _name(resource.value)
    names = [
        f"{service.get('namespace') or manifest.namespace or 'default'}/{service['name']}"
        for service in services
        if isinstance(service, dict) and isinstance(service.get("name"), str) and service.get("listener", own) == own
    ]
    if not names:
        return ""
    return f"; {_enumerated(names)} {'runs' if len(names) == 1 else 'run'} without it"


def _enumerated(names: list[str], most: int = 3) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
