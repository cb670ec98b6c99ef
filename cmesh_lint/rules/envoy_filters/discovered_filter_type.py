"""A filter that comes later, of a type that is no filter's."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import available, of_type
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_SOURCE = "envoy.config.core.v3.ExtensionConfigSource"
_PLACES = {
    "envoy.config.listener.v3.ListenerFilter": (
        "a listener filter",
        ("envoy.filters.listener", "envoy.filters.udp_listener"),
    ),
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter": (
        "an HTTP filter",
        ("envoy.filters.http", "envoy.filters.http.upstream"),
    ),
}
"""What has the source → what Envoy looks for. Of network filters it does not look."""


def check(source: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each of `type_urls` that names nothing which Envoy has for the place."""
    place = _PLACES.get(source.parent.type) if source.parent is not None else None
    types = source.fields.get("type_urls")
    if place is None or not isinstance(types, list):
        return
    noun, wanted = place
    for index, url in enumerate(types):
        if isinstance(url, str) and not _is_there(url.rpartition("/")[2], wanted, config):
            text = f"`{url}` is no type of {noun} that Cilium's Envoy has"
            yield RULE.found(text, (*source.route_of("type_urls"), index))


def _is_there(type_: str, wanted: tuple[str, ...], config: EnvoyConfig) -> bool:
    fitting = any(set(each.categories) & set(wanted) for each in of_type(type_))
    return fitting and available(type_, config.version) is not False


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: later
  config_discovery:
    config_source:
      resource_api_version: V3
      api_config_source:
        api_type: GRPC
        transport_api_version: V3
        grpc_services: [{envoy_grpc: {cluster_name: xds-grpc-cilium}}]
    type_urls:
    - envoy.filters.http.cors  # want: discovered-filter-type "is no type of an HTTP filter"
""")
    return Page(
        title="A filter that comes later, of a type that is no filter's",
        catches=(
            "A name in the `type_urls` of a `config_discovery` that is not the type of a filter for that place, or of one that Cilium's Envoy does not have."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad, ("- envoy.filters.http.cors", "- type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors")
        ),
        fix="Write the `@type` of the filter's configuration, not its name.",
        log=("no factory found for a required type URL", "no listener factory found for a required type URL"),
    )


RULE = Rule(
    id="discovered-filter-type",
    severity="error",
    gate="nacked",
    on=(_SOURCE,),
    check=check,
    page=page,
)
