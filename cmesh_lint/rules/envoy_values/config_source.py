"""A config source that Envoy cannot use."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import BOOTSTRAP
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

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
        text = "`self` is not a valid source of endpoints, routes or secrets; remove it, and the agent fills in its own"
        yield RULE.found(text, source.route_of("self"), at="key")
    asked = source.child("api_config_source")
    if asked is None:
        return
    type_ = str(asked.fields.get("api_type", "DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE"))
    if type_.startswith("AGGREGATED_"):
        yield RULE.found(f"`{type_}` is not supported here; use `GRPC` or `ads`", asked.route_of("api_type"))
    elif fault := _grpc_fault(asked) if type_ in GRPC else _rest_fault(asked):
        yield RULE.found(f"a source of type `{type_}` {fault}", asked.route, at="key")
    if source.field in _LATE:
        yield from _late(asked)


def _grpc_fault(asked: Message) -> str:
    if asked.fields.get("cluster_names"):
        return "cannot have `cluster_names`; use `grpc_services`"
    services = len(asked.children("grpc_services"))
    return "" if services == 1 else f"needs one entry in `grpc_services`, found {services}"


def _rest_fault(asked: Message) -> str:
    if asked.fields.get("grpc_services"):
        return "cannot have `grpc_services`; set `api_type: GRPC`, or use `cluster_names`"
    names = asked.fields.get("cluster_names")
    number = len(names) if isinstance(names, list) else 0
    if number != 1:
        return f"needs one entry in `cluster_names`, found {number}"
    return "" if "refresh_delay" in asked.fields else "needs a `refresh_delay`, which is not set"


def _late(asked: Message) -> Iterator[Problem]:
    """Clusters that come from the agent, and those that do not exist: a source has to be there when Envoy starts."""
    for service in asked.children("grpc_services"):
        target = service.child("envoy_grpc")
        name = target.fields.get("cluster_name") if target is not None else None
        if target is not None and isinstance(name, str) and name and name not in BOOTSTRAP:
            text = f"Envoy does not start with a cluster `{name}`; use one that it has, such as `xds-grpc-cilium`"
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
    api_config_source:  # want: config-source "a source of type `GRPC` needs one entry in `grpc_services`, found 0"
      api_type: GRPC
      transport_api_version: V3
""")
    return Page(
        title="A config source that Envoy cannot use",
        catches=(
            "A source of endpoints, routes or secrets that is `self`, has an aggregated type, does not have exactly "
            "one service or cluster to ask, does not have the `refresh_delay` that `REST` needs, or asks for "
            "endpoints or routes from a cluster that Envoy does not start with."
        ),
        why="Envoy rejects the cluster or listener and keeps the previous one.",
        bad=bad,
        good=fix_example(bad, ("api_type: GRPC", _SERVICES)),
        fix="Remove the source: the agent fills in its own.",
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
        more=(
            Example(
                "`self`",
                bad=in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    self: {}  # want: config-source "`self` is not a valid source"
"""),
            ),
            Example(
                "an aggregated type",
                bad=in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    api_config_source:
      api_type: AGGREGATED_GRPC  # want: config-source "is not supported here; use `GRPC` or `ads`"
      transport_api_version: V3
"""),
            ),
            Example(
                "gRPC with the name of a cluster",
                bad=in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    api_config_source:  # want: config-source "cannot have `cluster_names`; use `grpc_services`"
      api_type: GRPC
      transport_api_version: V3
      cluster_names: [xds-grpc-cilium]
"""),
            ),
            Example(
                "REST with a gRPC service",
                bad=in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    api_config_source:  # want: config-source "cannot have `grpc_services`"
      api_type: REST
      transport_api_version: V3
      grpc_services: [{envoy_grpc: {cluster_name: xds-grpc-cilium}}]
"""),
            ),
            Example(
                "REST without a refresh delay",
                bad=in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    api_config_source:  # want: config-source "needs a `refresh_delay`"
      api_type: REST
      transport_api_version: V3
      cluster_names: [xds-grpc-cilium]
"""),
            ),
            Example(
                "REST with two clusters",
                bad=in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    api_config_source:  # want: config-source "needs one entry in `cluster_names`, found 2"
      api_type: REST
      transport_api_version: V3
      cluster_names: [xds-grpc-cilium, other]
"""),
            ),
            Example(
                "a cluster that Envoy does not start with",
                bad=in_cluster("""\
eds_cluster_config:
  eds_config:
    resource_api_version: V3
    api_config_source:
      api_type: GRPC
      transport_api_version: V3
      grpc_services:
      - envoy_grpc: {cluster_name: default/echo}  # want: config-source "Envoy does not start with a cluster `default/echo`"
"""),
            ),
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
