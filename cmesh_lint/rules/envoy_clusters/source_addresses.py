"""Invalid combination of source addresses."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..addresses import is_ip


def check(binding: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames further source addresses without a first, several of them, or one of the first's family."""
    if binding.parent is None or binding.parent.type != CLUSTER:
        return
    extra, additional = (binding.children(name) for name in ("extra_source_addresses", "additional_source_addresses"))
    if not extra and not additional:
        return
    field = "extra_source_addresses" if extra else "additional_source_addresses"
    own = _address(binding.child("source_address"))
    others = [each.child("address") for each in extra] if extra else additional
    if "source_address" not in binding.fields:
        text = f"`{field}` needs a `source_address`, which is not set"
        yield RULE.found(text, binding.route_of(field), at="key")
    elif len(extra) > 1 or len(additional) > 1:
        text = f"only one additional source address is allowed, found {len(others)}"
        yield RULE.found(text, binding.route_of(field), at="key")
    elif own and (other := _address(others[0])) and (":" in own) == (":" in other):
        text = f"`{other}` has the same IP version as `{own}`; the second address must have the other"
        yield RULE.found(text, binding.route_of(field), at="key")


def _address(socket: Message | None) -> str:
    """The IP address of a SocketAddress; empty where there is none."""
    text = socket.fields.get("address") if socket is not None else None
    return text if isinstance(text, str) and is_ip(text) else ""


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
upstream_bind_config:
  source_address: {address: 10.0.0.1, port_value: 0}
  extra_source_addresses:  # want: source-addresses "`10.0.0.2` has the same IP version as `10.0.0.1`"
  - address: {address: 10.0.0.2, port_value: 0}
""")
    return Page(
        title="Invalid combination of source addresses",
        catches=(
            "An `upstream_bind_config` of a cluster with additional source addresses but no `source_address`, with "
            "several of them, or with one of the same IP version."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("10.0.0.2", '"fd00::2"')),
        fix="Set one address for IPv4 and one for IPv6.",
        log=("upstream binding config has",),
        more=(
            Example(
                "no first address",
                bad=_examples.dns_cluster("""\
upstream_bind_config:
  additional_source_addresses:  # want: source-addresses "needs a `source_address`"
  - {address: 10.0.0.2, port_value: 0}
"""),
            ),
            Example(
                "three addresses",
                bad=_examples.dns_cluster("""\
upstream_bind_config:
  source_address: {address: 10.0.0.1, port_value: 0}
  extra_source_addresses:  # want: source-addresses "only one additional source address is allowed, found 2"
  - address: {address: "fd00::2", port_value: 0}
  - address: {address: "fd00::3", port_value: 0}
"""),
            ),
        ),
    )


RULE = Rule(
    id="source-addresses",
    severity="error",
    gate="nacked",
    on=("envoy.config.core.v3.BindConfig",),
    check=check,
    page=page,
)
