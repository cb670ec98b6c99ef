"""A cluster with options of two HTTP protocols and no word on which to speak."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ..protocols import injects_upstream
from . import _kinds

_BOTH = ("http_protocol_options", "http2_protocol_options")
_DEFAULT = ("USE_CONFIGURED_PROTOCOL", None)


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the second, where `protocol_selection` is the default and no HttpProtocolOptions decide."""
    chosen = cluster.fields.get("protocol_selection") not in _DEFAULT
    if chosen or not all(name in cluster.fields for name in _BOTH):
        return
    if _kinds.options(cluster) is None and not injects_upstream(config):
        text = f"`{_BOTH[0]}` and `{_BOTH[1]}` exclude each other"
        yield RULE.found(text, cluster.route_of(_BOTH[1]), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
http_protocol_options: {}
http2_protocol_options: {}  # want: both-http-protocols "exclude each other"
""")
    return Page(
        title="A cluster with options of two HTTP protocols",
        catches=(
            "`http_protocol_options` beside `http2_protocol_options` in a cluster with the default `protocol_selection` and without HttpProtocolOptions."
        ),
        why="Envoy rejects the cluster.",
        bad=bad,
        good=fix_example(bad, ("    http_protocol_options: {}\n", "")),
        fix="Keep the options of the protocol that the cluster speaks, in HttpProtocolOptions with `explicit_http_config`.",
        log=("Both HTTP1 and HTTP2 options may only be configured with non-default 'protocol_selection' values",),
    )


RULE = Rule(
    id="both-http-protocols",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
