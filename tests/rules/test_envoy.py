"""Border cases of the rules about listeners, filters and TLS, each asked of Envoy 1.37.

A case is an example with one change: its findings of one rule, as messages. None means that Envoy takes it.
"""

from __future__ import annotations

import pytest

from cmesh_lint.lint.linter import Linter
from cmesh_lint.rules import examples
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.source.files import Source
from cmesh_lint.versions import Version

TYPE = "type.googleapis.com/envoy.extensions"
HTTP = f"{TYPE}.filters.http"
NETWORK = f"{TYPE}.filters.network"
DOWNSTREAM = f"{TYPE}.transport_sockets.tls.v3.DownstreamTlsContext"
UPSTREAM = f"{TYPE}.transport_sockets.tls.v3.UpstreamTlsContext"


def told(text: str, rule: str, version: str = "1.20") -> list[str]:
    outcome = Linter([Version.parse(version)]).lint(Source("case.yaml", text.encode()))
    assert not outcome.not_checked
    return [found.message for found in outcome.findings if found.rule == rule]


def address(text: str) -> str:
    return examples.in_listener(f"address: {{socket_address: {{address: '{text}', port_value: 8080}}}}\n")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("127.0.0.1", True),
        ("::", True),
        ("::ffff:1.2.3.4", True),
        ("fe80::1%eth0", True),
        ("localhost", False),
        ("[::1]", False),
        ("1.2.3", False),
        ("01.2.3.4", False),
        ("1.2.3.4%eth0", False),
        ("127.0.0.1 ", False),
    ],
)
def test_addresses(text: str, taken: bool) -> None:
    assert (not told(address(text), "malformed-address")) is taken


@pytest.mark.parametrize(
    ("name", "taken"),
    [("*.a.com", True), ("*.*.com", True), ("*.", True), ("", True), ("*", False), ("a.*", False), ("*a.com", False)],
)
def test_wildcards_of_server_names(name: str, taken: bool) -> None:
    text = examples.in_chain(f"filter_chain_match: {{server_names: ['{name}']}}\n")
    assert (not told(text, "partial-wildcard")) is taken


CHAIN = """
    - filter_chain_match: {}
      filters:
      - name: t
        typed_config: {{"@type": {}.tcp_proxy.v3.TcpProxy, stat_prefix: t, cluster: default/echo}}
"""


def chains(*matches: str) -> str:
    listed = "".join(CHAIN.format(match, NETWORK) for match in matches)
    return ECHO.replace("    filter_chains:\n", f"    filter_chains:{listed}", 1)


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [
        ("{destination_port: 1}", "{destination_port: 2}", True),
        ("{server_names: [a.com, b.com]}", "{server_names: [c.com]}", True),
        ("{server_names: [a.com, b.com]}", "{server_names: [B.com]}", False),
        ("{application_protocols: [h2, http/1.1]}", "{application_protocols: [h2]}", False),
        ("{transport_protocol: tls}", "{transport_protocol: raw_buffer}", True),
        (
            "{prefix_ranges: [{address_prefix: 10.0.0.1, prefix_len: 8}]}",
            "{prefix_ranges: [{address_prefix: 10.2.0.0, prefix_len: 8}]}",
            False,
        ),
        (
            "{prefix_ranges: [{address_prefix: 10.0.0.1, prefix_len: 8}]}",
            "{prefix_ranges: [{address_prefix: 10.2.0.0, prefix_len: 16}]}",
            True,
        ),
        ("{source_type: ANY, destination_port: 1}", "{destination_port: 1}", False),
        ("{server_names: ['']}", "{source_ports: [1]}", False),
        ("{server_names: [a.com, a.com]}", "{source_ports: [1]}", False),
    ],
)
def test_overlapping_matches(one: str, other: str, taken: bool) -> None:
    assert (not told(chains(one, other), "overlapping-chain-matches")) is taken


def test_matches_that_are_equal_are_the_agents_to_refuse_since_1_20() -> None:
    twice = chains("{destination_port: 1}", "{destination_port: 1}")
    assert told(twice, "overlapping-chain-matches", "1.20") == []
    assert len(told(twice, "overlapping-chain-matches", "1.19")) == 1


