"""Conflicting client address settings."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

EXTENSIONS = "original_ip_detection_extensions"


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the extensions beside a field that does the same."""
    if not manager.fields.get(EXTENSIONS):
        return
    for name in ("use_remote_address", "xff_num_trusted_hops"):
        if manager.fields.get(name):
            text = f"`{EXTENSIONS}` cannot be combined with `{name}`"
            yield RULE.found(text, manager.route_of(EXTENSIONS), at="key")


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
original_ip_detection_extensions:  # want: ip-detection-conflict "cannot be combined with `use_remote_address`"
- name: envoy.http.original_ip_detection.xff
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.http.original_ip_detection.xff.v3.XffConfig
    xff_num_trusted_hops: 1
""")
    return Page(
        title="Conflicting client address settings",
        catches=(
            "`original_ip_detection_extensions` together with `use_remote_address: true` or `xff_num_trusted_hops`."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("          use_remote_address: true\n", "")),
        fix="Keep one of the two.",
        log=("Original IP detection extensions and use_remote_address may not be mixed",),
        more=(
            Example(
                "trusted hops",
                bad=in_manager("""\
xff_num_trusted_hops: 1
original_ip_detection_extensions:  # want: ip-detection-conflict "cannot be combined with `xff_num_trusted_hops`"
- name: envoy.http.original_ip_detection.xff
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.http.original_ip_detection.xff.v3.XffConfig
    xff_num_trusted_hops: 1
""").replace("          use_remote_address: true\n", ""),
            ),
        ),
    )


RULE = Rule(
    id="ip-detection-conflict",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
