"""Secret is not of the expected kind."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...cec.xds_names import SDS, secret_name
from ...finding import Note, Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

KINDS = ("tls_certificate", "validation_context", "session_ticket_keys", "generic_secret")


def check(sds: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a reference to a Secret of this CEC that holds something else."""
    asked = secret_name(sds, config)
    secret = config.defined.secrets.get(asked.name) if asked is not None else None
    if asked is None or secret is None:
        return
    kind = next((kind for kind in KINDS if kind in secret.keys), "")
    if kind and kind != asked.slot:
        text = f"expected a Secret with `{asked.slot}`, but `{asked.written}` has `{kind}`"
        yield RULE.found(text, asked.route, notes=(Note(secret.route_of(kind), "the Secret"),))


TLS = """\
    filter_chains:
    - transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_certificate_sds_secret_configs:
            - name: cilium-secrets/echo-tls
            validation_context_sds_secret_config:
              name: ca  # want: secret-of-other-kind "expected a Secret with `validation_context`"
      filters:
"""
SECRET = """\
  resources:
  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
    name: ca
    generic_secret:
      secret:
        filename: /etc/ssl/certs/ca-certificates.crt
"""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(ECHO, ("    filter_chains:\n    - filters:\n", TLS), ("  resources:\n", SECRET))
    return Page(
        title="Secret is not of the expected kind",
        catches=(
            "A TLS context that expects a certificate, a CA or ticket keys, with the name of a Secret that contains "
            "something else."
        ),
        why="Envoy rejects the secret when it arrives and keeps waiting for another: TLS handshakes fail.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "    generic_secret:\n      secret:\n        filename",
                "    validation_context:\n      trusted_ca:\n        filename",
            ),
        ),
        fix="Reference a Secret of the expected kind.",
    )


RULE = Rule(
    id="secret-of-other-kind",
    severity="error",
    gate="runtime",
    effect="Envoy rejects the secret and keeps waiting for one that fits: TLS handshakes fail",
    on=(SDS,),
    check=check,
    page=page,
)
