"""Border cases of the rules about routes, each asked of Envoy 1.37."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cmesh_lint.lint.linter import Linter
from cmesh_lint.source.files import Source
from cmesh_lint.versions import Version

TYPE = "type.googleapis.com/envoy"
URI_MATCH = f"{TYPE}.extensions.path.match.uri_template.v3.UriTemplateMatchConfig"
URI_REWRITE = f"{TYPE}.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig"
MANAGER = f"{TYPE}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
Json = dict[str, Any]


def found(resource: Json, rule: str, version: str = "1.20") -> int:
    """How often the rule finds a fault in a CEC with that resource."""
    text = json.dumps(
        {
            "apiVersion": "cilium.io/v2",
            "kind": "CiliumEnvoyConfig",
            "metadata": {"name": "echo", "namespace": "default"},
            "spec": {"resources": [resource]},
        }
    )
    outcome = Linter([Version.parse(version)]).lint(Source("case.json", text.encode()))
    assert not outcome.not_checked
    return sum(1 for each in outcome.findings if each.rule == rule)


def table(hosts: list[Json], **more: Any) -> Json:
    return {"@type": f"{TYPE}.config.route.v3.RouteConfiguration", "name": "echo", "virtual_hosts": hosts, **more}


def host(*domains: str, **more: Any) -> Json:
    route = {"match": {"prefix": "/"}, "direct_response": {"status": 200}}
    return {"name": "echo", "domains": list(domains) or ["*"], "routes": [route], **more}


def route(action: Json, match: Json | None = None) -> Json:
    return table([host(routes=[{"match": match or {"prefix": "/"}, "route": {"cluster": "default/echo", **action}}])])


def matching(regex: str, **more: Any) -> Json:
    return route({}, {"safe_regex": {"regex": regex, **more}})


@pytest.mark.parametrize(
    ("hosts", "times"),
    [
        ([host("a.com"), host("A.com")], 1),
        ([host("a.com", "a.com")], 1),
        ([host("*"), host("*")], 1),
        ([host("*.a.com"), host("*.A.COM"), host("a.com")], 1),
        ([host("a.com"), host("a.com:80"), host("a.*"), host("*")], 0),
    ],
)
def test_domains(hosts: list[Json], times: int) -> None:
    assert found(table(hosts), "duplicate-domain") == times


@pytest.mark.parametrize(
    ("domain", "matches"),
    [
        ("*", True),
        ("*.a.com", True),
        ("a.*", True),
        ("a.com:80", True),
        ("a.*.com", False),
        ("*a*", False),
        ("", False),
        ("http://a", False),
        ("a b", False),
    ],
)
def test_domains_that_match_something(domain: str, matches: bool) -> None:
    assert (found(table([host(domain)]), "unmatchable-domain") == 0) is matches


@pytest.mark.parametrize(
    ("clusters", "times"),
    [
        ([{"name": "a", "weight": 1}, {"name": "b", "weight": 0}], 0),
        ([{"name": "a", "weight": 0}], 1),
        ([{"name": "a", "weight": 4294967295}, {"name": "b", "weight": 1}], 1),
        ([{"name": "a", "weight": "1"}, {"name": "b"}], 1),
    ],
)
def test_weights(clusters: list[Json], times: int) -> None:
    resource = table(
        [host(routes=[{"match": {"prefix": "/"}, "route": {"weighted_clusters": {"clusters": clusters}}}])]
    )
    assert found(resource, "weighted-clusters") == times


@pytest.mark.parametrize(
    ("policy", "times"),
    [({"cluster": "a"}, 0), ({"cluster_header": "a"}, 0), ({}, 1), ({"cluster": "a", "cluster_header": "b"}, 1)],
)
def test_mirrored_clusters(policy: Json, times: int) -> None:
    assert found(route({"request_mirror_policies": [policy]}), "one-cluster-name") == times


REGEX = {"pattern": {"regex": "a"}, "substitution": "b"}


@pytest.mark.parametrize(
    ("rewrites", "times"),
    [
        ({"prefix_rewrite": "/a"}, 0),
        ({"prefix_rewrite": "", "regex_rewrite": REGEX}, 0),
        ({"prefix_rewrite": "/a", "regex_rewrite": REGEX}, 1),
        ({"path_rewrite": "/a", "regex_rewrite": REGEX}, 1),
    ],
)
def test_rewrites(rewrites: Json, times: int) -> None:
    assert found(route(rewrites), "several-path-rewrites") == times


@pytest.mark.parametrize(
    ("template", "taken"),
    [
        ("/a/{b}", True),
        ("/**", True),
        ("/a/{b=**}/c", True),
        ("/a/", True),
        ("/**.m3u8", True),
        ("a", False),
        ("/{b", False),
        ("/{b}/{b}", False),
        ("/{1b}", False),
        ("//a", False),
        ("/a b", False),
        ("/{aaaaaaaaaaaaaaaa}", True),
        ("/{aaaaaaaaaaaaaaaaa}", False),
        ("/{a}/{b}/{c}/{d}/{e}", True),
        ("/{a}/{b}/{c}/{d}/{e}/{f}", False),
        ("/{a}.html", True),
        ("/{a}.html/b", False),
        ("/{a}{b}", False),
        ("/-*=", True),
        ("/**/{a}", False),
        ("/*/**", True),
        ("/{a=b/*}", True),
        ("/{a=}", False),
        ("/{a=b/}", False),
        ("/a?", False),
        ("/é", False),
    ],
)
def test_templates_of_matches(template: str, taken: bool) -> None:
    match = {"path_match_policy": {"name": "a", "typed_config": {"@type": URI_MATCH, "path_template": template}}}
    assert (found(route({}, match), "uri-template") == 0) is taken


@pytest.mark.parametrize(
    ("template", "taken"),
    [
        ("/x/{b}{b}", True),
        ("/x", True),
        ("/*=", True),
        ("{b}", False),
        ("/{b", False),
        ("/{b=*}", False),
        ("/b?", False),
    ],
)
def test_templates_of_rewrites(template: str, taken: bool) -> None:
    rewrite = {"name": "a", "typed_config": {"@type": URI_REWRITE, "path_template_rewrite": template}}
    assert (found(route({"path_rewrite_policy": rewrite}), "uri-template") == 0) is taken


@pytest.mark.parametrize(
    ("action", "rewrite", "times"),
    [({}, "/x/{b}", 0), ({}, "/x", 0), ({}, "/x/{c}", 1), ({"prefix_rewrite": "/"}, None, 1)],
)
def test_rewrites_by_template(action: Json, rewrite: str | None, times: int) -> None:
    match = {"path_match_policy": {"name": "a", "typed_config": {"@type": URI_MATCH, "path_template": "/a/{b}"}}}
    if rewrite is not None:
        config = {"@type": URI_REWRITE, "path_template_rewrite": rewrite}
        action = {**action, "path_rewrite_policy": {"name": "a", "typed_config": config}}
    assert found(route(action, match), "uri-template-rewrite") == times


@pytest.mark.parametrize(
    ("regex", "rule"),
    [
        ("x{96}", ""),
        ("x{97}", "regex-too-large"),
        ("[^a]{12}", ""),
        (".{34}", "regex-too-large"),
        (r"\p{L}", "regex-too-large"),
        (r"\x{100}", ""),
        ("ä{60}", "regex-too-large"),
        ("(?P<a>b)", ""),
        ("^/(?!a)", "invalid-regex"),
        (r"(a)\1", "invalid-regex"),
        (r"a\Z", "invalid-regex"),
        ("a{1,1001}", "invalid-regex"),
        ("[", "invalid-regex"),
        ("a**", "invalid-regex"),
    ],
)
def test_regular_expressions(regex: str, rule: str) -> None:
    faults = [name for name in ("invalid-regex", "regex-too-large") if found(matching(regex), name)]
    assert faults == ([rule] if rule else [])


@pytest.mark.parametrize(("engine", "times"), [({}, 1), ({"max_program_size": 500}, 0), ({"max_program_size": 5}, 1)])
def test_a_limit_of_its_own(engine: Json, times: int) -> None:
    assert found(matching("x{98}", google_re2=engine), "regex-too-large") == times


def test_what_one_of_the_latest_envoys_takes_is_no_fault() -> None:
    """Envoy 1.40 reads bytes: a `.` is small there, and `\\x{100}` is a fault; Envoy 1.38 reads UTF-8."""
    assert found(matching(".{34}"), "regex-too-large", "latest") == 0
    assert found(matching(r"\x{100}"), "invalid-regex", "latest") == 0
    assert found(matching("x{97}"), "regex-too-large", "latest") == 1


@pytest.mark.parametrize(
    ("regex", "field"),
    [
        ("(", {"headers": [{"name": "a", "string_match": {"safe_regex": {"regex": "("}}}]}),
        ("(", {"query_parameters": [{"name": "a", "string_match": {"safe_regex": {"regex": "("}}}]}),
    ],
)
def test_regular_expressions_stand_everywhere(regex: str, field: Json) -> None:
    assert found(route({}, {"prefix": "/", **field}), "invalid-regex") == 1


@pytest.mark.parametrize(
    ("name", "times"), [("Host", 1), (":path", 1), (":x", 1), ("host ", 0), ("x-host", 0), ("h:ost", 0)]
)
def test_headers_removed(name: str, times: int) -> None:
    assert found(table([host(request_headers_to_remove=[name])]), "protected-header") == times


@pytest.mark.parametrize(
    ("option", "times"),
    [
        ({"append": False, "append_action": "APPEND_IF_EXISTS_OR_ADD"}, 0),
        ({"append": True, "append_action": "ADD_IF_ABSENT"}, 1),
        ({"append_action": "ADD_IF_ABSENT"}, 0),
    ],
)
def test_append(option: Json, times: int) -> None:
    header = {"header": {"key": "x", "value": "a"}, **option}
    assert found(table([host()], response_headers_to_add=[header]), "append-twice") == times


def test_metadata_of_grpc_services_is_read_only_when_a_request_comes() -> None:
    service = {
        "envoy_grpc": {"cluster_name": "default/echo"},
        "initial_metadata": [{"key": ":path", "value": "100%"}],
    }
    authz = {
        "name": "authz",
        "typed_config": {
            "@type": f"{TYPE}.extensions.filters.http.ext_authz.v3.ExtAuthz",
            "transport_api_version": "V3",
            "grpc_service": service,
        },
    }
    manager = {"@type": MANAGER, "stat_prefix": "echo", "rds": {"route_config_name": "echo"}, "http_filters": [authz]}
    listener = {
        "@type": f"{TYPE}.config.listener.v3.Listener",
        "name": "echo",
        "filter_chains": [{"filters": [{"name": "hcm", "typed_config": manager}]}],
    }
    assert found(listener, "header-format") == found(listener, "protected-header") == 0


@pytest.mark.parametrize(
    ("base", "most", "times"), [("2s", "2s", 0), ("2s", "1s", 1), ("1.0009s", "1.0001s", 0), ("2s", None, 0)]
)
def test_back_off(base: str, most: str | None, times: int) -> None:
    back_off = {"base_interval": base, **({"max_interval": most} if most else {})}
    assert found(route({"retry_policy": {"retry_back_off": back_off}}), "retry-back-off") == times


@pytest.mark.parametrize(("type_", "times"), [("CONNECT", 0), ("connect", 0), ("CONNECT-UDP", 0), ("websocket", 1)])
def test_connect_config(type_: str, times: int) -> None:
    upgrade = {"upgrade_type": type_, "connect_config": {"allow_post": True}}
    assert found(route({"upgrade_configs": [upgrade]}), "connect-config") == times


@pytest.mark.parametrize(
    ("body", "limit", "times"),
    [
        ({"inline_string": "x" * 4096}, None, 0),
        ({"inline_string": "x" * 4097}, None, 1),
        ({"inline_string": "ä" * 2049}, None, 1),
        ({"inline_string": "x" * 5000}, 10000, 0),
        ({"inline_bytes": "eHh4"}, 3, 0),
        ({"inline_bytes": "eHh4"}, 2, 1),
        ({"filename": "/etc/hostname"}, 2, 0),
    ],
)
def test_bodies(body: Json, limit: int | None, times: int) -> None:
    answer = {"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": body}}
    more = {} if limit is None else {"max_direct_response_body_size_bytes": limit}
    assert found(table([host(routes=[answer])], **more), "direct-response-too-long") == times


@pytest.mark.parametrize(
    ("timeout", "times"),
    [("-1s", 1), ("-0.5s", 1), ("-0s", 0), ("0s", 0), ("9223372035s", 0), ("9223372036s", 1), ("315576000000s", 1)],
)
def test_durations(timeout: str, times: int) -> None:
    assert found(route({"timeout": timeout}), "duration-beyond-range") == times


def test_a_duration_that_the_schema_bounds_is_told_once() -> None:
    detection = {"outlier_detection": {"interval": "-1s"}}
    cluster = {"@type": f"{TYPE}.config.cluster.v3.Cluster", "name": "echo", **detection}
    assert found(cluster, "duration-beyond-range") == 0
    assert found(cluster, "value-out-of-range") == 1
