"""Invalid `listener` in a network policy."""

from __future__ import annotations

from collections.abc import Iterator

from ...decode.wording import show
from ...finding import Problem
from ...places import Route
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy, PolicyListener
from ...rule import POLICY, Page, Rule, fix_example

KINDS = ("CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig")


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames fields of a `listener` that its CRD refuses."""
    for each in policy.listeners:
        for route, text in _refused(each):
            yield RULE.found(text, (*each.route, *route))


def _refused(each: PolicyListener) -> Iterator[tuple[Route, str]]:
    for route, name in ((("name",), each.listener), (("envoyConfig", "name"), each.config)):
        if name == "" or name is None:
            yield route, f"`{'.'.join(route)}` is required and must not be empty"
    if each.kind is not None and each.kind not in KINDS:
        yield (
            ("envoyConfig", "kind"),
            f"expected one of {' or '.join(f'`{kind}`' for kind in KINDS)}, found {show(each.kind)}",
        )
    priority = each.priority
    if priority is not None and (
        isinstance(priority, bool) or not isinstance(priority, int) or not 1 <= priority <= 100
    ):
        yield ("priority",), f"expected a number from 1 to 100, found {show(priority)}"


def page() -> Page:
    from ._examples import POLICY as EXAMPLE
    from ._examples import PROXY

    bad = PROXY + EXAMPLE + '        priority: 0  # want: policy-listener-fields "from 1 to 100"\n'
    return Page(
        title="Invalid `listener` in a network policy",
        catches=(
            "A `listener` in a network policy without a name or without the name of its CEC, with a `kind` other than "
            "CiliumEnvoyConfig and CiliumClusterwideEnvoyConfig, or with a `priority` that is not from 1 to 100."
        ),
        why="The API server rejects the policy.",
        bad=bad,
        good=fix_example(bad, ("priority: 0", "priority: 1")),
        fix="Correct the field. Without `priority` the default applies.",
    )


RULE = Rule(
    id="policy-listener-fields",
    severity="error",
    gate="api",
    on=(POLICY,),
    check=check,
    page=page,
)
