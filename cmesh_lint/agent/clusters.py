"""Clusters: secrets, circuit breakers, where endpoints come from, names.

Source: the case of clusters in ParseResources of the agent's parser.
"""

from __future__ import annotations

from . import config_source, endpoints, tls
from .draft import Draft


def complete(draft: Draft) -> None:
    """Complete a cluster. Raises endpoints.CrashError."""
    cluster, features = draft.value, draft.envelope.features
    tls.complete(draft, cluster, ())
    if features.circuit_breakers:
        thresholds = {"thresholds": [dict(features.circuit_breakers)]}
        draft.complete(cluster, "circuit_breakers", (), thresholds, "the agent's defaults")
    # `cluster_type: {name: envoy.clusters.eds}` is EDS as well, but not for the agent.
    if cluster.get("type") == "EDS":
        source = config_source.of_agent(features)
        if not draft.complete(cluster, "eds_cluster_config", (), {"eds_config": source}, config_source.REASON):
            given = cluster["eds_cluster_config"]
            draft.complete(given, "eds_config", ("eds_cluster_config",), source, config_source.REASON)
    if "load_assignment" in cluster:
        endpoints.qualify(draft, cluster["load_assignment"], ("load_assignment",))
    draft.qualify(cluster, "name", ())
