"""A source of configuration that Envoy cannot ask."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import BOOTSTRAP
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

SOURCE = "envoy.config.core.v3.ConfigSource"
_LATE = frozenset({"eds_config", "config_source"})
"""Sources of endpoints and routes, whose cluster must be there when Envoy starts."""
_UNREAD = frozenset({"envoy.config.listener.v3.Listener.FcdsConfig", "envoy.config.route.v3.Vhds"})
"""Messages whose source Envoy looks at later, or never."""
READ = _LATE | {"sds_config"}
"""Fields whose source Envoy looks at when it takes the configuration: of clusters, of routes and of secrets."""
GRPC = frozenset({"GRPC", "DELTA_GRPC"})


def check(source: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a source of endpoints or routes that leads nowhere."""
    if source.field not in READ or (source.parent is not None and source.parent.type in _UNREAD):
        return
    if "self" in source.fields:
        text = "`self` is no source of endpoints, routes or secrets; expected the agent's, or none"
        yield RULE.found(text, source.route_of("self"), at="key")
    asked = source.child("api_config_source")
    if asked is None:
        return
    type_ = str(asked.fields.get("api_type", "DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE"))
    if type_.startswith("AGGREGATED_"):
        yield RULE.found(
            f"`{type_}` is not for a source of its own; expected `GRPC` or `ads`", asked.route_of("api_type")
        )
    elif fault := _grpc_fault(asked) if type_ in GRPC else _rest_fault(asked):
        yield RULE.found(f"a source of the type `{type_}` {fault}", asked.route, at="key")
    if source.field in _LATE:
        yield from _late(asked)


def _grpc_fault(asked: Message) -> str:
    if asked.fields.get("cluster_names"):
        return "has no `cluster_names`; expected one of `grpc_services`"
    services = len(asked.children("grpc_services"))
    return "" if services == 1 else f"asks one of `grpc_services`; found {services}"


def _rest_fault(asked: Message) -> str:
    if asked.fields.get("grpc_services"):
        return "has no `grpc_services`; expected `api_type: GRPC`, or one of `cluster_names`"
    names = asked.fields.get("cluster_names")
    number = len(names) if isinstance(names, list) else 0
    if number != 1:
        return f"asks one of `cluster_names`; found {number}"
    return "" if "refresh_delay" in asked.fields else "needs a `refresh_delay`, which is not set"


def _late(asked: Message) -> Iterator[Problem]:
    """Clusters that come from the agent, and those that nobody has: a source has to be there when Envoy starts."""
    for service in asked.children("grpc_services"):
        target = service.child("envoy_grpc")
        name = target.fields.get("cluster_name") if target is not None else None
        if target is not None and isinstance(name, str) and name and name not in BOOTSTRAP:
            text = f"Envoy does not start with a cluster `{name}`; expected one that it has, such as `xds-grpc-cilium`"
            yield RULE.found(text, target.route_of("cluster_name"))


_SERVICES = """\
api_type: GRPC
          grpc_services:
          - envoy_grpc: {cluster_name: xds-grpc-cilium}"""


def page() -> Page:
    from ..examples import in_cluster

    bad = in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    api_config_source:  # want: config-source "a source of the type `GRPC` asks one of `grpc_services`; found 0"
      api_type: GRPC
      transport_api_version: V3
""")
    return Page(
        title="A source of configuration that Envoy cannot ask",
        catches=(
            "A source of endpoints, routes or secrets that is `self`, of an aggregated type, without exactly one service or cluster to "
            "ask, without the `refresh_delay` that `REST` needs, or that asks for endpoints or routes from a cluster which Envoy does not start with."
        ),
        why="Envoy rejects the cluster or listener and keeps what it had.",
        bad=bad,
        good=fix_example(bad, ("api_type: GRPC", _SERVICES)),
        fix="Leave the source out: the agent fills in the one that asks the agent.",
        log=(
            "API configs must have either a gRPC service or a cluster name defined",
            "must not have a cluster name specified",
            "must have no more than 1 gRPC services specified",
            "must not have a gRPC service specified",
            "must have a singleton cluster name specified",
            "refresh_delay is required for REST API configuration sources",
            "Unsupported config source AGGREGATED_GRPC",
            "Missing config source specifier",
            "must have a statically defined non-EDS cluster",
        ),
    )


RULE = Rule(
    id="config-source",
    severity="error",
    gate="nacked",
    on=(SOURCE,),
    check=check,
    page=page,
)
