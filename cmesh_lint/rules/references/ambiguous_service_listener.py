"""Service without a listener in a CEC with several."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an entry of `services` that leaves the choice to the agent."""
    eligible = [name for name, each in config.defined.listeners.items() if each.child("internal_listener") is None]
    if len(eligible) < 2:
        return
    first_by_name = config.envelope.features.default_listener == "first by name"
    chosen = (min(eligible) if first_by_name else eligible[-1]).rpartition("/")[2]
    why = "the first by name" if first_by_name else "the last in the list"
    for ref in config.envelope.services:
        if not ref.listener:
            yield RULE.found(f"`listener` is not set: the agent takes `{chosen}`, {why}", ref.route)


LISTENER = """\
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: echo
"""
OTHER = """\
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: debug
    filter_chains:
    - filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: debug
          cluster: default/echo
"""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "  - name: echo\n    namespace: default\n    listener: echo\n",
            '  - name: echo  # want: ambiguous-service-listener "the agent takes `debug`"\n    namespace: default\n',
        ),
        (LISTENER, LISTENER.replace("echo\n", "echo\n", 1)),
        ("  resources:\n", "  resources:\n" + OTHER),
    )
    return Page(
        title="Service without a listener in a CEC with several",
        catches=(
            "An entry of `services` without `listener` in a CEC with several listeners. The field's description promises "
            "the first one; the agent takes the first by name since Cilium 1.18, and the last in the list before."
        ),
        why="Traffic of the Service may go to another listener than intended, and to a different one after an upgrade.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "  - name: echo\n    namespace: default\n",
                "  - name: echo\n    namespace: default\n    listener: echo\n",
            ),
        ),
        fix="Set `listener`.",
    )


RULE = Rule(
    id="ambiguous-service-listener",
    severity="warning",
    gate="runtime",
    effect="traffic may go to another listener than intended, and to a different one after an upgrade",
    on=(CONFIG,),
    check=check,
    page=page,
)
