"""Secret in plain text in the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_SECRETS = {
    ("envoy.extensions.transport_sockets.tls.v3.TlsCertificate", "private_key"),
    ("envoy.extensions.transport_sockets.tls.v3.TlsCertificate", "password"),
    ("envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys", "keys"),
    ("envoy.extensions.transport_sockets.tls.v3.GenericSecret", "secret"),
}


def check(source: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames secrets that are written into the object."""
    inline = [name for name in ("inline_string", "inline_bytes") if source.fields.get(name)]
    if source.parent is not None and (source.parent.type, source.field) in _SECRETS and inline:
        yield RULE.found(
            f"`{source.field}` is in plain text in the object; move it to a Kubernetes Secret",
            source.route_of(inline[0]),
            at="key",
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Secret in plain text in the manifest",
        catches=(
            "A private key or another secret that is written into the object: `inline_string` or `inline_bytes` of a "
            "certificate's `private_key` or `password`, of a session ticket key or of a generic secret."
        ),
        why="Everyone who can read the repository, or CECs in the cluster, has the secret.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret\n    name: oauth\n    generic_secret:\n      secret:\n        inline_string: example  # want: inline-private-key "is in plain text"\n',
            ),
        ),
        good=ECHO,
        fix="Keep it in a Kubernetes Secret and reference that through SDS.",
    )


RULE = Rule(
    id="inline-private-key",
    severity="critical",
    gate="runtime",
    effect="everyone who can read the repository or the CECs of the cluster has the secret",
    on=("envoy.config.core.v3.DataSource",),
    check=check,
    page=page,
)
