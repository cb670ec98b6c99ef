"""Short name of a cluster that the agent does not complete."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import EXT_AUTHZ, REFERRING, references
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._clusters import cost, lacks_qualification


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames short names in places that reach Envoy as they are written."""
    for each in references(message, config):
        if lacks_qualification(each, config):
            full = config.envelope.owner.qualified(each.written)
            later = " before Cilium 1.20" if message.above(EXT_AUTHZ) and not config.since("1.20") else ""
            text = f"the agent does not complete `{each.written}` here{later}; write `{full}`"
            yield RULE.found(text, each.route, gate=each.gate, consequence=cost(message, each))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "          http_filters:\n",
            """\
          http_filters:
          - name: envoy.filters.http.ext_proc
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
              grpc_service:
                envoy_grpc:
                  cluster_name: processor  # want: unqualified-cluster-reference "write `default/echo/processor`"
""",
        ),
        (
            "  services:\n",
            """\
  backendServices:
  - name: processor
    namespace: default
  services:
""",
        ),
        (
            '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n',
            """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: processor
    type: EDS
    connect_timeout: 5s
    eds_cluster_config:
      service_name: default/processor
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config:
          http2_protocol_options: {}
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
""",
        ),
    )
    return Page(
        title="Short name of a cluster that the agent does not complete",
        catches=(
            "A filter, an access log, a tracer, an aggregate cluster or a mirror policy of a virtual host that "
            "references a cluster of the same CEC without `NAMESPACE/CEC/`. The agent completes names in routes and "
            "TCP proxies, and in ext_authz since Cilium 1.20; everywhere else Envoy gets the name as it is written."
        ),
        why=(
            "Envoy has no cluster of the short name: calls of the filter fail, and most filters then reject the "
            "request."
        ),
        bad=bad,
        good=fix_example(bad, ("cluster_name: processor", "cluster_name: default/echo/processor")),
        fix="Write `NAMESPACE/CEC/CLUSTER` (`/CCEC/CLUSTER` in a CCEC). Every version accepts it.",
    )


RULE = Rule(
    id="unqualified-cluster-reference",
    severity="error",
    gate=None,
    on=REFERRING,
    check=check,
    page=page,
)
