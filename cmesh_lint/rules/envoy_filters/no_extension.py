"""A message that is not an extension's config."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import of_type
from ...finding import Problem
from ...protobuf.walk import TYPE, Message
from ...protobuf.wellknown import ANY
from ...rule import Example, Page, Rule, fix_example
from ..envoy_tls._contexts import is_idle
from ._places import categories, demanded, judged_type, type_of_name

_TEXT = "google.protobuf.StringValue"
_EXTENSIONS = ("envoy.extensions.", "cilium.")
"""Packages that may have extensions which are not known here; a part of another message is none."""

_ALL_KNOWN = (
    "envoy.extensions.common.",
    "envoy.extensions.filters.common.",
    "envoy.extensions.filters.http.",
    "envoy.extensions.filters.udp.udp_proxy.",
    "envoy.extensions.load_balancing_policies.common.",
)
"""Packages whose every extension is known here."""


def check(any_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type` of a message that no extension is configured by."""
    type_ = judged_type(any_)
    if is_idle(any_, config):
        return  # in a secret that nobody asks for, which Envoy does not open
    if not type_ or of_type(type_) or not (categories(any_) or _is_plain(any_, type_)):
        return
    if type_.startswith(_EXTENSIONS) and not type_.startswith(_ALL_KNOWN) and not config.schemas.is_part(type_):
        return
    usual = type_of_name(any_.parent.fields.get("name") if any_.parent else None)
    hint = f"; `{any_.parent.get('name')}` takes `{usual}`" if usual and any_.parent else ""
    yield RULE.found(f"`{type_}` is not the config of an extension{hint}", (*any_.route, TYPE))


def _is_plain(any_: Message, type_: str) -> bool:
    """Whether it is a well-known type that configures nothing, wherever it stands. A chain is named by a text."""
    return type_.startswith("google.protobuf.") and type_ != _TEXT and bool(demanded(any_))


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.cors
  typed_config:
    "@type": type.googleapis.com/google.protobuf.Struct  # want: no-extension "`google.protobuf.Struct` is not the config of an extension"
    value: {}
""")
    return Page(
        title="A message that is not an extension's config",
        catches=(
            "A message in the `typed_config` of a filter, logger, transport socket or other extension that is not "
            "the config of any extension, such as `google.protobuf.Struct`. Envoy goes by `@type` and does not look "
            "at `name`."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(
            bad, ("google.protobuf.Struct\n              value: {}", "envoy.extensions.filters.http.cors.v3.Cors")
        ),
        fix="Write the `@type` of the extension.",
        log=("Didn't find a registered implementation for '…' with type URL: 'google.protobuf.Struct'",),
        more=(
            Example(
                "a part of another message",
                bad=http_filter("""\
- name: envoy.filters.http.rbac
  typed_config:
    "@type": type.googleapis.com/envoy.config.rbac.v3.RBAC  # want: no-extension "takes `envoy.extensions.filters.http.rbac.v3.RBAC`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="no-extension",
    severity="error",
    gate="nacked",
    on=(ANY,),
    check=check,
    page=page,
)
