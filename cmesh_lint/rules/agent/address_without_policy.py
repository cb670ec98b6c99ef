"""A listener with its own address bypasses policies."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames addresses that keep the filters out."""

    address = listener.child("address")
    socket = address.child("socket_address") if address is not None else None
    if socket is None or listener.parent is not listener.top or "internal_listener" in listener.fields:
        return
    where = socket.fields.get("address")
    features = config.envelope.features
    injected = features.filters_beside_an_address and config.envelope.inject_filters
    local = isinstance(where, str) and (where.startswith("127.") or where == "::1")
    if not injected and not local:
        yield RULE.found(
            "listeners with an explicit `address` bypass network policies: the agent does not add its policy filters",
            listener.route_of("address"),
            at="key",
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A listener with its own address bypasses policies",
        catches=(
            "A listener with an `address` other than loopback in a CEC without `services` and without "
            '`cec.cilium.io/inject-cilium-filters: "true"`. Before Cilium 1.16 no listener with an address gets the '
            "policy filters."
        ),
        why=("The agent does not add its policy filters, so L7 network policies are not enforced on this port."),
        bad=fix_example(
            ECHO,
            (
                "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n",
                "  backendServices:\n  - name: echo\n    namespace: default\n",
            ),
            (
                "    name: echo\n    filter_chains:\n",
                """    name: echo
    address:  # want: address-without-policy "does not add its policy filters"
      socket_address: {address: 192.0.2.1, port_value: 8080}
    filter_chains:
""",
            ),
        ),
        good=ECHO,
        fix=('Set `cec.cilium.io/inject-cilium-filters: "true"` (Cilium 1.18 and later), or leave `address` out.'),
        more=(
            Example(
                "an address with services, before Cilium 1.16",
                bad=fix_example(
                    ECHO,
                    (
                        "    name: echo\n    filter_chains:\n",
                        '    name: echo\n    address: {socket_address: {address: "::", port_value: 8080}}  # want: address-without-policy "does not add its policy filters"\n    filter_chains:\n',
                    ),
                ),
                cilium="1.15",
            ),
            Example(
                "a loopback address",
                good=fix_example(
                    ECHO,
                    (
                        "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n",
                        "  backendServices:\n  - name: echo\n    namespace: default\n",
                    ),
                    (
                        "    name: echo\n    filter_chains:\n",
                        "    name: echo\n    address: {socket_address: {address: 127.0.0.1, port_value: 8080}}\n    filter_chains:\n",
                    ),
                ),
            ),
            Example(
                "the annotation",
                good=fix_example(
                    ECHO,
                    (
                        "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n",
                        "  backendServices:\n  - name: echo\n    namespace: default\n",
                    ),
                    ('use-original-source-address: "false"', 'inject-cilium-filters: "true"'),
                    (
                        "    name: echo\n    filter_chains:\n",
                        "    name: echo\n    address: {socket_address: {address: 192.0.2.1, port_value: 8080}}\n    filter_chains:\n",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="address-without-policy",
    severity="warning",
    gate="runtime",
    effect="HTTP rules of network policies are not enforced on this port",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
