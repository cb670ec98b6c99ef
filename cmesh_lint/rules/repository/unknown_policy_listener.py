"""A policy sends traffic to a listener that is not there."""

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
        text = f"there is no {what}, but a clusterwide one; write `kind: {CLUSTERWIDE}`"
    elif elsewhere:
        text = f"there is no {what}, but {elsewhere}"
    else:
        text = f"no {what} in these files{f'; did you mean `{near}`?' if near else ''}"
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
        title="A policy sends traffic to a listener that is not there",
        catches=(
            "A `listener` in a network policy that its CEC does not have, or a CEC that is another namespace's, or is a "
            "CCEC while the `kind` is left out. A CEC that none of the files has may come from elsewhere: that is a "
            "remark, unless a change removes it (`--changed-since`) or `--assume-complete` is given."
        ),
        why="Traffic to these ports is dropped until such a listener appears. The agent says so only in its debug log.",
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write kind and name of the CEC and the name of its listener.",
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
