"""The real Envoy as a judge: would it take what the agent sends for one CiliumEnvoyConfig?

`bootstrap` makes a static configuration of the agent's output, `validate` shows it to Envoy. The stock Envoy
stands in for Cilium's: it lacks Cilium's own extensions, which are left out, and has many that Cilium does not
build, so it never objects to those.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

Json = Any
Resources = Mapping[str, Sequence[Json]]
"""`listeners`, `routes`, `clusters`, `endpoints` and `secrets` in protojson with the names of the .proto files."""

PREFIX = "type.googleapis.com/"
AGENT_CLUSTER = "xds-grpc-cilium"
"""Where Cilium's Envoy gets its configuration from, by the name in Cilium's bootstrap."""
BOOTSTRAP_CLUSTERS = (
    "ingress-cluster",
    "ingress-cluster-tls",
    "egress-cluster",
    "egress-cluster-tls",
    "/envoy-admin",
)
"""The other clusters of Cilium's bootstrap (`cilium-envoy/configmap/bootstrap-config.yaml` of its chart)."""


class Outcome(NamedTuple):
    """What Envoy says of a configuration."""

    ok: bool
    message: str
    """Why not, on one line; empty where it is content."""


def bootstrap(resources: Resources, owner: str) -> Json:
    """A bootstrap with everything in `resources`, for `--mode validate`.

    `owner` is `NAMESPACE/NAME` of the CiliumEnvoyConfig, with an empty namespace for a clusterwide one: names
    below it that are not in `resources` exist nowhere. Other names with a `/` may be another object's; clusters
    of such names get stand-ins. Routes and secrets that the agent would serve are put where they are asked
    for; whatever else comes from the agent stays a subscription, which Envoy does not start when it validates.
    """
    delivered = _Delivered(
        routes={route["name"]: route for route in resources.get("routes", ())},
        secrets=frozenset(secret["name"] for secret in resources.get("secrets", ())),
    )
    listeners = [_as_static(listener, delivered) for listener in resources.get("listeners", ())]
    clusters = [_as_static(cluster, delivered) for cluster in resources.get("clusters", ())]
    clusters += [_endpoints_cluster(assignment) for assignment in resources.get("endpoints", ())]
    known = {cluster["name"] for cluster in clusters} | {AGENT_CLUSTER}
    foreign = (name for name in cluster_references(listeners) if is_foreign(name, owner))
    clusters += [_stand_in(name) for name in sorted({*BOOTSTRAP_CLUSTERS, *foreign} - known)]
    return {
        "node": {"id": "node", "cluster": "ingress-cluster"},
        "bootstrap_extensions": [_INTERNAL_LISTENERS],
        "static_resources": {
            "listeners": listeners,
            "clusters": [_AGENT, *clusters],
            "secrets": list(resources.get("secrets", ())),
        },
    }


def is_foreign(cluster: str, owner: str) -> bool:
    """Whether another object may define the cluster: a name with a `/` that is not below `owner`."""
    return "/" in cluster and not cluster.startswith(f"{owner}/")


def cluster_references(value: Json) -> Iterator[str]:
    """The names of clusters that routes send to, at any depth of `value`."""
    for table in _objects(value):
        if isinstance(cluster := table.get("cluster"), str):
            yield cluster
        if isinstance(weighted := table.get("weighted_clusters"), dict):
            yield from (entry["name"] for entry in weighted.get("clusters", ()) if "name" in entry)


def validate(envoy: Path, configuration: Json) -> Outcome:
    """What `envoy --mode validate` says of a bootstrap."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "bootstrap.json"
        file.write_text(json.dumps(configuration), encoding="utf-8")
        # The agent sends protobuf, in which Envoy passes over the fields it does not know.
        command = [str(envoy), "--mode", "validate", "--allow-unknown-static-fields", "-l", "critical"]
        done = subprocess.run([*command, "-c", str(file)], capture_output=True, text=True, check=False)
    return Outcome(done.returncode == 0, "" if done.returncode == 0 else objection(done.stderr))


def objection(log: str) -> str:
    """The reason in what Envoy logs when it refuses a configuration, without the configuration itself."""
    found = re.search(r"error initializing configuration '[^']*': ?(.*)", log, re.DOTALL)
    reason = " ".join((found.group(1) if found else log).split())
    constraint = re.search(r"Proto constraint validation failed \(.*\)", reason)
    return constraint.group() if constraint else reason


class _Delivered(NamedTuple):
    """What the agent serves on request."""

    routes: Mapping[str, Json]
    secrets: frozenset[str]


def _as_static(value: Json, delivered: _Delivered) -> Json:
    """`value` without Cilium's extensions, and with what the agent serves in its place, at any depth."""
    if isinstance(value, list):
        return [_as_static(item, delivered) for item in value if not _is_ciliums(item)]
    if not isinstance(value, dict):
        return value
    table = {key: member for key, member in value.items() if not _is_ciliums(member)}
    rds = table.get("rds")
    if isinstance(rds, dict) and _is_from_agent(rds.get("config_source")):
        route = delivered.routes.get(rds.get("route_config_name", ""))
        if route is not None:
            del table["rds"]
            # Envoy looks for the clusters of a route only where the route is not delivered.
            table["route_config"] = {"validate_clusters": False, **route}
    if table.get("name") in delivered.secrets and _is_from_agent(table.get("sds_config")):
        del table["sds_config"]  # a secret of that name is among the static ones
    return {key: _as_static(member, delivered) for key, member in table.items()}


def _is_ciliums(value: Json) -> bool:
    """Whether `value` is the configuration of an extension that only Cilium's Envoy has."""
    config = value.get("typed_config") if isinstance(value, dict) else None
    return isinstance(config, dict) and str(config.get("@type", "")).startswith(f"{PREFIX}cilium.")


def _is_from_agent(source: Json) -> bool:
    services = source.get("api_config_source", {}).get("grpc_services", []) if isinstance(source, dict) else []
    return any(service.get("envoy_grpc", {}).get("cluster_name") == AGENT_CLUSTER for service in services)


def _objects(value: Json) -> Iterator[dict[str, Json]]:
    """Every object in `value`, from the outside in."""
    inner: Iterable[Json] = ()
    if isinstance(value, dict):
        yield value
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    for member in inner:
        yield from _objects(member)


def _endpoints_cluster(assignment: Json) -> Json:
    """A cluster of its own for endpoints that the agent serves, so that Envoy reads them."""
    return {"name": f"endpoints of {assignment['cluster_name']}", "type": "STATIC", "load_assignment": assignment}


def _stand_in(name: str) -> Json:
    return {"name": name, "type": "STATIC", "load_assignment": {"cluster_name": name}}


_HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
_AGENT: Json = {
    **_stand_in(AGENT_CLUSTER),
    "typed_extension_protocol_options": {
        _HTTP_OPTIONS: {
            "@type": f"{PREFIX}{_HTTP_OPTIONS}",
            "explicit_http_config": {"http2_protocol_options": {}},
        }
    },
}
_INTERNAL_LISTENERS: Json = {
    "name": "envoy.bootstrap.internal_listener",
    "typed_config": {"@type": f"{PREFIX}envoy.extensions.bootstrap.internal_listener.v3.InternalListener"},
}
