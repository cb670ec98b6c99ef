"""An API version that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an API version that is not the one."""
    version = config.manifest.value.get("apiVersion")
    if version != "cilium.io/v2":
        text = f"write `apiVersion: cilium.io/v2` for {config.manifest.kind}, found {found(version)}"
        yield RULE.found(text, config.at("apiVersion") if version is not None else config.at("kind"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An API version that does not exist",
        catches=(
            "A CEC or CCEC with an `apiVersion` other than `cilium.io/v2`, such as `cilium.io/v2alpha1` of the beta."
        ),
        why="The API server does not know the kind in that version, so kubectl refuses the object.",
        bad=fix_example(
            ECHO, ("cilium.io/v2\n", 'cilium.io/v2alpha1  # want: api-version "`apiVersion: cilium.io/v2`"\n')
        ),
        good=ECHO,
        fix="Write `cilium.io/v2`.",
        log=('no matches for kind "CiliumEnvoyConfig" in version "cilium.io/v2alpha1"',),
        more=(
            Example(
                "no `apiVersion`",
                bad=fix_example(
                    ECHO,
                    (
                        "apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\n",
                        'kind: CiliumEnvoyConfig  # want: api-version "found null"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="api-version",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
