"""A config source other than Cilium's."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

_FILLED = frozenset({"config_source", "eds_config", "sds_config"})


def check(source: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames sources that the agent would have filled in."""
    if source.field in _FILLED and not _is_agents(source):
        yield RULE.found(
            "the agent keeps this config source; leave it out, and the agent fills in its own", source.route, at="key"
        )


def _is_agents(source: Message) -> bool:
    """Whether it names the agent's own server."""
    api = source.child("api_config_source")
    services = api.children("grpc_services") if api is not None else []
    named = [grpc.fields.get("cluster_name") for each in services if (grpc := each.child("envoy_grpc")) is not None]
    return named == ["xds-grpc-cilium"]


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A config source other than Cilium's",
        catches=(
            "A `config_source`, `eds_config` or `sds_config` that is set by hand: `ads`, a path or another server."
        ),
        why=(
            "The agent keeps it. Cilium's Envoy has no ADS unless it is switched on: the resource never arrives, and "
            "the listener or cluster waits until the timeout."
        ),
        bad=fix_example(
            ECHO,
            (
                "            route_config_name: echo\n",
                '            route_config_name: echo\n            config_source: {ads: {}}  # want: other-config-source "fills in its own"\n',
            ),
        ),
        good=ECHO,
        fix="Leave it out: the agent fills in its own.",
        more=(
            Example(
                "endpoints from ADS",
                bad=fix_example(
                    ECHO,
                    (
                        "    type: EDS\n",
                        '    type: EDS\n    eds_cluster_config:\n      eds_config: {ads: {}}  # want: other-config-source "fills in its own"\n',
                    ),
                ),
            ),
            Example(
                "secrets from a file",
                bad=fix_example(
                    ECHO,
                    (
                        "    connect_timeout: 5s\n",
                        """    connect_timeout: 5s
    transport_socket:
      name: envoy.transport_sockets.tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        common_tls_context:
          validation_context_sds_secret_config:
            name: ca
            sds_config: {path_config_source: {path: /etc/ca.yaml}}  # want: other-config-source "fills in its own"
""",
                    ),
                ),
            ),
            Example(
                "the agent's own server",
                good=fix_example(
                    ECHO,
                    (
                        "            route_config_name: echo\n",
                        "            route_config_name: echo\n            config_source: {resource_api_version: V3, api_config_source: {api_type: GRPC, transport_api_version: V3, grpc_services: [{envoy_grpc: {cluster_name: xds-grpc-cilium}}]}}\n",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="other-config-source",
    severity="warning",
    gate="runtime",
    effect="the resource never arrives: the listener or cluster waits for it until a timeout",
    on=("envoy.config.core.v3.ConfigSource",),
    check=check,
    page=page,
)
