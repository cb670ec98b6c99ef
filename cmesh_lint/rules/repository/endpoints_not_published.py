"""Endpoints are not published."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.names import Owner
from ...finding import Problem
from ...repository.facts import EndpointsUse, Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example
from ._published import asked, published, published_by

_MOST = 8
"""Names that a message lists."""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames the names by which EDS clusters ask for endpoints."""
    for use in facts.endpoints_uses:
        if use.name in repository.endpoints:
            continue
        if Owner(facts.namespace, facts.object.name).owns(use.name):
            yield RULE.found(f"no endpoints are published as `{use.name}`{_hint(use, facts, repository)}", use.route)
        elif use.name.count("/") == 1 and not use.name.startswith("/"):
            yield from _of_service(use, facts, repository)


def _of_service(use: EndpointsUse, facts: Facts, repository: Repository) -> Iterator[Problem]:
    service, _ = asked(use.name)
    listings = repository.listings(service)
    if not listings:
        text = f"Service `{service}` is not listed under `services` or `backendServices` of any CEC in these files"
        certain = repository.lacks(Repository.listings, service)
        yield RULE.found(text, use.route, severity=None if certain else "warning")
        return
    names = published(service, repository)
    if use.name not in names and use.name not in published_by(service, facts, repository):
        found = repository.once((__name__, "listed", service), lambda: _listed(names))
        yield RULE.found(f"no endpoints are published as `{use.name}`, only as {found}", use.route)


def _hint(use: EndpointsUse, facts: Facts, repository: Repository) -> str:
    local = use.name.rpartition("/")[2]
    name, _, _ = local.partition(":")
    by_name = repository.once((__name__, facts.file, facts.document, facts.route), lambda: _by_name(facts))
    meant = by_name.get(name) or (next(iter(by_name.values())) if len(by_name) == 1 else ())
    if len(meant) != 1 or use.given:
        return ""
    return f"; set the cluster's `service_name` to `{next(iter(meant))}`"


def _listed(names: frozenset[str]) -> str:
    listed = [f"`{name}`" for name in sorted(names) if not name.endswith(":*")]
    return ", ".join(listed[:_MOST]) + (f" … ({len(listed)} in all)" if len(listed) > _MOST else "")


def _by_name(facts: Facts) -> dict[str, set[str]]:
    """The Services of a CEC's entries by their names alone."""
    found: dict[str, set[str]] = {}
    for ref in (*facts.services, *facts.backend_services):
        found.setdefault(ref.name, set()).add(facts.own(ref))
    return found


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "    name: default/echo\n    type: EDS\n",
            '    name: echo  # want: endpoints-not-published "set the cluster\'s `service_name` to `default/echo`"\n    type: EDS\n',
        ),
        ("cluster: default/echo", "cluster: echo"),
    )
    return Page(
        title="Endpoints are not published",
        catches=(
            "An EDS cluster whose `service_name`, or whose name if it has none, is neither published by the agent for "
            "a Service that a CEC lists, nor a ClusterLoadAssignment. The agent publishes `NAMESPACE/NAME` for a "
            "Service listed without ports, and otherwise `NAMESPACE/NAME:PORT` for each port. Ports under `services` "
            "count since Cilium 1.18. A Service that is not listed in the files may be listed elsewhere: that is a "
            "warning, unless a change removes the entry (`--changed-since`) or `--assume-complete` is set."
        ),
        why="The cluster waits half a minute for endpoints. Then every request gets 503.",
        bad=bad,
        good=fix_example(
            bad, ("type: EDS\n", "type: EDS\n    eds_cluster_config:\n      service_name: default/echo\n")
        ),
        fix=(
            "List the Service (under `backendServices` if it should not be redirected) and use a name that is "
            "published."
        ),
        log=(
            "gRPC config: initial fetch timed out for type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
            "no_healthy_upstream",
        ),
    )


RULE = Rule(
    id="endpoints-not-published",
    severity="error",
    gate="runtime",
    effect="the cluster waits 30 s for endpoints, then every request to it gets 503",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
