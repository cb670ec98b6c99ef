"""An object that is too large for the cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule

APPLIED = 262_144
STORED = 1_572_864
_GROWTH = 6
"""A character takes so many bytes in JSON at most; without an anchor nothing in YAML counts twice."""


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an object by the length of its JSON."""
    text = config.manifest.document.source.data
    if len(text) * _GROWTH <= APPLIED and b"&" not in text:
        return
    size = _size(config.manifest.value)
    if size > APPLIED:
        limit = f"etcd's limit of {STORED}" if size > STORED else f"the limit of {APPLIED} for `kubectl apply`"
        yield RULE.found(f"the object has {size} bytes as JSON, more than {limit}", config.at("kind"))


def _size(value: dict[str, Any]) -> int:
    import json

    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An object that is too large for the cluster",
        catches=(
            "A CEC whose JSON takes more than 262144 bytes, the limit of the annotation that `kubectl apply` writes, "
            "or more than 1.5 MiB, the limit of etcd."
        ),
        why="The API server refuses it, or the controller that writes it fails.",
        bad="An object of more than 262144 bytes as JSON.\n",
        good=ECHO,
        fix="Split it, or move inline bodies and certificates out of it.",
        log=("metadata.annotations: Too long: must have at most 262144 bytes",),
    )


RULE = Rule(
    id="object-too-large",
    severity="warning",
    gate="api",
    on=(CONFIG,),
    check=check,
    page=page,
)
