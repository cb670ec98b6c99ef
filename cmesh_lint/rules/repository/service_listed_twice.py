"""A Service that one CEC lists twice."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.envelope import ServiceRef
from ...cec.envoy_config import EnvoyConfig
from ...finding import Note, Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an entry that replaces an earlier one."""
    yield from _repeated(config.envelope.services, "the later entry replaces the earlier one, redirect and ports")
    if not config.since("1.18"):
        yield from _repeated(config.envelope.backend_services, "endpoints of one of the two can get lost")


def _repeated(refs: tuple[ServiceRef, ...], why: str) -> Iterator[Problem]:
    first: dict[tuple[str, str], ServiceRef] = {}
    for ref in refs:
        before = first.setdefault((ref.namespace, ref.name), ref)
        if before is not ref:
            notes = (Note((*before.route, "name"), "the first entry"),)
            yield RULE.found(f"`{ref.name}` is listed twice: {why}", (*ref.route, "name"), notes=notes)


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "    listener: echo\n  resources:\n",
            """\
    listener: echo
    ports: [80]
  - name: echo  # want: service-listed-twice "the later entry replaces the earlier one"
    namespace: default
    listener: echo
    ports: [443]
  resources:
""",
        ),
        (
            "    name: default/echo\n    type: EDS\n",
            "    name: default/echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo:80\n",
        ),
    )
    return Page(
        title="A Service that one CEC lists twice",
        catches=(
            "Two entries for one Service under `services`, before Cilium 1.20, or under `backendServices`, before 1.18."
        ),
        why="One Service has one redirect: the ports of the first entry are not redirected. Cilium 1.20 takes both.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "    ports: [80]\n  - name: echo\n    namespace: default\n    listener: echo\n    ports: [443]\n",
                "    ports: [80, 443]\n",
            ),
        ),
        fix="Write one entry with all ports; for different listeners per port, one CEC each will not do: use Cilium 1.20.",
    )


RULE = Rule(
    id="service-listed-twice",
    severity="error",
    gate="runtime",
    effect="the ports of the earlier entry are not redirected",
    until="1.19",
    on=(CONFIG,),
    check=check,
    page=page,
)
