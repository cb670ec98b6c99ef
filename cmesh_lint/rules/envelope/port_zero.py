"""Service port 0."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames ports that are 0."""
    for index, service in config.objects("services"):
        ports = service.get("ports")
        for at, port in enumerate(ports if isinstance(ports, list) else ()):
            if port == 0 and not isinstance(port, bool):
                yield RULE.found(
                    "port 0 matches no port of any Service", config.at("spec", "services", index, "ports", at)
                )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Service port 0",
        catches="Port 0 in `services[].ports`.",
        why="It is accepted, but matches no port of any Service.",
        bad=fix_example(
            ECHO,
            (
                "    listener: echo\n",
                '    listener: echo\n    ports: [0]  # want: port-zero "port 0 matches no port of any Service"\n',
            ),
        ),
        good=ECHO,
        fix="Write the port of the Service.",
    )


RULE = Rule(
    id="port-zero",
    severity="warning",
    gate="runtime",
    effect="no port of the Service matches the entry, so it redirects nothing",
    on=(CONFIG,),
    check=check,
    since="1.16",
    page=page,
)
