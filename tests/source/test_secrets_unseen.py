"""No secret is in a report of any format, wherever it is in a manifest and whatever is wrong beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cmesh_lint.commands.group import cli
from cmesh_lint.config.settings import Settings
from cmesh_lint.filters.apply import apply_filters
from cmesh_lint.finding import Counts, NotChecked
from cmesh_lint.pipeline import of_sources
from cmesh_lint.places import Span
from cmesh_lint.report import Report
from cmesh_lint.reports import FORMATS, renderer
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source

HEAD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata: {name: a, namespace: shop}
spec:
"""
ROUTES = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
SECRET = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"


def headers(name: str, form: str = "value") -> str:
    return f"""\
  resources:
  - "@type": {ROUTES}
    name: a
    request_headers_to_add:
    - append_action: APPEND
      header: {{key: {name}, {form}: MARKER}}
      bogus: 1
    - header:
        key: {name}
        {form}: "%NO(MARKER)%"
    virtual_hosts:
    - {{name: a, domains: ["*"], bogus: 1, routes: [{{match: {{prefix: /}}, redirect: {{bogus: 1}}}}]}}
"""


def inline(member: str) -> str:
    return f"""\
  resources:
  - "@type": {SECRET}
    name: s
    bogus: 1
    {member}
    bogus2: 1
"""


CLUSTER = """\
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: c
    connect_timeout: 5
    metadata:
      filter_metadata:
        envoy.filters.http.ratelimit:
          token: MARKER
          bogus: {Authorization: MARKER, x-api-key: MARKER}
    typed_extension_protocol_options: 5
"""
PLACES: dict[str, str] = {
    **{f"header {name}": headers(name) for name in ("authorization", "Proxy-Authorization", "cookie", "Set-Cookie")},
    **{f"header {name}": headers(name) for name in ("x-api-key", "X-Auth-Token", "api-key", "x-amz-security-token")},
    "raw header": headers("authorization", "raw_value"),
    "matched header": f"""\
  resources:
  - "@type": {ROUTES}
    name: a
    virtual_hosts:
    - name: a
      domains: ["*"]
      routes:
      - match:
          prefix: /
          headers:
          - name: authorization
            string_match:
              exact: MARKER
            bogus: 1
        redirect: {{}}
""",
    "private key": inline("tls_certificate: {private_key: {inline_string: MARKER, bogus: 1}}"),
    "generic secret": inline("generic_secret: {secret: {inline_string: MARKER}, bogus: 1}"),
    "bytes": inline("generic_secret: {secret: {inline_bytes: MARKER}}"),
    "block": inline(
        "generic_secret:\n      secret:\n        inline_string: |\n          one\n          MARKER\n          MARKER"
    ),
    "folded": inline(
        'generic_secret:\n      secret:\n        inline_string: "one\n          MARKER\n          MARKER"'
    ),
    "pem": inline(
        "validation_context:\n      trusted_ca:\n        inline_string: |\n          -----BEGIN RSA PRIVATE KEY-----\n"
        "          MARKER0123456789MARKER0123456789MARKER0123456789\n          -----END RSA PRIVATE KEY-----"
    ),
    "metadata": CLUSTER,
    "environment": "  env:\n  - name: DB_PASSWORD\n    value: MARKER\n  - {value: MARKER, name: GITHUB_TOKEN}\n",
    "environment as a map": "  env:\n    DB_PASSWORD: MARKER\n    bogus: 1\n    clientSecret: MARKER\n",
    "url": '  resources: ["https://user:MARKER@example.com/x"]\n  bogus: "postgres://u:MARKER@db/x"\n',
    "domain": f"""\
  resources:
  - "@type": {ROUTES}
    name: a
    virtual_hosts:
    - {{name: a, domains: ["user:MARKER@host.example"], routes: []}}
    - {{name: b, domains: ["user:MARKER@host.example"], routes: []}}
""",
    "jwt": '  services: "eyJhbGciOiJIUzI1NiJ9.MARKER.c2ln"\n',
    "bearer": '  services: "Bearer MARKER9"\n',
    "annotation": '  services: 5\n  note: {kubectl.kubernetes.io/last-applied-configuration: \'{"password": "MARKER"}\'}\n',
}
BREAKS: dict[str, Callable[[str], str]] = {
    "sound": lambda text: text,
    "bracket": lambda text: f"{text}broken: [\n",
    "tab": lambda text: f"{text}\tbroken: 1\n",
    "colon": lambda text: f"{text}  a: b: c\n",
    "bad character": lambda text: f"{text}x: '\x01'\n",
    "twice": lambda text: f"{text}spec: {{}}\n",
    "no version": lambda text: text.replace("apiVersion: cilium.io/v2\n", "apiVersion: 5\n"),
    "not utf-8": lambda text: f"{text}x: \udcff\n",
    "in json": lambda text: text,
}


