"""A node selector that is not valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Rule, mended
from ..echo import ECHO

_NAME = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)")
_PREFIX = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def judge(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames requirements that Kubernetes' label selectors do not allow."""
    for index, requirement in config.objects("nodeSelector", "matchExpressions"):
        trouble = _trouble(requirement)
        if trouble:
            yield RULE.found(trouble, config.at("spec", "nodeSelector", "matchExpressions", index))


def _trouble(requirement: dict[str, Any]) -> str:
    operator, values, key = requirement.get("operator"), requirement.get("values") or [], requirement.get("key")
    if operator in {"In", "NotIn"} and not values:
        return f"`{operator}` needs values"
    if operator in {"Exists", "DoesNotExist"} and values:
        return f"`{operator}` takes no values"
    if isinstance(key, str) and not _is_key(key):
        return f"`{key}` is no key of a label"
    if isinstance(values, list) and any(isinstance(v, str) and v and not _NAME.fullmatch(v) for v in values):
        return "a value is no value of a label"
    return ""


def _is_key(key: str) -> bool:
    prefix, slash, name = key.rpartition("/")
    return _NAME.fullmatch(name) is not None and (not slash or _PREFIX.fullmatch(prefix) is not None)


RULE = Rule(
    id="node-selector",
    title="A node selector that is not valid",
    severity="error",
    gate="refused",
    catches=(
        "A requirement of `nodeSelector.matchExpressions` that does not fit its operator, `In` without "
        "values or `Exists` with some, an unknown operator, or a key or value that is no label."
    ),
    why="The CRD does not look into it. The agent skips the whole object.",
    bad=mended(
        ECHO,
        (
            "  services:\n",
            "  nodeSelector:\n    matchExpressions:\n"
            '    - {key: zone, operator: In}  # want: node-selector "`In` needs values"\n  services:\n',
        ),
    ),
    good=mended(
        ECHO,
        (
            "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n",
            "  nodeSelector:\n    matchExpressions:\n    - {key: zone, operator: In, values: [a]}\n",
        ),
    ),
    fix="Write a selector as for any Kubernetes object.",
    log=("Skipping CiliumEnvoyConfig due to invalid NodeSelector",),
    catalogue=("CM117",),
    on=(CONFIG,),
    judge=judge,
    since="1.16",
)
