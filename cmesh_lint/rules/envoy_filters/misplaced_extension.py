"""An extension of the wrong kind for its place."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import of_type
from ...finding import Problem
from ...protobuf.walk import TYPE, Message
from ...protobuf.wellknown import ANY
from ...rule import Example, Page, Rule, fix_example
from ..envoy_tls._contexts import is_idle
from ._places import demanded, fits, judged_type

_NOUNS = {
    "envoy.access_loggers": "an access logger",
    "envoy.clusters": "a cluster type",
    "envoy.filters.http": "an HTTP filter",
    "envoy.filters.http.upstream": "an upstream HTTP filter",
    "envoy.filters.listener": "a listener filter",
    "envoy.filters.network": "a network filter",
    "envoy.filters.upstream_network": "an upstream network filter (Cilium's Envoy has none)",
    "envoy.health_checkers": "a health checker",
    "envoy.transport_sockets.downstream": "a transport socket for listeners",
    "envoy.transport_sockets.upstream": "a transport socket for clusters",
    "envoy.upstream_options": "protocol options",
}


def check(any_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type` of an extension that is known, and stands in a place for others."""
    type_ = judged_type(any_)
    if is_idle(any_, config):
        return  # in a secret that nobody asks for, which Envoy does not open
    known = of_type(type_)
    wanted = demanded(any_) if known and not type_.startswith("cilium.") else ()
    if wanted and not fits(type_, wanted):
        text = f"{type_.rpartition('.')[2]} is {_noun(known[0].categories)}; expected {_noun(wanted)}"
        yield RULE.found(text, (*any_.route, TYPE))


def _noun(categories_: tuple[str, ...]) -> str:
    category = categories_[0]
    return _NOUNS.get(category) or f"an extension of the category `{category}`"


def page() -> Page:
    from ..examples import http_filter, in_listener, in_manager

    bad = http_filter("""\
- name: envoy.filters.network.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC  # want: misplaced-extension "is a network filter; expected an HTTP filter"
    stat_prefix: echo
    rules: {policies: {all: {permissions: [{any: true}], principals: [{any: true}]}}}
""")
    return Page(
        title="An extension of the wrong kind for its place",
        catches="A network filter among HTTP filters, an HTTP filter among listener filters, and so on.",
        why="Envoy looks up extensions by kind, does not find this one, and rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("filters.network.rbac", "filters.http.rbac"), ("              stat_prefix: echo\n", "")),
        fix="Move it to where its kind belongs, or use an extension of the right kind.",
        log=("Didn't find a registered implementation for '…' with type URL: '…TcpProxy'",),
        more=(
            Example(
                "an HTTP filter among listener filters",
                bad=in_listener("""\
listener_filters:
- name: envoy.filters.http.cors
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors  # want: misplaced-extension "is an HTTP filter; expected a listener filter"
"""),
            ),
            Example(
                "a network filter as access logger",
                bad=in_manager("""\
access_log:
- name: envoy.filters.network.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC  # want: misplaced-extension "expected an access logger"
    stat_prefix: echo
"""),
            ),
        ),
    )


RULE = Rule(
    id="misplaced-extension",
    severity="error",
    gate="nacked",
    on=(ANY,),
    check=check,
    page=page,
)