def printed(text: str, path: str = "x.yaml") -> str:
    """What all formats say of a file."""
    data = text.encode("utf-8", "surrogateescape")
    report = of_sources([Source(path, data)], Settings((path,)))
    assert not any("please report" in each.reason for each in report.not_checked)
    return "\n".join(renderer(name).render(report) for name in FORMATS)


@pytest.mark.parametrize("broken", BREAKS)
@pytest.mark.parametrize("place", PLACES)
def test_in_no_format(place: str, broken: str) -> None:
    text = BREAKS[broken](HEAD + PLACES[place]).replace("MARKER", "hunter2swordfish")
    path = "x.json" if broken == "in json" else "x.yaml"
    if broken == "in json":
        import yaml

        text = json.dumps(yaml.safe_load(text), indent=2)
    assert "hunter2" not in printed(text, path)


@pytest.mark.parametrize("place", PLACES)
def test_broken_on_each_line(place: str) -> None:
    lines = (HEAD + PLACES[place]).replace("MARKER", "hunter2swordfish").split("\n")
    for number in range(4, len(lines) + 1):
        text = "\n".join([*lines[:number], "\t'", *lines[number:]])
        assert "hunter2" not in printed(text), text


MARKERS = st.text("abcdefghijkLMNOPQRSTU0123456789", min_size=12, max_size=60)


@settings(max_examples=150, deadline=None)
@given(
    marker=MARKERS,
    place=st.sampled_from(sorted(PLACES)),
    broken=st.sampled_from(sorted(BREAKS)),
    cut=st.integers(4, 40),
)
def test_any_secret(marker: str, place: str, broken: str, cut: int) -> None:
    marker = f"Zq{marker}"
    lines = BREAKS[broken](HEAD + PLACES[place]).replace("MARKER", marker).split("\n")
    text = "\n".join(lines[:cut] + ([f"{lines[cut]} : ["] if cut < len(lines) else []) + lines[cut + 1 :])
    assert marker[:11] not in printed(text)


@pytest.mark.parametrize("key", ["data", "stringData"])
def test_of_a_kubernetes_secret(key: str) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, key: {"a": "hunter2swordfish", "b": 5}}
    items = [{"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "metadata": 5, "spec": 5}, secret]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
    assert "hunter2" not in printed(text, "x.json")
    assert "hunter2" not in printed(text.replace("}]", "},"), "x.json")


def test_explained(tmp_path: Path) -> None:
    for place in ("header authorization", "generic secret", "pem", "metadata"):
        text = (
            (HEAD + PLACES[place])
            .replace("      bogus: 1\n", "")
            .replace("    bogus: 1\n", "")
            .replace("bogus2: 1", "")
        )
        file = tmp_path / "x.yaml"
        file.write_text(text.replace("MARKER", "hunter2swordfish").replace(", bogus: 1", ""))
        result = CliRunner().invoke(cli, ["explain-config", str(file)])
        assert "hunter2" not in result.output, place


@pytest.mark.parametrize(
    "line",
    [
        "image: registry.example/app:1.2@sha256:0123",
        "      - prefix: /tokens",
        "    max_tokens: 5",
        "    token_bucket: {max_tokens: 5}",
        "    name: token-issuer",
        "    forward_bearer_token: true",
        "      - {name: authorization, present_match: true}",
        "    from_headers: [{name: Authorization, value_prefix: 'Bearer '}]",
        "    cluster: shop/token",
        "    uri: https://git@example.com/x",
        "    authorization_claim: sub",
    ],
)
def test_what_is_none_is_shown(line: str) -> None:
    text = f"{HEAD}  other:\n{line}\n"
    assert line.strip() in printed(text + "broken: [\n")
    (found,) = read(Source("x.yaml", text.encode())).documents
    assert found.excerpt(Span(6, 1, 6, 2)) == ("spec:", "  other:", line)


def test_in_comments() -> None:
    assert "hunter2" not in printed(f"{HEAD}  services: 5 # password: hunter2\n  # token: hunter2\n  other: 5\n")


def test_in_words_of_programs() -> None:
    said = "kustomize: cannot fetch https://me:hunter2swordfish@example.com/x\npassword: hunter2swordfish"
    report = Report((), (NotChecked("x.yaml", said),), Counts(), ())
    (missed,) = apply_filters(report, (), Settings(()), ()).not_checked
    assert "hunter2" not in missed.reason
    assert missed.reason.startswith("kustomize: cannot fetch https://")
