"""A metadata value that Kubernetes does not accept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...agent import node_selector
from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...finding import Problem
from ...patterns import pattern
from ...rule import CONFIG, Example, Page, Rule, fix_example

_LABEL = pattern(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
_PREFIX = pattern(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*-*|-*")
_TIME = pattern(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d)")


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames namespaces, labels, annotations, finalizers and times that are not written as Kubernetes wants them."""
    for name, check in _CHECKS.items():
        value = config.metadata.get(name)
        if isinstance(value, str) and (trouble := check(value)) and not (config.clusterwide and name == "namespace"):
            yield RULE.found(f"{trouble} for `{name}`, found {found(value)}", config.at("metadata", name))
    yield from _tables(config)
    finalizers = config.metadata.get("finalizers")
    for index, each in enumerate(finalizers if isinstance(finalizers, list) else ()):
        if isinstance(each, str) and node_selector.key_trouble(each):
            yield RULE.found(f"`{each}` is not a valid finalizer", config.at("metadata", "finalizers", index))


def _tables(config: EnvoyConfig) -> Iterator[Problem]:
    for name in ("labels", "annotations"):
        table: Any = config.metadata.get(name)
        for key, value in table.items() if isinstance(table, dict) else ():
            # Keys of annotations may be written in upper case.
            if node_selector.key_trouble(key.lower() if name == "annotations" else key):
                yield RULE.found(f"`{key}` is not a valid {name[:-1]} key", config.at("metadata", name, key), at="key")
            elif name == "labels" and (trouble := node_selector.value_trouble(value)):
                yield RULE.found(trouble, config.at("metadata", name, key))


def _namespace(text: str) -> str:
    known = not text or _LABEL.fullmatch(text)
    return "" if known else "expected at most 63 lower-case letters, digits and `-`"


def _generated(text: str) -> str:
    return "" if _PREFIX.fullmatch(text) and len(text) <= 253 else "expected lower-case letters, digits, `-` and `.`"


def _time(text: str) -> str:
    return "" if _TIME.fullmatch(text) else "expected a time such as `2026-01-31T12:00:00Z`"


_CHECKS: dict[str, Callable[[str], str]] = {
    "namespace": _namespace,
    "generateName": _generated,
    "creationTimestamp": _time,
    "deletionTimestamp": _time,
}


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A metadata value that Kubernetes does not accept",
        catches=(
            "A namespace that is not a DNS label in lower case, an invalid key of a label or annotation, or a value "
            "of a label that is longer than 63 characters or has characters other than letters, digits, `-`, `_` and "
            "`.`."
        ),
        why="The API server refuses the object.",
        bad=fix_example(
            ECHO,
            (
                "metadata:\n  name: echo\n  namespace: default\n",
                'metadata:\n  name: echo\n  namespace: Default  # want: metadata-value "lower-case"\n',
            ),
        ),
        good=ECHO,
        fix="Write it as Kubernetes requires.",
        log=("a lowercase RFC 1123 label must consist of", "a valid label must be an empty string or consist of"),
        more=(
            Example(
                "a label value with a blank",
                bad=fix_example(
                    ECHO,
                    (
                        "metadata:\n",
                        'metadata:\n  labels:\n    team: Team Echo  # want: metadata-value "not a valid label value"\n',
                    ),
                ),
            ),
            Example(
                "a label key with a blank",
                bad=fix_example(
                    ECHO,
                    (
                        "metadata:\n",
                        'metadata:\n  labels:\n    the team: echo  # want: metadata-value "not a valid label key"\n',
                    ),
                ),
                good=fix_example(ECHO, ("metadata:\n", "metadata:\n  labels:\n    the-team: echo\n")),
            ),
            Example(
                "a finalizer",
                bad=fix_example(
                    ECHO,
                    (
                        "metadata:\n",
                        'metadata:\n  finalizers: ["my finalizer"]  # want: metadata-value "not a valid finalizer"\n',
                    ),
                ),
            ),
            Example(
                "a time",
                bad=fix_example(
                    ECHO,
                    (
                        "metadata:\n",
                        'metadata:\n  creationTimestamp: "2026-01-31"  # want: metadata-value "expected a time"\n',
                    ),
                ),
            ),
            Example(
                "a generated name in upper case",
                bad=fix_example(
                    ECHO,
                    (
                        "  name: echo\n  namespace: default\n",
                        '  generateName: Echo-  # want: metadata-value "lower-case letters"\n  namespace: default\n',
                    ),
                ),
            ),
            Example(
                "an annotation key in upper case",
                good=fix_example(ECHO, ("  annotations:\n", "  annotations:\n    Team: echo\n")),
            ),
        ),
    )


RULE = Rule(
    id="metadata-value",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
