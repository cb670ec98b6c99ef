"""`auto_sni_san_validation` without a trusted CA."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._contexts import UPSTREAM, when

_SECRETS = ("validation_context_sds_secret_config", "combined_validation_context")


def check(context: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `auto_sni_san_validation` where no CA is given."""
    if context.fields.get("auto_sni_san_validation") is not True:
        return
    common = context.child("common_tls_context")
    validation = common.child("validation_context") if common is not None else None
    if common is not None and (any(name in common.fields for name in _SECRETS) or not common.schema):
        return
    if validation is None or "trusted_ca" not in validation.fields:
        text = "`auto_sni_san_validation` needs a `trusted_ca`, which is not set"
        yield RULE.found(text, context.route_of("auto_sni_san_validation"), at="key", **when(context)._asdict())


def page() -> Page:
    from ..examples import in_cluster

    bad = in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    auto_sni_san_validation: true  # want: unvalidated-sni "needs a `trusted_ca`"
""")
    return Page(
        title="`auto_sni_san_validation` without a trusted CA",
        catches="`auto_sni_san_validation` in an UpstreamTlsContext whose validation context has no `trusted_ca`.",
        why="Envoy rejects the cluster.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "auto_sni_san_validation: true\n",
                "auto_sni_san_validation: true\n"
                "        common_tls_context:\n"
                "          validation_context_sds_secret_config: {name: cilium-secrets/ca}\n",
            ),
        ),
        fix="Add a validation context with a `trusted_ca`.",
        log=("'auto_sni_san_validation' was configured without a validation context",),
        more=(
            Example(
                "a validation context without a CA",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    auto_sni_san_validation: true  # want: unvalidated-sni "needs a `trusted_ca`"
    common_tls_context:
      validation_context: {trust_chain_verification: VERIFY_TRUST_CHAIN}
"""),
            ),
        ),
    )


RULE = Rule(
    id="unvalidated-sni",
    severity="error",
    gate="nacked",
    on=(UPSTREAM,),
    check=check,
    page=page,
)
