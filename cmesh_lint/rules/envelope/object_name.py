"""An object name that Kubernetes does not accept."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...finding import Problem
from ...patterns import pattern
from ...rule import CONFIG, Example, Page, Rule, fix_example

_SUBDOMAIN = pattern(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LONGEST = 253


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a name that is no RFC 1123 subdomain."""
    name = config.metadata.get("name")
    if name is None:
        if not config.metadata.get("generateName"):
            yield RULE.found(f"{config.manifest.kind} has no `metadata.name`", config.at("metadata"), at="key")
    elif not isinstance(name, str) or len(name) > _LONGEST or not _SUBDOMAIN.fullmatch(name):
        text = f"expected a name of lower-case letters, digits, `-` and `.`, found {found(name)}"
        yield RULE.found(text, config.at("metadata", "name"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An object name that Kubernetes does not accept",
        catches=(
            "A `metadata.name` that is missing, longer than 253 characters, or not a DNS name in lower case. "
            "`generateName` counts as a name."
        ),
        why="The API server refuses the object.",
        bad=fix_example(
            ECHO, ("metadata:\n  name: echo\n", 'metadata:\n  name: Echo_1  # want: object-name "lower-case"\n')
        ),
        good=ECHO,
        fix="Use lower-case letters, digits, `-` and `.`.",
        log=("a lowercase RFC 1123 subdomain must consist of",),
        more=(
            Example(
                "no name",
                bad=fix_example(
                    ECHO, ("metadata:\n  name: echo\n", 'metadata:  # want: object-name "has no `metadata.name`"\n')
                ),
            ),
            Example(
                "a number",
                bad=fix_example(
                    ECHO,
                    ("  name: echo\n  namespace", '  name: 5  # want: object-name "found the number `5`"\n  namespace'),
                ),
            ),
            Example(
                "a generated name",
                good=fix_example(ECHO, ("  name: echo\n  namespace", "  generateName: echo-\n  namespace")),
            ),
        ),
    )


RULE = Rule(
    id="object-name",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
