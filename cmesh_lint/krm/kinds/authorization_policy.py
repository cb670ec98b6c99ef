"""AuthorizationPolicy: which requests pass, by who sends them and what they want."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...places import Route
from ..fields import HEADER, choice, many, mapping, name, name_of, table, text
from ..pieces import Attachment, Making, Piece, PolicySource, Trouble, http_filter
from ..values import STRING_MATCH, VALUE_MATCH, extension, header_match, string_match
from .kind import Kind
from .scopes import limit

FILTER = "envoy.extensions.filters.http.rbac.v3.RBAC"
_ORDER = {"DENY": 50, "ALLOW": 51}

_FROM = table(
    "Who sends the request; all given conditions must hold.",
    {
        "ipBlocks": many("The client's address is in one of these networks.", text("A network such as `10.0.0.0/8`.")),
        "notIpBlocks": many(
            "The client's address is in none of these networks.", text("A network such as `10.0.0.0/8`.")
        ),
        "headers": mapping("Headers by name, and what each must match.", VALUE_MATCH, HEADER),
    },
    minProperties=1,
)
_TO = table(
    "What is requested; all given conditions must hold.",
    {
        "methods": many("One of these methods.", text("A method.", pattern="^[A-Z]+$")),
        "notMethods": many("None of these methods.", text("A method.", pattern="^[A-Z]+$")),
        "paths": many("The path, without the query, is one of these.", STRING_MATCH),
        "notPaths": many("The path is none of these.", STRING_MATCH),
        "hosts": many("The host is one of these.", STRING_MATCH),
    },
    minProperties=1,
)


def build(policy: PolicySource, attachment: Attachment) -> Making:
    action = policy.spec.get("action", "ALLOW")
    filter_name = limit("envoy.filters.http.rbac", policy)
    here = http_filter(_ORDER[action], filter_name)
    base = extension(filter_name, FILTER, rules={"action": action, "policies": {}})
    yield Piece(here, base, (("action",),) if "action" in policy.spec else ())
    for index, rule in enumerate(policy.spec.get("rules", ())):
        of: Route = ("rules", index)
        yield from _wrong_blocks(rule, of)
        told = {
            "permissions": [_all([*_permissions(each)], "and_rules", "rules") for each in rule.get("to", [{}])],
            "principals": [_all([*_principals(each)], "and_ids", "ids") for each in rule.get("from", [{}])],
        }
        yield Piece(here, {"typed_config": {"rules": {"policies": {rule["name"]: told}}}}, (of,))


def _all(parts: list[dict[str, Any]], word: str, inner: str) -> dict[str, Any]:
    if not parts:
        return {"any": True}
    return parts[0] if len(parts) == 1 else {word: {inner: parts}}


def _permissions(to: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for field, each in to.items():
        noun = field.removeprefix("not").lower()
        rules = [_permission(noun, value) for value in each]
        either = rules[0] if len(rules) == 1 else {"or_rules": {"rules": rules}}
        yield {"not_rule": either} if field.startswith("not") else either


def _permission(noun: str, value: Any) -> dict[str, Any]:
    if noun == "paths":
        return {"url_path": {"path": string_match(value)}}
    return {"header": header_match({"methods": ":method", "hosts": ":authority"}[noun], value)}


def _principals(from_: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for field in ("ipBlocks", "notIpBlocks"):
        blocks = [_block(each) for each in from_.get(field, ())]
        if blocks:
            either = blocks[0] if len(blocks) == 1 else {"or_ids": {"ids": blocks}}
            yield {"not_id": either} if field == "notIpBlocks" else either
    for header, value in sorted(from_.get("headers", {}).items()):
        yield {"header": header_match(header, value)}


def _block(text_: str) -> dict[str, Any]:
    address, _, length = text_.partition("/")
    whole = 128 if ":" in address else 32
    return {"remote_ip": {"address_prefix": address, "prefix_len": int(length) if length.isdigit() else whole}}


def _wrong_blocks(rule: dict[str, Any], of: Route) -> Iterator[Trouble]:
    for number, each in enumerate(rule.get("from", ())):
        for field in ("ipBlocks", "notIpBlocks"):
            for index, block in enumerate(each.get(field, ())):
                if not _is_network(block):
                    at = (*of, "from", number, field, index)
                    yield Trouble(at, f"`{block}` is not a network; expected an address or a CIDR such as `10.0.0.0/8`")


def _is_network(block: str) -> bool:
    from ipaddress import ip_network

    try:
        ip_network(block, strict=False)
    except ValueError:
        return False
    return True


KIND = Kind(
    name="AuthorizationPolicy",
    summary="Allows or denies requests (403), by sender and by what they request. With ALLOW, requests that no rule "
    "allows are denied; DENY is evaluated first. Policies with the same action add up.",
    spec={
        "action": choice("What to do with a request that a rule matches.", "ALLOW", "DENY", default="ALLOW"),
        "rules": name_of(
            "The rules. Without any, ALLOW allows nothing and DENY denies nothing.",
            table(
                "A rule matches requests that match one of `from` and one of `to`.",
                {
                    "name": name("Its name, shown in Envoy's logs."),
                    "from": many("Who sends the request. Default: anybody.", _FROM),
                    "to": many("What is requested. Default: anything.", _TO),
                },
                ["name"],
            ),
        ),
    },
    listener=build,
    routed=True,
    variant="action",
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: shop-readers, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  action: ALLOW
  rules:
  - name: read
    from:
    - ipBlocks: [10.0.0.0/8, "fd00::/8"]
      notIpBlocks: [10.9.0.1]
      headers: {x-team: {prefix: shop-}}
    to:
    - methods: [GET, HEAD]
      paths: [{prefix: /api/}, /]
      notPaths: [/api/admin]
      hosts: [shop.default]
  - name: health
    to: [{paths: [/healthz]}]
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: AuthorizationPolicy
metadata: {name: shop-no-writes, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  routes: [default]
  action: DENY
  rules: [{name: writes, to: [{notMethods: [GET, HEAD]}]}]
""",
    ),
)
