"""EnvoyPatchPolicy: what no other kind says, in Envoy's own fields, at a named place."""

from __future__ import annotations

from typing import Any

from ..fields import choice, name, name_of, table, text
from ..pieces import (
    DEFAULT_ROUTE,
    HOST,
    LISTENER,
    MANAGER,
    ROUTES,
    TCP_PROXY,
    Attachment,
    Making,
    Patch,
    Piece,
    PolicySource,
    Spot,
    Trouble,
    cluster,
    http_filter,
    route,
)
from .kind import Kind

_SPOTS: dict[str, Spot] = {
    "listener": LISTENER,
    "httpConnectionManager": MANAGER,
    "tcpProxy": TCP_PROXY,
    "routeConfiguration": ROUTES,
    "virtualHost": HOST,
}
_NAMED = ("route", "cluster", "httpFilter")
_TCP = ("listener", "tcpProxy", "cluster")


def build(policy: PolicySource, attachment: Attachment) -> Making:
    for index, each in enumerate(policy.spec.get("patches", ())):
        of = ("patches", index)
        at = each["at"]
        if attachment.tcp != (at == "tcpProxy") and at not in ("listener", "cluster"):
            known = ", ".join(
                f"`{word}`" for word in (_TCP if attachment.tcp else (*_SPOTS, *_NAMED)) if word != "tcpProxy"
            )
            yield Trouble((*of, "at"), f"there is no `{at}` in the CEC of this Service; expected one of {known}")
        elif at == "httpFilter":
            yield from _filter(each, of)
        elif at == "route" and each.get("of", DEFAULT_ROUTE) not in attachment.routes:
            known = ", ".join(attachment.routes)
            yield Trouble((*of, "of"), f"there is no route `{each['of']}`; there are {known}")
        else:
            yield Patch(_spot(each, attachment), each["merge"], ((*of, "merge"),))


def _spot(each: dict[str, Any], attachment: Attachment) -> Spot:
    if each["at"] == "route":
        return route(each.get("of", DEFAULT_ROUTE))
    if each["at"] == "cluster":
        return cluster(each.get("of", attachment.local_name(attachment.service)))
    return _SPOTS[each["at"]]


def _filter(each: dict[str, Any], of: tuple[str | int, ...]) -> Making:
    """A filter of its own, right before the router."""
    if "of" not in each or "typed_config" not in each["merge"]:
        yield Trouble(of, "an `httpFilter` has its name in `of`, and its `typed_config` in `merge`")
        return
    yield Piece(http_filter(90, each["of"]), {"name": each["of"], **each["merge"]}, ((*of, "merge"),))


KIND = Kind(
    name="EnvoyPatchPolicy",
    summary="Sets Envoy fields directly, for what no other kind covers. Patches are applied last, and override what "
    "policies generate.",
    spec={
        "patches": name_of(
            "The patches.",
            table(
                "A patch.",
                {
                    "name": name("Its name, unique among the patches of a Service."),
                    "at": choice(
                        "What to patch. `httpFilter` adds a new filter right before the router; it cannot change an "
                        "existing one.",
                        *_SPOTS,
                        *_NAMED,
                    ),
                    "of": text(
                        "The name of the route (default: `default`), of the cluster (default: that of the Service "
                        "itself; "
                        "`echo.other` is the Service `echo` in the namespace `other`), or of the new filter."
                    ),
                    "merge": {
                        "type": "object",
                        "minProperties": 1,
                        "description": "Envoy's fields as in its .proto files, merged as a JSON merge patch (RFC "
                        "7386): objects are merged, lists are replaced, `null` removes a field.",
                    },
                },
                ["name", "at", "merge"],
            ),
        ),
    },
    listener=build,
    tcp=True,
    required=("patches",),
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: EnvoyPatchPolicy
metadata: {name: echo-patches, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  patches:
  - {name: buffer, at: listener, merge: {per_connection_buffer_limit_bytes: 32768}}
  - {name: server, at: httpConnectionManager, merge: {server_name: echo, skip_xff_append: null}}
  - {name: internal, at: routeConfiguration, merge: {internal_only_headers: [x-internal]}}
  - {name: attempts, at: virtualHost, merge: {include_request_attempt_count: true}}
  - {name: upgrade, at: route, of: default, merge: {route: {upgrade_configs: [{upgrade_type: websocket}]}}}
  - {name: dns, at: cluster, merge: {per_connection_buffer_limit_bytes: 65536}}
  - name: web
    at: httpFilter
    of: envoy.filters.http.grpc_web
    merge: {typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.grpc_web.v3.GrpcWeb}}
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: EnvoyPatchPolicy
metadata: {name: db-patches, namespace: default}
spec:
  targetRefs: [{kind: Service, name: db}]
  patches:
  - {name: lifetime, at: tcpProxy, merge: {max_downstream_connection_duration: 3600s}}
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TCPPolicy
metadata: {name: db, namespace: default}
spec:
  targetRefs: [{kind: Service, name: db}]
""",
    ),
)
