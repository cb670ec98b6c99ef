"""RateLimitPolicy: how many requests a Service takes, counted by each Envoy, or by a rate limit service for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..fields import (
    HEADER,
    Schema,
    boolean,
    choice,
    duration,
    error_status,
    header,
    integer,
    many,
    mapping,
    name_of,
    one_of,
    table,
    text,
)
from ..pieces import Attachment, Made, Making, Piece, PolicySource, Trouble, Use, http_filter, route
from ..refs import backend_ref
from ..values import envoy_duration, extension, fraction, headers_to_add, nanoseconds
from .kind import Kind
from .protocols import spoken
from .scopes import limit as limited

LOCAL = "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"
GLOBAL = "envoy.extensions.filters.http.ratelimit.v3.RateLimit"
_BOTH = "always_consume_default_token_bucket"
"""Whether a request with a budget of its own draws on the common one, too; this is Envoy's default."""
GLOBAL_STAGE = 1
"""Local limits read the actions of stage 0; those for the rate limit service are kept apart from them."""

_REQUESTS = integer("How many requests are allowed in each interval.", 1)
_PER = duration("The interval, at least 50ms.")
_BURST = integer("The largest burst (size of the token bucket). Default: `requests`.", 1)

_ENTRY: dict[str, Schema] = {
    "header": header("A request header. Requests without it do not use the descriptor."),
    "remoteAddress": boolean("The address of the client."),
    "genericKey": text("A fixed string."),
}

_LOCAL_ENTRY = table(
    "A property that the request must have.",
    {
        "header": header("A request header; `:path` and `:method` work, too."),
        "remoteAddress": text("The address of the client must be this."),
        "value": text("What the header must match."),
    },
    minProperties=1,
)

SPEC: dict[str, Schema] = {
    "requests": _REQUESTS,
    "per": _PER,
    "burst": _BURST,
    "status": error_status("The status of the response to a limited request.", default=429),
    "responseHeaders": mapping(
        "Headers of the response to a limited request.", {"type": "string", "description": "The value."}, HEADER
    ),
    "perConnection": boolean("Whether each client connection has its own budget.", default=False),
    "enforced": boolean(
        "`false`: only count what would be limited, in `http_local_rate_limit.rate_limited`, and limit nothing.",
        default=True,
    ),
    "descriptors": name_of(
        "Separate budgets for requests with certain properties. A request that matches uses only that budget, any "
        "other request the budget above. On Cilium 1.14, a matching request uses both.",
        table(
            "A budget for requests that have all of these properties.",
            {
                "name": text("A name, unique among the descriptors."),
                "match": many("The properties.", _LOCAL_ENTRY),
                "requests": _REQUESTS,
                "per": _PER,
                "burst": _BURST,
            },
            ["name", "match", "requests", "per"],
        ),
    ),
    "global": table(
        "Uses a rate limit service, which counts for all nodes together.",
        {
            "backendRef": backend_ref("The Service that implements Envoy's rate limit protocol, over gRPC."),
            "domain": text("The domain in requests to the rate limit service."),
            "timeout": duration("How long to wait for its response.", default="20ms"),
            "failOpen": boolean("Whether requests pass when the Service does not respond (fail-open).", default=True),
            "rateLimitHeaders": choice(
                "Whether responses report the budget, in `x-ratelimit-limit` and related headers.",
                "Off",
                "DraftVersion03",
            ),
            "descriptors": name_of(
                "What to send to the rate limit service for a request; each descriptor is counted separately.",
                table(
                    "A descriptor.",
                    {
                        "name": text("A name, unique among the descriptors."),
                        "entries": many("Its entries.", one_of("An entry.", _ENTRY)),
                    },
                    ["name", "entries"],
                ),
            ),
        },
        ["backendRef", "domain", "descriptors"],
    ),
}


