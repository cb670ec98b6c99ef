"""A document that is not UTF-8."""

from __future__ import annotations

from ...rule import Page, Rule

BAD = """\
# A file in Latin-1 with an umlaut in a comment: the single byte 0xfc is not valid UTF-8.
"""
GOOD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  backendServices:
  - name: echo
    namespace: default
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="A document that is not UTF-8",
        catches=(
            "Bytes in a document that are not valid UTF-8, and UTF-16 without a byte order mark. UTF-16 with one is "
            "read, as kubectl does. Such a file cannot be shown here."
        ),
        why=(
            "kubectl replaces each such byte with U+FFFD, which silently changes names and values; kustomize and "
            "controllers refuse the file."
        ),
        bad=BAD,
        good=GOOD,
        fix="Save the file as UTF-8, or remove the byte.",
        log=("yaml: invalid leading UTF-8 octet",),
    )


RULE = Rule(
    id="not-utf8",
    severity="error",
    gate="api",
    page=page,
)
