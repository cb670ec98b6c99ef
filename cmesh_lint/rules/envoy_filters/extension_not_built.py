"""An extension that is not built into Cilium's Envoy."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import available, first_releases, of_type
from ...finding import Problem
from ...protobuf.walk import TYPE, Message
from ...protobuf.wellknown import ANY
from ...rule import Page, Rule, fix_example
from ...versions import LATEST
from ..envoy_tls._contexts import is_idle
from ._places import demanded, fits, judged_type


def check(any_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type` of an extension that is not built into the release's Envoy."""
    type_ = judged_type(any_)
    if is_idle(any_, config):
        return  # in a secret that nobody asks for, which Envoy does not open
    wanted = demanded(any_) if type_ and available(type_, config.version) is False else ()
    if wanted and fits(type_, wanted):
        name = of_type(type_)[0].name
        yield RULE.found(f"`{name}` is not built into Cilium's Envoy; {_having(type_)}", (*any_.route, TYPE))


def _having(type_: str) -> str:
    """Which releases have it."""
    releases = [each for each in first_releases(type_) if each != LATEST]
    if releases:
        return f"the first releases that have it are {', '.join(releases)}"
    return "no release has it yet" if first_releases(type_) else "no release has it"


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.fault
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault  # want: extension-not-built "no release has it"
    abort:
      http_status: 503
      percentage: {numerator: 10}
""")
    return Page(
        title="An extension that is not built into Cilium's Envoy",
        catches=(
            "A filter, access logger, transport socket, cluster type, retry predicate or other extension that the "
            "agent decodes but Cilium's build of Envoy does not include. Which ones it includes depends on the patch "
            "release: an extension may be in 1.18.10 and not in 1.19.3. `cmesh-lint extensions` lists them."
        ),
        why="Envoy rejects the resource. On a first install, traffic flows as if the object were not there.",
        bad=bad,
        good=fix_example(
            bad,
            (
                """\
          - name: envoy.filters.http.fault
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault
              abort:
                http_status: 503
                percentage: {numerator: 10}
""",
                "",
            ),
        ),
        fix="Remove it, or run a release of Cilium that has it.",
        log=("Didn't find a registered implementation for '…' with type URL: '…'",),
    )


RULE = Rule(
    id="extension-not-built",
    severity="error",
    gate="nacked",
    on=(ANY,),
    check=check,
    page=page,
)
