"""Which route a request takes, and what becomes of it there."""

from __future__ import annotations

from collections import Counter

from .harness import Mesh, always, until

MATCHES = """\
kind: TrafficPolicy
spec:
  directResponse: {status: 404, body: default}
  routes:
  - {name: prefix, matches: [{path: {prefix: /a}}], directResponse: {status: 200, body: prefix}}
  - {name: longer, matches: [{path: {prefix: /a/b}}], directResponse: {status: 200, body: longer}}
  - {name: exact, matches: [{path: {exact: /a/b/c}}], directResponse: {status: 200, body: exact}}
  - {name: regex, matches: [{path: {regex: "/report/[0-9]+"}}], directResponse: {status: 200, body: regex}}
  - {name: method, matches: [{path: {prefix: /a}, method: POST}], directResponse: {status: 200, body: method}}
  - name: headers
    matches:
    - path: {exact: /headers}
      headers:
        x-plain: plain
        x-exact: {exact: e}
        x-prefix: {prefix: p-}
        x-suffix: {suffix: -s}
        x-contains: {contains: middle}
        x-regex: {regex: "r+"}
        x-present: {present: true}
        x-absent: {present: false}
    directResponse: {status: 200, body: headers}
  - name: query
    matches: [{path: {exact: /query}, queryParams: {lang: en, q: {present: true}, n: {regex: "[0-9]+"}}}]
    directResponse: {status: 200, body: query}
  - name: cookies
    matches:
    - path: {exact: /cookies}
      cookies: {plain: a, exact: {exact: b}, prefix: {prefix: c}, suffix: {suffix: d}, contains: {contains: e}, regex: {regex: f+|g}}
    directResponse: {status: 200, body: cookies}
  - {name: either, matches: [{path: {exact: /one}}, {path: {exact: /two}}], directResponse: {status: 200, body: either}}
"""
HEADERS = {
    "x-plain": "plain",
    "x-exact": "e",
    "x-prefix": "p-1",
    "x-suffix": "1-s",
    "x-contains": "in the middle of",
    "x-regex": "rrr",
    "x-present": "",
}
COOKIES = {"plain": "a", "exact": "b", "prefix": "c1", "suffix": "1d", "contains": "1e1", "regex": "ff"}


def test_a_request_takes_the_most_special_route_that_matches(mesh: Mesh) -> None:
    client = mesh.proxy(MATCHES, {"echo": []}).service("echo")

    def route(path: str, method: str = "GET", headers: dict[str, str] | None = None) -> str:
        return client.request(method, path, headers).body.decode()

    paths = ["/", "/a", "/a/x", "/ab", "/a/b", "/a/b/x", "/a/b/c", "/a?q=1", "/report/42", "/report/x", "/one", "/two"]
    taken = [route(path) for path in paths]
    assert taken == [
        *("default", "prefix", "prefix", "default", "longer", "longer", "exact", "prefix"),
        *("regex", "default", "either", "either"),
    ]
    assert [route("/a", "POST"), route("/a", "PUT"), route("/a/b", "POST")] == ["method", "prefix", "longer"]

    assert route("/headers", headers=HEADERS) == "headers"
    for name in HEADERS:
        assert route("/headers", headers={**HEADERS, name: "other"}) == (
            "headers" if name == "x-present" else "default"
        )
        assert route("/headers", headers={each: HEADERS[each] for each in HEADERS if each != name}) == "default"
    assert route("/headers", headers={**HEADERS, "x-absent": "there"}) == "default"

    assert route("/query?lang=en&q=&n=1") == route("/query?n=2&q=cat&lang=en") == "query"
    assert {route(f"/query?{query}") for query in ("lang=en&q=", "lang=de&q=&n=1", "lang=en&n=1", "")} == {"default"}

    def cookies(given: dict[str, str]) -> str:
        return route("/cookies", headers={"cookie": "; ".join(f"{name}={value}" for name, value in given.items())})

    assert cookies(COOKIES) == cookies({"other": "1", **dict(reversed(COOKIES.items()))}) == "cookies"
    assert cookies({**COOKIES, "regex": "g"}) == "cookies"
    for name in COOKIES:
        assert cookies({**COOKIES, name: "x"}) == "default"
        assert cookies({f"x{each}" if each == name else each: COOKIES[each] for each in COOKIES}) == "default"


