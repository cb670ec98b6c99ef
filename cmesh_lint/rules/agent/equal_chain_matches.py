"""Two filter chains with one match."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Two filter chains with one match",
        catches=(
            "Two filter chains of a listener whose `filter_chain_match` is the same, field by field and in "
            "the same order; two chains without a match are the same. Envoy rejects what is the same in "
            "another order."
        ),
        why=(
            "The agent refuses the whole object. What an older version of it installed stays, until the agent "
            "starts again, and even when the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO,
            (
                "    - filters:\n",
                """    - filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: tcp
          cluster: default/echo
    - filters:  # want: equal-chain-matches "duplicate matching rules"
""",
            ),
        ),
        good=ECHO,
        fix="Make the matches differ.",
        log=("contains filter chains with duplicate matching rules",),
    )


RULE = Rule(
    id="equal-chain-matches",
    severity="error",
    gate="refused",
    since="1.20",
    page=page,
)
