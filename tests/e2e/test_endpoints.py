"""Which endpoint of a Service gets a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .harness import Backend, Client, Mesh, Proxy, until

KEYS = [str(number) for number in range(30)]
"""As many keys as make it all but certain that three endpoints each get some: 3 · (2/3)³⁰ is less than 1 in 60,000."""


def balanced(mesh: Mesh, policy: str, endpoints: int = 3, more: str = "") -> tuple[Proxy, list[Backend]]:
    backends = [mesh.backend(name) for name in "abc"[:endpoints]]
    stanza = f"{{kind: TrafficPolicy, spec: {{loadBalancer: {{policy: {policy}, {more}}}}}}}"
    return mesh.proxy(stanza, {"echo": backends}), backends


def taken(client: Client, times: int) -> list[str]:
    with client.connection() as connection:
        return [connection.get().backend for _ in range(times)]


def in_turns(order: list[str]) -> bool:
    return order == order[:2] * (len(order) // 2)


def test_round_robin_takes_turns_and_random_does_not(mesh: Mesh) -> None:
    proxy, _ = balanced(mesh, "RoundRobin", 2)
    order = taken(proxy.service("echo"), 40)
    assert in_turns(order)
    assert set(order) == {"a", "b"}
    proxy, _ = balanced(mesh, "Random", 2)
    order = taken(proxy.service("echo"), 40)
    assert not in_turns(order)  # by chance it would be, once in 2³⁸
    assert set(order) == {"a", "b"}


def test_least_request_leaves_a_busy_endpoint_alone(mesh: Mesh) -> None:
    proxy, (one, two) = balanced(mesh, "LeastRequest", 2, "choiceCount: 50")
    with proxy.service("echo").connection() as first:
        with one.held(), two.held():
            first.send("GET")
            until(lambda: one.seen or two.seen, "the request has its endpoint")
            busy, idle = (one, two) if one.seen else (two, one)
            idle.release()
            for _ in range(20):
                assert proxy.service("echo").get().backend == idle.name
        assert first.receive().backend == busy.name


Call = Callable[[Client, str], str]


def sticks(client: Client, call: Call) -> bool:
    """Whether each key always meets the same endpoint, and the keys together more than one."""
    first, second = ([call(client, key) for key in KEYS] for _ in range(2))
    return first == second and len(set(first)) == 3


def with_header(name: str, prefix: str = "") -> Call:
    headers: Callable[[str], Mapping[str, str]] = lambda key: {name: prefix + key}  # noqa: E731
    return lambda client, key: client.get("/", headers(key)).backend


def test_round_robin_sticks_to_nothing(mesh: Mesh) -> None:
    proxy, _ = balanced(mesh, "RoundRobin", 2)
    assert not sticks(proxy.service("echo"), with_header("x-user"))


def test_ring_hash_by_a_header(mesh: Mesh) -> None:
    proxy, _ = balanced(mesh, "RingHash", more="minimumRingSize: 4096, consistentHash: {httpHeaderName: x-user}")
    assert sticks(proxy.service("echo"), with_header("x-user"))
    assert 4096 <= proxy.stat("cluster.default/echo/echo.ring_hash_lb.size") < 2 * 4096


def test_maglev_by_a_parameter_of_the_query(mesh: Mesh) -> None:
    proxy, _ = balanced(mesh, "Maglev", more="tableSize: 101, consistentHash: {httpQueryParameterName: user}")
    assert sticks(proxy.service("echo"), lambda client, key: client.get(f"/?x={id(client)}&user={key}").backend)
    entries = [proxy.stat(f"cluster.default/echo/echo.maglev_lb.{end}_entries_per_host") for end in ("min", "max")]
    assert entries == [101 // 3, 101 // 3 + 1]


def test_maglev_by_the_address_of_the_client(mesh: Mesh) -> None:
    proxy, _ = balanced(mesh, "Maglev", more="consistentHash: {useSourceIp: true}")
    assert sticks(proxy.service("echo"), lambda client, key: client.seen_from(f"127.0.1.{key}").get().backend)


def test_maglev_by_a_cookie_that_envoy_gives(mesh: Mesh) -> None:
    proxy, _ = balanced(mesh, "Maglev", more="consistentHash: {httpCookie: {name: sid, path: /shop, ttl: 1h}}")
    client = proxy.service("echo")
    assert sticks(client, with_header("cookie", "sid="))
    met = client.get()
    cookie, *attributes = met.headers["set-cookie"].split("; ")
    assert cookie.startswith("sid=")
    assert {"Max-Age=3600", "Path=/shop"} <= set(attributes)
    again = client.get("/", {"cookie": cookie.replace('"', "")})
    assert again.backend == met.backend
    assert "set-cookie" not in again.headers


PORTS = """\
kind: TrafficPolicy
spec:
  targetRefs: [{kind: Service, name: echo, port: 80}]
  backendRefs: [{name: echo, port: 80}]
---
kind: TrafficPolicy
metadata: {name: metrics, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo, port: 9090}]
  directResponse: {status: 403}
"""


def test_ports_of_a_service_have_policies_and_endpoints_of_their_own(mesh: Mesh) -> None:
    web = mesh.backend("web")
    proxy = mesh.proxy(PORTS, {"echo:80": web})
    assert proxy.service("echo", 80).get().backend == "web"
    assert proxy.service("echo", 9090).get().status == 403
