"""Two filter chains with the same match."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Two filter chains with the same match",
        catches=(
            "Two filter chains of a listener with the same `filter_chain_match`, field by field and in the same "
            "order. Two chains without a match count as the same. Matches that are the same in another order are "
            "rejected by Envoy (`overlapping-chain-matches`)."
        ),
        why=(
            "The agent refuses the whole object. Whatever an older version of the object installed stays in place "
            "until the agent restarts, even if the object is deleted (seen in Cilium 1.18 to 1.20.2)."
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
        fix="Make the matches different, or merge the chains.",
        log=("contains filter chains with duplicate matching rules",),
        more=(
            Example(
                "the same port",
                bad=fix_example(
                    ECHO,
                    (
                        "    - filters:\n",
                        """    - filter_chain_match: {destination_port: 80}
      filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: tcp
          cluster: default/echo
    - filter_chain_match: {destination_port: 80}  # want: equal-chain-matches "duplicate matching rules"
      filters:
""",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="equal-chain-matches",
    severity="error",
    gate="refused",
    since="1.20",
    page=page,
)
