"""Bytes that are no base64."""

from __future__ import annotations

from ...rule import Page, Rule

BAD = """\
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
  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
    name: ca
    validation_context:
      trusted_ca:
        inline_bytes: "no base64!"  # want: invalid-base64 "is no base64"
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
  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
    name: ca
    validation_context:
      trusted_ca:
        filename: /etc/ssl/certs/ca.crt
"""


def page() -> Page:
    return Page(
        title="Bytes that are no base64",
        catches=(
            "A field of bytes, such as `inline_bytes`, whose text is no base64: with spaces or other "
            "letters. Text that happens to be base64 by its letters is taken, and decodes to something else."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Encode the bytes, or write text into `inline_string`.",
        log=("invalid value for bytes field inlineBytes",),
    )


RULE = Rule(
    id="invalid-base64",
    severity="error",
    gate="dropped",
    page=page,
)
