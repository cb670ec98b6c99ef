"""A Service port out of range stops the agent from reading any CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example

MOST = 65535


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames ports that do not fit 16 bits."""
    for index, service in config.objects("services"):
        ports = service.get("ports")
        for at, port in enumerate(ports if isinstance(ports, list) else ()):
            if isinstance(port, (int, float)) and not isinstance(port, bool) and not 0 <= port <= MOST:
                text = f"expected a port from 0 to {MOST}, found `{port}`; with it, the agent cannot read any CEC"
                yield RULE.found(text, config.at("spec", "services", index, "ports", at), consequence=CONSEQUENCE)


CONSEQUENCE = "no agent in the cluster reads any CEC or CCEC until this object is deleted"


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A Service port out of range stops the agent from reading any CEC",
        catches=(
            "A number outside 0 to 65535 in `services[].ports`. The CRD accepts any integer; the agent reads 16 bits."
        ),
        why=(
            "The agent fails to decode the list of all CECs, not only this one: no CEC in the cluster is read, not "
            "even after a restart, until the object is deleted."
        ),
        bad=fix_example(
            ECHO,
            (
                "    listener: echo\n",
                '    listener: echo\n    ports: [70000]  # want: port-beyond-range "0 to 65535"\n',
            ),
        ),
        good=ECHO,
        fix="Write the port of the Service.",
        log=("cannot unmarshal number 70000 into Go struct field ServiceListener.spec.services.ports of type uint16",),
        more=(
            Example(
                "a negative port",
                bad=fix_example(
                    ECHO,
                    (
                        "    listener: echo\n",
                        '    listener: echo\n    ports: [-1]  # want: port-beyond-range "found `-1`"\n',
                    ),
                ),
            ),
            Example(
                "the highest port",
                good=fix_example(
                    ECHO,
                    ("    listener: echo\n", "    listener: echo\n    ports: [65535]\n"),
                    ("    name: default/echo\n", "    name: default/echo:65535\n"),
                    ("cluster: default/echo", "cluster: default/echo:65535"),
                ),
            ),
        ),
    )


RULE = Rule(
    id="port-beyond-range",
    severity="critical",
    gate="crash",
    on=(CONFIG,),
    check=check,
    since="1.16",
    page=page,
)
