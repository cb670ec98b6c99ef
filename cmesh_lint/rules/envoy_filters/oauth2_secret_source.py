"""An OAuth2 secret without a source."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

CREDENTIALS = "envoy.extensions.filters.http.oauth2.v3.OAuth2Credentials"
_SECRETS = ("token_secret", "hmac_secret")


def check(credentials: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a reference to a secret without `sds_config`, which the agent fills in for TLS alone."""
    for name in _SECRETS:
        secret = credentials.child(name)
        if secret is not None and "sds_config" not in secret.fields:
            text = f"`{name}` has no `sds_config`, which the agent fills in for TLS contexts only"
            yield RULE.found(text, credentials.route_of(name), at="key")


SOURCE = (
    "sds_config: {resource_api_version: V3, api_config_source: {api_type: GRPC, transport_api_version: V3, "
    "grpc_services: [{envoy_grpc: {cluster_name: xds-grpc-cilium}}]}}"
)


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter(f"""\
- name: envoy.filters.http.oauth2
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.oauth2.v3.OAuth2
    config:
      token_endpoint: {{uri: https://id.example.com/token, cluster: default/echo, timeout: 1s}}
      authorization_endpoint: https://id.example.com/authorize
      redirect_uri: https://echo.example.com/callback
      redirect_path_matcher: {{path: {{exact: /callback}}}}
      signout_path: {{path: {{exact: /signout}}}}
      credentials:
        client_id: echo
        token_secret:  # want: oauth2-secret-source "`token_secret` has no `sds_config`"
          name: cilium-secrets/echo-token
        hmac_secret:
          name: cilium-secrets/echo-hmac
          {SOURCE}
""")
    return Page(
        title="An OAuth2 secret without a source",
        catches="`token_secret` or `hmac_secret` of OAuth2 without `sds_config`.",
        why="The agent completes references to secrets in TLS contexts only, so Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("echo-token\n", f"echo-token\n                    {SOURCE}\n")),
        fix="Add `sds_config` with the agent's cluster, `xds-grpc-cilium`.",
        log=("invalid token secret configuration", "invalid HMAC secret configuration"),
        more=(
            Example(
                "the HMAC secret",
                bad=fix_example(
                    bad,
                    ("echo-token\n", f"echo-token\n                    {SOURCE}\n"),
                    (f"echo-hmac\n                    {SOURCE}\n", "echo-hmac\n"),
                ).replace(
                    "hmac_secret:\n", 'hmac_secret:  # want: oauth2-secret-source "`hmac_secret` has no `sds_config`"\n'
                ),
            ),
        ),
    )


RULE = Rule(
    id="oauth2-secret-source",
    severity="error",
    gate="nacked",
    on=(CREDENTIALS,),
    check=check,
    page=page,
)
