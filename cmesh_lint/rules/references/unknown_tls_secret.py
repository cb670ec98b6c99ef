"""A secret that nobody defines."""

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
        text = f"no Secret of this object is named `{asked.written}`{hint}; others have names with a `/`"
        yield RULE.found(text if not hint else text.partition("; others")[0], asked.route)


TLS = """\
    filter_chains:
    - transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_certificate_sds_secret_configs:
            - name: echo-tls  # want: unknown-tls-secret "no Secret of this object is named `echo-tls`"
      filters:
"""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(ECHO, ("    filter_chains:\n    - filters:\n", TLS))
    return Page(
        title="A TLS secret that nobody defines",
        catches=(
            "A name of a secret in a TLS context without `/` and without an Envoy Secret of that name in the same CEC. "
            "The agent puts `NAMESPACE/CEC/` before it, so it is none of Kubernetes' Secrets."
        ),
        why="The listener or cluster waits for a secret that never comes: TLS handshakes fail.",
        bad=bad,
        good=fix_example(bad, ("echo-tls", "cilium-secrets/echo-tls")),
        fix=(
            "For a Kubernetes Secret write `cilium-secrets/NAME`: the agent serves Secrets of that namespace. "
            "Or add a resource of type Secret that gets its key from there."
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
