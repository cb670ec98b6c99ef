"""RDS without a config source."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule
from ._managers import is_processed


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `rds` without a source where the agent does not fill it in."""
    rds = manager.child("rds")
    if rds is None or "config_source" in rds.fields or is_processed(manager):
        return
    text = "`config_source` is missing, and the agent fills it in only for the first connection manager of each entry of `filter_chains`"
    yield RULE.found(text, manager.route_of("rds"), at="key")


def page() -> Page:
    from ..echo import ECHO
    from ..examples import in_listener

    bad = in_listener("""\
default_filter_chain:
  filters:
  - name: envoy.filters.network.http_connection_manager
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
      stat_prefix: echo
      rds:  # want: rds-without-source "`config_source` is missing"
        route_config_name: default/echo/echo
      http_filters:
      - name: envoy.filters.http.router
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
""")
    return Page(
        title="RDS without a config source",
        catches=(
            "`rds` without `config_source` in a connection manager that the agent does not process: in "
            "`default_filter_chain`, or after another terminal filter."
        ),
        why="Nothing fills in the source, and Envoy rejects the listener.",
        bad=bad,
        good=ECHO,
        fix="Write the routes inline in `route_config`, or use `filter_chains`.",
        log=("An RDS config must have either a 'config_source' or an xDS-TP based 'route_config_name'.",),
    )


RULE = Rule(
    id="rds-without-source",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
