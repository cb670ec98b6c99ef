"""Two ways to find the client's address exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

EXTENSIONS = "original_ip_detection_extensions"


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the extensions beside a field that does the same."""
    if not manager.fields.get(EXTENSIONS):
        return
    for name in ("use_remote_address", "xff_num_trusted_hops"):
        if manager.fields.get(name):
            text = f"`{EXTENSIONS}` and `{name}` exclude each other"
            yield RULE.found(text, manager.route_of(EXTENSIONS), at="key")


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
original_ip_detection_extensions:  # want: ip-detection-conflict "and `use_remote_address` exclude each other"
- name: envoy.http.original_ip_detection.xff
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.http.original_ip_detection.xff.v3.XffConfig
    xff_num_trusted_hops: 1
""")
    return Page(
        title="Two ways to find the client's address",
        catches="`original_ip_detection_extensions` beside `use_remote_address: true` or `xff_num_trusted_hops`.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("          use_remote_address: true\n", "")),
        fix="Keep one of the two.",
        log=("Original IP detection extensions and use_remote_address may not be mixed",),
    )


RULE = Rule(
    id="ip-detection-conflict",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