def test_an_empty_match_and_an_absent_one_overlap() -> None:
    assert len(told(chains("{}"), "overlapping-chain-matches")) == 1


def test_a_matcher_in_place_of_matches_lets_them_be_equal() -> None:
    matcher = "    filter_chain_matcher: {}\n    filter_chains:"
    text = chains("{server_names: ['*']}", "{server_names: ['*']}").replace("    filter_chains:", matcher, 1)
    assert told(text, "overlapping-chain-matches", "1.19") == []
    assert told(text, "partial-wildcard") == []


@pytest.mark.parametrize(
    ("field", "taken"),
    [
        ("freebind: false", True),
        ("freebind: true", False),
        ("tcp_backlog_size: 0", False),
        ("socket_options: []", True),
        ("bind_to_port: true", True),
        ("use_original_dst: true", True),
        ("address: {socket_address: {address: 127.0.0.1, port_value: 1}}", False),
    ],
)
def test_fields_of_an_internal_listener(field: str, taken: bool) -> None:
    text = examples.in_listener(f"internal_listener: {{}}\n{field}\n")
    assert (not told(text, "internal-listener-field")) is taken


ROUTER = f'{{name: r, typed_config: {{"@type": {HTTP}.router.v3.Router}}}}'
CORS = f'{{name: c, typed_config: {{"@type": {HTTP}.cors.v3.Cors}}}}'
UNKNOWN = '{name: x, is_optional: true, typed_config: {"@type": type.googleapis.com/google.protobuf.Empty}}'


def filters(*listed: str) -> str:
    start, end = (
        ECHO.index("          http_filters:"),
        ECHO.index('  - "@type": type.googleapis.com/envoy.config.route'),
    )
    return f"{ECHO[:start]}          http_filters: [{', '.join(listed)}]\n{ECHO[end:]}"


@pytest.mark.parametrize(
    ("listed", "number"),
    [
        ((CORS, ROUTER), 0),
        ((), 0),
        ((CORS,), 1),
        ((ROUTER, CORS), 2),
        ((ROUTER, ROUTER), 1),
        ((ROUTER, UNKNOWN), 1),
        ((CORS, UNKNOWN), 0),
    ],
)
def test_where_http_filters_end(listed: tuple[str, ...], number: int) -> None:
    assert len(told(filters(*listed), "http-filter-order")) == number


EXTENSIONS = ("no-extension", "misplaced-extension", "extension-not-built", "missing-typed-config")


@pytest.mark.parametrize(
    ("filter_", "rule"),
    [
        (CORS, ""),
        (UNKNOWN, ""),
        ("{name: x, is_optional: true}", ""),
        ("{name: x}", "missing-typed-config"),
        ("{name: x, typed_config: {}}", "missing-typed-config"),
        (UNKNOWN.replace("is_optional: true, ", ""), "no-extension"),
        (f'{{name: x, typed_config: {{"@type": {HTTP}.ext_authz.v3.BufferSettings}}}}', "no-extension"),
        (f'{{name: x, typed_config: {{"@type": {NETWORK}.tcp_proxy.v3.TcpProxy}}}}', "misplaced-extension"),
        (f'{{name: x, typed_config: {{"@type": {HTTP}.lua.v3.Lua}}}}', "extension-not-built"),
        (f'{{name: x, is_optional: true, typed_config: {{"@type": {HTTP}.lua.v3.Lua}}}}', ""),
        (f'{{name: x, typed_config: {{"@type": {TYPE}.filters.http.router.v3.Router}}}}', ""),
    ],
)
def test_what_stands_for_an_extension(filter_: str, rule: str) -> None:
    text = filters(filter_, ROUTER)
    assert [each for each in EXTENSIONS if told(text, each)] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("config", "rule"),
    [
        (f'"@type": {HTTP}.cors.v3.CorsPolicy', ""),
        ('"@type": type.googleapis.com/envoy.config.route.v3.FilterConfig, disabled: true', ""),
        ('"@type": type.googleapis.com/google.protobuf.Struct, value: {}', "no-extension"),
        (f'"@type": {NETWORK}.tcp_proxy.v3.TcpProxy', "misplaced-extension"),
        (f'"@type": {HTTP}.fault.v3.HTTPFault', "extension-not-built"),
    ],
)
def test_what_stands_for_the_configuration_of_a_route(config: str, rule: str) -> None:
    text = examples.in_route(f"typed_per_filter_config: {{f: {{{config}}}}}\n")
    assert [each for each in EXTENSIONS if told(text, each)] == ([rule] if rule else [])


