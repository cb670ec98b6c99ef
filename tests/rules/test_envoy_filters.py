"""Filters by place, keys of JWTs and load balancing policies, beyond the examples of the rules."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cmesh_lint.lint.linter import Linter
from cmesh_lint.protobuf.keywords import decoded_length
from cmesh_lint.source.files import Source
from cmesh_lint.versions import NEWEST

PREFIX = "type.googleapis.com/"
HTTP = "envoy.extensions.filters.http."
HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
LISTENER = "envoy.config.listener.v3.Listener"
Json = Any


def rules(*resources: Json) -> set[str]:
    """The ids of the rules that find an error in a CEC with these resources."""
    metadata = {"name": "x", "namespace": "default"}
    value = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig", "metadata": metadata}
    source = Source("a.json", json.dumps({**value, "spec": {"resources": list(resources)}}).encode())
    return {each.rule for each in Linter([NEWEST]).lint(source).findings if each.severity in ("error", "critical")}


def override(type_: str, **fields: Json) -> Json:
    any_ = {"@type": PREFIX + type_, **fields}
    return {
        "@type": f"{PREFIX}envoy.config.route.v3.RouteConfiguration",
        "name": "r",
        "typed_per_filter_config": {"f": any_},
    }


def chain(type_: str, **fields: Json) -> Json:
    router = {"name": "envoy.filters.http.router", "typed_config": {"@type": f"{PREFIX}{HTTP}router.v3.Router"}}
    filters = [{"name": "f", "typed_config": {"@type": PREFIX + type_, **fields}}, router]
    manager = {
        "@type": PREFIX + HCM,
        "stat_prefix": "h",
        "route_config": {"virtual_hosts": [{"name": "v", "domains": ["*"]}]},
        "http_filters": filters,
    }
    return {
        "@type": PREFIX + LISTENER,
        "name": "l",
        "filter_chains": [{"filters": [{"name": "h", "typed_config": manager}]}],
    }


def test_an_empty_message_is_that_of_its_place() -> None:
    assert rules(chain(f"{HTTP}ext_authz.v3.ExtAuthzPerRoute")) == {"ext-authz-without-service"}
    assert rules(override(f"{HTTP}ratelimit.v3.RateLimit")) == set()
    assert rules(override(f"{HTTP}jwt_authn.v3.JwtAuthentication")) == {"missing-oneof"}
    assert rules(chain(f"{HTTP}buffer.v3.BufferPerRoute")) == {"missing-field"}
    assert rules(override(f"{HTTP}compressor.v3.Compressor", disable_on_etag_header=False)) == {"missing-oneof"}


def test_a_message_with_something_in_it_is_the_wrong_one() -> None:
    limit = {"max_request_bytes": 5}
    assert rules(chain(f"{HTTP}buffer.v3.BufferPerRoute", buffer=limit)) == {"route-type-in-chain"}
    assert rules(override(f"{HTTP}buffer.v3.Buffer", **limit)) == {"unsupported-filter-override"}
    wrapped = {"@type": f"{PREFIX}{HTTP}buffer.v3.Buffer", **limit}
    optional = override("envoy.config.route.v3.FilterConfig", is_optional=True, config=wrapped)
    assert rules(optional) == {"unsupported-filter-override"}


def test_what_is_disabled_is_not_read() -> None:
    wrong = {"@type": f"{PREFIX}{HTTP}buffer.v3.Buffer", "max_request_bytes": 5}
    assert rules(override("envoy.config.route.v3.FilterConfig", disabled=True, config=wrong)) == set()
    assert rules(override("envoy.config.route.v3.FilterConfig", config={})) == set()


@pytest.mark.parametrize(
    ("keys", "is_read"),
    [
        ([{"kty": "RSA", "n": "REPLACED", "e": "AQAB"}], False),
        ([{"kty": "RSA", "n": "REPLACED", "e": "AQAB"}, {"kty": "oct", "k": "ZWNobw"}], True),
        ([{"kty": "RSA", "n": "g" + "A" * 340 + "Q", "e": "AQAB"}], True),
        ([{"kty": "RSA", "n": "g" + "A" * 340 + "Q", "e": "AQ"}], False),
        ([{"kty": "oct", "k": "ZWNobw", "alg": "RS256"}], False),
        ([{"kty": "oct", "k": ""}], False),
        ([{"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}], True),
        ([{"kty": "OKP", "crv": "X25519", "x": "A" * 43}], False),
        ([{"kty": "EC", "x": "AAAA", "y": "AAAA"}], False),
        (
            [
                {
                    "kty": "EC",
                    "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
                    "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
                }
            ],
            True,
        ),
        ([{"kty": "FOO"}], False),
    ],
)
def test_one_key_that_envoy_reads_is_enough(keys: list[Json], is_read: bool) -> None:
    jwks = {"inline_string": json.dumps({"keys": keys})}
    found = rules(chain(f"{HTTP}jwt_authn.v3.JwtAuthentication", providers={"a": {"local_jwks": jwks}}))
    assert found == (set() if is_read else {"local-jwks"})


@pytest.mark.parametrize(
    ("text", "length"),
    [("YWJj\nZGVm\n", 6), ("YWJj\nZGU=\n", None), ("YWI=\n\n\n\n", 2), ("YWJj ZGVm", None), ("\n", 0), ("A===", None)],
)
def test_base64_on_several_lines(text: str, length: int | None) -> None:
    assert decoded_length(text) == length
