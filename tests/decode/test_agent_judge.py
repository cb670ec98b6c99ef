"""What the agent's parser adds to the verdict of the schemas, and what it takes away."""

from __future__ import annotations

from cmesh_lint.lint.linter import Linter
from cmesh_lint.rule import fix_example
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

SERVICES = "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n"
OPEN = """\
    connect_timeout: 5s
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        common_http_protocol_options: {idle_timeout: 60s}
"""
WITH_OPTIONS = fix_example(ECHO, ("    connect_timeout: 5s\n", OPEN))


def errors(text: str) -> list[tuple[str, str | None]]:
    outcome = Linter([NEWEST]).lint(Source("a.yaml", text.encode()))
    return [(each.rule, each.gate) for each in outcome.findings if each.severity in ("critical", "error")]


def test_the_agent_chooses_the_protocol_that_is_left_open() -> None:
    assert errors(WITH_OPTIONS) == []


def test_without_services_nobody_chooses_it() -> None:
    alone = fix_example(WITH_OPTIONS, (SERVICES, "  backendServices:\n  - name: echo\n    namespace: default\n"))
    assert errors(alone) == [("missing-oneof", "nacked")]


def test_what_the_agent_validates_itself_it_refuses() -> None:
    wrong = fix_example(WITH_OPTIONS, ("common_http_protocol_options: {idle_timeout: 60s}", "explicit_http_config: {}"))
    assert errors(wrong) == [("missing-oneof", "refused")]
