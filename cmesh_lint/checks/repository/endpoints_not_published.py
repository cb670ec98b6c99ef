"""Endpoints that nobody publishes."""

from __future__ import annotations

from collections.abc import Iterator

from ...across.facts import EndpointsUse, Facts
from ...across.repository import Repository
from ...agent.names import Owner
from ...finding import Problem
from ...rule import REPOSITORY, Rule, mended
from ..echo import ECHO
from ._published import asked, published


def judge(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames the names by which EDS clusters ask for endpoints."""
    for use in facts.endpoints_uses:
        if use.name in repository.endpoints:
            continue
        if Owner(facts.namespace, facts.object.name).owns(use.name):
            yield RULE.found(f"nobody publishes endpoints as `{use.name}`{_hint(use, facts)}", use.route)
        elif use.name.count("/") == 1 and not use.name.startswith("/"):
            yield from _of_service(use, facts, repository)


def _of_service(use: EndpointsUse, facts: Facts, repository: Repository) -> Iterator[Problem]:
    service, _ = asked(use.name)
    listings = repository.listings(service)
    if not listings:
        text = f"no CEC in these files lists `{service}` under `services` or `backendServices`"
        certain = repository.lacks(Repository.listings, service)
        yield RULE.found(text, use.route, severity=None if certain else "warning")
        return
    names = published(service, listings, repository)
    own = published(service, [each for each in listings if each.config.object == facts.object], repository)
    if use.name not in names and use.name not in own:
        found = ", ".join(f"`{name}`" for name in sorted(names) if not name.endswith(":*"))
        yield RULE.found(f"nobody publishes endpoints as `{use.name}`, but as {found}", use.route)


def _hint(use: EndpointsUse, facts: Facts) -> str:
    local = use.name.rpartition("/")[2]
    name, _, _ = local.partition(":")
    refs = (*facts.services, *facts.backend_services)
    meant = {facts.own(ref) for ref in refs if ref.name == name} or ({facts.own(refs[0])} if len(refs) == 1 else set())
    if len(meant) != 1 or use.given:
        return ""
    return f"; give the cluster the `service_name` `{meant.pop()}`"


BAD = mended(
    ECHO,
    (
        "    name: default/echo\n    type: EDS\n",
        '    name: echo  # want: endpoints-not-published "give the cluster the `service_name` `default/echo`"\n    type: EDS\n',
    ),
    ("cluster: default/echo", "cluster: echo"),
)
RULE = Rule(
    id="endpoints-not-published",
    title="Endpoints that nobody publishes",
    severity="error",
    gate="runtime",
    catches=(
        "An EDS cluster whose `service_name`, or whose name where it has none, is neither what the agent publishes "
        "for the Services that CECs list, nor a ClusterLoadAssignment. The agent publishes `NAMESPACE/NAME` for a "
        "Service listed without ports, and else `NAMESPACE/NAME:PORT` for each port. Ports under `services` count "
        "since Cilium 1.18. A Service that no CEC of the files lists may be listed elsewhere: that is a warning, unless "
        "a change removes the entry (`--changed-since`) or `--assume-complete` is given."
    ),
    why="The cluster waits half a minute for endpoints, and then every request is answered with 503.",
    bad=BAD,
    good=mended(BAD, ("type: EDS\n", "type: EDS\n    eds_cluster_config:\n      service_name: default/echo\n")),
    fix="List the Service (under `backendServices` if it is not to be redirected) and ask for what is published.",
    log=(
        "gRPC config: initial fetch timed out for type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
        "no_healthy_upstream",
    ),
    on=(REPOSITORY,),
    judge=judge,
)
