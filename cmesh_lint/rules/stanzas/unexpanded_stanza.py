"""A stanza in what should hold CECs. `rendered/` speaks for it."""

from __future__ import annotations

from ...rule import Page, Rule
from ._examples import MADE, STANZA

BAD = MADE.replace("echo-limit", "echo-breaker").replace("RateLimitPolicy", "CircuitBreakerPolicy")
BAD += "---\n" + STANZA.replace(
    "kind: RateLimitPolicy\n", 'kind: RateLimitPolicy  # want: unexpanded-stanza "is not expanded"\n'
)


def page() -> Page:
    return Page(
        title="A stanza that is left unexpanded",
        catches=(
            "Policy stanzas on standard input, in a file beside CECs that were made of stanzas, and in what a kustomization "
            "builds. Stanzas in files of their own are not meant: something expands them before they are applied."
        ),
        why=(
            "kustomize skips a function in silence where `--enable-exec` is missing, and hands on what the function should "
            "have expanded. No cluster knows the kind: the policy is in force nowhere."
        ),
        bad=BAD,
        good=MADE,
        fix="Have kustomize run `cmesh-krm`, with `--enable-alpha-plugins --enable-exec`; or use `cmesh-lint render`.",
        log=("no matches for kind", "ensure CRDs are installed first"),
    )


RULE = Rule(
    id="unexpanded-stanza",
    severity="error",
    gate="api",
    page=page,
)
