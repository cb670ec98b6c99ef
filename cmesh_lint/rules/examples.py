"""Examples made from `ECHO` by putting a few lines in their place."""

from __future__ import annotations

from ..rule import fix_example
from .echo import ECHO

_LISTENER = "    name: echo\n    filter_chains:\n"
_CHAIN = "    - filters:\n"
_FILTERS = "      - name: envoy.filters.network.http_connection_manager\n"
_MANAGER = "          use_remote_address: true\n"
_HTTP_FILTERS = "          http_filters:\n"
_ROUTES = "        route:\n          cluster: default/echo\n          timeout: 5s\n"
_CLUSTER = "    connect_timeout: 5s\n"


def in_listener(lines: str) -> str:
    """ECHO with these fields in its listener."""
    return fix_example(ECHO, (_LISTENER, f"    name: echo\n{_indented(lines, 4)}    filter_chains:\n"))


def in_chain(lines: str) -> str:
    """ECHO with these fields in its filter chain."""
    fields = _indented(lines, 6)
    return fix_example(ECHO, (_CHAIN, f"    - {fields[6:]}      filters:\n"))


def network_filter(lines: str) -> str:
    """ECHO with these filters before its connection manager."""
    return fix_example(ECHO, (_FILTERS, _indented(lines, 6) + _FILTERS))


def in_manager(lines: str) -> str:
    """ECHO with these fields in its connection manager."""
    return fix_example(ECHO, (_MANAGER, _MANAGER + _indented(lines, 10)))


def http_filter(lines: str) -> str:
    """ECHO with these filters before its router."""
    return fix_example(ECHO, (_HTTP_FILTERS, _HTTP_FILTERS + _indented(lines, 10)))


def in_route(lines: str) -> str:
    """ECHO with these fields in its route, beside `match`."""
    return fix_example(ECHO, (_ROUTES, _indented(lines, 8) + _ROUTES))


def in_cluster(lines: str) -> str:
    """ECHO with these fields in its cluster."""
    return fix_example(ECHO, (_CLUSTER, _CLUSTER + _indented(lines, 4)))


def with_resource(lines: str) -> str:
    """ECHO with one more resource at the end."""
    return ECHO + _indented(lines, 2)


def _indented(lines: str, by: int) -> str:
    # Not by textwrap: every run imports the examples of some rules.
    return "".join(" " * by + line if line.strip() else line for line in lines.splitlines(keepends=True))


CLUSTER = """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""
"""The cluster of the example, for manifests that lose it."""
