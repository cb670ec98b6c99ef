"""A source of configuration that is not Cilium's."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_FILLED = frozenset({"config_source", "eds_config", "sds_config"})


def check(source: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames sources that the agent would have filled in."""
    if source.field in _FILLED and not _is_agents(source):
        yield RULE.found(
            "the agent keeps this source; its own, which it fills in, is what Cilium serves", source.route, at="key"
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
        title="A source of configuration that is not Cilium's",
        catches="A `config_source`, `eds_config` or `sds_config` that is given: `ads`, a path or another server.",
        why=(
            "The agent keeps it. Cilium's Envoy has no ADS unless it is switched on: the resource never "
            "arrives, and the listener or cluster waits until the timeout."
        ),
        bad=fix_example(
            ECHO,
            (
                "            route_config_name: echo\n",
                '            route_config_name: echo\n            config_source: {ads: {}}  # want: other-config-source "fills in"\n',
            ),
        ),
        good=ECHO,
        fix="Leave it out: the agent fills in its own.",
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