def build(policy: PolicySource, attachment: Attachment) -> Making:
    spec = policy.spec
    if "requests" in spec or "per" in spec:
        yield from _local(policy, attachment)
    elif "global" not in spec:
        yield Trouble((), "nothing is limited: expected `requests` and `per`, or `global`")
    for field in () if "requests" in spec else ("descriptors", "responseHeaders", "burst"):
        if field in spec and "global" in spec:
            yield Trouble((field,), f"`{field}` belongs to a limit of `requests` and `per`, which are missing")
    if "global" in spec:
        yield from _global(policy, spec["global"], attachment)


def _local(policy: PolicySource, attachment: Attachment) -> Making:
    spec = policy.spec
    missing = {"requests", "per"} - set(spec)
    if missing:
        yield Trouble((), f"`{missing.pop()}` is missing: a limit needs `requests` and `per`")
        return
    name = limited("envoy.filters.http.local_ratelimit", policy)
    config = {
        "stat_prefix": "http_local_rate_limiter",
        "token_bucket": _bucket(spec),
        "filter_enabled": _share("local_rate_limit_enabled", 100),
    }
    # Written out at 0 %, too: left out it means the same, and looks like an oversight.
    config["filter_enforced"] = _share("local_rate_limit_enforced", 100 if spec.get("enforced", True) else 0)
    here = http_filter(60, name)
    budget = (("requests",), ("per",), *([("burst",)] if "burst" in spec else []))
    yield Piece(here, extension(name, LOCAL, **config), budget)
    for field, value in _options(spec):
        yield Piece(here, {"typed_config": value}, ((field,),))
    yield from _too_short((), spec)
    if "descriptors" in spec:
        yield Piece(here, {"typed_config": {_BOTH: False}}, (("descriptors",),), (f"{LOCAL}.{_BOTH}",))
    for number, descriptor in enumerate(spec.get("descriptors", ())):
        yield from _descriptor(policy, attachment, here, number, descriptor)


