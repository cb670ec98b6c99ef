"""TLS secret in a namespace that the agent does not serve."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example
from ..echo import ECHO

SERVED = "cilium-secrets"
"""The default of the Helm values `tls.secretsNamespace.name` and its siblings for Ingress and Gateway API."""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names of secrets that begin with another namespace."""
    own = {facts.namespace, *(facts.own(ref).partition("/")[0] for ref in facts.services), "default"}
    for use in facts.secret_uses:
        namespace, _, name = use.name.partition("/")
        if namespace == SERVED or "/" in name or use.name in repository.secrets:
            continue
        text = f"the agent only serves Secrets of `{SERVED}`, found one of `{namespace}`"
        yield RULE.found(text, use.route, severity=None if namespace in own else "warning")


TLS = """\
    filter_chains:
    - transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            tls_certificate_sds_secret_configs:
            - name: default/echo-tls  # want: secret-namespace "found one of `default`"
      filters:
"""
BAD = fix_example(ECHO, ("    filter_chains:\n    - filters:\n", TLS))


def page() -> Page:
    return Page(
        title="TLS secret in a namespace that the agent does not serve",
        catches=(
            "A secret `NAMESPACE/NAME` in a TLS context whose namespace is not `cilium-secrets`. It is an error for "
            "the namespaces of the CEC and its Services, and a warning for others, since Cilium can be installed with "
            "another namespace for secrets."
        ),
        why="The agent never serves the secret: the listener waits for it, and TLS handshakes fail.",
        bad=BAD,
        good=fix_example(BAD, ("default/echo-tls", "cilium-secrets/echo-tls")),
        fix="Create the Secret in `cilium-secrets`, or have it synchronized to there, and write `cilium-secrets/NAME`.",
        log=("Secret is not supplied by SDS",),
    )


RULE = Rule(
    id="secret-namespace",
    severity="error",
    gate="runtime",
    effect="the agent never serves the secret, and TLS handshakes fail",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
