"""An unimplemented field in a filter chain match."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from .partial_wildcard import MATCH, unmatched


def check(match: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `address_suffix` and `suffix_len`."""
    if unmatched(match):
        return
    if match.fields.get("address_suffix"):
        yield RULE.found(
            "Envoy does not implement `address_suffix`; use `prefix_ranges`", match.route_of("address_suffix"), at="key"
        )
    if "suffix_len" in match.fields:
        yield RULE.found(
            "Envoy does not implement `suffix_len`; use `prefix_ranges`", match.route_of("suffix_len"), at="key"
        )


def page() -> Page:
    from ..examples import in_chain

    bad = in_chain("""\
filter_chain_match:
  destination_port: 8080
  suffix_len: 8  # want: unimplemented-chain-match "does not implement `suffix_len`"
""")
    return Page(
        title="An unimplemented field in a filter chain match",
        catches="`address_suffix` or `suffix_len` in a filter chain match.",
        why="The fields are in the API, but Envoy rejects every listener that sets one.",
        bad=bad,
        good=fix_example(bad, ("\n        suffix_len: 8", "")),
        fix="Use `prefix_ranges` instead.",
        log=("error adding listener '…': filter chain '' contains unimplemented fields",),
        more=(
            Example(
                "`address_suffix`",
                bad=in_chain("""\
filter_chain_match:
  destination_port: 8080
  address_suffix: 0.0.0.1  # want: unimplemented-chain-match "does not implement `address_suffix`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="unimplemented-chain-match",
    severity="error",
    gate="nacked",
    on=(MATCH,),
    check=check,
    page=page,
)
