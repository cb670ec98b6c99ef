"""Policy is not expanded. `rendered/` speaks for it."""

from __future__ import annotations

from ...rule import Page, Rule
from ._examples import MADE, STANZA

BAD = MADE.replace("echo-limit", "echo-breaker").replace("RateLimitPolicy", "CircuitBreakerPolicy")
BAD += "---\n" + STANZA.replace(
    "kind: RateLimitPolicy\n", 'kind: RateLimitPolicy  # want: unexpanded-stanza "is not expanded"\n'
)


def page() -> Page:
    return Page(
        title="Policy is not expanded",
        catches=(
            "A policy on standard input, in a file with CECs that were generated from policies, or in the output of a "
            "kustomization. Policies in files of their own are fine: something expands them before they are applied."
        ),
        why=(
            "Without `--enable-exec` kustomize silently skips a function, and outputs what the function should have "
            "expanded. No cluster has the kind, so the policy is not in force anywhere."
        ),
        bad=BAD,
        good=MADE,
        fix="Let kustomize run `cmesh-krm`, with `--enable-alpha-plugins --enable-exec`, or use `cmesh-lint render`.",
        log=("no matches for kind", "ensure CRDs are installed first"),
    )


RULE = Rule(
    id="unexpanded-stanza",
    severity="error",
    gate="api",
    page=page,
)
