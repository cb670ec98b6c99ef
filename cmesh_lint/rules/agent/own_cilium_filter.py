"""A filter of Cilium put in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters that the agent puts in itself."""
    for each in listener.children("listener_filters"):
        if each.fields.get("name") == "cilium.bpf_metadata":
            yield RULE.found("the agent leaves this filter as it is, without port and policies", each.route_of("name"))
    for chain in listener.children("filter_chains"):
        yield from _behind(chain.children("filters"), "cilium.network", _PROXIES)
    for manager in config.within(HCM, listener):
        yield from _behind(manager.children("http_filters"), "cilium.l7policy", (_ROUTER,))


_ROUTER = "envoy.extensions.filters.http.router.v3.Router"
_PROXIES = (HCM, TCP_PROXY)


def _behind(filters: list[Message], name: str, types: tuple[str, ...]) -> Iterator[Problem]:
    """Blames the filter of that name behind one of those types."""
    passed = False
    for each in filters:
        held = each.child("typed_config")
        if passed and each.fields.get("name") == name:
            yield RULE.found(f"`{name}` stands too late: the agent puts in another one before", each.route_of("name"))
        passed = passed or (held is not None and held.type in types)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A filter of Cilium put in by hand",
        catches=(
            "A filter `cilium.l7policy` behind the router, `cilium.network` behind the connection manager, or "
            "a listener filter `cilium.bpf_metadata`."
        ),
        why=(
            "The agent looks for its filters before these places only and puts in a second one; it leaves a "
            "`cilium.bpf_metadata` as it is, which then knows neither the port nor the policies, and traffic "
            "is denied."
        ),
        bad=fix_example(
            ECHO,
            (
                "    filter_chains:\n",
                """    listener_filters:
    - name: cilium.bpf_metadata  # want: own-cilium-filter "without port and policies"
      typed_config:
        "@type": type.googleapis.com/cilium.BpfMetadata
    filter_chains:
""",
            ),
        ),
        good=ECHO,
        fix="Take it out: the agent puts its filters in.",
    )


RULE = Rule(
    id="own-cilium-filter",
    severity="warning",
    gate="runtime",
    effect="the agent adds the filter a second time, or the filter knows no policies and denies traffic",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
