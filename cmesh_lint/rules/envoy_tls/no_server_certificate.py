"""A TLS server without a certificate."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._contexts import DOWNSTREAM

_SOURCES = ("tls_certificates", "tls_certificate_sds_secret_configs", "custom_tls_certificate_selector")


def check(context: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a server's context that gets its certificate from nowhere."""
    common = context.child("common_tls_context")
    if "common_tls_context" in context.fields and common is None:
        return
    if common is None or not any(common.fields.get(name) not in (None, []) for name in _SOURCES):
        where = context.route_of("common_tls_context") if common is not None else context.route
        text = "the server has no certificate; add `tls_certificate_sds_secret_configs` or `tls_certificates`"
        yield RULE.found(text, where, at="key")


def page() -> Page:
    from ..examples import in_chain

    bad = in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    common_tls_context:  # want: no-server-certificate "the server has no certificate"
      alpn_protocols: [h2, http/1.1]
""")
    return Page(
        title="A TLS server without a certificate",
        catches="A DownstreamTlsContext with neither certificates nor a secret that has one.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "            alpn_protocols: [h2, http/1.1]\n",
                "            alpn_protocols: [h2, http/1.1]\n"
                "            tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]\n",
            ),
        ),
        fix="Set a secret in `tls_certificate_sds_secret_configs`; the agent fills in its source.",
        log=("No TLS certificates found for server context",),
        more=(
            Example(
                "an empty context",
                bad=in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:  # want: no-server-certificate "the server has no certificate"
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
"""),
            ),
            Example(
                "an empty list of secrets",
                bad=in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    common_tls_context:  # want: no-server-certificate "the server has no certificate"
      tls_certificate_sds_secret_configs: []
"""),
            ),
        ),
    )


RULE = Rule(
    id="no-server-certificate",
    severity="error",
    gate="nacked",
    on=(DOWNSTREAM,),
    check=check,
    page=page,
)
