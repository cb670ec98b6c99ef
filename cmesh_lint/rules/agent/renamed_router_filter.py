"""A router filter under another name."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

ROUTER = "envoy.filters.http.router"
ROUTER_TYPE = "envoy.extensions.filters.http.router.v3.Router"


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a router in a connection manager that has none of the usual name."""
    filters = manager.children("http_filters")
    if any(each.fields.get("name") == ROUTER for each in filters):
        return
    for each in filters:
        typed = each.child("typed_config")
        if typed is not None and typed.type == ROUTER_TYPE and "name" in each.fields:
            text = (
                f"the router is named `{each.get('name')}`, but the agent adds its policy filter only before `{ROUTER}`"
            )
            yield RULE.found(text, each.route_of("name"))


BAD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: echo
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: echo
          route_config:
            name: echo
            virtual_hosts:
            - name: echo
              domains: ["*"]
              routes:
              - match: {prefix: /}
                direct_response: {status: 200}
          http_filters:
          - name: my-router  # want: renamed-router-filter "only before `envoy.filters.http.router`"
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
"""


def page() -> Page:
    return Page(
        title="A router filter under another name",
        catches=(
            "A connection manager whose router filter is not named `envoy.filters.http.router`. Envoy goes by the "
            "type and accepts any name; the agent looks for this name to add `cilium.l7policy` before it."
        ),
        why=(
            "The agent adds no policy filter, so HTTP rules of network policies are not enforced and requests do not "
            "show up in Hubble."
        ),
        bad=BAD,
        good=fix_example(BAD, ("my-router", ROUTER)),
        fix="Name the filter `envoy.filters.http.router`.",
    )


RULE = Rule(
    id="renamed-router-filter",
    severity="critical",
    gate="runtime",
    effect="HTTP rules of network policies are not enforced, and the requests are not visible to Cilium",
    on=(HCM,),
    check=check,
    page=page,
    formerly=("router-renamed",),
)