def test_load_balancing_policies_may_be_unknown_as_long_as_one_is_not() -> None:
    policy = f"{{typed_extension_config: {{name: w, typed_config: {{'@type': {TYPE}.load_balancing_policies.wrr_locality.v3.WrrLocality}}}}}}"
    text = examples.in_cluster(f"load_balancing_policy: {{policies: [{policy}]}}\n")
    assert told(text, "extension-not-built") == []


@pytest.mark.parametrize(
    ("prefix", "gates"),
    [
        ("type.googleapis.com/", []),
        ("example.com/", ["runtime"]),
        ("", ["nacked"]),
    ],
)
def test_prefixes_of_a_connection_manager(prefix: str, gates: list[str]) -> None:
    text = ECHO.replace(f"{NETWORK}.http_conn", f"{prefix}envoy.extensions.filters.network.http_conn")
    found = Linter([Version.parse("1.20")]).lint(Source("case.yaml", text.encode())).findings
    assert [each.gate for each in found if each.rule == "nested-type-prefix"] == gates


@pytest.mark.parametrize(
    ("settings", "number"),
    [
        ("{identifier: 100, value: 1}, {identifier: 100, value: 1}", 0),
        ("{identifier: 100, value: 1}, {identifier: 100, value: 2}", 1),
        ("{identifier: 2, value: 1}", 1),
        ("{identifier: 2, value: 0}", 0),
        ("{identifier: 4, value: 65535}", 0),
        ("{identifier: 8, value: 1}", 1),
    ],
)
def test_http2_settings(settings: str, number: int) -> None:
    text = examples.in_manager(f"http2_protocol_options: {{custom_settings_parameters: [{settings}]}}\n")
    assert len(told(text, "http2-settings")) == number


@pytest.mark.parametrize(
    ("user", "taken"),
    [
        ("anna:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", True),
        (" anna:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", True),
        ("# nobody\\n\\nanna:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", True),
        ("anna:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\\r\\n", False),
        ("anna:{SHA}x", False),
        ("anna: {SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", False),
        (":{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", False),
        ("anna", False),
        ("", False),
    ],
)
def test_users(user: str, taken: bool) -> None:
    basic = (
        f'{{name: b, typed_config: {{"@type": {HTTP}.basic_auth.v3.BasicAuth, users: {{inline_string: "{user}"}}}}}}'
    )
    found = told(filters(basic, ROUTER), "htpasswd")
    assert (not found) is taken
    assert not any("W6ph5" in message or "anna" in message for message in found)


@pytest.mark.parametrize(
    ("cilium", "taken"),
    [("1.14.19", False), ("1.16.8", False), ("1.16.9", True), ("1.17.2", False), ("1.17.3", True), ("1.20", True)],
)
def test_intervals_of_descriptors_by_release(cilium: str, taken: bool) -> None:
    limit = (
        f'"@type": {HTTP}.local_ratelimit.v3.LocalRateLimit, stat_prefix: a, '
        "token_bucket: {max_tokens: 1, fill_interval: 2s}, "
        "descriptors: [{entries: [{key: a}], token_bucket: {max_tokens: 1, fill_interval: 3s}}]"
    )
    text = filters(f"{{name: l, typed_config: {{{limit}}}}}", ROUTER)
    assert (not told(text, "fill-interval-not-multiple", cilium)) is taken


def tls(context: str, common: str, more: str = "") -> str:
    put = examples.in_chain if context == DOWNSTREAM else examples.in_cluster
    config = f'{{"@type": {context}, common_tls_context: {{{common}}}{more}}}'
    return put(f"transport_socket: {{name: tls, typed_config: {config}}}\n")


SECRET = "tls_certificate_sds_secret_configs: [{name: cilium-secrets/a}]"
SAN = "match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: a}}]"


