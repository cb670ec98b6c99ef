"""What a file can hold many of: for each, a text that holds `n` of it. Names differ by letters, as names of people do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

Text = Callable[[int], str]
OF: dict[str, Text] = {}

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ANY = "type.googleapis.com/envoy."
_LISTENER = f"{_ANY}config.listener.v3.Listener"
_ROUTES = f"{_ANY}config.route.v3.RouteConfiguration"
_CLUSTER = f"{_ANY}config.cluster.v3.Cluster"
_LOAD = f"{_ANY}config.endpoint.v3.ClusterLoadAssignment"
_SECRET = f"{_ANY}extensions.transport_sockets.tls.v3.Secret"
_HCM = f"{_ANY}extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
_JWT = f"{_ANY}extensions.filters.http.jwt_authn.v3.JwtAuthentication"
_ROUTER = f"{_ANY}extensions.filters.http.router.v3.Router"
_TCP = f"{_ANY}extensions.filters.network.tcp_proxy.v3.TcpProxy"
_UPSTREAM_TLS = f"{_ANY}extensions.transport_sockets.tls.v3.UpstreamTlsContext"
_LUA = f"{_ANY}extensions.filters.http.lua.v3.Lua"


def word(number: int) -> str:
    """A word of six letters; no two of them look alike."""
    number, letters = number * 90_001 * 3 % 26**6, ""
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters = _LETTERS[rest] + letters
    return f"shop{letters}"


def dimension(text: Text) -> Text:
    """Enters a generator into `OF` by its name."""
    OF[text.__name__] = text
    return text


def cec(
    resources: Iterable[Any] = (),
    name: str = "a",
    kind: str = "CiliumEnvoyConfig",
    metadata: dict[str, Any] | None = None,
    **spec: Any,
) -> str:
    """A CEC, one line for each resource and entry: JSON is YAML."""
    head = {"name": name} | ({"namespace": "shop"} if kind == "CiliumEnvoyConfig" else {}) | (metadata or {})
    lines = ["apiVersion: cilium.io/v2", f"kind: {kind}", f"metadata: {json.dumps(head)}", "spec:"]
    for key, value in spec.items():
        if isinstance(value, list):
            lines += [f"  {key}:", *(f"  - {json.dumps(each)}" for each in value)]
        else:
            lines.append(f"  {key}: {json.dumps(value)}")
    return "\n".join([*lines, "  resources:", *(f"  - {json.dumps(each)}" for each in resources)]) + "\n"


def plain(kind: str, name: str, version: str = "v1", **more: Any) -> str:
    """A document of another kind."""
    return json.dumps({"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "shop"}, **more})


def documents(texts: Iterable[str]) -> str:
    return "\n---\n".join(texts) + "\n"


def hcm(filters: Iterable[Any] = (), **more: Any) -> dict[str, Any]:
    """A filter of a chain."""
    router = {"name": "envoy.filters.http.router", "typed_config": {"@type": _ROUTER}}
    config = {"@type": _HCM, "stat_prefix": "a", "http_filters": [*filters, router], **more}
    config.setdefault("rds", {"route_config_name": "a"}) if "route_config" not in more else None
    return {"name": "envoy.filters.network.http_connection_manager", "typed_config": config}


def listener(name: str = "a", filters: Iterable[Any] = (), **more: Any) -> dict[str, Any]:
    chains = [{"filters": [hcm(filters)]}]
    return {"@type": _LISTENER, "name": name, "filter_chains": chains, **more}


def routes(hosts: Iterable[Any], name: str = "a", **more: Any) -> dict[str, Any]:
    return {"@type": _ROUTES, "name": name, "virtual_hosts": list(hosts), **more}


def host(found: Iterable[Any], name: str = "a", domains: Iterable[str] = ("*",), **more: Any) -> dict[str, Any]:
    return {"name": name, "domains": list(domains), "routes": list(found), **more}


def route(cluster: str = "shop/a", prefix: str = "/", **more: Any) -> dict[str, Any]:
    return {"match": {"prefix": prefix}, "route": {"cluster": cluster}, **more}


def cluster(name: str, **more: Any) -> dict[str, Any]:
    return {"@type": _CLUSTER, "name": name, "type": "EDS", "connect_timeout": "5s", **more}


def service_entry(number: int) -> dict[str, Any]:
    return {"name": word(number), "namespace": "shop", "listener": "a"}


def words(n: int) -> list[str]:
    return list(map(word, range(n)))


@dimension
def services_in_the_file(n: int) -> str:
    ports = {"ports": [{"port": 80}]}
    services = (plain("Service", each, spec=ports) for each in words(n))
    return documents([cec(services=[{"name": "shopaaaax", "listener": "a"}]), *services])


@dimension
def services_named_in_the_cec(n: int) -> str:
    services = (plain("Service", f"{each}x", spec={"ports": [{"port": 80}]}) for each in words(n))
    return documents([cec([listener()], services=[service_entry(number) for number in range(n)]), *services])


@dimension
def services_that_exist(n: int) -> str:
    services = (plain("Service", each, spec={"clusterIP": "10.0.0.1", "ports": [{"port": 80}]}) for each in words(n))
    return documents([cec([listener()], services=[service_entry(number) for number in range(n)]), *services])


@dimension
def ports_of_a_service(n: int) -> str:
    ports = [{"port": number + 1, "name": word(number)} for number in range(n)]
    entry = {**service_entry(0), "ports": [number + 2 for number in range(n)]}
    return documents([cec([listener()], services=[entry]), plain("Service", word(0), spec={"ports": ports})])


@dimension
def slices_in_the_file(n: int) -> str:
    slices = (
        json.dumps({
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": {"name": each, "namespace": "shop", "labels": {"kubernetes.io/service-name": each}},
            "ports": [{"name": "http", "port": 80}],
        })
        for each in words(n)
    )  # fmt: skip
    services = (plain("Service", each, spec={"ports": [{"port": 80}]}) for each in words(n))
    entries = [{"name": each, "namespace": "shop", "number": ["http"]} for each in words(n)]
    return documents(
        [cec([cluster(f"shop/{each}:http") for each in words(n)], backendServices=entries), *services, *slices]
    )


@dimension
def secrets_in_the_file(n: int) -> str:
    secrets = (plain("Secret", f"{each}x", data={"tls.crt": "", "tls.key": ""}) for each in words(n))
    return documents([cec([_tls_cluster(each) for each in words(n)]), *secrets])


def _tls_cluster(name: str) -> dict[str, Any]:
    context = {"tls_certificate_sds_secret_configs": [{"name": f"shop/{name}"}]}
    config = {"@type": _UPSTREAM_TLS, "common_tls_context": context}
    return cluster(f"shop/{name}", transport_socket={"name": "envoy.transport_sockets.tls", "typed_config": config})


@dimension
def sds_names_and_secrets(n: int) -> str:
    own = ({"@type": _SECRET, "name": f"{each}x", "tls_certificate": {}} for each in words(n))
    return cec([*map(_tls_cluster, words(n)), *own])


@dimension
def inline_secrets(n: int) -> str:
    return cec(
        {"@type": _SECRET, "name": each, "generic_secret": {"secret": {"inline_string": each}}} for each in words(n)
    )


@dimension
def backend_services(n: int) -> str:
    return cec([cluster(f"shop/{each}:80") for each in words(n)], backendServices=[
        {"name": f"{each}x", "namespace": "shop", "number": ["80"]} for each in words(n)
    ])  # fmt: skip


@dimension
def the_same_service_again(n: int) -> str:
    return cec([listener()], services=[{**service_entry(0), "ports": [80]} for _ in range(n)])


@dimension
def listeners(n: int) -> str:
    return cec([listener(each) for each in words(n)], services=[{**service_entry(0), "listener": "shopaaabx"}])


@dimension
def listeners_at_one_address(n: int) -> str:
    address = {"socket_address": {"address": "127.0.0.1", "port_value": 10000}}
    return cec([listener(each, address=address) for each in words(n)])


@dimension
def listeners_at_many_addresses(n: int) -> str:
    return cec([
        listener(each, address={"socket_address": {"address": "127.0.0.1", "port_value": 10000 + number}})
        for number, each in enumerate(words(n))
    ])  # fmt: skip


@dimension
def addresses_of_a_listener(n: int) -> str:
    more = [{"address": {"socket_address": {"address": "127.0.0.1", "port_value": 10000 + i}}} for i in range(n)]
    return cec([listener(address=more[0]["address"], additional_addresses=more)])


@dimension
def configs_at_one_address(n: int) -> str:
    address = {"socket_address": {"address": "127.0.0.1", "port_value": 10000}}
    return documents(cec([listener("a", address=address)], each) for each in words(n))


@dimension
def filter_chains(n: int) -> str:
    chains = [{"filter_chain_match": {"server_names": [each]}, "filters": [hcm()]} for each in words(n)]
    return cec([{"@type": _LISTENER, "name": "a", "filter_chains": chains}])


@dimension
def the_same_filter_chain_again(n: int) -> str:
    chains = [{"name": "a", "filter_chain_match": {"server_names": ["a"]}, "filters": [hcm()]} for _ in range(n)]
    return cec([{"@type": _LISTENER, "name": "a", "filter_chains": chains}])


@dimension
def tcp_proxies(n: int) -> str:
    chains = [
        {"filters": [{"name": "t", "typed_config": {"@type": _TCP, "stat_prefix": "a", "cluster": f"shop/{each}"}}]}
        for each in words(n)
    ]
    return cec([{"@type": _LISTENER, "name": "a", "filter_chains": chains}])


@dimension
def http_filters(n: int) -> str:
    config = {"@type": _LUA, "default_source_code": {"inline_string": "x"}}
    return cec([listener(filters=[{"name": each, "typed_config": config} for each in words(n)])])


@dimension
def the_same_http_filter_again(n: int) -> str:
    return cec([listener(filters=[{"name": "a", "typed_config": {"@type": _LUA}} for _ in range(n)])])


@dimension
def filter_overrides(n: int) -> str:
    config = {"@type": _LUA, "default_source_code": {"inline_string": "x"}}
    filters = [{"name": each, "typed_config": config} for each in words(n)]
    overrides = {f"{each}x": {"@type": f"{_LUA}PerRoute", "disabled": True} for each in words(n)}
    table = routes([host([route()], typed_per_filter_config=overrides)])
    return cec([listener(filters=filters), table])


@dimension
def filter_overrides_of_routes(n: int) -> str:
    config = {"@type": _LUA, "default_source_code": {"inline_string": "x"}}
    filters = [{"name": "lua", "typed_config": config}]
    override = {"typed_per_filter_config": {"luax": {"@type": f"{_LUA}PerRoute", "disabled": True}}}
    return cec([listener(filters=filters), routes([host(route(prefix=f"/{each}", **override) for each in words(n))])])


@dimension
def jwt_providers(n: int) -> str:
    return cec([listener(filters=[_jwt({each: _provider() for each in words(n)}, [{"provider_name": "shopaaaax"}])])])


@dimension
def jwt_rules(n: int) -> str:
    required = [{"provider_name": f"{each}x"} for each in words(n)]
    return cec([listener(filters=[_jwt({each: _provider() for each in words(n)}, required)])])


@dimension
def jwt_requirements(n: int) -> str:
    required = [{"requires_any": {"requirements": [{"provider_name": f"{each}x"} for each in words(n)]}}]
    return cec([listener(filters=[_jwt({each: _provider() for each in words(n)}, required)])])


@dimension
def jwt_named_requirements(n: int) -> str:
    named = {"requirement_map": {each: {"provider_name": each} for each in words(n)}}
    filter_ = _jwt({each: _provider() for each in words(n)}, [])
    filter_["typed_config"]["rules"] = [
        {"match": {"prefix": f"/{each}"}, "requirement_name": f"{each}x"} for each in words(n)
    ]
    filter_["typed_config"] |= named
    return cec([listener(filters=[filter_])])


def _provider() -> dict[str, Any]:
    return {"issuer": "a", "remote_jwks": {"http_uri": {"uri": "https://a/b", "cluster": "shop/a", "timeout": "1s"}}}


def _jwt(providers: dict[str, Any], required: list[Any]) -> dict[str, Any]:
    rules = [{"match": {"prefix": f"/{word(number)}"}, "requires": each} for number, each in enumerate(required)]
    return {"name": "jwt", "typed_config": {"@type": _JWT, "providers": providers, "rules": rules}}


@dimension
def clusters(n: int) -> str:
    return cec([*(cluster(f"shop/{each}") for each in words(n)), routes([host([route("shop/shopaaabx")])])])


@dimension
def the_same_cluster_again(n: int) -> str:
    return cec([cluster("a") for _ in range(n)])


@dimension
def clusters_and_routes_to_others(n: int) -> str:
    found = (route(f"shop/a/{each}x", f"/{each}") for each in words(n))
    return cec([*(cluster(f"shop/a/{each}") for each in words(n)), routes([host(found)])])


@dimension
def weighted_clusters(n: int) -> str:
    weights = [{"name": f"shop/{each}", "weight": 1} for each in words(n)]
    return cec([routes([host([{"match": {"prefix": "/"}, "route": {"weighted_clusters": {"clusters": weights}}}])])])


@dimension
def endpoints(n: int) -> str:
    found = [{"endpoint": {"address": _socket(f"10.0.{i // 250}.{i % 250}")}} for i in range(n)]
    return cec([{"@type": _LOAD, "cluster_name": "a", "endpoints": [{"lb_endpoints": found}]}])


@dimension
def the_same_endpoint_again(n: int) -> str:
    found = [{"endpoint": {"address": _socket("a.example")}} for i in range(n)]
    assignment = {"cluster_name": "a", "endpoints": [{"lb_endpoints": found}]}
    return cec([cluster("a") | {"type": "STRICT_DNS", "load_assignment": assignment}])


@dimension
def localities(n: int) -> str:
    found = [
        {"locality": {"zone": each}, "lb_endpoints": [{"endpoint": {"address": _socket("10.0.0.1")}}]}
        for each in words(n)
    ]
    return cec([{"@type": _LOAD, "cluster_name": "a", "endpoints": found}])


@dimension
def assignments(n: int) -> str:
    return cec({"@type": _LOAD, "cluster_name": each, "endpoints": []} for each in words(n))


def _socket(address: str) -> dict[str, Any]:
    return {"socket_address": {"address": address, "port_value": 80}}


@dimension
def hosts_by_dns_name(n: int) -> str:
    found = [{"endpoint": {"address": _socket(f"{each}.shop.svc")}} for each in words(n)]
    assignment = {"cluster_name": "a", "endpoints": [{"lb_endpoints": found}]}
    services = (plain("Service", each, spec={"clusterIP": "10.0.0.1", "ports": [{"port": 80}]}) for each in words(n))
    return documents([cec([cluster("a") | {"type": "STRICT_DNS", "load_assignment": assignment}]), *services])


@dimension
def routes_of_a_host(n: int) -> str:
    return cec([listener(), routes([host(route(prefix=f"/{each}") for each in words(n))])])


@dimension
def routes_behind_a_catch_all(n: int) -> str:
    return cec([listener(), routes([host([route(), *(route(prefix=f"/{each}") for each in words(n))])])])


@dimension
def the_same_route_again(n: int) -> str:
    return cec([listener(), routes([host(route(prefix="/a", name="a") for _ in range(n))])])


@dimension
def exact_and_regex_routes(n: int) -> str:
    exact = ({"match": {"path": f"/{each}"}, "route": {"cluster": "shop/a"}} for each in words(n))
    regex = ({"match": {"safe_regex": {"regex": f"/{each}.*"}}, "route": {"cluster": "shop/a"}} for each in words(n))
    return cec([routes([host([*exact, *regex])])])


@dimension
def matched_headers(n: int) -> str:
    matched = [{"name": each, "string_match": {"exact": "a"}} for each in words(n)]
    return cec([routes([host([{"match": {"prefix": "/", "headers": matched}, "route": {"cluster": "shop/a"}}])])])


@dimension
def virtual_hosts(n: int) -> str:
    return cec([listener(), routes(host([route()], each, [f"{each}.example"]) for each in words(n))])


@dimension
def virtual_hosts_with_ports(n: int) -> str:
    return cec([listener(), routes(host([route()], each, [f"{each}.example:8080"]) for each in words(n))])


@dimension
def virtual_hosts_without_ports_by_name(n: int) -> str:
    table = routes(host([route()], each, [f"{each}.example"]) for each in words(n))
    found = [listener(each) for each in words(n)]
    return cec([*found, table], services=[{**service_entry(i), "listener": word(i)} for i in range(n)])


@dimension
def domains(n: int) -> str:
    return cec([listener(), routes([host([route()], domains=[f"{each}.example" for each in words(n)])])])


@dimension
def the_same_domain_again(n: int) -> str:
    return cec([listener(), routes(host([route()], "a", ["a.example"]) for _ in range(n))])


@dimension
def route_tables(n: int) -> str:
    own = [routes([host([route()])], f"{each}x") for each in words(n)]
    chains = [{"filters": [hcm(rds={"route_config_name": each})]} for each in words(n)]
    return cec([{"@type": _LISTENER, "name": "a", "filter_chains": chains}, *own])


@dimension
def added_headers(n: int) -> str:
    added = [{"header": {"key": each, "value": "%REQ(a)%"}} for each in words(n)]
    return cec([routes([host([route()])], request_headers_to_add=added, response_headers_to_add=added)])


@dimension
def the_same_header_again(n: int) -> str:
    added = [{"header": {"key": "a", "value": "%RQ(a)%"}} for _ in range(n)]
    return cec([routes([host([route()])], request_headers_to_add=added, request_headers_to_remove=["a"] * n)])


@dimension
def commands_of_a_header(n: int) -> str:
    return cec([routes([host([route()])], request_headers_to_add=[{"header": {"key": "a", "value": "%REQ(a)% " * n}}])])


@dimension
def unclosed_commands_of_a_header(n: int) -> str:
    return cec([routes([host([route()])], request_headers_to_add=[{"header": {"key": "a", "value": "%REQ(" * n}}])])


@dimension
def unknown_fields(n: int) -> str:
    return cec([cluster("a") | {f"connect_{each}": 1 for each in words(n)}])


@dimension
def unknown_types(n: int) -> str:
    return cec({"@type": f"{_CLUSTER}{each}", "name": each} for each in words(n))


@dimension
def wrong_values(n: int) -> str:
    return cec(cluster(each) | {"type": "EDSS", "connect_timeout": "5"} for each in words(n))


@dimension
def findings_on_one_line(n: int) -> str:
    resources = [cluster(each) | {"connect_timeout": "5"} for each in words(n)]
    metadata = {"name": "a", "namespace": "shop"}
    whole = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "metadata": metadata}
    return json.dumps({**whole, "spec": {"resources": resources}})


@dimension
def configs(n: int) -> str:
    return documents(cec([listener(), routes([host([route()])]), cluster("shop/a")], each) for each in words(n))


@dimension
def configs_of_one_name(n: int) -> str:
    return documents(cec([listener()], services=[service_entry(0)]) for _ in range(n))


@dimension
def configs_that_redirect_one_service(n: int) -> str:
    return documents(cec([listener()], each, services=[service_entry(0)]) for each in words(n))


@dimension
def cluster_wide_configs_with_equal_names_within(n: int) -> str:
    resources = [listener(), cluster("a"), routes([host([route("a")])])]
    kind = "CiliumClusterwideEnvoyConfig"
    services = [service_entry(0)]
    return documents(cec(resources, each, kind, services=services, backendServices=services) for each in words(n))


@dimension
def configs_that_refer_to_others(n: int) -> str:
    return documents(cec([routes([host([route(f"shop/{each}x/a")])]), cluster("a")], each) for each in words(n))


@dimension
def policies(n: int) -> str:
    return documents([cec([listener()]), *map(_policy, words(n))])


@dimension
def policies_of_other_configs(n: int) -> str:
    configs = (cec([listener(each)], each) for each in words(n))
    return documents([*configs, *(_policy(each, f"{each}x") for each in words(n))])


@dimension
def listeners_of_a_policy(n: int) -> str:
    ports = [_port("a", each) for each in words(n)]
    return documents([cec([listener(each) for each in words(n)]), _policy("a", ports=ports)])


def _port(config: str, name: str) -> dict[str, Any]:
    said = {"envoyConfig": {"kind": "CiliumEnvoyConfig", "name": config}, "name": name}
    return {"ports": [{"port": "80", "protocol": "TCP"}], "listener": said}


def _policy(name: str, config: str = "a", ports: list[Any] | None = None) -> str:
    egress = [{"toEntities": ["world"], "toPorts": ports or [_port(config, "a")]}]
    spec = {"endpointSelector": {}, "egress": egress}
    return plain("CiliumNetworkPolicy", name, "cilium.io/v2", spec=spec)


@dimension
def other_documents(n: int) -> str:
    return documents([cec([listener()]), *(plain("ConfigMap", each, data={"a": each}) for each in words(n))])


@dimension
def empty_documents(n: int) -> str:
    return documents([cec([listener()]), *("# nothing" for _ in range(n))])


@dimension
def items_of_a_list(n: int) -> str:
    items = [
        {
            "apiVersion": "cilium.io/v2",
            "kind": "CiliumEnvoyConfig",
            "metadata": {"name": each, "namespace": "shop"},
            "spec": {"resources": [cluster("a") | {"connect_timeout": "5"}]},
        }
        for each in words(n)
    ]
    lines = "\n".join(f"- {json.dumps(each)}" for each in items)
    return f"apiVersion: v1\nkind: List\nitems:\n{lines}\n"


@dimension
def broken_documents(n: int) -> str:
    return documents(f"kind: CiliumEnvoyConfig\na: [{each}" for each in words(n))


@dimension
def repeated_keys(n: int) -> str:
    return f"kind: CiliumEnvoyConfig\napiVersion: cilium.io/v2\nmetadata: {{name: a}}\n{'spec: {}' + chr(10)}" * n


@dimension
def ignores_of_findings(n: int) -> str:
    wrong = (json.dumps(cluster(each) | {"connect_timeout": "5"}) for each in words(n))
    return cec() + "".join(f"  - {each}  # cmesh-lint: ignore[invalid-duration] later\n" for each in wrong)


@dimension
def ignores_of_nothing(n: int) -> str:
    right = (json.dumps(cluster(each)) for each in words(n))
    return cec() + "".join(f"  - {each}  # cmesh-lint: ignore[invalid-durations] later\n" for each in right)


@dimension
def ignores_above_lines(n: int) -> str:
    right = (json.dumps(cluster(each)) for each in words(n))
    return cec() + "".join(f"  # cmesh-lint: ignore[invalid-duration] later\n  - {each}\n" for each in right)


@dimension
def ignores_in_one_comment(n: int) -> str:
    return f"{cec()}#{' cmesh-lint: ignore[invalid-duration] later #' * n}\n"


@dimension
def ignores_between_documents(n: int) -> str:
    return documents(
        f"# cmesh-lint: ignore-document[invalid-duration] x\n{cec([cluster(each)], each)}" for each in words(n)
    )


@dimension
def ignores_by_annotation(n: int) -> str:
    note = {"annotations": {"cmesh-lint.io/ignore": ",".join(f"rule-{each}" for each in words(n))}}
    return cec([cluster("a")], metadata=note)


@dimension
def comments(n: int) -> str:
    return cec([cluster("a") | {"connect_timeout": "5"}]) + "".join(f"  # {each}\n" for each in words(n))


@dimension
def annotations_and_labels(n: int) -> str:
    said = {f"cec.cilium.io/{each}": "a" for each in words(n)}
    selector = {"matchLabels": dict.fromkeys(words(n), "a")}
    return cec([cluster("a")], metadata={"annotations": said, "labels": said}, nodeSelector=selector)


@dimension
def expressions_of_a_node_selector(n: int) -> str:
    found = [{"key": each, "operator": "In", "values": words(n)[:3]} for each in words(n)]
    return cec([cluster("a")], nodeSelector={"matchExpressions": found})


@dimension
def aliases(n: int) -> str:
    anchor = "  - &a " + json.dumps(cluster("a") | {"connect_timeout": "5"}) + "\n"
    return cec() + anchor + "  - *a\n" * n


@dimension
def merged_aliases(n: int) -> str:
    anchor = "  - &a " + json.dumps(cluster("a") | {"connect_timeout": "5"}) + "\n"
    return cec() + anchor + "".join(f"  - {{<<: *a, name: {each}}}\n" for each in words(n))


@dimension
def namespaces(n: int) -> str:
    found = (json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": each}}) for each in words(n))
    entries = [{"name": "a", "namespace": f"{each}x", "listener": "a"} for each in words(n)]
    return documents([cec([listener()], services=entries), *found])


@dimension
def access_loggers(n: int) -> str:
    log = {"@type": f"{_ANY}extensions.access_loggers.file.v3.FileAccessLog", "path": "/dev/stdout"}
    logs = [{"name": "a", "typed_config": {**log, "log_format": {"text_format_source": {"inline_string": "%X%"}}}}]
    return cec([{"@type": _LISTENER, "name": "a", "filter_chains": [{"filters": [hcm(access_log=logs * n)]}]}])


@dimension
def rate_limits(n: int) -> str:
    actions = [{"actions": [{"generic_key": {"descriptor_value": each}}], "stage": 0} for each in words(n)]
    return cec([routes([host([route()], rate_limits=actions)])])


@dimension
def retried_conditions(n: int) -> str:
    return cec([routes([host([route()], retry_policy={"retry_on": ",".join(words(n))})])])


@dimension
def ciphers(n: int) -> str:
    parameters = {"cipher_suites": [f"ECDHE-{each}" for each in words(n)]}
    context = {"@type": _UPSTREAM_TLS, "common_tls_context": {"tls_params": parameters}}
    return cec([cluster("a", transport_socket={"name": "t", "typed_config": context})])


@dimension
def prefixes_of_a_match(n: int) -> str:
    ranges = [{"address_prefix": f"10.{i // 250}.{i % 250}.0", "prefix_len": 24} for i in range(n)]
    chains = [{"filter_chain_match": {"prefix_ranges": ranges}, "filters": [hcm()]}]
    return cec([{"@type": _LISTENER, "name": "a", "filter_chains": chains}])


@dimension
def names_of_an_aggregate(n: int) -> str:
    config = {"@type": f"{_ANY}extensions.clusters.aggregate.v3.ClusterConfig", "clusters": words(n)}
    own = {"@type": _CLUSTER, "name": "a", "connect_timeout": "1s", "lb_policy": "CLUSTER_PROVIDED"}
    return cec([own | {"cluster_type": {"name": "envoy.clusters.aggregate", "typed_config": config}}])


@dimension
def nesting(n: int) -> str:
    depth = 12
    inner: dict[str, Any] = {"any": True}
    for _ in range(depth):
        inner = {"and_rules": {"rules": [inner]}}
    rbac = {"@type": f"{_ANY}extensions.filters.http.rbac.v3.RBAC", "rules": {"policies": {}}}
    permissions = {each: {"permissions": [inner], "principals": [{"any": True}]} for each in words(n // 8 + 1)}
    rbac["rules"] = {"policies": permissions}
    return cec([listener(filters=[{"name": "rbac", "typed_config": rbac}])])


@dimension
def clusters_of_its_own(n: int) -> str:
    return cec([listener(), routes([host([route("a")])]), *(cluster(each, alt_stat_name=each) for each in words(n))])


@dimension
def clusters_that_hash(n: int) -> str:
    found = (cluster(f"shop/{each}", lb_policy="MAGLEV") for each in words(n))
    return cec([*found, routes([host(route(f"shop/{each}", f"/{each}") for each in words(n))])])


@dimension
def configs_that_ask_for_endpoints_of_one_service(n: int) -> str:
    entry = {"name": "a", "namespace": "shop"}
    return documents(
        cec([cluster("a", eds_cluster_config={"service_name": "shop/a:81"})], each, backendServices=[
            entry | {"number": [str(number)]}
        ])
        for number, each in enumerate(words(n))
    )  # fmt: skip


@dimension
def ports_asked_for_one_by_one(n: int) -> str:
    entries = [{"name": "a", "namespace": "shop", "number": [str(number)]} for number in range(n)]
    found = [cluster(f"c{i}", eds_cluster_config={"service_name": f"shop/a:x{i}"}) for i in range(n)]
    return cec(found, backendServices=entries)


@dimension
def cluster_specifiers(n: int) -> str:
    found = [{"extension": {"name": each}} for each in words(n)]
    named = ({"match": {"prefix": f"/{each}"}, "route": {"cluster_specifier_plugin": f"{each}x"}} for each in words(n))
    return cec([routes([host(named)], cluster_specifier_plugins=found)])


@dimension
def regular_expressions(n: int) -> str:
    found = ({"match": {"safe_regex": {"regex": f"/{each}(a{{9}})*"}}, "redirect": {}} for each in words(n))
    return cec([routes([host(found)])])


@dimension
def secrets_of_broken_documents(n: int) -> str:
    return "kind: CiliumEnvoyConfig\n" + "".join(f"{each}: {{password: {each}}}\n" for each in words(n)) + "a: [\n"


@dimension
def ignores_in_a_broken_document(n: int) -> str:
    comments_ = "".join(f"{each}: 1 # cmesh-lint: ignore[yaml-syntax] x\n" for each in words(n))
    return f"kind: CiliumEnvoyConfig\n{comments_}a: [\n"


@dimension
def secret_values_and_findings(n: int) -> str:
    found = [{"header": {"key": "authorization", "value": f"%NO({each})%"}} for each in words(n)]
    return cec([routes([host([route()])], request_headers_to_add=found)])
