"""Server certificates from secrets and inline."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._contexts import DOWNSTREAM


def check(context: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames secrets beside certificates."""
    common = context.child("common_tls_context")
    if common is not None and _has(common, "tls_certificates") and _has(common, "tls_certificate_sds_secret_configs"):
        text = "`tls_certificate_sds_secret_configs` cannot be combined with `tls_certificates`; remove one of them"
        yield RULE.found(text, common.route_of("tls_certificate_sds_secret_configs"), at="key")


def _has(common: Message, name: str) -> bool:
    return bool(common.fields.get(name))


def page() -> Page:
    from ..examples import in_chain

    bad = in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    common_tls_context:
      tls_certificates:
      - certificate_chain: {filename: /certs/tls.crt}
        private_key: {filename: /certs/tls.key}
      tls_certificate_sds_secret_configs:  # want: mixed-certificates "cannot be combined with `tls_certificates`"
      - name: cilium-secrets/echo
""")
    return Page(
        title="Server certificates from secrets and inline",
        catches="Both `tls_certificates` and `tls_certificate_sds_secret_configs` in a DownstreamTlsContext.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            (
                """\
            tls_certificates:
            - certificate_chain: {filename: /certs/tls.crt}
              private_key: {filename: /certs/tls.key}
""",
                "",
            ),
        ),
        fix="Keep one of the two, preferably the secrets.",
        log=("SDS and non-SDS TLS certificates may not be mixed in server contexts",),
    )


RULE = Rule(
    id="mixed-certificates",
    severity="error",
    gate="nacked",
    on=(DOWNSTREAM,),
    check=check,
    page=page,
)
