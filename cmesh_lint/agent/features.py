"""How the agents differ, release by release, as far as it concerns what Envoy gets.

Source: the parser, the reflector and the manager of CECs in the newest patch release of each minor (for the file names
see the package). 1.16.0 differs from what is said for 1.16: it compares names before they are qualified.
"""

from __future__ import annotations

from typing import Literal

from ..tuples import NamedTuple
from ..versions import LATEST, MINORS, Version

INJECT_FILTERS = "cec.cilium.io/inject-cilium-filters"
IS_L7LB = "cec.cilium.io/is-l7lb"
ORIGINAL_SOURCE = "cec.cilium.io/use-original-source-address"
ORIGINAL_SOURCE_LABEL = "cilium.io/use-original-source-address"


class Features(NamedTuple):
    """What an agent does; the defaults are those of Cilium 1.20."""

    annotations: frozenset[str] = frozenset({INJECT_FILTERS, IS_L7LB, ORIGINAL_SOURCE})
    """The annotations on a CEC that it reads."""
    original_source_label: bool = True
    """Whether it reads ORIGINAL_SOURCE_LABEL."""
    node_selector: bool = True
    """Whether the CRD has `nodeSelector`; else the API server prunes it."""
    spares_internal_listeners: bool = True
    """Whether an internal listener gets neither an address nor filters."""
    filters_beside_an_address: bool = True
    """Whether a listener with an address of its own can get Cilium's filters."""
    upstream_filters_need_http: bool = False
    """Whether clusters get filters only where one of these listeners speaks HTTP."""
    duplicates_by_qualified_name: bool = True
    """False: a name is compared as written with the qualified names before it."""
    internal_addresses: bool = True
    """Whether it qualifies the listener in an endpoint's internal address, and asks that it exists."""
    equal_matches: bool = True
    """Whether it refuses filter chains with equal matches."""
    more_secrets: bool = True
    """Whether it completes references to secrets in `combined_validation_context` and of session tickets."""
    health_check_clusters: bool = True
    """Whether it qualifies the clusters of the HTTP filter HealthCheck."""
    ext_authz_clusters: bool = True
    """Whether it qualifies the clusters of the HTTP filter ExtAuthz."""
    circuit_breakers: tuple[tuple[str, int], ...] = (
        ("max_retries", 128),
        ("max_connections", 1024),
        ("max_requests", 1024),
        ("max_pending_requests", 1024),
    )
    """The threshold that a cluster without circuit breakers gets; empty: none."""
    initial_fetch_timeout: str = "30s"
    """In the agent's own config source; empty: not set."""
    metadata: frozenset[str] = frozenset({"proxy_id", "ipcache_name"})
    """Fields of BpfMetadata that some agents set and others do not."""
    service_ports_restrict: bool = True
    """Whether `services[].ports` restrict the endpoints that are published."""
    service_namespace: Literal["literal", "owner"] = "literal"
    """A service's namespace: as written, even empty; or the owner's, which `services` cannot override."""
    default_listener: Literal["first by name", "last in list"] = "first by name"
    """Where a service without `listener` is redirected to."""
    many_redirects: bool = True
    """Whether a service listed twice keeps both redirects; else the later one replaces the earlier."""


_1_20 = Features()
_1_19 = _1_20._replace(
    equal_matches=False,
    ext_authz_clusters=False,
    circuit_breakers=_1_20.circuit_breakers[:3],
    many_redirects=False,
)
_1_18 = _1_19._replace(annotations=frozenset({INJECT_FILTERS}), circuit_breakers=_1_20.circuit_breakers[:1])
_1_17 = _1_18._replace(
    annotations=frozenset(),
    upstream_filters_need_http=True,
    metadata=frozenset({"proxy_id"}),
    service_ports_restrict=False,
    service_namespace="owner",
    default_listener="last in list",
)
_1_16 = _1_17._replace(
    more_secrets=False,
    circuit_breakers=(),
    metadata=frozenset({"proxy_id", "policy_update_warning_limit"}),
)
_1_15 = _1_16._replace(
    node_selector=False,
    filters_beside_an_address=False,
    duplicates_by_qualified_name=False,
    internal_addresses=False,
    health_check_clusters=False,
    initial_fetch_timeout="",
    metadata=frozenset(),
)
_1_14 = _1_15._replace(original_source_label=False, spares_internal_listeners=False)

BY_MINOR: dict[str, Features] = {
    "1.14": _1_14,
    "1.15": _1_15,
    "1.16": _1_16,
    "1.17": _1_17,
    "1.18": _1_18,
    "1.19": _1_19,
    "1.20": _1_20,
    LATEST: _1_20._replace(service_namespace="owner"),
}


def of(version: Version) -> Features:
    """What the agent of a version does; of a minor without an entry, what the one before it does."""
    known = (*(each for each in MINORS if each in BY_MINOR), LATEST)
    return BY_MINOR[version.minor if version.minor in known else known[-2]]