CANARY = """\
kind: TrafficPolicy
spec:
  routes:
  - name: canary
    matches: [{headers: {x-canary: "true"}}, {cookies: {group: {prefix: beta}}}]
    backendRefs: [{name: canary}, {name: echo, weight: 0}]
"""


def test_a_canary_is_met_by_header_or_cookie(mesh: Mesh) -> None:
    stable, canary = mesh.backend("stable"), mesh.backend("canary")
    client = mesh.proxy(CANARY, {"echo": stable, "canary": canary}).service("echo")
    to_canary: list[dict[str, str]] = [{"x-canary": "true"}, {"cookie": "a=b; group=beta-2"}]
    to_stable: list[dict[str, str]] = [{}, {"x-canary": "false"}, {"cookie": "group=alpha; x=group=beta"}]
    assert [client.get("/", each).backend for each in to_canary for _ in range(5)] == ["canary"] * 10
    assert [client.get("/", each).backend for each in to_stable for _ in range(5)] == ["stable"] * 15


WEIGHTS = """\
kind: TrafficPolicy
spec:
  backendRefs: [{name: echo, weight: 3}, {name: next, namespace: other, port: 8080}]
"""


def test_requests_are_split_by_weight(mesh: Mesh) -> None:
    backends = {"echo": mesh.backend("echo"), "other/next:8080": mesh.backend("next")}
    with mesh.proxy(WEIGHTS, backends).service("echo").connection() as connection:
        # A fifth of the way to what would be even is six times the spread that chance gives four hundred.
        split = Counter(connection.get().backend for _ in range(400))
    assert split.total() == 400
    assert 240 < split["echo"] < 360


REWRITES = """\
kind: TrafficPolicy
spec:
  routes:
  - {name: prefix, matches: [{path: {prefix: /old}}], rewrite: {prefix: /new}}
  - {name: stripped, matches: [{path: {prefix: /strip/}}], rewrite: {prefix: /}}
  - {name: path, matches: [{path: {prefix: /path}}], rewrite: {path: '/the\\1path'}}
  - {name: regex, matches: [{path: {prefix: /regex}}], rewrite: {regex: "^/regex/([a-z]+)/(.*)$", substitution: '/\\2/\\1'}}
  - {name: host, matches: [{path: {prefix: /host}}], rewrite: {host: other.example}}
"""


def test_paths_and_hosts_are_rewritten(mesh: Mesh) -> None:
    backend = mesh.backend()
    client = mesh.proxy(REWRITES, {"echo": backend}).service("echo")
    rewritten = {
        "/untouched?a=b": "/untouched?a=b",
        "/old": "/new",
        "/old/x?a=b": "/new/x?a=b",
        "/oldest": "/oldest",
        "/strip": "/",
        "/strip/x/y?a=b": "/x/y?a=b",
        "/path/x?a=b": "/the\\1path?a=b",
        "/regex/abc/1?a=b": "/1/abc?a=b",
    }
    for path in rewritten:
        assert client.get(path).status == 200
    assert [seen.path for seen in backend.seen] == list(rewritten.values())
    client.get("/host")
    assert [seen.headers["host"] for seen in backend.seen[-2:]] == ["echo.example", "other.example"]


