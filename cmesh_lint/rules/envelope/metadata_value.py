"""A text in the metadata that Kubernetes does not take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...agent import node_selector
from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...finding import Problem
from ...patterns import pattern
from ...rule import CONFIG, Page, Rule, fix_example

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
        if trouble := node_selector.key_trouble(each) if isinstance(each, str) else "":
            yield RULE.found(trouble, config.at("metadata", "finalizers", index))


def _tables(config: EnvoyConfig) -> Iterator[Problem]:
    for name in ("labels", "annotations"):
        table: Any = config.metadata.get(name)
        for key, value in table.items() if isinstance(table, dict) else ():
            # Keys of annotations may be written in upper case.
            if trouble := node_selector.key_trouble(key.lower() if name == "annotations" else key):
                yield RULE.found(trouble, config.at("metadata", name, key), at="key")
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
        title="A text in the metadata that Kubernetes does not take",
        catches=(
            "A namespace that is no DNS label in lower case, a key of a label or annotation that is none, or a value of a "
            "label that is longer than 63 characters or has other characters than letters, digits, `-`, `_` and `.`."
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
        fix="Write it as Kubernetes wants it.",
        log=("a lowercase RFC 1123 label must consist of", "a valid label must be an empty string or consist of"),
    )


RULE = Rule(
    id="metadata-value",
    severity="error",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
