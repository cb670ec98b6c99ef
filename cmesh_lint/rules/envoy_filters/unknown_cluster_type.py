"""An unknown cluster type."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message, payload_type
from ...rule import Example, Page, Rule, fix_example
from ...suggest import did_you_mean

STRUCT, TYPED_STRUCT = "google.protobuf.Struct", "xds.type.v3.TypedStruct"
CUSTOM = "envoy.config.cluster.v3.Cluster.CustomClusterType"
NAMES = (
    "envoy.cluster.dns",
    "envoy.cluster.eds",
    "envoy.cluster.logical_dns",
    "envoy.cluster.original_dst",
    "envoy.cluster.static",
    "envoy.cluster.strict_dns",
    "envoy.clusters.dns",
    "envoy.clusters.dynamic_forward_proxy",
)
"""The factories of clusters in Cilium's Envoy, which are found by name where there is no `typed_config`, or a Struct."""


def check(custom: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a type that has no configuration, and that no factory has."""
    name = custom.fields.get("name")
    held = payload_type(custom.get("typed_config") or {})
    if held == TYPED_STRUCT:
        text = "a TypedStruct is not supported for a cluster type; write the message with its own `@type`"
        yield RULE.found(text, custom.route_of("typed_config"))
    elif (
        ("typed_config" not in custom.fields or held == STRUCT) and isinstance(name, str) and name and name not in NAMES
    ):
        yield RULE.found(f"unknown cluster type `{name}`{did_you_mean(name, NAMES)}", custom.route_of("name"))


def page() -> Page:
    from ..examples import with_resource

    bad = with_resource("""\
- "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
  name: other
  cluster_type:
    name: envoy.cluster.orignal_dst  # want: unknown-cluster-type "did you mean `envoy.cluster.original_dst`?"
  lb_policy: CLUSTER_PROVIDED
  connect_timeout: 5s
""")
    return Page(
        title="An unknown cluster type",
        catches=(
            "A `cluster_type` without `typed_config` whose name is unknown to Cilium's Envoy, such as the aggregate "
            "cluster, and one configured by a TypedStruct."
        ),
        why="Envoy rejects the cluster.",
        bad=bad,
        good=fix_example(bad, ("orignal", "original")),
        fix="Use `type`, or the name of a built-in cluster type.",
        log=("Didn't find a registered cluster factory implementation for name: '…'",),
        more=(
            Example(
                "a TypedStruct",
                bad=with_resource("""\
- "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
  name: other
  cluster_type:
    name: envoy.clusters.dynamic_forward_proxy
    typed_config:
      "@type": type.googleapis.com/xds.type.v3.TypedStruct  # want: unknown-cluster-type "a TypedStruct is not supported for a cluster type"
      type_url: type.googleapis.com/envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig
  lb_policy: CLUSTER_PROVIDED
"""),
            ),
        ),
    )


RULE = Rule(
    id="unknown-cluster-type",
    severity="error",
    gate="nacked",
    on=(CUSTOM,),
    check=check,
    page=page,
)
