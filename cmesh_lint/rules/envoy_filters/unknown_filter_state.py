"""A filter state object of unknown type."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

VALUE = "envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue"
_FACTORIES = ("envoy.", "cilium.")
"""Kinds of objects have names that begin so; others are made up by their author."""


def check(value: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a key that stands for its kind as well, and is none."""
    name = "factory_key" if value.fields.get("factory_key") else "object_key"
    key = value.fields.get(name)
    if isinstance(key, str) and key and not key.startswith(_FACTORIES):
        hint = "; add `factory_key: envoy.string`" if name == "object_key" else "; write `envoy.string`"
        yield RULE.found(f"`{key}` is not a known object type{hint}", value.route_of(name))


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.set_filter_state
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.set_filter_state.v3.Config
    on_request_headers:
    - object_key: tenant  # want: unknown-filter-state "add `factory_key: envoy.string`"
      format_string:
        text_format_source: {inline_string: "%REQ(x-tenant)%"}
""")
    return Page(
        title="A filter state object of unknown type",
        catches=(
            "A filter state value without `factory_key` whose `object_key` is a name of your own: Envoy then looks "
            "for an object type with that name."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad, ("object_key: tenant\n", "object_key: tenant\n                factory_key: envoy.string\n")
        ),
        fix="Add `factory_key: envoy.string`.",
        log=("'foo' does not have an object factory",),
        more=(
            Example(
                "an unknown `factory_key`",
                bad=fix_example(
                    bad,
                    (
                        "object_key: tenant\n",
                        'object_key: tenant\n                factory_key: string  # want: unknown-filter-state "write `envoy.string`"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="unknown-filter-state",
    severity="error",
    gate="nacked",
    on=(VALUE,),
    check=check,
    page=page,
)
