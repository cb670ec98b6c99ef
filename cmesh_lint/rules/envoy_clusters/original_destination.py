"""A setting that an ORIGINAL_DST cluster cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the policy, the endpoints and the header of a cluster of the type `ORIGINAL_DST`."""
    if _kinds.kind(cluster) != "ORIGINAL_DST":
        return
    policy = _kinds.policy(cluster)
    if policy != "CLUSTER_PROVIDED":
        text = f"an `ORIGINAL_DST` cluster needs `lb_policy: CLUSTER_PROVIDED`, found `{policy}`"
        where = cluster.route_of("lb_policy") if "lb_policy" in cluster.fields else cluster.route
        yield RULE.found(text, where)
    if "load_assignment" in cluster.fields:
        text = "an `ORIGINAL_DST` cluster cannot have a `load_assignment`; remove it"
        yield RULE.found(text, cluster.route_of("load_assignment"), at="key")
    settings = cluster.child("original_dst_lb_config")
    if settings is not None and settings.fields.get("http_header_name") and not settings.fields.get("use_http_header"):
        text = "`http_header_name` needs `use_http_header: true`, which is not set"
        yield RULE.found(text, settings.route_of("http_header_name"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.cluster("""\
type: ORIGINAL_DST
lb_policy: ROUND_ROBIN  # want: original-destination "needs `lb_policy: CLUSTER_PROVIDED`, found `ROUND_ROBIN`"
""")
    return Page(
        title="A setting that an ORIGINAL_DST cluster cannot have",
        catches=(
            "A cluster of type `ORIGINAL_DST` whose `lb_policy` is not `CLUSTER_PROVIDED` (the default is not), that "
            "has a `load_assignment`, or that has an `http_header_name` without `use_http_header: true`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("ROUND_ROBIN", "CLUSTER_PROVIDED")),
        fix="Set `lb_policy: CLUSTER_PROVIDED` and remove `load_assignment`.",
        log=(
            "Only 'CLUSTER_PROVIDED' is allowed with cluster type 'ORIGINAL_DST'",
            "ORIGINAL_DST clusters must have no load assignment configured",
            "Set use_http_header to true if http_header_name is desired",
        ),
        more=(
            Example(
                "endpoints",
                bad=_examples.cluster("""\
type: ORIGINAL_DST
lb_policy: CLUSTER_PROVIDED
load_assignment:  # want: original-destination "cannot have a `load_assignment`; remove it"
  cluster_name: echo
"""),
            ),
            Example(
                "the name of a header that is not used",
                bad=_examples.cluster("""\
type: ORIGINAL_DST
lb_policy: CLUSTER_PROVIDED
original_dst_lb_config:
  http_header_name: x-host  # want: original-destination "needs `use_http_header: true`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="original-destination",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
