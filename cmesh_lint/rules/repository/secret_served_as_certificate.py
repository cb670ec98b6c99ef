"""A CA in a Secret that is served as a certificate."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example

SECRET = """\
---
apiVersion: v1
kind: Secret
metadata:
  name: echo-tls
  namespace: cilium-secrets
stringData:
  ca.crt: ""
  tls.crt: ""
  tls.key: ""
"""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames the name of a Secret with a certificate where a CA is asked for."""
    for use in facts.secret_uses:
        namespace, _, name = use.name.partition("/")
        secret = repository.kubernetes_secret(namespace, name)
        if use.slot == "validation_context" and secret is not None and {"tls.crt", "tls.key"} <= secret.keys:
            text = f"the Secret `{use.name}` has `tls.crt` and `tls.key`, so the agent serves it as a certificate, not as a CA"
            yield RULE.found(text, use.route)


CA = """\
---
apiVersion: v1
kind: Secret
metadata:
  name: echo-ca
  namespace: cilium-secrets
stringData:
  ca.crt: ""
"""


def page() -> Page:
    from .secret_namespace import BAD as FOREIGN

    bad = (
        fix_example(
            FOREIGN,
            (
                "            - name: default/echo-tls\n",
                "            - name: cilium-secrets/echo-tls\n"
                "            validation_context_sds_secret_config:\n"
                '              name: cilium-secrets/echo-tls  # want: secret-served-as-certificate "not as a CA"\n',
            ),
        )
        + SECRET
    )
    return Page(
        title="A CA in a Secret that is served as a certificate",
        catches="A Secret in a validation context that contains `tls.crt` and `tls.key` next to `ca.crt`.",
        why="Envoy gets a certificate where it expects a CA, and rejects it: TLS handshakes fail.",
        bad=bad,
        good=fix_example(
            bad, ("              name: cilium-secrets/echo-tls\n", "              name: cilium-secrets/echo-ca\n")
        )
        + CA,
        fix="Put the CA into a Secret of its own that only contains `ca.crt`.",
    )


RULE = Rule(
    id="secret-served-as-certificate",
    severity="warning",
    gate="runtime",
    effect="Envoy rejects the certificate that it gets instead of a CA: TLS handshakes fail",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
