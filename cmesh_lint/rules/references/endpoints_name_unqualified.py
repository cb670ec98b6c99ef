"""Endpoints name without a namespace."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...cec.xds_names import endpoints_name
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `service_name` without `/`."""
    if cluster.parent is not cluster.top:
        return
    asked = endpoints_name(cluster, config)
    if asked is None or "/" in asked.name:
        return
    own = config.envelope.owner.qualified(asked.name)
    if own in config.defined.endpoints:
        text = f"the agent publishes these endpoints as `{own}`; write that in place of `{asked.name}`"
    else:
        text = f"endpoints are published as `NAMESPACE/NAME`, found `{asked.name}`{_hint(asked.name, config)}"
    yield RULE.found(text, asked.route)


def _hint(name: str, config: EnvoyConfig) -> str:
    envelope = config.envelope
    plain = name.partition(":")
    refs = [ref for ref in (*envelope.services, *envelope.backend_services) if ref.name == plain[0]]
    namespaces = {ref.namespace or envelope.owner.namespace for ref in refs} - {""}
    if len(namespaces) != 1:
        return ""
    return f"; did you mean `{namespaces.pop()}/{name}`?"


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "    name: default/echo\n    type: EDS\n",
            "    name: default/echo\n    type: EDS\n    eds_cluster_config:\n"
            '      service_name: echo  # want: endpoints-name-unqualified "did you mean `default/echo`?"\n',
        ),
    )
    return Page(
        title="Endpoints name without a namespace",
        catches=(
            "An `eds_cluster_config.service_name` without `/`. The agent does not complete it. It publishes the "
            "endpoints of Services as `NAMESPACE/NAME` or `NAMESPACE/NAME:PORT`, and those of a ClusterLoadAssignment "
            "in the CEC as `NAMESPACE/CEC/NAME`."
        ),
        why="The cluster waits for endpoints that never come. Then every request gets 503.",
        bad=bad,
        good=fix_example(bad, ("service_name: echo", "service_name: default/echo")),
        fix="Write the name under which the endpoints are published.",
        log=(
            "gRPC config: initial fetch timed out for type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
            "no_healthy_upstream",
        ),
    )


RULE = Rule(
    id="endpoints-name-unqualified",
    severity="error",
    gate="runtime",
    effect="the cluster never gets these endpoints: every request to it gets 503",
    on=(CLUSTER,),
    check=check,
    page=page,
)
