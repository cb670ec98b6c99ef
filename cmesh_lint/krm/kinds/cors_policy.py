"""CORSPolicy: which pages of other sites may call a Service from a browser."""

from __future__ import annotations

from typing import Any

from ..fields import boolean, duration, header, many, text
from ..pieces import HOST, Attachment, Making, Piece, PolicySource, http_filter, route
from ..values import STRING_MATCH, any_of, extension, nanoseconds, string_match
from .kind import Kind

NAME = "envoy.filters.http.cors"
FILTER = "envoy.extensions.filters.http.cors.v3.Cors"
POLICY = "envoy.extensions.filters.http.cors.v3.CorsPolicy"


def build(policy: PolicySource, attachment: Attachment) -> Making:
    yield Piece(http_filter(10, NAME), extension(NAME, FILTER), (("allowOrigins",),))
    spots = [route(each) for each in policy.routes] or [HOST]
    for field, value in policy.spec.items():
        for spot in spots:
            config = any_of(POLICY, **_field(field, value))
            yield Piece(spot, {"typed_per_filter_config": {NAME: config}}, ((field,),))


def _field(field: str, value: Any) -> dict[str, Any]:
    if field == "allowOrigins":
        return {"allow_origin_string_match": [string_match(each) for each in value]}
    if field == "maxAge":
        return {"max_age": str(nanoseconds(value) // 10**9)}
    if field == "allowCredentials":
        return {"allow_credentials": value}
    names = {"allowMethods": "allow_methods", "allowHeaders": "allow_headers", "exposeHeaders": "expose_headers"}
    return {names[field]: ",".join(value)}


KIND = Kind(
    name="CORSPolicy",
    summary="Cross-origin requests: lets web pages of other origins call a Service, and responds to preflight "
    "requests.",
    spec={
        "allowOrigins": many("The allowed origins, such as `https://example.com`.", STRING_MATCH),
        "allowMethods": many("The methods these origins may use.", text("A method.", pattern="^[A-Z]+$")),
        "allowHeaders": many("The request headers these origins may send.", header("A header.")),
        "exposeHeaders": many("The response headers that scripts may read.", header("A header.")),
        "maxAge": duration("How long a browser may cache the preflight response, in whole seconds."),
        "allowCredentials": boolean("Whether requests may include credentials such as cookies.", default=False),
    },
    listener=build,
    routed=True,
    required=("allowOrigins",),
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: CORSPolicy
metadata: {name: shop-cors, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  allowOrigins: ["https://shop.example", {suffix: .shop.example}]
  allowMethods: [GET, POST]
  allowHeaders: [content-type, x-token]
  exposeHeaders: [x-total]
  maxAge: 1h
  allowCredentials: true
""",
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: CORSPolicy
metadata: {name: public-cors, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  routes: [public]
  allowOrigins: [{regex: "https?://.*"}]
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: shop, namespace: default}
spec:
  targetRefs: [{kind: Service, name: shop}]
  routes: [{name: public, matches: [{path: {prefix: /public}}]}]
""",
    ),
)
