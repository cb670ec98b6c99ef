"""Drop overloads with several categories or more than 100 percent."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

HUNDRED = {"HUNDRED": 100, "TEN_THOUSAND": 10_000, "MILLION": 1_000_000}


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a second category, and a share above everything."""
    drops = policy.children("drop_overloads")
    for drop in drops[1:]:
        yield RULE.found("only one entry of `drop_overloads` is allowed; remove this one", drop.route)
    share = drops[0].child("drop_percentage") if drops else None
    if share is None:
        return
    numerator, whole = share.fields.get("numerator", 0), HUNDRED.get(str(share.fields.get("denominator", "HUNDRED")))
    if isinstance(numerator, int) and whole is not None and numerator > whole:
        yield RULE.found(f"{numerator}/{whole} exceeds 100 percent; write {whole} or less", share.route_of("numerator"))


def page() -> Page:
    from . import _examples

    bad = _examples.cluster("""\
type: STRICT_DNS
load_assignment:
  cluster_name: echo
  policy:
    drop_overloads:
    - category: throttle
      drop_percentage: {numerator: 200}  # want: drop-overload "200/100 exceeds 100 percent"
""")
    return Page(
        title="Drop overloads with several categories or more than 100 percent",
        catches="A `drop_overloads` with more than one category, or with a percentage above 100 percent.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("numerator: 200", "numerator: 20")),
        fix="Keep one category, with 100 percent at most.",
        log=("Envoy only support one.", "The valid range is 0~1."),
        more=(
            Example(
                "two categories",
                bad=_examples.cluster("""\
type: STRICT_DNS
load_assignment:
  cluster_name: echo
  policy:
    drop_overloads:
    - {category: throttle, drop_percentage: {numerator: 10}}
    - {category: lb, drop_percentage: {numerator: 10}}  # want: drop-overload "only one entry of `drop_overloads` is allowed"
"""),
            ),
            Example(
                "a share of a million",
                good=_examples.dns_cluster("").replace(
                    "      endpoints:",
                    "      policy: {drop_overloads: [{category: lb, drop_percentage: {numerator: 200, denominator: MILLION}}]}\n      endpoints:",
                ),
            ),
        ),
    )


RULE = Rule(
    id="drop-overload",
    severity="error",
    gate="nacked",
    on=("envoy.config.endpoint.v3.ClusterLoadAssignment.Policy",),
    check=check,
    page=page,
)
