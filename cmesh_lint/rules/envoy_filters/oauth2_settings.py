"""Invalid OAuth2 settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

CONFIG_TYPE = "envoy.extensions.filters.http.oauth2.v3.OAuth2Config"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#\s][^\s]*")
OPENID = "openid"


def check(oauth2: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames addresses that are not absolute, and fields that exclude each other."""
    endpoint = oauth2.fields.get("authorization_endpoint")
    if isinstance(endpoint, str) and endpoint and not _ABSOLUTE.fullmatch(endpoint):
        text = f"`authorization_endpoint` must be an absolute URL such as `https://id.example.com/authorize`, found `{endpoint}`"
        yield RULE.found(text, oauth2.route_of("authorization_endpoint"))
    scopes = oauth2.fields.get("auth_scopes")
    if oauth2.fields.get("end_session_endpoint") and OPENID not in (scopes if isinstance(scopes, list) else ()):
        text = f"`end_session_endpoint` needs `{OPENID}` in `auth_scopes`"
        yield RULE.found(text, oauth2.route_of("end_session_endpoint"), at="key")
    if oauth2.fields.get("forward_bearer_token") is True and oauth2.fields.get("preserve_authorization_header") is True:
        text = "`preserve_authorization_header` cannot be combined with `forward_bearer_token`"
        yield RULE.found(text, oauth2.route_of("preserve_authorization_header"), at="key")


def page() -> Page:
    from ..examples import http_filter
    from .oauth2_secret_source import SOURCE

    bad = http_filter(f"""\
- name: envoy.filters.http.oauth2
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.oauth2.v3.OAuth2
    config:
      token_endpoint: {{uri: https://id.example.com/token, cluster: default/echo, timeout: 1s}}
      authorization_endpoint: /authorize  # want: oauth2-settings "must be an absolute URL"
      redirect_uri: https://echo.example.com/callback
      redirect_path_matcher: {{path: {{exact: /callback}}}}
      signout_path: {{path: {{exact: /signout}}}}
      credentials:
        client_id: echo
        token_secret:
          name: cilium-secrets/echo-token
          {SOURCE}
        hmac_secret:
          name: cilium-secrets/echo-hmac
          {SOURCE}
""")
    return Page(
        title="Invalid OAuth2 settings",
        catches=(
            "An `authorization_endpoint` that is not an absolute URL, an `end_session_endpoint` without the scope "
            "`openid`, or `forward_bearer_token` together with `preserve_authorization_header`."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("authorization_endpoint: /", "authorization_endpoint: https://id.example.com/")),
        fix="Write the full URL; keep one of two conflicting fields.",
        log=(
            "OAuth2 filter: invalid authorization endpoint URL '…' in config.",
            "OAuth2 filter: end session endpoint is only supported for OpenID Connect.",
            "invalid combination of forward_bearer_token and preserve_authorization_header configuration.",
        ),
        more=(
            Example(
                "the end of a session without OpenID Connect",
                bad=fix_example(
                    bad,
                    ("authorization_endpoint: /", "authorization_endpoint: https://id.example.com/"),
                    (
                        "redirect_uri:",
                        'end_session_endpoint: https://id.example.com/logout  # want: oauth2-settings "needs `openid` in `auth_scopes`"\n                redirect_uri:',
                    ),
                ),
                good=fix_example(
                    bad,
                    ("authorization_endpoint: /", "authorization_endpoint: https://id.example.com/"),
                    (
                        "redirect_uri:",
                        "end_session_endpoint: https://id.example.com/logout\n                auth_scopes: [openid]\n                redirect_uri:",
                    ),
                ),
            ),
            Example(
                "two settings for the authorization header",
                bad=fix_example(
                    bad,
                    ("authorization_endpoint: /", "authorization_endpoint: https://id.example.com/"),
                    (
                        "redirect_uri:",
                        'forward_bearer_token: true\n                preserve_authorization_header: true  # want: oauth2-settings "cannot be combined with `forward_bearer_token`"\n                redirect_uri:',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="oauth2-settings",
    severity="error",
    gate="nacked",
    on=(CONFIG_TYPE,),
    check=check,
    page=page,
)
