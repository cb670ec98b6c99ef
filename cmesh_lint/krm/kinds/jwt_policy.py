"""JWTPolicy: requests must bear a token that somebody trusted has signed."""

from __future__ import annotations

from typing import Any

from ..fields import HEADER, boolean, choice, duration, header, many, mapping, name, name_of, table, text
from ..pieces import Attachment, Making, Piece, PolicySource, Trouble, Use, cluster, http_filter
from ..refs import backend_ref
from ..values import envoy_duration, extension
from .external import external_cluster, external_name
from .kind import Kind
from .scopes import limit

FILTER = "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"
TIMEOUT = "5s"


def build(policy: PolicySource, attachment: Attachment) -> Making:
    filter_name = limit("envoy.filters.http.jwt_authn", policy)
    here = http_filter(30, filter_name)
    spec = policy.spec
    names = [provider["name"] for provider in spec["providers"]]
    rule = {"match": {"prefix": "/"}, "requires": _requirement(names, spec.get("require", "Any"))}
    of = (("require",),) if "require" in spec else ()
    yield Piece(here, extension(filter_name, FILTER, rules=[rule]), of)
    for index, provider in enumerate(spec["providers"]):
        at = ("providers", index)
        yield Piece(here, {"typed_config": {"providers": {provider["name"]: _provider(provider)}}}, (at,))
        given = [each for each in ("localJwks", "remoteJwks") if each in provider]
        if len(given) != 1:
            yield Trouble(at, "a provider has exactly one of `localJwks`, `remoteJwks`")
        elif given == ["remoteJwks"]:
            yield from _remote(provider, (*at, "remoteJwks"), here, attachment)
        else:
            local = {"local_jwks": {"inline_string": provider["localJwks"]}}
            yield Piece(here, {"typed_config": {"providers": {provider["name"]: local}}}, ((*at, "localJwks"),))


def _remote(
    provider: dict[str, Any], at: tuple[str | int, ...], here: tuple[str, ...], attachment: Attachment
) -> Making:
    remote = provider["remoteJwks"]
    if "backendRef" in remote:
        service = attachment.service_of(remote["backendRef"])
        yield Use(service, ((*at, "backendRef"),))
        local = attachment.local_name(service)
    else:
        local = external_name(remote["uri"])
        yield Piece(cluster(local), external_cluster(remote["uri"]), ((*at, "uri"),))
    uri = {
        "uri": remote["uri"],
        "cluster": attachment.full_name(local),
        "timeout": envoy_duration(remote.get("timeout", TIMEOUT)),
    }
    jwks: dict[str, Any] = {"http_uri": uri}
    if "cacheDuration" in remote:
        jwks["cache_duration"] = envoy_duration(remote["cacheDuration"])
    yield Piece(here, {"typed_config": {"providers": {provider["name"]: {"remote_jwks": jwks}}}}, (at,))


def _provider(provider: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"issuer": provider["issuer"]} if "issuer" in provider else {}
    if "audiences" in provider:
        made["audiences"] = provider["audiences"]
    if "fromHeaders" in provider:
        made["from_headers"] = [
            {"name": each["name"]} | ({"value_prefix": each["prefix"]} if "prefix" in each else {})
            for each in provider["fromHeaders"]
        ]
    if "fromParams" in provider:
        made["from_params"] = provider["fromParams"]
    if "forward" in provider:
        made["forward"] = provider["forward"]
    if "claimToHeaders" in provider:
        made["claim_to_headers"] = [
            {"header_name": header_, "claim_name": claim}
            for header_, claim in sorted(provider["claimToHeaders"].items())
        ]
    return made


def _requirement(names: list[str], require: str) -> dict[str, Any]:
    each: list[dict[str, Any]] = [{"provider_name": provider} for provider in names]
    if require == "Optional":
        return {"requires_any": {"requirements": [*each, {"allow_missing": {}}]}}
    if len(each) == 1:
        return each[0]
    return {"requires_any" if require == "Any" else "requires_all": {"requirements": each}}


KIND = Kind(
    name="JWTPolicy",
    summary="Lets requests with a valid JSON Web Token pass; others get 401.",
    spec={
        "require": choice(
            "Any: a token of one provider is enough; All: tokens of all providers are needed; Optional: requests "
            "without a token pass, and invalid tokens are rejected.",
            "Any",
            "All",
            "Optional",
            default="Any",
        ),
        "providers": name_of(
            "The token issuers.",
            table(
                "A token issuer.",
                {
                    "name": name("A name for it."),
                    "issuer": text("What the claim `iss` must be. By default it is not checked."),
                    "audiences": many("One of these must be in the claim `aud`.", text("An audience.")),
                    "localJwks": text("Its keys, as a JSON Web Key Set."),
                    "remoteJwks": table(
                        "Where to fetch its keys from.",
                        {
                            "uri": text(
                                "The address.",
                                pattern="^https?://[^/]+",
                                title="an address that begins with `https://` or `http://`",
                            ),
                            "backendRef": backend_ref(
                                "The Service to fetch the keys from, if they are in the cluster. Otherwise they are "
                                "fetched from the host of `uri`, resolved by DNS (IPv4 before IPv6), over TLS."
                            ),
                            "timeout": duration("How long to wait for the keys.", default=TIMEOUT),
                            "cacheDuration": duration("How long to cache the keys. Envoy's default is 10m."),
                        },
                        ["uri"],
                    ),
                    "fromHeaders": many(
                        "Headers that carry the token. Default: `Authorization: Bearer`, unless `fromParams` is given.",
                        table(
                            "A header.",
                            {
                                "name": header("Its name."),
                                "prefix": text("The prefix before the token, such as `Bearer `."),
                            },
                            ["name"],
                        ),
                    ),
                    "fromParams": many("Query parameters that carry the token.", text("A parameter.")),
                    "forward": boolean("Whether to forward the token to the Service.", default=False),
                    "claimToHeaders": mapping(
                        "Headers that pass claims to the Service.",
                        text("The claim; `a.b` for a nested one."),
                        HEADER,
                    ),
                },
                ["name"],
            ),
        ),
    },
    listener=build,
    routed=True,
    required=("providers",),
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: JWTPolicy
metadata: {name: shop-tokens, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  require: Optional
  providers:
  - name: company
    issuer: https://id.example
    audiences: [shop]
    remoteJwks: {uri: "https://id.example/keys", timeout: 2s, cacheDuration: 5m}
    fromHeaders: [{name: x-token, prefix: "Token "}]
    fromParams: [token]
    forward: true
    claimToHeaders: {x-user: sub}
  - name: cluster
    remoteJwks: {uri: "http://dex/keys", backendRef: {name: dex, namespace: auth, port: 5556}}
""",
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: JWTPolicy
metadata: {name: echo-tokens, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  providers:
  - name: test
    localJwks: '{"keys": [{"kty": "oct", "alg": "HS256", "k": "c2VjcmV0"}]}'
""",
    ),
)
