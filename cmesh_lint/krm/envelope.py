"""What surrounds the resources of a CEC or CCEC: its name, its labels and annotations, its services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from .. import __version__
from ..agent import features
from ..agent.features import ORIGINAL_SOURCE, ORIGINAL_SOURCE_LABEL
from ..redaction.printable import printable
from ..source.resources import CLUSTERWIDE, NAMESPACED
from ..versions import Version
from .group import GENERATED_BY, GROUP, MANAGED_BY, MANAGER, SERVICE, STANZAS
from .pieces import ServicePiece
from .stanza import Stanza

Table = dict[str, Any]
_NOT_OURS = (
    "alpha.config.kubernetes.io/",
    "config.kubernetes.io/",
    "internal.config.kubernetes.io/",
    "kustomize.config.k8s.io/",
    "kubectl.kubernetes.io/",
)
"""Annotations that are about the policy alone."""


def with_namespace(
    services: Sequence[Table],
    backends: Sequence[Table],
    resources: Sequence[Table],
    own: ServicePiece,
    stanzas: Sequence[Stanza],
    version: Version,
) -> Table:
    """The CEC of a Service. Its proxy must not speak with the address of the client: the docs of Cilium ask for that
    wherever services are named, lest the connection of the client and that of the proxy look the same.
    """
    labels, annotations = _metadata(stanzas)
    labels[SERVICE] = own.name
    if ORIGINAL_SOURCE in features.of(version).annotations:
        annotations[ORIGINAL_SOURCE] = "false"
    elif features.of(version).original_source_label:
        labels[ORIGINAL_SOURCE_LABEL] = "false"
    spec: Table = {"services": list(services)}
    if backends:
        spec["backendServices"] = list(backends)
    spec["resources"] = list(resources)
    return _object(NAMESPACED, own.name, own.namespace, labels, annotations, spec)


def clusterwide(resources: Sequence[Table], stanza: Stanza, node_selector: dict[str, str] | None) -> Table:
    """The CCEC of a policy that attaches to no Service; it has its name."""
    spec: Table = {"nodeSelector": {"matchLabels": node_selector}} if node_selector else {}
    spec["resources"] = list(resources)
    return _object(CLUSTERWIDE, stanza.name, "", *_metadata([stanza]), spec)


def backend_services(used: Iterable[ServicePiece], own: Iterable[ServicePiece], version: Version) -> list[Table]:
    """The entries of `backendServices`: Services whose endpoints Envoy needs, beside those that are redirected."""
    ports: dict[tuple[str, str], set[int]] = defaultdict(set)
    owned = set(own)
    restricted = features.of(version).service_ports_restrict
    for service in used:
        if service not in owned or (service.port is not None and not restricted):
            ports[service[:2]] |= {service.port} if service.port is not None else set()
    return [
        {"name": name, "namespace": namespace}
        | ({"number": [str(port) for port in sorted(several)]} if several else {})
        for (namespace, name), several in sorted(ports.items())
    ]


def _object(kind: str, name: str, namespace: str, labels: Table, annotations: Table, spec: Table) -> Table:
    metadata: Table = {"name": name}
    if namespace:
        metadata["namespace"] = namespace
    metadata["labels"] = dict(sorted(labels.items()))
    metadata["annotations"] = dict(sorted(annotations.items()))
    return {"apiVersion": "cilium.io/v2", "kind": kind, "metadata": metadata, "spec": spec}


def _metadata(stanzas: Sequence[Stanza]) -> tuple[Table, Table]:
    """Labels and annotations: ours, and those that all policies bear alike, as kustomize gives them to everything."""
    labels = _common([_of(stanza, "labels") for stanza in stanzas])
    annotations = _common([_of(stanza, "annotations") for stanza in stanzas])
    labels[MANAGED_BY] = MANAGER
    annotations[STANZAS] = "\n".join(sorted(_provenance(stanza) for stanza in stanzas))
    annotations[GENERATED_BY] = f"cmesh-lint {__version__}"
    return labels, annotations


def _provenance(stanza: Stanza) -> str:
    # A line feed in a name would name another policy.
    return printable(f"{stanza} ({stanza.path})" if stanza.path else str(stanza))


def _of(stanza: Stanza, field: str) -> Table:
    given = stanza.value["metadata"].get(field) or {}
    return {key: value for key, value in given.items() if not key.startswith((*_NOT_OURS, GROUP))}


def _common(several: Sequence[Table]) -> Table:
    first, *rest = several
    return {key: value for key, value in first.items() if all(each.get(key) == value for each in rest)}
