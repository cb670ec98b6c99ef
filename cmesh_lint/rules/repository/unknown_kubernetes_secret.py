"""Kubernetes Secret does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example
from .secret_namespace import SERVED

SECRET = """\
---
apiVersion: v1
kind: Secret
metadata:
  name: echo-tls
  namespace: cilium-secrets
type: kubernetes.io/tls
"""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames names of Secrets that the files lack, where one looks alike or the files are said to be complete."""
    for use in facts.secret_uses:
        namespace, _, name = use.name.partition("/")
        if namespace != SERVED or _holds(repository, use.name):
            continue
        near = repository.secret_like(SERVED, name)
        if near or repository.lacks(_holds, use.name):
            hint = f"; did you mean `{near}`?" if near else ""
            yield RULE.found(f"Secret `{use.name}` is not in these files{hint}", use.route)


def _holds(repository: Repository, full_name: str) -> bool:
    namespace, _, name = full_name.partition("/")
    return full_name in repository.secrets or repository.kubernetes_secret(namespace, name) is not None


def page() -> Page:
    from .secret_namespace import BAD as FOREIGN

    bad = (
        fix_example(
            FOREIGN,
            (
                "default/echo-tls",
                'cilium-secrets/ehco-tls  # want: unknown-kubernetes-secret "did you mean `echo-tls`?"',
            ),
        )
        + SECRET
    )
    return Page(
        title="Kubernetes Secret does not exist",
        catches=(
            "A TLS context with a Secret of `cilium-secrets` that is not in the files, if it looks like a typo of one "
            "that is, or if a change removes it (`--changed-since`). With `--assume-complete`: every Secret that is "
            "not in the files."
        ),
        why="The listener waits for a secret that never comes, and holds up changes to others: TLS handshakes fail.",
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write the name of the Secret as it is in its manifest.",
        log=("Secret is not supplied by SDS",),
    )


RULE = Rule(
    id="unknown-kubernetes-secret",
    severity="error",
    gate="runtime",
    effect="the listener waits for a secret that never comes: TLS handshakes fail",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
