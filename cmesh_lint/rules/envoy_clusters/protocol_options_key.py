"""Protocol options under the wrong key."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

KEYED = frozenset(
    {
        "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        "envoy.extensions.upstreams.tcp.v3.TcpProtocolOptions",
    }
)
"""Messages that stand under their own full name."""


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the key of an entry that holds what belongs under another, and what stands under a key not its own."""
    for options in cluster.children("typed_extension_protocol_options"):
        key = str(options.route[-1])
        if options.type in KEYED and key != options.type:
            yield RULE.found(
                f"`{key}` is not the key of these options; write `{options.type}`", options.route, at="key"
            )
        elif key in KEYED and options.type != key:
            yield RULE.found(
                f"`{options.type}` is under the key `{key}`, which is for another message", options.route, at="key"
            )


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.HttpProtocolOptions:  # want: protocol-options-key "write `envoy.extensions.upstreams.http.v3.HttpProtocolOptions`"
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config: {http2_protocol_options: {}}
""")
    return Page(
        title="Protocol options under the wrong key",
        catches=(
            "An entry of `typed_extension_protocol_options` with HttpProtocolOptions or TcpProtocolOptions whose key "
            "is not the full name of that message."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("upstreams.http.HttpProtocolOptions:", "upstreams.http.v3.HttpProtocolOptions:")),
        fix="Use the full name of the message as the key.",
        log=("Didn't find a registered network or http filter or protocol options implementation for name",),
        more=(
            Example(
                "the key of another message",
                bad=_examples.dns_cluster("""\
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:  # want: protocol-options-key "is under the key"
    "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
"""),
            ),
        ),
    )


RULE = Rule(
    id="protocol-options-key",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
