"""More than one client certificate."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._contexts import UPSTREAM

_SOURCES = ("tls_certificates", "tls_certificate_sds_secret_configs")


def check(context: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the certificates of a client where there is more than one."""
    common = context.child("common_tls_context")
    if common is None:
        return
    found = [(name, len(common.children(name))) for name in _SOURCES]
    number = sum(count for _, count in found)
    if number > 1:
        text = f"only one client certificate is allowed, found {number}"
        yield RULE.found(text, common.route_of(next(name for name, count in found if count)), at="key")


def page() -> Page:
    from ..examples import in_cluster

    bad = in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_certificate_sds_secret_configs:  # want: several-client-certificates "found 2"
      - name: cilium-secrets/echo
      - name: cilium-secrets/old-echo
      validation_context_sds_secret_config:
        name: cilium-secrets/ca
""")
    return Page(
        title="More than one client certificate",
        catches=("An UpstreamTlsContext with more than one certificate, counting inline ones and secrets together."),
        why="Envoy rejects the cluster.",
        bad=bad,
        good=fix_example(bad, ("          - name: cilium-secrets/old-echo\n", "")),
        fix="Keep one.",
        log=("Multiple TLS certificates are not supported for client contexts",),
        more=(
            Example(
                "one inline and one from a secret",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_certificates:  # want: several-client-certificates "found 2"
      - certificate_chain: {filename: /certs/tls.crt}
        private_key: {filename: /certs/tls.key}
      tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]
"""),
            ),
        ),
    )


RULE = Rule(
    id="several-client-certificates",
    severity="error",
    gate="nacked",
    on=(UPSTREAM,),
    check=check,
    page=page,
)
