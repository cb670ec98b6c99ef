"""Filter chains that match the same connections."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Note, Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._chain_match import Leaf, equal, leaves

REFUSED_SINCE = "1.20"
"""From here on the agent itself refuses matches that are equal field by field."""


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the match that comes second, or a match that names the same twice."""
    if "filter_chain_matcher" in listener.fields:
        return
    taken: dict[Leaf, Message] = {}
    for chain in listener.children("filter_chains"):
        match = chain.child("filter_chain_match")
        if match is None and "filter_chain_match" in chain.fields:
            return
        found = leaves(match)
        if found is None:
            return
        own: set[Leaf] = set()
        for leaf in found:
            if leaf in own:
                yield RULE.found("the match has a duplicate value", _route(chain))
                break
            own.add(leaf)
        rivals = [taken[leaf] for leaf in own if leaf in taken]
        if rivals and not (config.since(REFUSED_SINCE) and any(_same_match(each, chain) for each in rivals)):
            note = Note(_route(rivals[0]), "the filter chain that matches them first", "value")
            yield RULE.found(
                "another filter chain of this listener matches the same connections", _route(chain), notes=(note,)
            )
        taken.update({leaf: chain for leaf in own if leaf not in taken})


def _route(chain: Message) -> tuple[str | int, ...]:
    return chain.route_of("filter_chain_match") if "filter_chain_match" in chain.keys else chain.route


def _same_match(one: Message, other: Message) -> bool:
    return equal(one.child("filter_chain_match"), other.child("filter_chain_match"))


CHAIN = """\
- filter_chain_match: {source_prefix_ranges: [{address_prefix: 10.1.0.0, prefix_len: 8}]}
  filters:
  - name: envoy.filters.network.tcp_proxy
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
      stat_prefix: echo
      cluster: default/echo
"""


def page() -> Page:
    from ..echo import ECHO
    from ..examples import in_chain, in_listener

    second = CHAIN.replace("10.1.0.0", "10.2.0.0").replace(
        "}]}\n", '}]}  # want: overlapping-chain-matches "matches the same connections"\n', 1
    )
    bad = fix_example(
        in_listener(""),
        (
            "    filter_chains:\n",
            "    filter_chains:\n" + "".join(f"    {line}\n" for line in (CHAIN + second).splitlines()),
        ),
    )
    return Page(
        title="Filter chains that match the same connections",
        catches=(
            "Two filter chains of a listener whose matches have a combination in common: a server name in another "
            "case, prefixes that are equal once the bits beyond their length are cleared, a missing match and an "
            "empty one. Also a match with a duplicate value."
        ),
        why="Envoy rejects the listener, because it could not tell which chain to use.",
        bad=bad,
        good=fix_example(bad, ("10.2.0.0, prefix_len: 8", "10.2.0.0, prefix_len: 16")),
        fix="Make the matches different, or merge the filter chains.",
        log=(
            "multiple filter chains with overlapping matching rules are defined",
            "filter chain '…' has the same matching rules defined as '…'",
        ),
        more=(
            Example(
                "a duplicate server name",
                bad=in_chain("""\
filter_chain_match:
  server_names: [a.example.com, A.example.com]  # want: overlapping-chain-matches "has a duplicate value"
"""),
            ),
            Example(
                "an empty match and no match",
                bad=fix_example(
                    ECHO,
                    (
                        "    filter_chains:\n",
                        """    filter_chains:
    - filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: tcp
          cluster: default/echo
    - filter_chain_match: {}  # want: overlapping-chain-matches "matches the same connections"
      filters: []
    - filter_chain_match: {destination_port: 80}
      filters: []
""",
                    ),
                ).replace(
                    "    - filters:\n      - name: envoy.filters.network.http",
                    "    - filter_chain_match: {destination_port: 81}\n      filters:\n      - name: envoy.filters.network.http",
                ),
            ),
        ),
    )


RULE = Rule(
    id="overlapping-chain-matches",
    severity="error",
    gate="nacked",
    on=(LISTENER,),
    check=check,
    page=page,
)
