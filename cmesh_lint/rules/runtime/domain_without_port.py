"""Domain does not match requests with a port."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_STRIPS = ("strip_any_host_port", "strip_matching_host_port", "strip_port_mode")


def check(table: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames domains that only match without a port."""
    if table.fields.get("ignore_port_in_host_matching") is True or _stripped(table, config):
        return
    hosts = table.children("virtual_hosts")
    names = {name for host in hosts for name in _texts(host.fields.get("domains"))}
    if any("*" in name for name in names):
        return
    covered = {name.partition(":")[0] for name in names if ":" in name}
    for host in hosts:
        own = _texts(host.fields.get("domains"))
        bare = [name for name in own if "*" not in name and ":" not in name]
        uncovered = [name for name in bare if name not in covered]
        if uncovered:
            text = f"`{uncovered[0]}` does not match `{uncovered[0]}:8080`, which clients send for a port other than 80"
            yield RULE.found(text, host.route_of("domains"))


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _stripped(table: Message, config: EnvoyConfig) -> bool:
    """Whether a connection manager takes the port away before the table is asked."""
    managers = config.of(HCM)
    return config.once(__name__, lambda: any(name in each.fields for each in managers for name in _STRIPS))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Domain does not match requests with a port",
        catches=(
            "A virtual host with a domain without a port, where no `*`, no domain with a port, no "
            "`ignore_port_in_host_matching` and no port stripping covers `host:port`."
        ),
        why="Clients put a port other than 80 into the Host header (`Host: echo:8080`), and get 404.",
        bad=fix_example(
            ECHO, ('domains: ["*"]', 'domains: [echo]  # want: domain-without-port "does not match `echo:8080`"')
        ),
        good=ECHO,
        fix='Add `"echo:*"` to the domains, or set `ignore_port_in_host_matching: true`.',
    )


RULE = Rule(
    id="domain-without-port",
    severity="warning",
    gate="runtime",
    effect="requests whose `Host` header has a port get 404",
    on=("envoy.config.route.v3.RouteConfiguration",),
    check=check,
    page=page,
)
