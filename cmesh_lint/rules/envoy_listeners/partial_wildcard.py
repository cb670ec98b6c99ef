"""An invalid wildcard in server names."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

MATCH = "envoy.config.listener.v3.FilterChainMatch"


def check(match: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each such name."""
    if unmatched(match):
        return
    for index, name in enumerate(match.fields.get("server_names") or ()):
        if isinstance(name, str) and is_partial(name):
            hint = "; remove `server_names` to match every name" if name == "*" else ""
            text = (
                f"`{name}` is not a valid server name; the only wildcard is a leading `*.`, as in `*.example.com`{hint}"
            )
            yield RULE.found(text, (*match.route_of("server_names"), index))


def is_partial(name: str) -> bool:
    """Whether Envoy refuses the wildcard in it."""
    return "*" in name and not name.startswith("*.")


def unmatched(match: Message) -> bool:
    """Whether Envoy does not read the match at all: in the default chain, and where a matcher chooses the chain."""
    chain = match.parent
    if chain is None or chain.field != "filter_chains":
        return True
    return chain.parent is not None and "filter_chain_matcher" in chain.parent.fields


def page() -> Page:
    from ..examples import in_chain

    bad = in_chain("""\
filter_chain_match:
  transport_protocol: tls
  server_names: ["*"]  # want: partial-wildcard "remove `server_names` to match every name"
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    common_tls_context:
      tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]
""")
    return Page(
        title="An invalid wildcard in server names",
        catches=(
            "A `*` in `server_names` of a filter chain match that is not the whole first label, such as `*` or `a.*`."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ('\n        server_names: ["*"]', "")),
        fix="Write `*.example.com` for all names below a domain; remove `server_names` to match all names.",
        log=('partial wildcards are not supported in "server_names"',),
        more=(
            Example(
                "a wildcard at the end",
                bad=in_chain("""\
filter_chain_match:
  server_names:
  - echo.*  # want: partial-wildcard "`echo.*` is not a valid server name"
"""),
                good=in_chain("""\
filter_chain_match:
  server_names: ["*.example.com"]
"""),
            ),
        ),
    )


RULE = Rule(
    id="partial-wildcard",
    severity="error",
    gate="nacked",
    on=(MATCH,),
    check=check,
    page=page,
)
