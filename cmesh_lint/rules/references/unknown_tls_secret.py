"""TLS secret is not defined in this CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...cec.xds_names import SDS, secret_name
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ...suggest import did_you_mean, few


def check(sds: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a secret that only this CEC could define, and does not."""
    asked = secret_name(sds, config)
    if asked is None or not config.envelope.owner.owns(asked.name):
        return
    if asked.name not in config.defined.secrets and asked.written not in config.defined.untyped:
        prefix = config.envelope.owner.qualified("x").removesuffix("x")
        hint = did_you_mean(asked.written, few(name.removeprefix(prefix) for name in config.defined.secrets))
        kubernetes = f"; for a Kubernetes Secret write `cilium-secrets/{asked.written}`"
        yield RULE.found(f"Secret `{asked.written}` is not defined in this CEC{hint or kubernetes}", asked.route)


TLS = """\
    filter_chains:
    - transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_certificate_sds_secret_configs:
            - name: echo-tls  # want: unknown-tls-secret "write `cilium-secrets/echo-tls`"
      filters:
"""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(ECHO, ("    filter_chains:\n    - filters:\n", TLS))
    return Page(
        title="TLS secret is not defined in this CEC",
        catches=(
            "A secret in a TLS context with a name without `/`, where the CEC has no Envoy Secret of that name. The "
            "agent puts `NAMESPACE/CEC/` before the name, so it never means a Kubernetes Secret."
        ),
        why="The listener or cluster waits for a secret that never comes: TLS handshakes fail.",
        bad=bad,
        good=fix_example(bad, ("echo-tls", "cilium-secrets/echo-tls")),
        fix=(
            "For a Kubernetes Secret write `cilium-secrets/NAME`: the agent serves Secrets of that namespace. Or add a "
            "resource of type Secret."
        ),
        log=("Secret is not supplied by SDS",),
    )


RULE = Rule(
    id="unknown-tls-secret",
    severity="error",
    gate="runtime",
    effect="the secret never arrives: TLS handshakes fail",
    on=(SDS,),
    check=check,
    page=page,
)
