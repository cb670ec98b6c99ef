"""Secret is empty."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import SECRET, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from .secret_of_other_kind import KINDS


def check(secret: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a Secret of the resources that has neither certificate nor CA nor keys."""
    if secret.parent is secret.top and "name" in secret.fields and not any(kind in secret.fields for kind in KINDS):
        text = f"the Secret is empty; expected one of {', '.join(f'`{kind}`' for kind in KINDS)}"
        yield RULE.found(text, secret.route_of("name"))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "  resources:\n",
            """\
  resources:
  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
    name: ca  # want: empty-secret "is empty"
""",
        ),
    )
    return Page(
        title="Secret is empty",
        catches="A Secret among the resources that has a name and nothing else.",
        why="The agent accepts and serves it, but there is nothing in it: TLS handshakes that need it fail.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "    name: ca\n",
                "    name: ca\n    validation_context:\n      trusted_ca:\n"
                "        filename: /etc/ssl/certs/ca-certificates.crt\n",
            ),
        ),
        fix="Add a certificate, a CA, ticket keys or a generic secret, or remove the Secret.",
    )


RULE = Rule(
    id="empty-secret",
    severity="warning",
    gate="runtime",
    effect="there is nothing to use in the secret: TLS handshakes that need it fail",
    on=(SECRET,),
    check=check,
    page=page,
)
