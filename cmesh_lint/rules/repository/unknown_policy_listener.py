"""Policy uses a listener that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy, PolicyListener
from ...rule import POLICY, Page, Rule, fix_example
from ...source.resources import CLUSTERWIDE
from ...suggest import did_you_mean, few
from ._policies import Meant, meant


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames names of CECs and of listeners in a network policy."""
    for each in policy.listeners:
        found = meant(policy, each, repository)
        if found is not None and not found.configs:
            yield from _without_config(each, found, repository)
        elif found is not None and found.listener is None and not any(config.untyped for config in found.configs):
            known = few(name.name.rpartition("/")[2] for config in found.configs for name in config.listeners)
            text = (
                f"{found.configs[0].object} has no listener `{each.listener}`{did_you_mean(str(each.listener), known)}"
            )
            yield RULE.found(text, (*each.route, "name"))


def _without_config(each: PolicyListener, found: Meant, repository: Repository) -> Iterator[Problem]:
    namespace, name = found.owner
    route = (*each.route, "envoyConfig", "name")
    what = f"CiliumEnvoyConfig `{namespace}/{name}`" if namespace else f"{CLUSTERWIDE} `{name}`"
    elsewhere = min(map(str, repository.objects_named.get(name, ())), default="")
    near = repository.config_like(namespace, name)
    if namespace and repository.config("", name):
        text = f"{what} does not exist, but a clusterwide one does; write `kind: {CLUSTERWIDE}`"
    elif elsewhere:
        text = f"{what} does not exist, but {elsewhere} does"
    else:
        text = f"{what} is not in these files{f'; did you mean `{near}`?' if near else ''}"
    certain = bool(elsewhere or near) or repository.lacks(Repository.config, namespace, name)
    yield RULE.found(text, route, severity=None if certain else "info")


def page() -> Page:
    from ._examples import POLICY as EXAMPLE
    from ._examples import PROXY

    bad = PROXY + fix_example(
        EXAMPLE,
        (
            "          name: echo\n        name: echo\n",
            '          name: echo\n        name: ehco  # want: unknown-policy-listener "did you mean `echo`?"\n',
        ),
    )
    return Page(
        title="Policy uses a listener that does not exist",
        catches=(
            "A `listener` in a network policy that its CEC does not have, or a CEC in another namespace, or a CCEC "
            "without its `kind`. A CEC that is not in the files may exist elsewhere: that is an info-level finding, "
            "unless a change removes it (`--changed-since`) or `--assume-complete` is set."
        ),
        why="Traffic to these ports is dropped until the listener exists. The agent only reports it in its debug log.",
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write the kind and name of the CEC and the name of its listener.",
    )


RULE = Rule(
    id="unknown-policy-listener",
    severity="error",
    gate="runtime",
    effect="traffic to these ports is dropped until the listener exists",
    on=(POLICY,),
    check=check,
    page=page,
)
