"""Secret copy by the name that older operators use."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example
from .secret_namespace import SERVED


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames `cilium-secrets/NAMESPACE-NAME` where the Secret `NAME` of that namespace is in the files."""
    for use in facts.secret_uses:
        namespace, _, name = use.name.partition("/")
        if namespace == SERVED and repository.kubernetes_secret(SERVED, name) is None:
            origin = repository.copied_secrets.get(name)
            if origin is not None:
                text = f"`{name}` is the name that operators before Cilium 1.20 use for a copy of `{origin.namespace}/{origin.name}`"
                yield RULE.found(text, use.route)


SECRET = """\
---
apiVersion: v1
kind: Secret
metadata:
  name: echo-tls
  namespace: default
type: kubernetes.io/tls
"""


def page() -> Page:
    from .secret_namespace import BAD as FOREIGN

    bad = (
        fix_example(
            FOREIGN,
            (
                "- name: default/echo-tls",
                '- name: cilium-secrets/default-echo-tls  # want: synced-secret-name "copy of `default/echo-tls`"',
            ),
        )
        + SECRET
    )
    return Page(
        title="Secret copy by the name that older operators use",
        catches=(
            "A TLS secret `cilium-secrets/NAMESPACE-NAME` where the files have a Secret NAME in that namespace: the "
            "copy that the operator makes for Ingress and Gateway API. Since Cilium 1.20 these copies have other "
            "names."
        ),
        why="After the upgrade the operator deletes the old copies, and TLS handshakes fail.",
        bad=bad,
        good=fix_example(
            bad,
            ("cilium-secrets/default-echo-tls", "cilium-secrets/echo-tls"),
            ("  namespace: default\ntype:", "  namespace: cilium-secrets\ntype:"),
        ),
        fix="Create a Secret of your own in `cilium-secrets`, under a name that is not `NAMESPACE-NAME`.",
        log=("Secret is not supplied by SDS",),
    )


RULE = Rule(
    id="synced-secret-name",
    severity="error",
    gate="runtime",
    effect="the operator deletes the copy when Cilium is upgraded to 1.20: TLS handshakes fail",
    since="1.20",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
