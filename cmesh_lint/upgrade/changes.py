"""What Cilium does otherwise from a release on, without a finding on either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..agent import features
from ..cec.envoy_config import EnvoyConfig
from ..places import Route
from ..versions import Version
from . import touched

HASHED_COPIES = Version("1.20", "1.20", 0)
"""The first release that names its copies of Secrets by a hash. Source: pkg/secretsync/names of Cilium."""


class Change(NamedTuple):
    """A behaviour that differs between releases."""

    id: str
    value: Callable[[Version], Any]
    """What distinguishes two releases: equal values, equal behaviour."""
    places: Callable[[EnvoyConfig], Iterator[Route]]
    """Where a CEC relies on it."""
    does: Callable[[Any], str]
    """The behaviour that a value stands for, in words."""


def _feature(name: str) -> Callable[[Version], Any]:
    return lambda version: getattr(features.of(version), name)


def _either(yes: str, no: str) -> Callable[[Any], str]:
    return lambda value: yes if value else no


def _limits(value: tuple[tuple[str, int], ...]) -> str:
    limits = ", ".join(f"{name} {limit}" for name, limit in value)
    return (
        f"the agent gives a cluster without `circuit_breakers` {limits}"
        if limits
        else "the agent does not change clusters"
    )


def _annotations(value: frozenset[str]) -> str:
    return f"the agent reads {' and '.join(f'`{name}`' for name in sorted(value))}" if value else "the agent reads none"


CHANGES: tuple[Change, ...] = (
    Change(
        "service-ports",
        _feature("service_ports_restrict"),
        touched.service_ports,
        _either(
            "`ports` decide which endpoints are published, as `NAMESPACE/NAME:PORT`, and no longer as `NAMESPACE/NAME`",
            "`ports` choose what is redirected; endpoints are published as `NAMESPACE/NAME` whatever they say",
        ),
    ),
    Change(
        "service-namespace",
        _feature("service_namespace"),
        touched.service_namespaces,
        lambda value: (
            "a namespace is taken as written: without one the Service is never found, and another's is redirected"
            if value == "literal"
            else "the object's own namespace is taken where none is written, and for each of `services`"
        ),
    ),
    Change(
        "default-listener",
        _feature("default_listener"),
        touched.unnamed_listener,
        lambda value: f"a Service without `listener` goes to the {value.replace(' in list', ' in the list')}",
    ),
    Change(
        "doubled-service",
        _feature("many_redirects"),
        touched.doubled_services,
        _either("each entry of a Service redirects its ports", "of the entries of a Service only the last one counts"),
    ),
    Change("annotations", _feature("annotations"), touched.read_annotations, _annotations),
    Change(
        "original-source-label",
        lambda version: features.ORIGINAL_SOURCE in features.of(version).annotations,
        touched.source_label,
        _either(
            f"the annotation `{features.ORIGINAL_SOURCE}` decides, and the label where that is missing",
            "the label decides",
        ),
    ),
    Change(
        "node-selector",
        _feature("node_selector"),
        touched.node_selector,
        _either(
            "the object takes effect on the selected nodes",
            "`nodeSelector` is ignored: the object takes effect on all nodes",
        ),
    ),
    Change(
        "filters-beside-an-address",
        _feature("filters_beside_an_address"),
        touched.own_addresses,
        _either("the listener gets Cilium's filters", "a listener with an address of its own gets no filters"),
    ),
    Change("circuit-breakers", _feature("circuit_breakers"), touched.unlimited_clusters, _limits),
    Change(
        "upstream-filters",
        _feature("upstream_filters_need_http"),
        touched.clusters_behind_tcp,
        _either(
            "clusters get Cilium's filters only where a listener speaks HTTP",
            "every cluster of a CEC with services gets Cilium's filters, and HTTP options with them",
        ),
    ),
    Change(
        "health-check-clusters",
        _feature("health_check_clusters"),
        touched.health_check_clusters,
        _either("the names become `NAMESPACE/OBJECT/NAME`", "the names stay as they are written"),
    ),
    Change(
        "authorization-clusters",
        _feature("ext_authz_clusters"),
        touched.authz_clusters,
        _either("the name becomes `NAMESPACE/OBJECT/NAME`", "the name stays as it is written"),
    ),
    Change(
        "secret-sources",
        _feature("more_secrets"),
        touched.more_secrets,
        _either("the agent fills in where the secret comes from", "the secret has no source unless one is written"),
    ),
    Change(
        "secret-copies",
        lambda version: version.age >= HASHED_COPIES.age,
        touched.copied_secrets,
        _either(
            "copies of Secrets are named `cilium-sync-secret-HASH`, and the old copies are deleted",
            "copies of Secrets are named `NAMESPACE-NAME`",
        ),
    ),
    Change(
        "internal-addresses",
        _feature("internal_addresses"),
        touched.internal_addresses,
        _either(
            "the name becomes `NAMESPACE/OBJECT/NAME` and must be an internal listener of the object",
            "the name stays as it is written",
        ),
    ),
)
"""Sources: the agent's parser, reflector and controller in the newest patch release of each minor; see `features`."""
