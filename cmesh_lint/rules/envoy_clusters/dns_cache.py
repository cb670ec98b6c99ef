"""Two DNS caches with the same name and different settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cec.envoy_config import EnvoyConfig
from ...finding import Note, Problem
from ...protobuf.durations import nanoseconds
from ...protobuf.walk import Message
from ...rule import CONFIG, Example, Page, Rule, fix_example

CACHE = "envoy.extensions.common.dynamic_forward_proxy.v3.DnsCacheConfig"
_DEFAULT_HOSTS = 1024


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a cache that differs from an earlier one of its name, and one for fewer hosts than it begins with."""
    first: dict[str, Message] = {}
    for cache in config.of(CACHE):
        name = cache.fields.get("name")
        if not isinstance(name, str) or not config.decodes(cache):
            continue
        before = first.setdefault(name, cache)
        if _content(before, config) != _content(cache, config):
            notes = (Note(before.route, "the different settings"),)
            yield RULE.found(
                f"another DNS cache named `{name}` has different settings; write the same in both",
                cache.route,
                notes=notes,
            )
        hosts, most = cache.children("preresolve_hostnames"), cache.fields.get("max_hosts", _DEFAULT_HOSTS)
        if isinstance(most, int) and len(hosts) > most:
            text = f"{len(hosts)} `preresolve_hostnames` exceed `max_hosts`, {most}"
            yield RULE.found(text, cache.route_of("preresolve_hostnames"), at="key")


def _content(message: Message, config: EnvoyConfig) -> Any:
    """What is set, at any depth, with what is the default left out."""
    assert message.schema is not None or not message.fields
    own = {name: _canonical(value) for name, value in message.fields.items() if not _is_default(message, name, config)}
    return own, [(each.field, _content(each, config)) for each in message.below]


def _canonical(value: Any) -> Any:
    """The same for all spellings of a duration."""
    length = nanoseconds(value) if isinstance(value, str) else None
    return value if length is None else length


def _is_default(message: Message, name: str, config: EnvoyConfig) -> bool:
    field = message.schema.by_name.get(name) if message.schema is not None else None
    value = message.fields[name]
    if field is None or field.shape != "one":
        return value in ([], {})
    if field.kind == "enum":
        return bool(value == config.schemas.enum(field.type).by_number.get(0))
    return field.type in ("bool", "string", "uint32", "uint64") and value in (False, "", 0)


_FILTER = """\
- name: envoy.filters.http.dynamic_forward_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig
    dns_cache_config: {name: echo, dns_lookup_family: V4_ONLY}
"""
_CLUSTER = """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: forward
    lb_policy: CLUSTER_PROVIDED
    cluster_type:
      name: envoy.clusters.dynamic_forward_proxy
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig
        allow_insecure_cluster_options: true
        dns_cache_config: {name: echo, dns_lookup_family: V6_ONLY}  # want: dns-cache "has different settings"
"""


def page() -> Page:
    from ..examples import http_filter
    from . import _examples

    bad = http_filter(_FILTER) + _CLUSTER
    return Page(
        title="Two DNS caches with the same name and different settings",
        catches=(
            "Two `dns_cache_config` with the same name in a CEC, such as those of a forward proxy's filter and its "
            "cluster, whose settings differ. Also a cache with more `preresolve_hostnames` than `max_hosts`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("V6_ONLY", "V4_ONLY")),
        fix="Write the same settings in both places.",
        log=(
            "config specified DNS cache '…' with different settings",
            "configured with preresolve_hostnames=… larger than",
        ),
        more=(
            Example(
                "too many hosts to resolve in advance",
                bad=http_filter("""\
- name: envoy.filters.http.dynamic_forward_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig
    dns_cache_config:
      name: echo
      dns_lookup_family: V4_ONLY
      max_hosts: 1
      preresolve_hostnames:  # want: dns-cache "2 `preresolve_hostnames` exceed `max_hosts`, 1"
      - {address: a.example.com, port_value: 443}
      - {address: b.example.com, port_value: 443}
"""),
            ),
        ),
    )


RULE = Rule(
    id="dns-cache",
    severity="error",
    gate="nacked",
    on=(CONFIG,),
    check=check,
    page=page,
)
