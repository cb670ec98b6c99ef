"""Parts of a Shape → fields of policies. What is not recognised is left out here, and patched later."""

from __future__ import annotations

from typing import Any

from ...protobuf.durations import SECOND, nanoseconds
from ..build import CONNECT_TIMEOUT
from ..kinds.outlier_detection import FIELDS as OUTLIERS
from ..kinds.rate_limit_policy import LOCAL
from ..pieces import ServicePiece

Table = dict[str, Any]


def duration(value: Any) -> str | None:
    """`0.25s` → `250ms`; None where a policy has no word for it."""
    total = nanoseconds(value) if isinstance(value, str) else None
    if total is None or total < 0 or total % (SECOND // 1000):
        return None
    return f"{total // SECOND}s" if total % SECOND == 0 else f"{total * 1000 // SECOND}ms"


def backend(name: str, namespace: str) -> Table:
    """A reference to a Service that is written `NAMESPACE/NAME[:PORT]`."""
    where, _, rest = name.partition("/")
    service, _, port = rest.partition(":")
    ref: Table = {"name": service}
    if where != namespace:
        ref["namespace"] = where
    return ref | ({"port": int(port)} if port.isdigit() else {})


def action(route: Table, own: ServicePiece) -> Table:
    """The fields of a TrafficPolicy that a route is made of."""
    if "direct_response" in route:
        return {"directResponse": _direct(route["direct_response"])}
    told: Table = route.get("route") or {}
    made: Table = {}
    refs = _backends(told, own)
    if refs:
        made["backendRefs"] = refs
    for field, name in (("timeout", "timeout"), ("idle_timeout", "idleTimeout")):
        if duration(told.get(field)):
            made[name] = duration(told[field])
    if isinstance(told.get("retry_policy"), dict) and "retry_on" in told["retry_policy"]:
        made["retries"] = _retries(told["retry_policy"])
    rewrite = _rewrite(told)
    return made | ({"rewrite": rewrite} if rewrite else {}) | _headers(route)


def _direct(value: Table) -> Table:
    body = (value.get("body") or {}).get("inline_string")
    return {"status": value.get("status")} | ({"body": body} if body else {})


def _backends(told: Table, own: ServicePiece) -> list[Table]:
    if told.get("cluster") == str(own):
        return []
    if "cluster" in told:
        return [backend(str(told["cluster"]), own.namespace)]
    split = (told.get("weighted_clusters") or {}).get("clusters") or ()
    return [{**backend(str(each["name"]), own.namespace), "weight": each.get("weight", 1)} for each in split]


def _retries(policy: Table) -> Table:
    made: Table = {"attempts": policy.get("num_retries", 1)}
    if duration(policy.get("per_try_timeout")):
        made["perTryTimeout"] = duration(policy["per_try_timeout"])
    made["retryOn"] = [word.strip() for word in str(policy["retry_on"]).split(",")]
    if policy.get("retriable_status_codes"):
        made["retriableStatusCodes"] = policy["retriable_status_codes"]
    return made


def _rewrite(told: Table) -> Table:
    found = told.get("regex_rewrite") or {}
    made = {"regex": found["pattern"]["regex"], "substitution": found.get("substitution", "")} if found else {}
    return made | ({"host": told["host_rewrite_literal"]} if "host_rewrite_literal" in told else {})


def _headers(route: Table) -> Table:
    made: Table = {}
    for noun in ("request", "response"):
        told: Table = {}
        for each in route.get(f"{noun}_headers_to_add", ()):
            word = {"OVERWRITE_IF_EXISTS_OR_ADD": "set"}.get(str(each.get("append_action")), "add")
            told.setdefault(word, {}).update(_header(each["header"]))
        if route.get(f"{noun}_headers_to_remove"):
            told["remove"] = route[f"{noun}_headers_to_remove"]
        if told:
            made[f"{noun}Headers"] = told
    return made


def _header(value: Table) -> dict[str, Any]:
    """A header by its key; raises ValueError where that is no text: nothing else can be a key of YAML that is JSON."""
    key = value.get("key")
    if not isinstance(key, str):
        raise ValueError("a header needs a `key` that is a string")
    return {key: value.get("value", "")}


def match(value: Table) -> Table:
    """A match of a route, as near as a policy comes."""
    if "path" in value:
        return {"path": {"exact": value["path"]}}
    if "safe_regex" in value:
        return {"path": {"regex": value["safe_regex"].get("regex")}}
    prefix = value.get("path_separated_prefix") or value.get("prefix") or "/"
    return {"path": {"prefix": prefix}}


def rate_limit(typed: Table) -> Table | None:
    """The spec of a RateLimitPolicy that a filter is made of; None for another filter."""
    config = typed.get("typed_config") or {}
    bucket = config.get("token_bucket") or {}
    per = duration(bucket.get("fill_interval"))
    if not str(config.get("@type", "")).endswith(LOCAL) or per is None or config.get("descriptors"):
        return None
    requests = bucket.get("tokens_per_fill", 1)
    made: Table = {"requests": requests, "per": per}
    if bucket.get("max_tokens", requests) != requests:
        made["burst"] = bucket["max_tokens"]
    if "filter_enforced" not in config:
        made["enforced"] = False
    if config.get("status"):
        made["status"] = config["status"].get("code")
    if config.get("local_rate_limit_per_downstream_connection"):
        made["perConnection"] = True
    if config.get("response_headers_to_add"):
        pairs = [_header(each.get("header") or {}) for each in config["response_headers_to_add"]]
        made["responseHeaders"] = {key: value for each in pairs for key, value in each.items()}
    return made


def cluster(value: Table) -> Table:
    """The fields of a TrafficPolicy that a cluster is made of."""
    made: Table = {}
    timeout = duration(value.get("connect_timeout"))
    if timeout and value["connect_timeout"] != CONNECT_TIMEOUT:
        made["connectTimeout"] = timeout
    policy = _BALANCERS.get(str(value.get("lb_policy")))
    if policy:
        made["loadBalancer"] = {"policy": policy}
    if isinstance(value.get("outlier_detection"), dict):
        found = _renamed(value["outlier_detection"], OUTLIERS)
        if "consecutiveLocalOriginFailures" in found:
            found.pop("splitExternalLocalOriginErrors", None)
        if found:
            made["outlierDetection"] = found
    return made


_BALANCERS = {"LEAST_REQUEST": "LeastRequest", "RANDOM": "Random"}


def breaker(value: Table) -> Table:
    """The spec of a CircuitBreakerPolicy that a cluster is made of."""
    for each in (value.get("circuit_breakers") or {}).get("thresholds") or ():
        if each.get("priority", "DEFAULT") == "DEFAULT":
            return _renamed(each, _LIMITS)
    return {}


_LIMITS = {
    "maxConnections": "max_connections",
    "maxPendingRequests": "max_pending_requests",
    "maxRequests": "max_requests",
    "maxRetries": "max_retries",
}


def _renamed(value: Table, names: dict[str, str]) -> Table:
    return {word: duration(value[field]) or value[field] for word, field in names.items() if field in value}