HEADER_CHANGES = """\
kind: TrafficPolicy
spec:
  requestHeaders: {set: {x-set: "%REQ(:path)%"}, add: {x-add: more}, remove: [x-remove]}
  responseHeaders: {set: {x-set: new}, add: {x-add: more}, remove: [x-remove]}
  routes:
  - {name: direct, matches: [{path: {exact: /direct}}], directResponse: {status: 200}}
  - {name: own, matches: [{path: {exact: /own}}], responseHeaders: {set: {x-set: own}}}
"""


def test_headers_are_changed_on_the_way_and_back(mesh: Mesh) -> None:
    backend = mesh.backend(answer=always(200, x_set="old", x_add="one", x_remove="gone", x_kept="kept"))
    client = mesh.proxy(HEADER_CHANGES, {"echo": backend}).service("echo")
    own = {"x-set": "old", "x-add": "one", "x-remove": "gone", "x-kept": "kept"}
    answer = client.get("/path", own)
    (seen,) = backend.seen
    assert [seen.headers.get(name) for name in own] == ["/path", "one,more", None, "kept"]
    assert [answer.headers.get(name) for name in own] == ["new", "one,more", None, "kept"]
    assert client.get("/direct").headers["x-set"] == "new"
    assert client.get("/own").headers["x-set"] == "own"


ANSWERS = """\
kind: TrafficPolicy
spec:
  routes:
  - {name: moved, matches: [{path: {prefix: /old}}], redirect: {scheme: https, host: new.example, port: 8443, prefix: /new, status: 301}}
  - {name: home, matches: [{path: {exact: /home}}], redirect: {path: /start}}
  - {name: kept, matches: [{path: {exact: /kept}}], redirect: {host: new.example, status: 307}}
  - {name: gone, matches: [{path: {exact: /gone}}], redirect: {host: new.example, status: 308}}
  - {name: other, matches: [{path: {exact: /other}}], redirect: {host: new.example, status: 303}}
  - {name: teapot, matches: [{path: {exact: /teapot}}], directResponse: {status: 418, body: short and stout}}
"""


def test_redirects_and_direct_responses_reach_no_backend(mesh: Mesh) -> None:
    backend = mesh.backend()
    client = mesh.proxy(ANSWERS, {"echo": backend}).service("echo")
    answers = {path: client.get(path) for path in ("/old/x?a=b", "/home", "/kept", "/gone", "/other")}
    assert [(each.status, each.headers["location"]) for each in answers.values()] == [
        (301, "https://new.example:8443/new/x?a=b"),
        (302, "http://echo.example/start"),
        (307, "http://new.example/kept"),
        (308, "http://new.example/gone"),
        (303, "http://new.example/other"),
    ]
    assert client.get("/teapot")[::2] == (418, b"short and stout")
    assert not backend.seen
    assert client.get("/").backend == "echo"


MIRROR = """\
kind: TrafficPolicy
spec:
  mirror: {backendRef: {name: shadow}}
  routes:
  - {name: half, matches: [{path: {exact: /half}}], mirror: {backendRef: {name: shadow}, percent: 50}}
  - {name: none, matches: [{path: {exact: /none}}], mirror: {backendRef: {name: shadow}, percent: 0}}
"""


def test_a_copy_goes_to_the_mirror_whose_answer_is_ignored(mesh: Mesh) -> None:
    backend, shadow = mesh.backend(), mesh.backend("shadow", always(500))
    proxy = mesh.proxy(MIRROR, {"echo": backend, "shadow": shadow})
    with proxy.service("echo").connection() as connection:
        assert connection.request("POST", "/all", body=b"copied").backend == "echo"
        until(lambda: [(seen.path, seen.body) for seen in shadow.seen] == [("/all", b"copied")], "the copy arrives")
        answers = [connection.get(path) for path in ("/half", "/none") for _ in range(200)]
    assert {each.status for each in answers} == {200}
    assert 1 + 50 < proxy.stat("cluster.default/echo/shadow.upstream_rq_total") < 1 + 150
    assert {seen.path for seen in list(shadow.seen)} == {"/all", "/half"}
