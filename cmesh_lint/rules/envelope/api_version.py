"""An API version that no cluster serves."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an API version that is not the one."""
    version = config.manifest.value.get("apiVersion")
    if version != "cilium.io/v2":
        text = f"{config.manifest.kind} is served as `cilium.io/v2`, found {found(version)}"
        yield RULE.found(text, config.at("apiVersion") if version is not None else config.at("kind"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An API version that no cluster serves",
        catches="A CEC or CCEC with another `apiVersion` than `cilium.io/v2`, such as the `v2alpha1` of the beta.",
        why="kubectl finds no match for the kind.",
        bad=fix_example(ECHO, ("cilium.io/v2\n", 'cilium.io/v2alpha1  # want: api-version "`cilium.io/v2`"\n')),
        good=ECHO,
        fix="Write `cilium.io/v2`.",
        log=('no matches for kind "CiliumEnvoyConfig" in version "cilium.io/v2alpha1"',),
    )


RULE = Rule(
    id="api-version",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
