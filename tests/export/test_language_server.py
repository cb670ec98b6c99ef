"""yaml-language-server completes, explains and checks a CiliumEnvoyConfig by the exported schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exported import HERE, PREFIX
from language_server import LanguageServer

PROGRAM = HERE / "node_modules" / ".bin" / "yaml-language-server"
pytestmark = pytest.mark.skipif(
    not PROGRAM.exists(), reason="yaml-language-server is not installed; tools/install does"
)

MODELINE = "# yaml-language-server: $schema=cilium.io/ciliumenvoyconfig_v2.json\n"
HEAD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
spec:
  resources:
"""
CLUSTER = f"""\
  - "@type": {PREFIX}envoy.config.cluster.v3.Cluster
    name: default/echo
"""
FILTER = f"""\
  - "@type": {PREFIX}envoy.config.listener.v3.Listener
    name: l
    filter_chains:
    - filters:
      - name: f
        typed_config:
          "@type": {PREFIX}envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: s
          route_config: {{}}
          http_filters:
          - name: f
            typed_config:
"""


@pytest.fixture(scope="module")
def server(schemas: Path) -> Iterator[LanguageServer]:
    with LanguageServer(PROGRAM, schemas) as running:
        yield running


def document(server: LanguageServer, name: str, body: str) -> tuple[str, list[tuple[int, str]]]:
    """Open a document; its text, and the diagnostics as line and message."""
    text = MODELINE + HEAD + body
    told = server.open(name, text)
    return text, [(each["range"]["start"]["line"], each["message"]) for each in told]


def place(text: str, sought: str) -> tuple[int, int]:
    """Line and character where a piece of text ends."""
    lines = text[: text.index(sought) + len(sought)].split("\n")
    return len(lines) - 1, len(lines[-1])


def test_a_good_object_has_no_diagnostics(server: LanguageServer) -> None:
    _, told = document(server, "good.yaml", CLUSTER + "    connect_timeout: 5s\n")
    assert told == []


def test_fields_of_the_message_are_completed(server: LanguageServer) -> None:
    text, _ = document(server, "fields.yaml", CLUSTER + "    con")
    offered = server.complete("fields.yaml", *place(text, "    con"))
    assert {"connect_timeout", "lb_policy", "load_assignment"} <= offered.keys()
    assert "connectTimeout" not in offered
    assert "stat_prefix" not in offered


def test_names_of_an_enum_are_completed(server: LanguageServer) -> None:
    text, _ = document(server, "enum.yaml", CLUSTER + "    lb_policy: L\n")
    offered = server.complete("enum.yaml", *place(text, "lb_policy: L"))
    assert {"ROUND_ROBIN", "LEAST_REQUEST", "MAGLEV"} <= offered.keys()


def test_types_of_http_filters_are_completed(server: LanguageServer) -> None:
    text, _ = document(server, "types.yaml", FILTER + '              "@type": x\n')
    offered = server.complete("types.yaml", *place(text, '"@type": x'))
    inserted = {item["textEdit"]["newText"] for item in offered.values()}
    assert f"{PREFIX}envoy.extensions.filters.http.router.v3.Router" in inserted
    assert f"{PREFIX}envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy" not in inserted


def test_a_hover_shows_what_envoy_says(server: LanguageServer) -> None:
    text, _ = document(server, "hover.yaml", CLUSTER + "    connect_timeout: 5s\n")
    assert "timeout for new network connections" in server.hover("hover.yaml", *place(text, "    connect"))


def test_a_hover_behind_a_type(server: LanguageServer) -> None:
    text, _ = document(
        server,
        "inside.yaml",
        FILTER + f'              "@type": {PREFIX}envoy.extensions.filters.http.router.v3.Router\n',
    )
    assert "RouteConfiguration" in server.hover("inside.yaml", *place(text, "route_conf"))


def test_a_slip_of_the_pen_is_told_on_its_line(server: LanguageServer) -> None:
    text, told = document(server, "slip.yaml", CLUSTER + "    connect_timeoutt: 5s\n")
    assert told == [(place(text, "connect_timeoutt")[0], "Property connect_timeoutt is not allowed.")]


def test_a_duration_in_other_units(server: LanguageServer) -> None:
    text, told = document(server, "duration.yaml", CLUSTER + "    connect_timeout: 500ms\n")
    assert (place(text, "500ms")[0], "a duration is written in seconds, such as 5s or 0.25s") in told


def test_an_unknown_type(server: LanguageServer) -> None:
    text, told = document(
        server,
        "unknown.yaml",
        FILTER + f'              "@type": {PREFIX}envoy.extensions.filters.http.router.v3.Rooter\n',
    )
    assert told == [(place(text, "Rooter")[0], "this Cilium version does not know a message of that name")]
