"""Service is listed twice."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.envelope import ServiceRef
from ...cec.envoy_config import EnvoyConfig
from ...finding import Note, Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an entry that replaces an earlier one."""
    yield from _repeated(config.envelope.services, "; this entry replaces the earlier one")
    if not config.since("1.18"):
        yield from _repeated(config.envelope.backend_services, "", _LOST)


_LOST = "the endpoints of one of the two entries may not be published"


def _repeated(refs: tuple[ServiceRef, ...], what: str, consequence: str = "") -> Iterator[Problem]:
    first: dict[tuple[str, str], ServiceRef] = {}
    for ref in refs:
        before = first.setdefault((ref.namespace, ref.name), ref)
        if before is not ref:
            notes = (Note((*before.route, "name"), "the first entry"),)
            text = f"Service `{ref.name}` is listed twice{what}"
            yield RULE.found(text, (*ref.route, "name"), consequence=consequence, notes=notes)


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "    listener: echo\n  resources:\n",
            """\
    listener: echo
    ports: [80]
  - name: echo  # want: service-listed-twice "this entry replaces the earlier one"
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
        title="Service is listed twice",
        catches=(
            "Two entries for one Service under `services`, before Cilium 1.20, or under `backendServices`, before 1.18."
        ),
        why=(
            "A Service has one redirect: the ports of the first entry are not redirected. Cilium 1.20 accepts both "
            "entries."
        ),
        bad=bad,
        good=fix_example(
            bad,
            (
                "    ports: [80]\n  - name: echo\n    namespace: default\n    listener: echo\n    ports: [443]\n",
                "    ports: [80, 443]\n",
            ),
        ),
        fix="Write one entry with all ports. Different listeners for different ports need Cilium 1.20.",
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
