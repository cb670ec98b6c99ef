"""Service is redirected to a listener that is not defined."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example
from ...suggest import did_you_mean, few


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `listener` of an entry of `services`."""
    defined, owner = config.defined, config.envelope.owner
    for ref in config.envelope.services:
        if not ref.listener or ref.listener in defined.untyped or not defined.listeners:
            continue
        if owner.qualified(ref.listener, force=True) not in defined.listeners:
            prefix = owner.qualified("x").removesuffix("x")
            hint = did_you_mean(ref.listener, few(name.removeprefix(prefix) for name in defined.listeners))
            text = f"listener `{ref.listener}` is not defined in this CEC{hint}"
            yield RULE.found(text, (*ref.route, "listener"), consequence=_cost(config))


def _cost(config: EnvoyConfig) -> str:
    if config.since("1.18"):
        return "the Service is not redirected, and nothing is logged: its traffic passes without this configuration"
    return "the agent installs the resources, then logs an error and does not redirect the Service"


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO, ("    listener: echo\n", '    listener: ehco  # want: unknown-service-listener "did you mean `echo`?"\n')
    )
    return Page(
        title="Service is redirected to a listener that is not defined",
        catches="A `services[].listener` that is not the name of a Listener in `resources` of the same CEC.",
        why=(
            "The Service is not redirected: rate limits, authorization and everything else in the CEC do not apply to "
            "its traffic. Since Cilium 1.18 the agent does not log it."
        ),
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write the name of a listener in `resources`.",
        log=('listener "ehco" not found in resources',),
    )


RULE = Rule(
    id="unknown-service-listener",
    severity="error",
    gate="runtime",
    effect="the Service is not redirected: its traffic passes without this configuration",
    on=(CONFIG,),
    check=check,
    page=page,
)