def _options(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if "responseHeaders" in spec:
        yield "responseHeaders", {"response_headers_to_add": headers_to_add(spec["responseHeaders"])}
    if "status" in spec:
        yield "status", {"status": {"code": spec["status"]}}
    if "perConnection" in spec:
        yield "perConnection", {"local_rate_limit_per_downstream_connection": spec["perConnection"]}


def _descriptor(
    policy: PolicySource, attachment: Attachment, here: tuple[str, ...], number: int, descriptor: dict[str, Any]
) -> Making:
    of = ("descriptors", number)
    per = nanoseconds(policy.spec["per"])
    # `0s` is too short, and said to be so elsewhere: it has no multiples.
    if per and nanoseconds(descriptor["per"]) % per:
        yield Trouble(
            (*of, "per"),
            f"`{descriptor['per']}` is not a multiple of `{policy.spec['per']}`, the `per` of the policy; Envoy "
            "refills all budgets at that interval",
        )
    yield from _too_short(of, descriptor)
    entries: list[dict[str, Any]] = []
    actions: list[dict[str, Any]] = []
    for index, each in enumerate(descriptor["match"]):
        if "remoteAddress" in each:
            entries.append({"key": "remote_address", "value": each["remoteAddress"]})
            actions.append({"remote_address": {}})
        elif "header" in each and "value" in each:
            entries.append({"key": each["header"], "value": each["value"]})
            actions.append(_header(each["header"]))
        else:
            yield Trouble((*of, "match", index), "expected a `header` with its `value`, or a `remoteAddress`")
    budget = {"entries": entries, "token_bucket": _bucket(descriptor)}
    yield Piece(here, {"typed_config": {"descriptors": [budget]}}, (of,))
    yield from _actions(policy, attachment, {"actions": actions}, of)


def _global(policy: PolicySource, spec: dict[str, Any], attachment: Attachment) -> Making:
    service = attachment.service_of(spec["backendRef"])
    yield Use(service, (("global", "backendRef"),))
    yield spoken(attachment.local_name(service), "GRPC", (("global", "backendRef"),))
    name = limited("envoy.filters.http.ratelimit", policy)
    cluster = attachment.full_name(attachment.local_name(service))
    config = {
        "domain": spec["domain"],
        "stage": GLOBAL_STAGE,
        "failure_mode_deny": not spec.get("failOpen", True),
        "rate_limit_service": {
            "transport_api_version": "V3",
            "grpc_service": {"envoy_grpc": {"cluster_name": cluster}},
        },
    }
    if "timeout" in spec:
        config["timeout"] = envoy_duration(spec["timeout"])
    if spec.get("rateLimitHeaders", "Off") != "Off":
        config["enable_x_ratelimit_headers"] = "DRAFT_VERSION_03"
    of = tuple(("global", field) for field in spec if field != "descriptors")
    yield Piece(http_filter(65, name), extension(name, GLOBAL, **config), of)
    for number, descriptor in enumerate(spec["descriptors"]):
        actions = [_action(entry) for entry in descriptor["entries"]]
        limit = {"stage": GLOBAL_STAGE, "actions": actions}
        yield from _actions(policy, attachment, limit, ("global", "descriptors", number))


def _actions(
    policy: PolicySource, attachment: Attachment, limit: dict[str, Any], of: tuple[str | int, ...]
) -> Iterator[Made]:
    """Where Envoy learns what to send about a request: at all routes, or at those of the policy."""
    for each in policy.routes or attachment.routes:
        if attachment.routes.get(each, "forward") == "forward":
            yield Piece(route(each), {"route": {"rate_limits": [limit]}}, (of,))
        elif policy.routes:
            yield Trouble(
                of, f"the route `{each}` responds directly; Envoy only evaluates the descriptors of routes that forward"
            )


def _action(entry: dict[str, Any]) -> dict[str, Any]:
    if "header" in entry:
        return _header(entry["header"])
    if "remoteAddress" in entry:
        return {"remote_address": {}}
    return {"generic_key": {"descriptor_value": entry["genericKey"]}}


def _header(name: str) -> dict[str, Any]:
    return {"request_headers": {"header_name": name, "descriptor_key": name}}


def _bucket(spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "max_tokens": max(spec.get("burst", 0), spec["requests"]),
        "tokens_per_fill": spec["requests"],
        "fill_interval": envoy_duration(spec["per"]),
    }


def _share(key: str, percent: int) -> dict[str, Any]:
    return {"runtime_key": key, "default_value": fraction(percent)}


def _too_short(above: tuple[str | int, ...], spec: dict[str, Any]) -> Iterator[Trouble]:
    if nanoseconds(spec["per"]) < 50_000_000:
        yield Trouble((*above, "per"), f"`{spec['per']}` is shorter than `50ms`, Envoy's minimum")
    if spec.get("burst", spec["requests"]) < spec["requests"]:
        yield Trouble((*above, "burst"), f"a burst of {spec['burst']} is less than the {spec['requests']} `requests`")


KIND = Kind(
    name="RateLimitPolicy",
    summary="Limits how many requests a Service gets. Each Envoy, that is, each node, counts on its own, unless a rate "
    "limit service counts for all (`global`).",
    spec=SPEC,
    listener=build,
    routed=True,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: echo-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  requests: 2
  per: 5s
  burst: 4
  status: 503
  responseHeaders: {x-local-rate-limit: "true"}
  perConnection: false
  enforced: true
  descriptors:
  - {name: gold, match: [{header: x-tier, value: gold}], requests: 100, per: 5s, burst: 200}
  - {name: scanner, match: [{remoteAddress: 10.0.0.1}], requests: 1, per: 1m}
""",
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: checkout-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  routes: [checkout]
  global:
    backendRef: {name: ratelimit, namespace: infra, port: 8081}
    domain: shop
    timeout: 100ms
    failOpen: false
    rateLimitHeaders: DraftVersion03
    descriptors:
    - {name: user, entries: [{genericKey: checkout}, {header: x-user}]}
    - {name: client, entries: [{remoteAddress: true}]}
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: shop, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  routes:
  - name: checkout
    matches: [{path: {prefix: /checkout}}]
""",
    ),
)
