"""An impossible hash table size."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds

RING = "envoy.config.cluster.v3.Cluster.RingHashLbConfig"
MAGLEV = "envoy.config.cluster.v3.Cluster.MaglevLbConfig"
_POLICIES = "envoy.extensions.load_balancing_policies"
TYPED_RING = f"{_POLICIES}.ring_hash.v3.RingHash"
TYPED_MAGLEV = f"{_POLICIES}.maglev.v3.Maglev"
SUBSET = f"{_POLICIES}.subset.v3.Subset"
DEFAULT_MINIMUM = 1024
DEFAULT_MAXIMUM = 8 * 1024 * 1024
LARGEST_TABLE = 5_000_011
"""The schema tells of what is larger, where Envoy validates it: in `maglev_lb_config`."""


def check(table: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the size of a ring or of a Maglev table, where Envoy makes one at once."""
    ring = table.type in (RING, TYPED_RING)
    if _is_made(table, "RING_HASH" if ring else "MAGLEV"):
        yield from _ring(table) if ring else _maglev(table)


def _is_made(table: Message, policy: str) -> bool:
    """Whether the table is of the policy chosen, and not of a subset's: those are made when hosts come."""
    if table.type in (TYPED_RING, TYPED_MAGLEV):
        return table.above(SUBSET) is None
    cluster = table.parent
    if cluster is None or _kinds.policy(cluster) != policy or "load_balancing_policy" in cluster.fields:
        return False
    subsets = cluster.child("lb_subset_config")
    return subsets is None or not subsets.fields.get("subset_selectors")


def _ring(table: Message) -> Iterator[Problem]:
    least = table.fields.get("minimum_ring_size", DEFAULT_MINIMUM)
    most = table.fields.get("maximum_ring_size", DEFAULT_MAXIMUM)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        default = "" if "minimum_ring_size" in table.fields else ", the default"
        text = f"`maximum_ring_size` is {most}, below the `minimum_ring_size` of {least}{default}"
        blamed = "maximum_ring_size" if "maximum_ring_size" in table.fields else "minimum_ring_size"
        yield RULE.found(text, table.route_of(blamed))


def _maglev(table: Message) -> Iterator[Problem]:
    size = table.fields.get("table_size")
    if isinstance(size, int) and (table.type == TYPED_MAGLEV or size <= LARGEST_TABLE) and not is_prime(size):
        yield RULE.found(
            f"`table_size` must be a prime number such as 65537, found {size}", table.route_of("table_size")
        )


def is_prime(number: int) -> bool:
    """Whether Envoy takes the number for a prime: 1 counts, and of a larger number the last 32 bits alone."""
    number %= 2**32
    return number > 0 and all(number % factor for factor in range(2, int(number**0.5) + 1))


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
lb_policy: MAGLEV
maglev_lb_config:
  table_size: 1000  # want: hash-table-size "must be a prime number such as 65537, found 1000"
""")
    return Page(
        title="An impossible hash table size",
        catches=(
            "A `maximum_ring_size` below the `minimum_ring_size`, which defaults to 1024, or a Maglev `table_size` "
            "that is not a prime number. Both ways of configuring the policy are checked."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("1000", "1009")),
        fix="Set `minimum_ring_size` as well; choose a prime number for Maglev.",
        log=("ring hash: minimum_ring_size", "The table size of maglev must be prime number"),
        more=(
            Example(
                "a ring below the default minimum",
                bad=_examples.dns_cluster("""\
lb_policy: RING_HASH
ring_hash_lb_config:
  maximum_ring_size: 512  # want: hash-table-size "below the `minimum_ring_size` of 1024, the default"
"""),
            ),
            Example(
                "a minimum above the default maximum",
                bad=_examples.dns_cluster("""\
lb_policy: RING_HASH
ring_hash_lb_config:
  minimum_ring_size: 1000
  maximum_ring_size: 999  # want: hash-table-size "`maximum_ring_size` is 999, below the `minimum_ring_size` of 1000"
"""),
            ),
            Example(
                "a typed Maglev policy",
                bad=_examples.dns_cluster("""\
load_balancing_policy:
  policies:
  - typed_extension_config:
      name: envoy.load_balancing_policies.maglev
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.load_balancing_policies.maglev.v3.Maglev
        table_size: 1000  # want: hash-table-size "must be a prime number"
"""),
            ),
            Example(
                "settings of another policy",
                good=_examples.dns_cluster("lb_policy: ROUND_ROBIN\nring_hash_lb_config: {maximum_ring_size: 512}\n"),
            ),
        ),
    )


RULE = Rule(
    id="hash-table-size",
    severity="error",
    gate="nacked",
    on=(RING, MAGLEV, TYPED_RING, TYPED_MAGLEV),
    check=check,
    page=page,
)
