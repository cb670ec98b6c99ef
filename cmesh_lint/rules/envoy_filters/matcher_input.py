"""A matcher that decides on what its place does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import TYPE, Message
from ...rule import Page, Rule, fix_example

_NETWORK = "envoy.extensions.matching.common_inputs.network.v3."
_SSL = "envoy.extensions.matching.common_inputs.ssl.v3."
_HTTP = "envoy.type.matcher.v3."
_HEADER = f"{_HTTP}HttpRequestHeaderMatchInput"
_ATTRIBUTES = "xds.type.matcher.v3.HttpAttributesCelMatchInput"
_METADATA = f"{_NETWORK}DynamicMetadataInput"
_STATE = f"{_NETWORK}FilterStateInput"
_EARLY = {f"{_NETWORK}ApplicationProtocolInput", f"{_NETWORK}TransportProtocolInput"}
"""Known before a connection has a filter chain, and not later."""
_SOURCE_TYPE = f"{_NETWORK}SourceTypeInput"
_CONNECTION = {
    _SOURCE_TYPE,
    _STATE,
    *(
        f"{_NETWORK}{name}Input"
        for name in (
            *("DestinationIP", "DestinationPort", "DirectSourceIP", "NetworkNamespace"),
            *("ServerName", "SourceIP", "SourcePort"),
        )
    ),
    *(f"{_SSL}{name}Input" for name in ("DnsSan", "Subject", "UriSan")),
}
_REQUEST = {
    _HEADER,
    _ATTRIBUTES,
    *(f"{_HTTP}Http{name}MatchInput" for name in ("RequestQueryParam", "RequestTrailer")),
    *(f"{_HTTP}Http{name}MatchInput" for name in ("ResponseHeader", "ResponseTrailer")),
}
_ALL = {_METADATA, *_EARLY, *_CONNECTION, *_REQUEST}
_HTTP_FILTER = _ALL - _EARLY
_FILTERS = "envoy.extensions.filters."
_TAKEN: dict[str, tuple[str, set[str]]] = {
    LISTENER: ("a listener", _EARLY | _CONNECTION),
    CLUSTER: ("the transport sockets of a cluster", set()),
    "envoy.config.route.v3.VirtualHost": ("a route", {_HEADER, _STATE}),
    f"{_FILTERS}http.rbac.v3.RBAC": (
        "RBAC",
        _CONNECTION - {_SOURCE_TYPE} | {_METADATA, _HEADER, _ATTRIBUTES},
    ),
    f"{_FILTERS}network.rbac.v3.RBAC": ("RBAC of connections", _CONNECTION - {_SOURCE_TYPE}),
    "envoy.extensions.common.matching.v3.ExtensionWithMatcher": ("an HTTP filter", _HTTP_FILTER),
    "envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute": ("an HTTP filter", _HTTP_FILTER),
    f"{_FILTERS}http.rate_limit_quota.v3.RateLimitQuotaFilterConfig": ("an HTTP filter", _HTTP_FILTER),
    f"{_FILTERS}http.rate_limit_quota.v3.RateLimitQuotaOverride": ("an HTTP filter", _HTTP_FILTER),
}
"""What has a matcher → what it is called, and the inputs that Envoy takes there. Tried one by one with 1.37."""


def check(input_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type` of the input."""
    around: Message | None = input_
    while around is not None and around.type not in _TAKEN:
        around = around.parent
    if around is None or not _is_input(input_):
        return
    noun, taken = _TAKEN[around.type]
    if input_.type not in taken:
        name = input_.type.rpartition(".")[2]
        yield RULE.found(f"the matcher of {noun} cannot decide on `{name}`", (*input_.route, TYPE))


def _is_input(message: Message) -> bool:
    wrapper = message.parent.parent if message.parent is not None else None
    return wrapper is not None and wrapper.field == "input"


def page() -> Page:
    from . import _examples_of_matchers

    bad = _examples_of_matchers.in_rbac("envoy.type.matcher.v3.HttpResponseHeaderMatchInput")
    return Page(
        title="A matcher that decides on what its place does not have",
        catches=(
            "The `input` of a matcher that Envoy does not offer there: a response header in RBAC, a request header in the "
            "matcher of a listener, anything but request headers and filter state in the matcher of a virtual host."
        ),
        why="Envoy rejects the listener, the routes or the cluster.",
        bad=bad,
        good=fix_example(bad, ("HttpResponseHeaderMatchInput", "HttpRequestHeaderMatchInput")),
        fix="Decide on something that is known there.",
        log=(
            "requirement violation while creating RBAC match tree",
            "requirement violation while creating route match tree",
            "Didn't find a registered implementation for '…' with type URL: 'envoy.type.matcher.v3.HttpRequestHeaderMatchInput'",
        ),
    )


RULE = Rule(
    id="matcher-input",
    severity="error",
    gate="nacked",
    on=tuple(sorted(_ALL)),
    check=check,
    page=page,
)
