"""A cluster that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cluster_references import every
from ...definitions import written
from ...envoy_config import CLUSTER, LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Rule
from ..echo import ECHO

OPEN = ("cluster_header", "cluster_specifier_plugin", "inline_cluster_specifier_plugin")
"""Fields of a route that choose among clusters unseen."""


def judge(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a cluster that only its own CEC can use, and does not."""
    name = written(cluster, "name")
    full = config.envelope.owner.qualified(name)
    if cluster.parent is not cluster.top or not name or "/" in name or not config.tops(LISTENER):
        return
    if any(each.name == full for each in every(config)) or config.defined.untyped:
        return
    others = [message for message in config.messages if message is not cluster]
    if not any(set(OPEN) & message.fields.keys() or _mentions(message, {name, full}) for message in others):
        yield RULE.found(f"nothing in this object uses the cluster `{name}`", cluster.route_of("name"))


def _mentions(message: Message, names: set[str]) -> bool:
    """Whether a field of a message, other than its own name, says one of the names."""
    said = (value for field, value in message.fields.items() if field not in ("name", "cluster_name", "stat_prefix"))
    by_name = message.type != CLUSTER and message.fields.get("name") in names and message.parent is not message.top
    return by_name or any(_says(value, names) for value in said)


def _says(value: Any, names: set[str]) -> bool:
    if isinstance(value, dict):
        return any(_says(key, names) or _says(each, names) for key, each in value.items())
    if isinstance(value, list):
        return any(_says(each, names) for each in value)
    return isinstance(value, str) and any(name == value or (len(name) > 3 and name in value) for name in names)


BAD = (
    ECHO
    + """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: canary  # want: unused-cluster "nothing in this object uses"
    type: EDS
    connect_timeout: 5s
    eds_cluster_config:
      service_name: default/echo
"""
)
RULE = Rule(
    id="unused-cluster",
    title="A cluster that nobody uses",
    severity="warning",
    gate="runtime",
    catches=(
        "A cluster without `/` in its name that no route, proxy or filter of its CEC names. Clusters with a `/` may be "
        "used from other CECs."
    ),
    why=(
        "Envoy gets it all the same. Listeners wait for clusters, so one that Envoy refuses holds up a CEC that does "
        "not need it."
    ),
    bad=BAD,
    good=ECHO,
    fix="Use it, or remove it.",
    on=(CLUSTER,),
    judge=judge,
)
