"""Invalid base64."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example

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
        inline_bytes: "not base64!"  # want: invalid-base64 "is not valid base64"
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
        title="Invalid base64",
        catches=(
            "A bytes field, such as `inline_bytes`, that is not base64: with spaces or other characters. "
            "Text that happens to be valid base64 is accepted, and decodes to something else."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Encode the bytes, or write text in `inline_string`.",
        log=("invalid value for bytes field inlineBytes",),
        more=(
            Example(
                "PEM text",
                bad=fix_example(
                    BAD,
                    (
                        '"not base64!"',
                        '|  # want: invalid-base64 "write PEM text in `inline_string`"\n          -----BEGIN CERTIFICATE-----\n          MAA=\n          -----END CERTIFICATE-----',
                    ),
                ),
            ),
            Example(
                "a blank",
                bad=fix_example(
                    BAD, ('"not base64!"', '"bm8g YmFz"  # want: invalid-base64 "must not contain spaces"')
                ),
            ),
        ),
    )


RULE = Rule(
    id="invalid-base64",
    severity="error",
    gate="dropped",
    page=page,
)
