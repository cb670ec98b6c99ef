"""What a route of a TrafficPolicy does with a request, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...places import Route
from ..fields import HEADER, Schema, choice, duration, integer, many, mapping, path, percent, port, regex, table, text
from ..pieces import Attachment, Made, Making, Piece, Spot, Trouble, Use
from ..refs import WEIGHT, backend_ref
from ..values import envoy_duration, fraction, headers_to_add

_VALUE = {
    "type": "string",
    "description": "The value; Envoy's command operators such as `%REQ(:path)%` are substituted.",
}


def _headers(whose: str) -> Schema:
    return table(
        f"Changes headers of {whose}.",
        {
            "set": mapping("Headers to set to this value, replacing any value they have.", _VALUE, HEADER),
            "add": mapping("Headers to add with this value, keeping the values they have.", _VALUE, HEADER),
            "remove": many("Headers to remove.", text("A name.", pattern=HEADER)),
        },
        minProperties=1,
    )


RETRY_ON = ["connect-failure", "refused-stream", "gateway-error"]
_GRPC_RETRY_ON = ["unavailable", "refused-stream", "connect-failure"]

WHAT = ("backendRefs", "redirect", "directResponse")
"""A route does one of these; it takes none from the spec where it has one itself."""
FORWARDING = ("timeout", "idleTimeout", "retries", "rewrite", "mirror")
"""What only a route that forwards can do."""

FIELDS: dict[str, Schema] = {
    "backendRefs": many(
        "The Services that get the requests, by weight. Default: the Service itself.",
        backend_ref("A Service that gets requests.", weight=WEIGHT),
    ),
    "rewrite": table(
        "Changes the path or the host before the request is forwarded.",
        {
            "prefix": path("Replaces the `prefix` of the route's match. Only for routes that match by `prefix`."),
            "path": path("Replaces the whole path, without the query."),
            "regex": regex("A regular expression (RE2); what it matches in the path is replaced by `substitution`."),
            "substitution": {
                "type": "string",
                "description": "The replacement for `regex`; `\\1` is its first capture group.",
            },
            "host": text("The Host header to send to the Service."),
        },
        minProperties=1,
    ),
    "timeout": duration("Timeout for the whole response, including retries; `0s`: no limit. Envoy's default is 15s."),
    "idleTimeout": duration(
        "Idle timeout of a request: how long it may be without any traffic; `0s`: no limit. Envoy's default is 5m."
    ),
    "retries": table(
        "Retries failed requests.",
        {
            "attempts": integer("How many times to retry.", 1, 100),
            "perTryTimeout": duration("Timeout of a single try."),
            "retryOn": many(
                "What counts as failed, in the terms of Envoy's `retry_on`. Default: what did not reach the Service: "
                f"`{'`, `'.join(RETRY_ON)}`. A request that the Service may have processed is retried only when "
                "you say so, with `5xx` for instance.",
                text("A word.", pattern="^[a-z0-9-]+$"),
                default=RETRY_ON,
            ),
            "retriableStatusCodes": many(
                "Statuses that also count as failed; adds `retriable-status-codes` to `retryOn`.",
                integer("A status.", 100, 599),
            ),
            "backoff": table(
                "How long to wait before a retry (backoff).",
                {
                    "baseInterval": duration("The base interval. Envoy's default is 25ms."),
                    "maxInterval": duration("The maximum. Default: ten times `baseInterval`."),
                },
                ["baseInterval"],
            ),
        },
        ["attempts"],
    ),
    "mirror": table(
        "Mirrors requests: sends a copy to another Service and ignores its responses.",
        {
            "backendRef": backend_ref("The Service that gets the copies."),
            "percent": percent("How many requests to copy, in percent. Default: all."),
        },
        ["backendRef"],
    ),
    "requestHeaders": _headers("requests"),
    "responseHeaders": _headers("responses"),
    "redirect": table(
        "Responds with a redirect.",
        {
            "scheme": choice("The scheme.", "http", "https"),
            "host": text("The host."),
            "port": port("The port."),
            "path": path("The whole path."),
            "prefix": path("Replaces the `prefix` of the route's match."),
            "status": {
                "type": "integer",
                "enum": [301, 302, 303, 307, 308],
                "description": "The status.",
                "default": 302,
            },
        },
        minProperties=1,
    ),
    "directResponse": table(
        "Responds directly, without forwarding the request.",
        {
            "status": integer("The status.", 200, 599),
            "body": text("The body."),
        },
        ["status"],
    ),
}

_REDIRECTS = {
    301: "MOVED_PERMANENTLY",
    302: "FOUND",
    303: "SEE_OTHER",
    307: "TEMPORARY_REDIRECT",
    308: "PERMANENT_REDIRECT",
}


def does(action: dict[str, Any]) -> str:
    """What a route does: `forward`, `redirect` or `directResponse`."""
    return next((each for each in ("redirect", "directResponse") if each in action), "forward")


class ActionResult:
    """What a route is reported, and where: its own fields, and those of the spec that it has not."""

    def __init__(self, name: str, own: dict[str, Any], above: Route, shared: dict[str, Any]) -> None:
        self.name = name
        left_out = WHAT if any(each in own for each in WHAT) else ()
        taken = {field: value for field, value in shared.items() if field in FIELDS and field not in left_out}
        if does(own) != "forward":
            taken = {field: value for field, value in taken.items() if field not in FORWARDING}
        self.action: dict[str, Any] = {**taken, **{field: own[field] for field in own if field in FIELDS}}
        self._above = {field: above if field in own else () for field in self.action}

    def at(self, field: str, *further: str | int) -> Route:
        """Where a field of the action is in the spec."""
        return (*self._above.get(field, ()), field, *further)


Matches = list[dict[str, Any]]


def pieces(told: ActionResult, spot: Spot, matches: Matches, grpc: bool, attachment: Attachment) -> Making:
    """The pieces of a route."""
    action = told.action
    kind = does(action)
    given = [each for each in WHAT if each in action]
    if len(given) > 1:
        yield Trouble(told.at(given[1]), f"a route has `{given[0]}` or `{given[1]}`, not both")
        return
    for field, make in _HEADERS.items():
        if field in action:
            for part, value in make(action[field]):
                yield Piece(spot, value, (told.at(field, part),))
    if kind == "forward":
        yield from _forward(told, spot, matches, grpc, attachment)
        return
    for field in FORWARDING:
        if field in action:
            yield Trouble(told.at(field), f"`{field}` is only for a route that forwards; this one has `{kind}`")
    if kind == "directResponse":
        answer = dict(action["directResponse"])
        body = {"body": {"inline_string": answer["body"]}} if "body" in answer else {}
        yield Piece(spot, {"direct_response": {"status": answer["status"], **body}}, (told.at("directResponse"),))
    else:
        yield from _redirect(told, spot, matches)


def _header_changes(noun: str) -> Callable[[dict[str, Any]], Iterator[tuple[str, dict[str, Any]]]]:
    def changes(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        if "set" in spec:
            yield "set", {f"{noun}_headers_to_add": headers_to_add(spec["set"])}
        if "add" in spec:
            yield "add", {f"{noun}_headers_to_add": headers_to_add(spec["add"], append=True)}
        if "remove" in spec:
            yield "remove", {f"{noun}_headers_to_remove": sorted(spec["remove"])}

    return changes


_HEADERS = {"requestHeaders": _header_changes("request"), "responseHeaders": _header_changes("response")}


def _redirect(told: ActionResult, spot: Spot, matches: Matches) -> Making:
    spec = told.action["redirect"]
    if "path" in spec and "prefix" in spec:
        yield Trouble(told.at("redirect", "prefix"), "a redirect has a `path` or a `prefix`, not both")
    names = {
        "scheme": "scheme_redirect",
        "host": "host_redirect",
        "port": "port_redirect",
        "path": "path_redirect",
        "prefix": "prefix_rewrite",
    }
    made = {names[field]: spec[field] for field in names if field in spec}
    if "prefix" in spec:
        yield from _needs_prefix(told, ("redirect", "prefix"), matches)
    yield Piece(
        spot, {"redirect": {**made, "response_code": _REDIRECTS[spec.get("status", 302)]}}, (told.at("redirect"),)
    )


def _forward(told: ActionResult, spot: Spot, matches: Matches, grpc: bool, attachment: Attachment) -> Making:
    action = told.action
    yield from _destination(told, spot, attachment)
    if "timeout" in action:
        yield Piece(spot, {"route": {"timeout": envoy_duration(action["timeout"])}}, (told.at("timeout"),))
    elif grpc:
        yield Piece(spot, {"route": {"timeout": "0s"}}, (("protocol",),))
    if "idleTimeout" in action:
        yield Piece(spot, {"route": {"idle_timeout": envoy_duration(action["idleTimeout"])}}, (told.at("idleTimeout"),))
    if "retries" in action:
        yield Piece(spot, {"route": {"retry_policy": _retries(action["retries"], grpc)}}, (told.at("retries"),))
    if "rewrite" in action:
        yield from _rewrite(told, spot, matches)
    if "mirror" in action:
        mirror = action["mirror"]
        service = attachment.service_of(mirror["backendRef"])
        yield Use(service, (told.at("mirror", "backendRef"),))
        share = {"runtime_fraction": {"default_value": fraction(mirror["percent"])}} if "percent" in mirror else {}
        policy = {"cluster": attachment.local_name(service), **share}
        yield Piece(spot, {"route": {"request_mirror_policies": [policy]}}, (told.at("mirror"),))


def _destination(told: ActionResult, spot: Spot, attachment: Attachment) -> Iterator[Made]:
    refs = told.action.get("backendRefs")
    if refs is None:
        yield Use(attachment.service, (), told.name)
        yield Piece(spot, {"route": {"cluster": attachment.local_name(attachment.service)}})
        return
    services = [attachment.service_of(ref) for ref in refs]
    for index, service in enumerate(services):
        yield Use(service, (told.at("backendRefs", index),), told.name)
        if service in services[:index]:
            yield Trouble(told.at("backendRefs", index), f"duplicate Service `{service}`; give it one weight")
    if not any(ref.get("weight", 1) for ref in refs):
        yield Trouble(told.at("backendRefs"), "all weights are zero, so no Service gets the requests")
    names = [attachment.local_name(service) for service in services]
    weighted = [{"name": name, "weight": ref.get("weight", 1)} for name, ref in zip(names, refs, strict=True)]
    made = {"cluster": names[0]} if len(refs) == 1 else {"weighted_clusters": {"clusters": weighted}}
    yield Piece(spot, {"route": made}, (told.at("backendRefs"),))


def _retries(spec: dict[str, Any], grpc: bool) -> dict[str, Any]:
    words = list(spec.get("retryOn", _GRPC_RETRY_ON if grpc else RETRY_ON))
    made: dict[str, Any] = {"num_retries": spec["attempts"]}
    if "retriableStatusCodes" in spec:
        words += [] if "retriable-status-codes" in words else ["retriable-status-codes"]
        made["retriable_status_codes"] = spec["retriableStatusCodes"]
    if "perTryTimeout" in spec:
        made["per_try_timeout"] = envoy_duration(spec["perTryTimeout"])
    if "backoff" in spec:
        fields = {"baseInterval": "base_interval", "maxInterval": "max_interval"}
        made["retry_back_off"] = {fields[field]: envoy_duration(value) for field, value in spec["backoff"].items()}
    return {"retry_on": ",".join(words), **made}


def _rewrite(told: ActionResult, spot: Spot, matches: Matches) -> Making:
    spec = told.action["rewrite"]
    ways = [each for each in ("prefix", "path", "regex") if each in spec]
    if len(ways) > 1:
        yield Trouble(told.at("rewrite", ways[1]), f"a rewrite has `{ways[0]}` or `{ways[1]}`, not both")
        return
    if ("regex" in spec) != ("substitution" in spec):
        missing = "substitution" if "regex" in spec else "regex"
        yield Trouble(told.at("rewrite"), f"`{missing}` is missing: `regex` and `substitution` belong together")
        return
    if "prefix" in spec:
        yield from _needs_prefix(told, ("rewrite", "prefix"), matches)
        yield Piece(spot, {"route": _prefix(spec["prefix"], matches)}, (told.at("rewrite", "prefix"),))
    elif "path" in spec:
        whole = {"pattern": {"regex": r"^[^?]*"}, "substitution": spec["path"].replace("\\", "\\\\")}
        yield Piece(spot, {"route": {"regex_rewrite": whole}}, (told.at("rewrite", "path"),))
    elif "regex" in spec:
        found = {"pattern": {"regex": spec["regex"]}, "substitution": spec["substitution"]}
        of = (told.at("rewrite", "regex"), told.at("rewrite", "substitution"))
        yield Piece(spot, {"route": {"regex_rewrite": found}}, of)
    if "host" in spec:
        yield Piece(spot, {"route": {"host_rewrite_literal": spec["host"]}}, (told.at("rewrite", "host"),))


def _prefix(to: str, matches: Matches) -> dict[str, Any]:
    """How a prefix is replaced. Replaced by `/` alone, `/foo/bar` must not become `//bar`."""
    from re import escape

    if to.rstrip("/"):
        return {"prefix_rewrite": to.rstrip("/")}
    prefix = next((each["path"]["prefix"].rstrip("/") for each in matches if "prefix" in each.get("path", {})), "")
    return {"regex_rewrite": {"pattern": {"regex": f"^{escape(prefix)}/*"}, "substitution": "/"}}


def _needs_prefix(told: ActionResult, field: tuple[str, str], matches: Matches) -> Iterator[Trouble]:
    prefixes = {each.get("path", {}).get("prefix") for each in matches}
    if len(prefixes) != 1 or None in prefixes:
        yield Trouble(
            told.at(*field), "a `prefix` can only be replaced if every match of the route has the same `path.prefix`"
        )
