"""A dynamic forward proxy that does not verify the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds

_NEEDED = ("auto_sni", "auto_san_validation")


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a cluster whose options lack one of both, unless it says that it means it."""
    custom = cluster.child("cluster_type")
    if custom is None or _kinds.kind(cluster) != _kinds.FORWARD_PROXY:
        return
    typed = custom.child("typed_config")
    if typed is not None and typed.fields.get("allow_insecure_cluster_options") is True:
        return
    options = _options(cluster, config)
    missing = [name for name in _NEEDED if options is not None and options.get(name) is not True]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        text = (
            f"a dynamic forward proxy needs {names} in HttpProtocolOptions, or `allow_insecure_cluster_options: true`"
        )
        yield RULE.found(text, custom.route, at="key")


def _options(cluster: Message, config: EnvoyConfig) -> Mapping[str, Any] | None:
    """The options as Envoy gets them; None where there are none, and Envoy takes good ones.

    The agent adds HttpProtocolOptions to the clusters of a CEC with Services.
    """
    # Forward proxies are rare, and the agent's model is not.
    from ...agent.transform import Agent

    made = Agent(config.version).effective(config.manifest)
    sent = next((each.value for each in made.resources if each.resource.route == cluster.top.route), {})
    typed = sent.get("typed_extension_protocol_options", {})
    held = next((each for each in typed.values() if str(each.get("@type", "")).endswith(_kinds.OPTIONS)), sent)
    found: Mapping[str, Any] | None = held.get("upstream_http_protocol_options")
    return found if held is sent or found is not None else {}


def page() -> Page:
    from . import _examples

    bad = _examples.cluster("""\
lb_policy: CLUSTER_PROVIDED
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config: {http_protocol_options: {}}
cluster_type:  # want: insecure-forward-proxy "needs `auto_sni` and `auto_san_validation`"
  name: envoy.clusters.dynamic_forward_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig
    dns_cache_config: {name: echo, dns_lookup_family: V4_ONLY}
""")
    return Page(
        title="A dynamic forward proxy that does not verify the server",
        catches=(
            "A cluster of type `envoy.clusters.dynamic_forward_proxy` whose HttpProtocolOptions do not have "
            "`auto_sni: true` and `auto_san_validation: true`, with or without TLS. The agent adds "
            "HttpProtocolOptions to the clusters of a CEC that lists Services."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(
            bad,
            (
                "        explicit",
                "        upstream_http_protocol_options: {auto_sni: true, auto_san_validation: true}\n        explicit",
            ),
        ),
        fix="Set both, or set `allow_insecure_cluster_options: true` in the ClusterConfig.",
        log=("dynamic_forward_proxy cluster must have auto_sni and auto_san_validation true",),
        more=(
            Example(
                "one of the two",
                bad=fix_example(
                    bad,
                    ("        explicit", "        upstream_http_protocol_options: {auto_sni: true}\n        explicit"),
                ).replace(
                    "cluster_type:\n",
                    'cluster_type:  # want: insecure-forward-proxy "needs `auto_san_validation` in HttpProtocolOptions"\n',
                ),
            ),
            Example(
                "an explicit opt-out",
                good=fix_example(
                    bad,
                    (
                        "        dns_cache_config",
                        "        allow_insecure_cluster_options: true\n        dns_cache_config",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="insecure-forward-proxy",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
