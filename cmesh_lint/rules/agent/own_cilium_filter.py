"""A Cilium filter added by hand."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters that the agent puts in itself."""
    for each in listener.children("listener_filters"):
        if each.fields.get("name") == "cilium.bpf_metadata":
            yield RULE.found(
                "the agent does not complete this filter, so it has neither port nor policies; remove it",
                each.route_of("name"),
            )
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
            yield RULE.found(
                f"the agent does not look for `{name}` here and adds another one before; remove this one",
                each.route_of("name"),
            )
        passed = passed or (held is not None and held.type in types)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A Cilium filter added by hand",
        catches=(
            "A `cilium.l7policy` filter after the router, a `cilium.network` filter after the connection manager, or "
            "a `cilium.bpf_metadata` listener filter."
        ),
        why=(
            "The agent looks for its filters only before these places, and adds a second one. It does not change an "
            "existing `cilium.bpf_metadata`, which then has neither the port nor the policies, and traffic is denied."
        ),
        bad=fix_example(
            ECHO,
            (
                "    filter_chains:\n",
                """    listener_filters:
    - name: cilium.bpf_metadata  # want: own-cilium-filter "neither port nor policies"
      typed_config:
        "@type": type.googleapis.com/cilium.BpfMetadata
    filter_chains:
""",
            ),
        ),
        good=ECHO,
        fix="Remove it: the agent adds its own filters.",
        more=(
            Example(
                "`cilium.network` after the connection manager",
                bad=fix_example(
                    ECHO,
                    (
                        '  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n',
                        """      - name: cilium.network  # want: own-cilium-filter "adds another one before"
        typed_config: {"@type": type.googleapis.com/cilium.NetworkFilter}
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
""",
                    ),
                ),
            ),
            Example(
                "`cilium.l7policy` after the router",
                bad=fix_example(
                    ECHO,
                    (
                        '  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n',
                        """          - name: cilium.l7policy  # want: own-cilium-filter "adds another one before"
            typed_config: {"@type": type.googleapis.com/cilium.L7Policy}
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
""",
                    ),
                ),
            ),
            Example(
                "`cilium.l7policy` before the router",
                good=fix_example(
                    ECHO,
                    (
                        "          http_filters:\n",
                        """          http_filters:
          - name: cilium.l7policy
            typed_config: {"@type": type.googleapis.com/cilium.L7Policy}
""",
                    ),
                ),
            ),
        ),
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