@pytest.mark.parametrize(
    ("context", "common", "rule"),
    [
        (DOWNSTREAM, SECRET, ""),
        (DOWNSTREAM, "", "no-server-certificate"),
        (DOWNSTREAM, "tls_certificates: []", "no-server-certificate"),
        (UPSTREAM, "", ""),
        (UPSTREAM, f"validation_context: {{{SAN}}}", "trusted-ca-missing"),
        (
            UPSTREAM,
            f"combined_validation_context: {{default_validation_context: {{{SAN}}}, "
            "validation_context_sds_secret_config: {name: cilium-secrets/x}}",
            "",
        ),
        (UPSTREAM, "tls_params: {cipher_suites: [ALL, '!AES128']}", ""),
        (UPSTREAM, "tls_params: {cipher_suites: ['[ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305]']}", ""),
        (UPSTREAM, "tls_params: {cipher_suites: [AES128-SHA, NOPE]}", "unknown-tls-name"),
        (UPSTREAM, "tls_params: {ecdh_curves: ['P-256:X25519']}", ""),
        (UPSTREAM, "tls_params: {ecdh_curves: [P-256, P-256, P-224]}", ""),
        (UPSTREAM, "tls_params: {ecdh_curves: [MLKEM1024]}", "unknown-tls-name"),
        (UPSTREAM, "tls_params: {cipher_suites: [ECDHE-ECDSA-AES128-SHA256]}", "unknown-tls-name"),
        (UPSTREAM, "tls_params: {signature_algorithms: [ecdsa_sha1, ecdsa_sha1]}", "unknown-tls-name"),
        (UPSTREAM, "tls_params: {signature_algorithms: [RSA-PSS+SHA256]}", ""),
        (UPSTREAM, "tls_params: {signature_algorithms: [Ed25519]}", "unknown-tls-name"),
        (UPSTREAM, f"alpn_protocols: ['{'a' * 255}']", ""),
        (UPSTREAM, f"alpn_protocols: ['{'a' * 256}']", "tls-value"),
        (UPSTREAM, f"validation_context: {{verify_certificate_hash: ['{':'.join(['aa'] * 32)}']}}", ""),
        (UPSTREAM, f"validation_context: {{verify_certificate_hash: ['{'z' * 64}']}}", "tls-value"),
        (UPSTREAM, "validation_context: {trusted_ca: {inline_string: '$(CA)'}}", ""),
        (UPSTREAM, "validation_context: {trusted_ca: {inline_string: x}}", "malformed-pem"),
    ],
)
def test_tls(context: str, common: str, rule: str) -> None:
    rules = ("no-server-certificate", "trusted-ca-missing", "unknown-tls-name", "tls-value", "malformed-pem")
    text = tls(context, common)
    assert [each for each in rules if told(text, each)] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("parameters", "number"),
    [("ecdh_curves: [MLKEM1024]", 0), ("ecdh_curves: [P-224]", 1), ("ecdh_curves: [P-256, P-256]", 1)],
)
def test_the_next_envoy_knows_other_curves(parameters: str, number: int) -> None:
    assert len(told(tls(UPSTREAM, f"tls_params: {{{parameters}}}"), "unknown-tls-name", "latest")) == number


@pytest.mark.parametrize(("common", "gate"), [("", "nacked"), (f", {SECRET}", "runtime")])
def test_what_waits_for_secrets_fails_when_they_come(common: str, gate: str) -> None:
    text = tls(UPSTREAM, f"tls_params: {{cipher_suites: [NOPE]}}{common}")
    found = Linter([Version.parse("1.20")]).lint(Source("case.yaml", text.encode())).findings
    assert [each.gate for each in found if each.rule == "unknown-tls-name"] == [gate]


def test_no_key_is_ever_told() -> None:
    text = tls(
        DOWNSTREAM,
        "tls_certificates: [{certificate_chain: {inline_string: hush}, private_key: {inline_string: hushhush}}]",
        ", session_ticket_keys: {keys: [{inline_string: hush}]}",
    )
    found = told(text, "malformed-pem") + told(text, "tls-value")
    assert len(found) == 3
    assert not any("hush" in message for message in found)
