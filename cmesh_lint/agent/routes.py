"""Route configurations: the names of the clusters that routes send to, and of the virtual hosts.

Source: qualifyRouteConfigurationResourceNames in the agent's parser. Mirror policies of a virtual host or of the whole,
routes in matchers, and cluster specifier plugins keep their names.
"""

from __future__ import annotations

from ..places import Route
from .draft import Draft, Table


def qualify(draft: Draft, table: Table, route: Route) -> bool:
    """Qualify the names in a RouteConfiguration at `route`; whether any changed."""
    changed = draft.qualify(table, "name", route, force=True)
    for index, host in enumerate(table.get("virtual_hosts", ())):
        at = (*route, "virtual_hosts", index)
        changed |= draft.qualify(host, "name", at, force=True)
        for number, entry in enumerate(host.get("routes", ())):
            if "route" in entry:
                changed |= _action(draft, entry["route"], (*at, "routes", number, "route"))
    return changed


def _action(draft: Draft, action: Table, route: Route) -> bool:
    changed = draft.qualify(action, "cluster", route)
    for index, mirror in enumerate(action.get("request_mirror_policies", ())):
        changed |= draft.qualify(mirror, "cluster", (*route, "request_mirror_policies", index))
    weighted = action.get("weighted_clusters", {}).get("clusters", ())
    for index, cluster in enumerate(weighted):
        changed |= draft.qualify(cluster, "name", (*route, "weighted_clusters", "clusters", index))
    return changed
