"""ExtAuthPolicy: another Service decides which requests pass."""

from __future__ import annotations

from typing import Any

from ..fields import boolean, duration, error_status, header, integer, many, path, table
from ..pieces import Attachment, Making, Piece, PolicySource, Trouble, Use, http_filter
from ..refs import backend_ref
from ..values import envoy_duration, extension
from .kind import Kind
from .protocols import spoken
from .scopes import limit

FILTER = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"
TIMEOUT = "200ms"

_TIMEOUT = duration("How long to wait for its response.", default=TIMEOUT)


def build(policy: PolicySource, attachment: Attachment) -> Making:
    spec = policy.spec
    ways = [each for each in ("grpc", "http") if each in spec]
    if len(ways) != 1:
        yield Trouble((), "expected exactly one of `grpc`, `http`")
        return
    (way,) = ways
    told = spec[way]
    service = attachment.service_of(told["backendRef"])
    local = attachment.local_name(service)
    of = (way, "backendRef")
    yield Use(service, (of,))
    name = limit("envoy.filters.http.ext_authz", policy)
    here = http_filter(40, name)
    timeout = envoy_duration(told.get("timeout", TIMEOUT))
    if way == "grpc":
        yield spoken(local, "GRPC", (of,))
        asked: dict[str, Any] = {
            "grpc_service": {"envoy_grpc": {"cluster_name": attachment.full_name(local)}, "timeout": timeout}
        }
    else:
        asked = {"http_service": _http(told, service.name, attachment.full_name(local), timeout)}
        if "requestHeaders" in told:
            asked["allowed_headers"] = _exact(told["requestHeaders"])
    yield Piece(here, extension(name, FILTER, transport_api_version="V3", **asked), tuple((way, each) for each in told))
    for field, value in _options(spec).items():
        yield Piece(here, {"typed_config": value}, ((field,),))


def _http(told: dict[str, Any], host: str, cluster: str, timeout: str) -> dict[str, Any]:
    made: dict[str, Any] = {"server_uri": {"uri": f"http://{host}", "cluster": cluster, "timeout": timeout}}
    if "pathPrefix" in told:
        made["path_prefix"] = told["pathPrefix"].rstrip("/")
    answer = {}
    if "headersToBackend" in told:
        answer["allowed_upstream_headers"] = _exact(told["headersToBackend"])
    if "headersToClient" in told:
        answer["allowed_client_headers"] = _exact(told["headersToClient"])
    return made | ({"authorization_response": answer} if answer else {})


def _exact(headers: list[str]) -> dict[str, Any]:
    return {"patterns": [{"exact": each} for each in headers]}


def _options(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    if "failOpen" in spec:
        made["failOpen"] = {"failure_mode_allow": spec["failOpen"]}
    if "statusOnError" in spec:
        made["statusOnError"] = {"status_on_error": {"code": spec["statusOnError"]}}
    if "body" in spec:
        body = spec["body"]
        told = {"max_request_bytes": body["maxBytes"], "allow_partial_message": body.get("allowPartial", False)}
        made["body"] = {"with_request_body": told}
    return made


KIND = Kind(
    name="ExtAuthPolicy",
    summary="External authorization: asks another Service whether a request may pass; that Service may also add "
    "headers to it.",
    spec={
        "grpc": table(
            "A Service that implements Envoy's external authorization protocol, over gRPC.",
            {"backendRef": backend_ref("The Service."), "timeout": _TIMEOUT},
            ["backendRef"],
        ),
        "http": table(
            "A Service that responds over HTTP: 200 lets the request pass, any other response goes to the client.",
            {
                "backendRef": backend_ref("The Service."),
                "timeout": _TIMEOUT,
                "pathPrefix": path("A prefix for the path; the path of the request is appended."),
                "requestHeaders": many(
                    "Headers to send to it, besides Host, Method, Path and Authorization.", header("A header.")
                ),
                "headersToBackend": many("Headers of its response to add to the request.", header("A header.")),
                "headersToClient": many(
                    "Headers of its denial to pass to the client. Default: all.", header("A header.")
                ),
            },
            ["backendRef"],
        ),
        "failOpen": boolean("Whether requests pass when the Service does not respond (fail-open).", default=False),
        "statusOnError": error_status(
            "The status of the response to the client when the Service does not respond.", default=403
        ),
        "body": table(
            "Also sends it the body of requests.",
            {
                "maxBytes": integer("The maximum size of the body, in bytes.", 1),
                "allowPartial": boolean(
                    "Whether to send only the beginning of a longer body; otherwise such a request gets 413.",
                    default=False,
                ),
            },
            ["maxBytes"],
        ),
    },
    listener=build,
    routed=True,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: ExtAuthPolicy
metadata: {name: shop-auth, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  grpc: {backendRef: {name: authz, port: 9191}, timeout: 500ms}
  failOpen: false
  statusOnError: 503
  body: {maxBytes: 8192, allowPartial: true}
""",
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: ExtAuthPolicy
metadata: {name: admin-auth, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  routes: [admin]
  http:
    backendRef: {name: oauth2-proxy, namespace: auth}
    timeout: 1s
    pathPrefix: /check
    requestHeaders: [cookie]
    headersToBackend: [x-user]
    headersToClient: [set-cookie, location]
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: shop, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  routes: [{name: admin, matches: [{path: {prefix: /admin}}]}]
""",
    ),
)
