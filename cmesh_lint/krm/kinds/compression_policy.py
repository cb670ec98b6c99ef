"""CompressionPolicy: answers are compressed for clients that ask for it."""

from __future__ import annotations

from ..fields import choice, integer, many, text
from ..pieces import Attachment, Making, Piece, PolicySource, http_filter
from ..values import any_of, extension
from .kind import Kind
from .scopes import limit

FILTER = "envoy.extensions.filters.http.compressor.v3.Compressor"
_LIBRARIES = {
    "gzip": "envoy.extensions.compression.gzip.compressor.v3.Gzip",
    "brotli": "envoy.extensions.compression.brotli.compressor.v3.Brotli",
    "zstd": "envoy.extensions.compression.zstd.compressor.v3.Zstd",
}


def build(policy: PolicySource, attachment: Attachment) -> Making:
    common = {}
    if "contentTypes" in policy.spec:
        common["content_type"] = policy.spec["contentTypes"]
    if "minContentLength" in policy.spec:
        common["min_content_length"] = policy.spec["minContentLength"]
    of = tuple((field,) for field in policy.spec)
    for algorithm in policy.spec.get("algorithms", ["gzip"]):
        name = limit(f"envoy.filters.http.compressor.{algorithm}", policy)
        library = {"name": f"envoy.compression.{algorithm}.compressor", "typed_config": any_of(_LIBRARIES[algorithm])}
        config = {"compressor_library": library} | (
            {"response_direction_config": {"common_config": common}} if common else {}
        )
        yield Piece(http_filter(80, name), extension(name, FILTER, **config), of)


KIND = Kind(
    name="CompressionPolicy",
    summary="Compresses responses for clients that ask for it.",
    spec={
        "algorithms": many(
            "The algorithms to offer.", choice("An algorithm.", *_LIBRARIES), default=["gzip"], uniqueItems=True
        ),
        "contentTypes": many(
            "The content types to compress. Envoy's default: text, JSON, JavaScript, XML and SVG.", text("A type.")
        ),
        "minContentLength": integer("The smallest response to compress, in bytes. Envoy's default is 30.", 30),
    },
    listener=build,
    routed=True,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: CompressionPolicy
metadata: {name: echo-compression, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  algorithms: [gzip, brotli, zstd]
  contentTypes: [application/json, text/html]
  minContentLength: 1024
""",
    ),
)
