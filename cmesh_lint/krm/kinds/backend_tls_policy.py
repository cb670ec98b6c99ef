"""BackendTLSPolicy: the endpoints of a Service are spoken to with TLS. Named as in Gateway API."""

from __future__ import annotations

from typing import Any

from ..fields import choice, name, table, text
from ..pieces import Making, Piece, PolicySource, Trouble, Upstream, cluster
from ..values import any_of
from .kind import Kind

TLS = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"
SYSTEM_CAS = "/etc/ssl/certs/ca-certificates.crt"
"""Where the image of Cilium's Envoy has them."""
SECRETS = "cilium-secrets"
"""The namespace whose Secrets the agent passes to Envoy by default."""

_SECRET = table(
    "A Secret that the agent passes to Envoy.",
    {
        "name": name("Its name."),
        "namespace": name(f"Its namespace: one from which the agent reads Secrets. Default: `{SECRETS}`."),
    },
    ["name"],
)


def build(policy: PolicySource, upstream: Upstream) -> Making:
    spec = policy.spec
    validation = spec["validation"]
    ways = [each for each in ("caCertificateRef", "caCertificate", "wellKnownCACertificates") if each in validation]
    if len(ways) != 1:
        expected = "`caCertificateRef`, `caCertificate`, `wellKnownCACertificates`"
        yield Trouble(
            ("validation",), f"expected exactly one of {expected}: the CA that signs the Service's certificate"
        )
        return
    socket = {"name": "envoy.transport_sockets.tls"}
    host = validation["hostname"]
    names = [{"san_type": "DNS", "matcher": {"exact": host}}]
    context: dict[str, Any] = {"match_typed_subject_alt_names": names}
    common: dict[str, Any] = {}
    if ways == ["caCertificateRef"]:
        common["combined_validation_context"] = {
            "default_validation_context": context,
            "validation_context_sds_secret_config": {"name": _secret(validation["caCertificateRef"])},
        }
    else:
        ca = (
            {"inline_string": validation["caCertificate"]}
            if "caCertificate" in validation
            else {"filename": SYSTEM_CAS}
        )
        common["validation_context"] = {"trusted_ca": ca} | context
    config = any_of(TLS, sni=host, common_tls_context=common)
    of = tuple(("validation", field) for field in validation)
    yield Piece(cluster(upstream.name), {"transport_socket": socket | {"typed_config": config}}, of)
    if "clientCertificateRef" in spec:
        reference = {"name": _secret(spec["clientCertificateRef"])}
        client = {"common_tls_context": {"tls_certificate_sds_secret_configs": [reference]}}
        yield Piece(
            cluster(upstream.name), {"transport_socket": {"typed_config": client}}, (("clientCertificateRef",),)
        )


def _secret(ref: dict[str, str]) -> str:
    return f"{ref.get('namespace', SECRETS)}/{ref['name']}"


KIND = Kind(
    name="BackendTLSPolicy",
    summary="Uses TLS to the endpoints of a Service, and verifies their certificates.",
    spec={
        "validation": table(
            "How to verify the endpoints' certificates.",
            {
                "hostname": text("The name that their certificate must have; also sent as SNI."),
                "caCertificateRef": _SECRET | {"description": "A Secret with the CA certificate."},
                "caCertificate": text("The CA certificate itself, as PEM."),
                "wellKnownCACertificates": choice("`System`: the public CAs in Envoy's image.", "System"),
            },
            ["hostname"],
        ),
        "clientCertificateRef": _SECRET | {"description": "A Secret with the client certificate and key (mutual TLS)."},
    },
    cluster=build,
    tcp=True,
    required=("validation",),
    examples=tuple(
        f"""\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: BackendTLSPolicy
metadata: {{name: echo-tls, namespace: default}}
spec:
  targetRefs: [{{kind: Service, name: echo-service-1}}]
{how}"""
        for how in (
            """\
  validation:
    hostname: echo.example
    caCertificateRef: {name: echo-ca, namespace: cilium-secrets}
  clientCertificateRef: {name: mesh-client, namespace: cilium-secrets}
""",
            "  validation: {hostname: echo.example, wellKnownCACertificates: System}\n",
            """\
  validation:
    hostname: echo.example
    caCertificate: |
      -----BEGIN CERTIFICATE-----
      MIIBezCCASGgAwIBAgIUG4nFbyTi6AgiTatAmHby2b9qZoIwCgYIKoZIzj0EAwIw
      EjEQMA4GA1UEAwwHZXhhbXBsZTAgFw0yNjExMjMxMzMzMTJaGA8yMTI2MTAzMDEz
      MzMxMlowEjEQMA4GA1UEAwwHZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEH
      A0IABPZPKZFmsgO+a+TbsNxD9ABOFEI/CTsK3uHHEdPAJf82c0We/cY1RzjIWGrc
      I2dlnPIu+pxZYq/V9pz61m511qmjUzBRMB0GA1UdDgQWBBQGpbVI2W1k16JTzW1E
      jWuyxyKakjAfBgNVHSMEGDAWgBQGpbVI2W1k16JTzW1EjWuyxyKakjAPBgNVHRMB
      Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIAggPGVeKhSZOBRN/IimlSSEgVxX
      t0plT+sFjyJvVly0AiEAvb690ino9rTukQGJni+xPZFNn8iUbTA5NWilYOGn+F4=
      -----END CERTIFICATE-----
""",
        )
    ),
)
