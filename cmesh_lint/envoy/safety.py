"""What Envoy would do with the machine it runs on, found in a configuration before Envoy gets it.

Even where it only validates, Envoy loads the code that a configuration names, and reads and creates the files. So code
is not handed over at all, and each path becomes one in an empty folder of its own. The walk is typed: what a message
means is known by its schema, at any depth, in an `Any` and in a TypedStruct. What no schema knows is not handed over.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from ..places import Route
from ..protobuf import schemas, wellknown
from ..protobuf.schemas import Field, MessageType
from ..protobuf.walk import OPAQUE, TYPE
from ..versions import MINORS

Json = Any
BOOTSTRAP = "envoy.config.bootstrap.v3.Bootstrap"

CODE = re.compile(
    r"(?:^|[._])(?:dynamic_?modules?|golang|lua|wasm|dynamic_ot|cryptomb|qat|qatzip|kae|proxylib)(?:$|[._])"
)
"""What is in the name of an extension, or of the package of its messages, that loads code or a driver of hardware."""
_CODE_TYPES = frozenset({"envoy.config.trace.v2.DynamicOtConfig", "envoy.config.trace.v3.DynamicOtConfig"})
_CATEGORIES = (
    *("envoy.access_loggers", "envoy.bootstrap", "envoy.clusters", "envoy.compression.compressor"),
    *("envoy.filters.http", "envoy.filters.http.upstream", "envoy.filters.listener", "envoy.filters.network"),
    *("envoy.filters.udp.session", "envoy.filters.udp_listener", "envoy.filters.upstream_network"),
    *("envoy.formatter", "envoy.http.custom_response", "envoy.load_balancing_policies"),
    *("envoy.matching.common_inputs", "envoy.matching.http.input", "envoy.matching.input_matchers"),
    *("envoy.matching.network.input", "envoy.rate_limit_descriptors", "envoy.regex_engines"),
    *("envoy.router.cluster_specifier_plugin", "envoy.stats_sinks", "envoy.string_matcher"),
    *("envoy.tls.cert_validator", "envoy.tls.key_providers", "envoy.tracers", "envoy.transport_sockets.downstream"),
    *("envoy.transport_sockets.upstream", "envoy.upstreams", "envoy.wasm.runtime"),
)
_NAMES = ("dynamic_modules", "golang", "lua", "wasm")
_MORE = (
    *("envoy.filters.http/envoy.lua", "envoy.stats_sinks/envoy.stat_sinks.wasm"),
    *("envoy.stats_sinks/envoy.stat_sinks.dynamic_modules", "envoy.access_loggers/envoy.wasm_access_log"),
    *("envoy.filters.udp_listener/envoy.filters.udp.dynamic_modules", "envoy.tracers/envoy.dynamic.ot"),
    *("envoy.tracers/envoy.tracers.dynamic_ot", "envoy.compression.compressor/envoy.compression.qatzip.compressor"),
    *("envoy.upstreams/envoy.upstreams.http.tcp.golang", "envoy.upstreams/envoy.upstreams.http.dynamic_modules"),
    *("envoy.upstreams/envoy.upstreams.http.dynamic_modules.tcp",),
    *(f"envoy.tls.key_providers/{name}" for name in ("cryptomb", "qat", "kae")),
    *(f"envoy.tls.key_providers/envoy.tls.key_providers.{name}" for name in ("cryptomb", "qat", "kae")),
    *(f"envoy.wasm.runtime/envoy.wasm.runtime.{name}" for name in ("null", "v8", "wamr", "wasmtime", "wavm")),
)
DISABLED = tuple(
    dict.fromkeys(
        (
            *(f"{category}/{category}.{name}" for category in _CATEGORIES for name in _NAMES),
            # Some have the name of their package.
            *(
                f"{category}/envoy.extensions.{category.removeprefix('envoy.')}.{name}"
                for category in _CATEGORIES
                for name in _NAMES
            ),
            *(
                f"envoy.filters.http.upstream/envoy.{middle}filters.http.{n}"
                for middle in ("", "extensions.")
                for n in _NAMES
            ),
            *(
                f"envoy.transport_sockets.{end}/envoy.transport_sockets.dynamic_modules"
                for end in ("upstream", "downstream")
            ),
            *_MORE,
        )
    )
)
"""The extensions that load code, as `CATEGORY/NAME`, under every name they may have: Envoy passes over those that it
does not have."""

_TYPED_STRUCTS = frozenset({"udpa.type.v1.TypedStruct", "xds.type.v3.TypedStruct"})
_PATH = re.compile(
    r"(?:^|_)(?:file|filename|filepath|path|dir|directory|subdirectory|folder|symlink|library|socket)(?:_|$)"
)
"""What is in the name of a field that holds the path of a file."""
FILES = frozenset(
    {
        ("envoy.config.filter.http.transcoder.v2.GrpcJsonTranscoder", "proto_descriptor"),
        ("envoy.extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder", "proto_descriptor"),
    }
)
"""Further fields with the path of a file."""
NO_FILES = frozenset(
    {
        # Paths of requests and cookies.
        ("envoy.api.v2.core.HealthCheck.HttpHealthCheck", "path"),
        ("envoy.api.v2.route.RedirectAction", "path_redirect"),
        ("envoy.api.v2.route.RouteAction.HashPolicy.Cookie", "path"),
        ("envoy.api.v2.route.RouteMatch", "path"),
        ("envoy.config.core.v3.HealthCheck.HttpHealthCheck", "path"),
        ("envoy.config.filter.http.ext_authz.v2.HttpService", "path_prefix"),
        ("envoy.config.route.v3.RedirectAction", "path_redirect"),
        ("envoy.config.route.v3.RouteAction", "path_rewrite"),
        ("envoy.config.route.v3.RouteAction.HashPolicy.Cookie", "path"),
        ("envoy.config.route.v3.RouteMatch", "path"),
        ("envoy.config.route.v3.RouteMatch", "path_separated_prefix"),
        ("envoy.extensions.filters.http.ext_authz.v3.HttpService", "path_prefix"),
        ("envoy.extensions.filters.http.mcp_router.v3.McpRouter.McpCluster", "path"),
        ("envoy.extensions.filters.http.oauth2.v3.CookieConfig", "path"),
        ("envoy.extensions.filters.network.reverse_tunnel.v3.ReverseTunnel", "request_path"),
        ("envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig", "post_path"),
        ("envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig.UdpTunnelingConfig", "post_path"),
        ("envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig", "path_template"),
        ("envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig", "path_template_rewrite"),
        ("envoy.type.http.v3.Cookie", "path"),
        # A path in JSON.
        ("envoy.extensions.filters.http.mcp.v3.ParserConfig.AttributeExtractionRule", "path"),
        # Addresses, which Envoy binds and connects to only when it serves, and whose length counts.
        ("envoy.api.v2.core.Pipe", "path"),
        ("envoy.config.core.v3.Pipe", "path"),
        # The name of an extension.
        ("envoy.config.bootstrap.v3.Bootstrap", "default_socket_interface"),
    }
)
"""Fields with such a name that hold no path of a file."""
_DEEPEST = 200
"""Steps; Envoy gives up on a hundred messages in each other."""
_NOWHERE = frozenset({"", "/dev/null"})
_READS = re.compile(r"%FILE_CONTENT\b", re.IGNORECASE)
"""An operator of formats that reads a file."""


class Hazard(NamedTuple):
    """A place of a configuration that Envoy is not given."""

    route: Route
    """From the value that was looked at."""
    reason: str
    """What it is, to follow on "not sent to Envoy: "."""


class Safe(NamedTuple):
    """A configuration that touches nothing, where there are no hazards."""

    value: Json
    originals: dict[str, str]
    """By path in it, the path that was there before."""
    hazards: tuple[Hazard, ...]


def safe(value: Json, type_: str, folder: str, ciliums: bool = False) -> Safe:
    """The message `value` with its paths put into `folder`, and what it must not be given for.

    `ciliums`: whether extensions of Cilium are left out before Envoy gets it, so that they are no hazard.
    """
    walk = _Walk(folder, ciliums)
    made = walk.message(type_, value, ())
    return Safe(made, walk.originals, tuple(walk.hazards))


class _Walk:
    def __init__(self, folder: str, ciliums: bool) -> None:
        self.originals: dict[str, str] = {}
        self.hazards: list[Hazard] = []
        self._folder = folder
        self._ciliums = ciliums
        self._paths: dict[str, str] = {}

    def message(self, type_: str, value: Json, route: Route) -> Json:
        """A message of that full name, at `route`."""
        if value is None or (type_ in wellknown.SCHEMAS and type_ != wellknown.ANY):
            return value
        if not isinstance(value, dict) or len(route) > _DEEPEST:
            return self._refuse(route, f"it is not a valid `{type_}`, or too deeply nested", value)
        if type_ == wellknown.ANY:
            return self._any(value, route, "")
        if _is_code(type_):
            return self._refuse(route, f"`{type_}` loads code", value)
        known = _lookup(type_)
        if known is None:
            return self._refuse(route, f"`{type_}` is not in the schemas", value)
        if type_ in _TYPED_STRUCTS:
            return self._struct(value, route)
        extension = "typed_config" in known.by_name
        made: dict[str, Json] = {}
        for key, each in value.items():
            field = known.field(key) or _older_field(type_, key)
            if field is None:
                self._refuse((*route, key), f"the field `{key}` of `{type_}` is not in the schemas", each)
                made[key] = each
                continue
            if extension and field.type == "string" and isinstance(each, str) and CODE.search(each):
                self._refuse((*route, key), f"`{each}` loads code", each)
            made[key] = self._field(type_, field, each, (*route, key))
        return made

    def _field(self, type_: str, field: Field, value: Json, route: Route) -> Json:
        if isinstance(value, list) and field.shape == "many":
            return [self._one(type_, field, each, (*route, index)) for index, each in enumerate(value)]
        if isinstance(value, dict) and field.shape == "map":
            named = field.type == wellknown.ANY and (type_, field.name) not in OPAQUE
            for key in value if named else ():
                if CODE.search(key):
                    self._refuse((*route, key), f"`{key}` loads code", value)
            return {key: self._one(type_, field, each, (*route, key)) for key, each in value.items()}
        if field.shape == "map" and value is not None:
            return self._refuse(route, "it is not a map", value)
        # Envoy takes one for a list of one.
        return self._one(type_, field, value, route)

    def _one(self, type_: str, field: Field, value: Json, route: Route) -> Json:
        if field.type == wellknown.ANY and isinstance(value, dict):
            return self._any(value, route, "" if (type_, field.name) in OPAQUE else field.name)
        if field.kind == "message":
            return self.message(field.type, value, route)
        return self._scalar(type_, field, value, route)

    def _scalar(self, type_: str, field: Field, value: Json, route: Route) -> Json:
        if isinstance(value, (dict, list)) and field.type not in wellknown.OPEN:
            return self._refuse(route, f"it is not a {field.type}", value)
        if not isinstance(value, str) or field.type not in ("string", "google.protobuf.StringValue"):
            return value
        if _READS.search(value):
            self._refuse(route, "`%FILE_CONTENT%` reads a file", value)
        return self._path(value) if is_path(type_, field.name) else value

    def _any(self, value: dict[str, Json], route: Route, field: str) -> Json:
        url = value.get(TYPE)
        if len(route) > _DEEPEST:
            return self._refuse(route, "it is too deeply nested", value)
        if not isinstance(url, str):
            # Envoy reads `type_url` and `value` as well, with a message in base64.
            return self._refuse(route, "an Any without `@type`", value) if value else value
        type_ = url.rpartition("/")[2]
        if type_.startswith("cilium."):
            # As `bootstrap` does it; in no other place are they left out.
            left_out = self._ciliums and field == "typed_config"
            return value if left_out else self._refuse(route, f"`{type_}` exists only in Cilium's Envoy", value)
        if type_ == wellknown.ANY:
            inner = value.get("value")
            made = self._any(inner, (*route, "value"), field) if isinstance(inner, dict) else inner
            return {**value, "value": made}
        if type_ == "google.protobuf.Struct" and field:
            return self._free(value, route)
        if type_ in wellknown.CUSTOM_IN_ANY:
            return value
        fields = {key: each for key, each in value.items() if key != TYPE}
        return {TYPE: url, **self.message(type_, fields, route)}

    def _struct(self, value: dict[str, Json], route: Route) -> Json:
        """A TypedStruct: Envoy makes of it what its `type_url` says."""
        urls = [value[key] for key in ("type_url", "typeUrl") if isinstance(value.get(key), str)]
        if len(urls) != 1:
            return self._refuse(route, "its type is unclear", value) if urls else value
        type_, inner, at = urls[0].rpartition("/")[2], value.get("value"), (*route, "value")
        if not isinstance(inner, dict):
            inner = {}
        if type_.startswith("cilium."):
            return self._refuse(route, f"`{type_}` exists only in Cilium's Envoy", value)
        if type_ in wellknown.CUSTOM_IN_ANY and type_ != wellknown.ANY:
            return self._free(value, route)
        made = self.message(type_, inner, at)
        return {**value, "value": made} if "value" in value else value

    def _free(self, value: Json, route: Route) -> Json:
        """JSON of which Envoy may make a message by a name beside it: nothing that could be a path or a type."""
        pending: list[tuple[Route, Json]] = [(route, value)]
        while pending:
            at, each = pending.pop()
            if isinstance(each, dict):
                pending.extend(((*at, key), inner) for key, inner in each.items() if at != route or key != TYPE)
            elif isinstance(each, list):
                pending.extend(((*at, index), inner) for index, inner in enumerate(each))
            elif isinstance(each, str) and (_is_likely_path(each, at) or CODE.search(each) or _READS.search(each)):
                return self._refuse(at, "a Struct that may name a file or code", value)
        return value

    def _path(self, path: str) -> str:
        if path in _NOWHERE:
            return path
        if path not in self._paths:
            self._paths[path] = f"{self._folder}/{len(self._paths) + 1:06}"
            self.originals[self._paths[path]] = path
        return self._paths[path]

    def _refuse(self, route: Route, reason: str, value: Json) -> Json:
        self.hazards.append(Hazard(route, reason))
        return value


def is_path(type_: str, field: str) -> bool:
    """Whether a field of text holds the path of a file, by the full name of its message and its proto name."""
    named = (type_, field)
    return named in FILES or (named not in NO_FILES and _PATH.search(field) is not None)


def _is_likely_path(text: str, route: Route) -> bool:
    key = next((step for step in reversed(route) if isinstance(step, str)), "")
    return text.startswith(("/", ".")) or _PATH.search(re.sub(r"(?<!^)(?=[A-Z])", "_", key).lower()) is not None


def _is_code(type_: str) -> bool:
    return type_ in _CODE_TYPES or CODE.search(type_) is not None


@cache
def _lookup(type_: str) -> MessageType | None:
    """The message in the newest release that has it: Envoy may be newer than what the agent knows."""
    found = (schemas.load(minor).message(type_) for minor in _NEWEST_FIRST)
    return next((each for each in found if each is not None), None)


@cache
def _older_field(type_: str, key: str) -> Field | None:
    """A field of that spelling, in the newest release that has it."""
    found = (schemas.load(minor).message(type_) for minor in _NEWEST_FIRST)
    return next((field for each in found if each is not None and (field := each.field(key))), None)


_NEWEST_FIRST = (schemas.LATEST, *reversed(MINORS))
