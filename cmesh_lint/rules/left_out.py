"""Observed failures that no rule reports, and why."""

from __future__ import annotations

LEFT_OUT: tuple[str, ...] = (
    "YAML that kubectl reads in another way than other tools: the reader reads it as kubectl does",
    "null for a field of its own: it means that the field is not set, and is often meant",
    "a cluster, secret or endpoint name with `/`: the usual way to name a Service's cluster; "
    "two objects with one such name are judged by name-defined-twice",
    "managers below `filter_chain_matcher`, `api_listener` or `on_demand`: nobody was seen to write one",
    "more than ten thousand listeners, for which the agent has no port: no repository is that large",
    "what the agent fills in where it is missing: it is right to leave it out",
    "BPF TPROXY with an internal listener: whether a node runs so is not in the manifests",
    "a `prefix` without a slash at its end: often meant",
    "routes without a timeout: a choice of the organisation",
    "retries without bounds: a choice of the organisation",
    "weights of a TCP proxy beyond 32 bits, an empty cluster name: accepted, and nobody was seen to write one",
    "settings against header spoofing and path confusion at the edge: a choice of the organisation",
    "no outlier detection, no health checks: a choice of the organisation",
)
"""Number in the catalogue → what it is and why no rule judges it."""
