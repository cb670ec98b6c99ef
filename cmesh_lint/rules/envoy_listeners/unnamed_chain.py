"""A filter chain without a name that `filter_chain_matcher` needs."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each chain of `filter_chains` without a name."""
    if "filter_chain_matcher" not in listener.fields:
        return
    for chain in listener.children("filter_chains"):
        if not chain.fields.get("name"):
            yield RULE.found(
                "`filter_chain_matcher` selects a filter chain by `name`, but this one has none", chain.route
            )


def page() -> Page:
    from ..examples import in_listener

    bad = fix_example(
        in_listener("""\
filter_chain_matcher:
  on_no_match:
    action:
      name: chain
      typed_config: {"@type": type.googleapis.com/google.protobuf.StringValue, value: echo}
"""),
        ("    - filters:\n", '    - filters:  # want: unnamed-chain "this one has none"\n'),
    )
    return Page(
        title="A filter chain without a name that `filter_chain_matcher` needs",
        catches="A listener with `filter_chain_matcher` and a chain of `filter_chains` without `name`.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("    - filters:\n", "    - name: echo\n      filters:\n")),
        fix="Name each filter chain.",
        log=('"name" field is required when using a listener matcher',),
    )


RULE = Rule(
    id="unnamed-chain",
    severity="error",
    gate="nacked",
    on=(LISTENER,),
    check=check,
    page=page,
)
