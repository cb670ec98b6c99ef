"""Invalid subset load balancing."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds

SUBSETS = "envoy.config.cluster.v3.Cluster.LbSubsetConfig"
SELECTOR = f"{SUBSETS}.LbSubsetSelector"
_TYPED = "envoy.extensions.load_balancing_policies.subset.v3.Subset"


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames subsets of a policy that the cluster provides, and the fallback keys of a selector."""
    if message.type == SUBSETS:
        yield from _provided(message)
    else:
        yield from _fallback(message)


def _provided(subsets: Message) -> Iterator[Problem]:
    cluster = subsets.parent
    if cluster is None or cluster.type != CLUSTER:
        return
    common = cluster.child("common_lb_config")
    weighted = common is not None and "locality_weighted_lb_config" in common.fields
    if subsets.fields.get("locality_weight_aware") is True and not weighted:
        text = "`locality_weight_aware` needs `common_lb_config.locality_weighted_lb_config`"
        yield RULE.found(text, subsets.route_of("locality_weight_aware"), at="key")
    if not subsets.fields.get("subset_selectors"):
        return
    if _kinds.policy(cluster) == "CLUSTER_PROVIDED":
        yield RULE.found("`lb_subset_config` cannot be combined with `CLUSTER_PROVIDED`", subsets.route, at="key")


def _fallback(selector: Message) -> Iterator[Problem]:
    keys, fallback = (_texts(selector, name) for name in ("keys", "fallback_keys_subset"))
    if not keys:
        return  # Envoy passes over a selector without keys.
    where = selector.route_of("fallback_keys_subset")
    if selector.fields.get("fallback_policy") != "KEYS_SUBSET":
        if fallback:
            yield RULE.found("`fallback_keys_subset` needs `fallback_policy: KEYS_SUBSET`", where, at="key")
    elif not fallback:
        text = "`KEYS_SUBSET` needs `fallback_keys_subset` with some of the `keys`"
        yield RULE.found(text, selector.route_of("fallback_policy"))
    elif not fallback <= keys:
        strange = ", ".join(f"`{key}`" for key in sorted(fallback - keys))
        yield RULE.found(f"`fallback_keys_subset` has {strange}, which is missing in `keys`", where)
    elif fallback == keys:
        yield RULE.found("`fallback_keys_subset` has all of the `keys`; remove at least one", where)


def _texts(selector: Message, field: str) -> set[str]:
    found = selector.fields.get(field)
    return {each for each in found if isinstance(each, str)} if isinstance(found, list) else set()


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
lb_subset_config:
  subset_selectors:
  - keys: [version, stage]
    fallback_policy: KEYS_SUBSET
    fallback_keys_subset: [region]  # want: subset-selector "`fallback_keys_subset` has `region`, which is missing in `keys`"
""")
    return Page(
        title="Invalid subset load balancing",
        catches=(
            "`lb_subset_config` in a cluster with `CLUSTER_PROVIDED`, and a selector whose `fallback_keys_subset` is "
            "missing, set without `KEYS_SUBSET`, or not a proper subset of its `keys`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("[region]", "[version]")),
        fix="List some but not all of the selector's `keys` in `fallback_keys_subset`, with `KEYS_SUBSET`.",
        log=(
            "LB policy CLUSTER_PROVIDED cannot be combined with lb_subset_config",
            "fallback_keys_subset cannot be empty",
            "fallback_keys_subset must be a subset of selector keys",
            "fallback_keys_subset cannot be equal to keys",
            "fallback_keys_subset can be set only for KEYS_SUBSET fallback_policy",
        ),
        more=(
            Example(
                "no fallback keys",
                bad=_examples.dns_cluster("""\
lb_subset_config:
  subset_selectors:
  - keys: [version]
    fallback_policy: KEYS_SUBSET  # want: subset-selector "`KEYS_SUBSET` needs `fallback_keys_subset`"
"""),
            ),
            Example(
                "fallback keys with another policy",
                bad=_examples.dns_cluster("""\
lb_subset_config:
  subset_selectors:
  - keys: [version, stage]
    fallback_policy: ANY_ENDPOINT
    fallback_keys_subset: [version]  # want: subset-selector "needs `fallback_policy: KEYS_SUBSET`"
"""),
            ),
            Example(
                "all keys",
                bad=_examples.dns_cluster("""\
lb_subset_config:
  subset_selectors:
  - keys: [version, stage]
    fallback_policy: KEYS_SUBSET
    fallback_keys_subset: [stage, version]  # want: subset-selector "remove at least one"
"""),
            ),
            Example(
                "an original destination cluster",
                bad=_examples.cluster("""\
type: ORIGINAL_DST
lb_policy: CLUSTER_PROVIDED
lb_subset_config:  # want: subset-selector "cannot be combined with `CLUSTER_PROVIDED`"
  subset_selectors: [{keys: [version]}]
"""),
            ),
        ),
    )


RULE = Rule(
    id="subset-selector",
    severity="error",
    gate="nacked",
    on=(SUBSETS, SELECTOR, f"{_TYPED}.LbSubsetSelector"),
    check=check,
    page=page,
)
