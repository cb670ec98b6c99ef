"""Internal listener of another CEC does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.names import parse
from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames internal addresses that name listeners of other CECs."""
    for use in facts.internal_uses:
        namespace, name, _ = parse(use.name)
        configs = repository.config(namespace, name) if name else []
        listener = repository.listener(use.name)
        if listener is not None and not listener.internal:
            yield RULE.found(f"listener `{use.name}` is not internal", use.route)
        elif listener is None and configs and not any(config.untyped for config in configs):
            yield RULE.found(f"{configs[0].object} has no listener `{use.name}`", use.route)
        elif listener is None and repository.lacks(Repository.listener, use.name):
            yield RULE.found(f"listener `{use.name}` is not defined in any CEC in these files", use.route)


CLUSTER = """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: inner
    connect_timeout: 5s
    load_assignment:
      cluster_name: inner
      endpoints:
      - lb_endpoints:
        - endpoint:
            address:
              envoy_internal_address:
                server_listener_name: default/second/echo  # want: unknown-internal-listener "is not internal"
"""


def page() -> Page:
    from ._examples import PROXY

    bad = (
        fix_example(PROXY, ("cluster: original", "cluster: inner"))
        .replace(
            "    name: original\n    type: ORIGINAL_DST\n    lb_policy: CLUSTER_PROVIDED\n    connect_timeout: 5s\n", ""
        )
        .rpartition("  - ")[0]
        + CLUSTER
        + "---\n"
        + fix_example(PROXY, ("metadata:\n  name: echo\n", "metadata:\n  name: second\n"))
    )
    return Page(
        title="Internal listener of another CEC does not exist",
        catches=(
            "An `envoy_internal_address` with the full name of a listener of another CEC which that CEC does not have, "
            "or which is not internal. A CEC that is not in the files may exist elsewhere, unless a change removes it "
            "(`--changed-since`) or `--assume-complete` is set. The agent only checks names of the same CEC."
        ),
        why="Connections to the endpoint fail.",
        bad=bad,
        good=fix_example(
            bad, ("    name: echo\n    filter_chains", "    name: echo\n    internal_listener: {}\n    filter_chains")
        ),
        fix="Use an internal listener that exists.",
    )


RULE = Rule(
    id="unknown-internal-listener",
    severity="error",
    gate="runtime",
    effect="every connection to the endpoint fails",
    since="1.17",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
